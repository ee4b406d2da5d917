"""Which points, in which way and order: as few changes of posture and tool as possible."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.packs import find_point

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voiceguide.compose._request import Request
    from voiceguide.packs import Pack, Point, Way


@dataclass(frozen=True, slots=True)
class Station:
    """A point, pressed in one way."""

    point: Point
    way: Way

    @property
    def place(self) -> tuple[str, str]:
        """Posture and tool: as long as they stay, the listener need not move."""
        return _place(self.way)

    @property
    def kind(self) -> str:
        """What is done in a hold: one of the kinds that the words know."""
        way = self.way
        if way.tool == "tennis-ball" and way.wall:
            return "ball-wall"
        if way.tool == "tennis-ball" and way.posture == "lying":
            return "ball-floor"
        if way.wall:
            return "fist-wall" if way.tool == "none" else "tool-wall"
        parts = {"hand": "hand", "foot": "foot", "head": "crown"}
        return parts.get(self.point.part, "other") if way.tool == "none" else "other"


_ENDS_AT_REST = ("lying", "seated", "standing")
_ENDS_AWAKE = ("standing", "seated", "lying")


def ways_of(point: Point, request: Request) -> tuple[Way, ...]:
    """The ways that the request's tools and postures allow, the best first."""
    return tuple(
        way
        for way in point.ways
        if way.tool in request.tools_at_hand and way.posture in request.possible_postures
    )


def candidates(pack: Pack, request: Request) -> tuple[Point, ...]:
    """The points that the request allows, the most wanted first.

    Raises
    ------
    PackError
        If a point is asked for that the pack does not have.
    RequestError
        If nothing is left, or a point that is asked for cannot be pressed with these tools and postures.
    """
    if request.points and not request.wants_all:
        wanted = tuple(dict.fromkeys(find_point(pack, name) for name in request.points))
        for point in wanted:
            if not ways_of(point, request):
                raise RequestError(f"{point.name} ({point.code}) {_needs(point, request)}")
        return wanted
    allowed = [
        point
        for point in pack.points
        if ways_of(point, request) and (request.focus is None or request.focus in point.focus)
    ]
    if not allowed:
        aimed = f" for {request.focus}" if request.focus else ""
        raise RequestError(
            f"no point{aimed} can be pressed with the tools ({_listed(request.tools_at_hand)}) and postures "
            f"({_listed(request.possible_postures)}) asked for; allow another tool or posture"
        )
    fetched = frozenset(request.tools) - {"none", "tennis-ball"}  # a ball is taken for granted

    def rank(point: Point) -> tuple[bool, bool, bool, int]:
        uses = any(way.tool in fetched for way in ways_of(point, request))
        lies = any(way.posture == "lying" and not way.adapted for way in ways_of(point, request))
        return (
            not uses,
            request.to_sleep and not lies,
            request.activity not in point.activities,
            point.priority,
        )

    return tuple(sorted(allowed, key=rank))


def left_out(pack: Pack, request: Request) -> tuple[Point, ...]:
    """The points that the request would have, could they be pressed in its postures and with its tools."""
    if request.points and not request.wants_all:
        return ()
    request = request.of_pack(pack)
    return tuple(
        point
        for point in pack.points
        if not ways_of(point, request) and (request.focus is None or request.focus in point.focus)
    )


