"""The map of the body: each point of a pack where the pack has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from voiceguide import Studio
from voiceguide.errors import InputError
from voiceguide.packs import default_pack, load_pack
from voiceguide.web._body_map import HEIGHT, VIEWS, WIDTH, draw_map, outline, places, views_of

if TYPE_CHECKING:
    from pathlib import Path

PACK = default_pack()


def test_every_point_of_the_pack_is_drawn_within_its_view() -> None:
    for point in PACK.points:
        found = [(view, x, y) for view in VIEWS for x, y, _ in places(point, view)]
        assert found, point.code
        assert all(0 < x < WIDTH and 0 < y < HEIGHT[view] for view, x, y in found)


def test_from_behind_the_right_is_on_the_right() -> None:
    point = next(point for point in PACK.points if point.code == "BL-43")
    sides = {side: x for x, _, side in places(point, "back")}
    assert sides["left"] < WIDTH / 2 < sides["right"]
    assert sides["left"] + sides["right"] == WIDTH


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_one_closed_outline(view: str) -> None:
    path = outline(view)  # type: ignore[arg-type]
    assert path.count("M") == 1
    assert not re.search("nan|inf", path)


def test_marks_lead_to_cards_and_tell_what_they_are() -> None:
    drawn = draw_map(PACK, {"BL-43"})
    assert drawn.count('class="mark chosen"') == 2
    assert 'href="#card-GV-20"' in drawn
    assert 'aria-label="BL-43, Gao Huang, left"' in drawn


def test_a_listeners_pack_has_a_map(tmp_path: Path) -> None:
    from voiceguide.packs._pack_file import BUILT_IN

    text = BUILT_IN.read_text("utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(
        text.replace("map: {view: head, x: 51.5, y: 12}", "map: {view: front, x: 50, y: 40}"), "utf-8"
    )
    assert views_of(load_pack(own)) == ("back", "front", "hand", "foot")
    own.write_text(re.sub(r"\n    map: .*", "", text), "utf-8")
    assert views_of(load_pack(own)) == ()
    own.write_text(text.replace("view: head, x: 51.5", "view: knee, x: 151.5"), "utf-8")
    with pytest.raises(InputError, match=r"knee|front"):
        load_pack(own)


def test_a_pack_for_another_craft_is_chosen_from(tmp_path: Path) -> None:
    from voiceguide.compose import Request
    from voiceguide.packs import pack_named
    from voiceguide.web._choose_view import choose_view
    from voiceguide.web._layout import Page
    from voiceguide.web._packs import PackedRequest
    from voiceguide.web._plan import plan

    for name in ("desk-hands", "foot-roll"):
        pack = pack_named(name)
        with Studio(cache_dir=tmp_path) as studio:
            found = plan(studio, wanted := PackedRequest(Request(), pack))
        page = choose_view(Page("", secure=True), wanted, found)
        assert "Make it, and play" in page
        assert all(f'name="tools" value="{tool}"' in page for tool in pack.tools)
