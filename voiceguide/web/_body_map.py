"""The map of the body, drawn as SVG: five views, with a pack's points at the places that it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide.web._html import Html, el

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from voiceguide.packs import Pack, Point, View

VIEWS: Final[tuple[View, ...]] = ("back", "front", "hand", "foot", "head")
TITLES: Final = {"back": "Back", "front": "Front", "hand": "Hand", "foot": "Foot", "head": "Head"}
WIDTH: Final = 200
HEIGHT: Final = {"back": 240, "front": 240, "hand": 200, "foot": 200, "head": 200}
_MIRRORED: Final = ("back", "front")

# Half of an outline, as distances from the middle and heights, from the top down.
_TRUNK: Final = (
    (0, 6), (11, 8), (18, 17), (20, 30), (16, 44), (12, 52), (12, 60), (24, 66), (48, 71), (68, 78),
    (81, 93), (86, 116), (90, 144), (93, 172), (95, 202), (96, 234), (88, 240), (78, 236), (74, 206),
    (70, 176), (66, 148), (61, 122), (57, 126), (54, 150), (52, 172), (56, 194), (61, 216), (63, 240),
)  # fmt: skip
_HAND: Final = (
    (84, 196), (80, 170), (70, 148), (52, 126), (42, 110), (44, 103), (54, 106), (70, 120), (78, 126),
    (78, 100), (76, 62), (77, 38), (83, 33), (89, 38), (92, 66), (94, 92), (96, 60), (98, 24), (104, 18),
    (110, 24), (111, 60), (111, 92), (114, 66), (118, 34), (124, 30), (129, 36), (128, 68), (126, 98),
    (130, 84), (136, 58), (142, 54), (147, 60), (145, 84), (141, 112), (138, 140), (130, 168),
    (126, 196),
)  # fmt: skip
_FOOT: Final = (
    (74, 196), (70, 168), (70, 140), (74, 112), (72, 84), (66, 62), (62, 42), (65, 26), (74, 18),
    (83, 24), (86, 40), (88, 46), (89, 34), (94, 25), (101, 30), (102, 46), (104, 50), (106, 40),
    (111, 34), (117, 40), (117, 54), (119, 58), (122, 50), (127, 47), (131, 53), (130, 65), (132, 68),
    (136, 63), (140, 66), (141, 76), (137, 92), (130, 116), (124, 142), (122, 168), (124, 196),
)  # fmt: skip
_HEAD: Final = (
    (62, 198), (66, 176), (64, 160), (50, 160), (42, 152), (44, 140), (40, 132), (42, 126), (38, 120),
    (30, 114), (30, 108), (38, 94), (38, 78), (42, 58), (54, 40), (74, 28), (100, 23), (128, 28),
    (150, 44), (162, 70), (162, 98), (152, 122), (142, 140), (138, 160), (142, 180), (152, 198),
)  # fmt: skip
_LINES: Final = {
    # the spine and the blades; the collarbones and the breastbone; a crease; tendons; the ear
    "back": (
        ((100, 62), (100, 120), (100, 236)),
        ((82, 88), (66, 84), (50, 80)),
        ((81, 92), (80, 112), (74, 132), (62, 112), (52, 90)),
        ((118, 88), (134, 84), (150, 80)),
        ((119, 92), (120, 112), (126, 132), (138, 112), (148, 90)),
    ),
    "front": (
        ((92, 74), (76, 72), (54, 77)),
        ((108, 74), (124, 72), (146, 77)),
        ((100, 80), (100, 100), (100, 126)),
    ),
    "hand": (((140, 112), (120, 106), (100, 112)), ((84, 122), (92, 142), (90, 170))),
    "foot": (((86, 58), (90, 84), (94, 112)), ((102, 60), (103, 84), (104, 108))),
    "head": (
        ((98, 92), (108, 86), (114, 96), (110, 110), (102, 118), (98, 108)),
        ((44, 98), (51, 96), (57, 98)),
    ),
}  # fmt: skip


def views_of(pack: Pack) -> tuple[View, ...]:
    """The views in which a pack has points."""
    there = {point.map.view for point in pack.points if point.map is not None}
    return tuple(view for view in VIEWS if view in there)


def draw_map(pack: Pack, chosen: Collection[str] = ()) -> Html:
    """All views of a pack's points, each mark a link to its point's card.

    Parameters
    ----------
    pack : Pack
    chosen : collection of str
        Codes of points that are marked as in the session.
    """
    return el("div", [draw_view(pack, view, chosen) for view in views_of(pack)], class_="map", data_map=True)


def draw_view(pack: Pack, view: View, chosen: Collection[str] = ()) -> Html:
    """One view."""
    height = HEIGHT[view]
    marks = [
        _mark(point, x, y, side, view=view, chosen=point.code in chosen)
        for point in pack.points
        for x, y, side in places(point, view)
    ]
    drawing = el(
        "svg",
        el("path", d=outline(view), class_="skin"),
        [el("path", d=_curve(line), class_="line") for line in _LINES[view]],
        marks,
        viewBox=f"0 0 {WIDTH} {height}",
        role="group",
        aria_label=f"{TITLES[view]}: points",
    )
    return el("figure", drawing, el("figcaption", TITLES[view]), class_=f"view view-{view}")


def outline(view: View) -> str:
    """The outline of a view, as an SVG path."""
    if view in _MIRRORED:
        right = [(100 + x, y) for x, y in _TRUNK]
        left = [(100 - x, y) for x, y in reversed(_TRUNK)]
        return _curve(right) + _curve(left).replace("M", "L", 1)
    return _curve({"hand": _HAND, "foot": _FOOT, "head": _HEAD}[view])


def places(point: Point, view: View) -> Iterator[tuple[float, float, str | None]]:
    """Where a point lies in a view: across, down, and on which side."""
    if point.map is None or point.map.view != view:
        return
    x, y = point.map.x * WIDTH / 100, point.map.y * HEIGHT[view] / 100
    if not point.paired or view not in _MIRRORED:
        yield x, y, None
        return
    # seen from behind, the right is on the right
    for across in (x, WIDTH - x):
        is_right = across > WIDTH / 2
        yield across, y, "right" if is_right == (view == "back") else "left"


def card_id(point: Point) -> str:
    """The id of a point's card on the page."""
    return "card-" + "".join(c if c.isalnum() else "-" for c in point.code)


def _mark(point: Point, x: float, y: float, side: str | None, *, view: View, chosen: bool) -> Html:
    # on a phone, the small views are a third as wide as the others, and a finger is as wide as ever
    target, dot = (12.6, 5.2) if view in _MIRRORED else (42, 10)
    label = ", ".join(filter(None, (point.code if point.has_code else None, point.name, side)))
    return el(
        "a",
        el("title", label),
        el("circle", cx=f"{x:g}", cy=f"{y:g}", r=target, class_="target"),
        el("circle", cx=f"{x:g}", cy=f"{y:g}", r=dot, class_="dot"),
        href=f"#{card_id(point)}",
        class_="mark chosen" if chosen else "mark",
        data_point=point.code,
        data_side=side,
        aria_label=label,
    )


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """A smooth line through points (a Catmull-Rom spline, as cubic curves)."""
    path = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for index in range(len(points) - 1):
        before, start = points[max(index - 1, 0)], points[index]
        end, after = points[index + 1], points[min(index + 2, len(points) - 1)]
        one = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
        two = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
        path.append(f"C{one[0]:.1f} {one[1]:.1f} {two[0]:.1f} {two[1]:.1f} {end[0]:g} {end[1]:g}")
    return "".join(path)