def _needs(point: Point, request: Request) -> str:
    """Why a point cannot be pressed, and what would do."""
    would = " or ".join(
        dict.fromkeys(
            f"{way.posture} with {'bare hands' if way.tool == 'none' else way.tool}" for way in point.ways
        )
    )
    return (
        f"cannot be pressed with the tools ({_listed(request.tools_at_hand)}) and postures "
        f"({_listed(request.possible_postures)}) asked for; it needs: {would}"
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def arrange(points: Sequence[Point], request: Request) -> tuple[Station, ...]:
    """Give each point its way and all of them an order.

    A tool that was asked for is used wherever it can be, and the source's own ways come before adapted ones.
    Among those, the order with the fewest changes of posture wins, with the one to the closing rest, then the
    one that ends as an occasion asks for: standing before an activity, lying after one. Then comes the one
    that keeps most points to their best way, then the one with the fewest changes of tool.
    """
    ends = _ENDS_AWAKE if request.wakes_up else _ENDS_AT_REST
    options = [ways_of(point, request) for point in points]
    asked = frozenset(request.tools) - {"none"}
    options = [tuple(sorted(ways, key=lambda way: way.tool not in asked)) for ways in options]
    everywhere = dict.fromkeys(_place(way) for ways in options for way in ways)
    best: tuple[tuple[int, ...], tuple[Station, ...]] | None = None
    # There are few places (postures by tools), however many points a pack has. Once the places are chosen,
    # each point takes its best way there, and nothing but the order of the places is left.
    for count in range(1, len(everywhere) + 1):
        for chosen in itertools.combinations(everywhere, count):
            picks = [_best_way(ways, chosen) for ways in options]
            stations = [Station(point, way) for point, way in zip(points, picks, strict=True) if way]
            places = dict.fromkeys(station.place for station in stations)
            if len(stations) < len(points) or len(places) < count:
                continue  # a point cannot be pressed there, or fewer places are enough
            unused = sum(
                ways[0].tool in asked and station.way.tool not in asked
                for ways, station in zip(options, stations, strict=True)
            )
            adapted = sum(station.way.adapted for station in stations)
            if best and (unused, adapted, len({posture for posture, _ in places}) - 1) > best[0][:3]:
                continue
            second_best = sum(ways.index(s.way) for ways, s in zip(options, stations, strict=True))
            for order in itertools.permutations(places):
                last = order[-1][0]
                end = ends.index(last) if last in ends else 1
                postures, tools = _changes(order)
                postures += request.rests and last != request.rest_posture  # a rest follows
                first = end if request.wakes_up or request.settles else 0
                if request.to_sleep:
                    first = _risings(order)
                cost = (unused, adapted, postures, first, second_best, end, tools, _late(order))
                if best is None or cost < best[0]:
                    ordered = (s for place in order for s in stations if s.place == place)
                    best = cost, tuple(ordered)
    assert best is not None, "there is at least one point, and each has a way"  # noqa: S101
    return best[1]


def _place(way: Way) -> tuple[str, str]:
    return way.posture, way.tool


def _best_way(ways: Sequence[Way], places: Sequence[tuple[str, str]]) -> Way | None:
    """The best of the ways in these places: the source's own before an adapted one; None if there is none."""
    there = [way for way in ways if _place(way) in places]
    return min(there, key=lambda way: way.adapted, default=None)


def _changes(order: Sequence[tuple[str, str]]) -> tuple[int, int]:
    postures = sum(before[0] != after[0] for before, after in itertools.pairwise(order))
    tools = sum(before[1] != after[1] for before, after in itertools.pairwise(order))
    return postures, tools


def _risings(order: Sequence[tuple[str, str]]) -> int:
    """How often a place is higher up than the one before, which nobody likes who is on the way to sleep."""
    heights = [_ENDS_AT_REST.index(one) if one in _ENDS_AT_REST else 1 for one, _ in order]
    return sum(before < after for before, after in itertools.combinations(heights, 2))


def stations_again(stations: Sequence[Station], request: Request) -> tuple[Station, ...]:
    """The stations that a later round may have: towards sleep, nobody gets up again."""
    if not request.to_sleep or not stations:
        return tuple(stations)
    return tuple(one for one in stations if one.way.posture == stations[-1].way.posture)


def _late(order: Sequence[tuple[str, str]]) -> int:
    """Bare hands come after tools where nothing else decides: hands are free once the ball is away."""
    return sum(index for index, place in enumerate(order) if place[1] != "none")
