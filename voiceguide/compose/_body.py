"""What the guide knows of the listener's body, and the table of changes from one state to another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from voiceguide.units import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from voiceguide.packs import Pack, Point, Posture, Tool, Way

Place = Literal["anywhere", "mat", "wall", "chair"]
Spot = Literal["reach", "hand", "mat", "wall", "chair", "away"]
"""Where a thing is: within reach since the opening asked for it, in the hand, laid down at a place, or put
away for good."""

_FLOOR = Span(12_000, 15_000, 25_000)
"""To or from the floor."""
_SIT = Span(6_000, 8_000, 12_000)
_WALK = Span(5_000, 7_000, 12_000)
_STAND = Span(4_000, 5_000, 10_000)
_SHOES = Span(6_000, 8_000, 15_000)
_THING = Span(2_000, 3_000, 5_000)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the table of transitions: the first that fits is told, until the need is met."""

    phrase: str
    time: Span
    postures: tuple[Posture | None, ...]
    """Postures that it leads out of; None for the start."""
    needs: tuple[Posture, ...]
    """Postures that it is a step towards."""
    posture: Posture
    """The posture that it leads to."""
    place: Place | None = None
    """The place that it leads to; None if it stays."""
    places: tuple[Place, ...] = ("anywhere", "mat", "wall", "chair")
    """Places that it leads out of."""
    to_wall: bool = False
    """Only where a wall is needed."""


CHANGES: Final = (
    Change("move.sit_up", _FLOOR, ("lying",), ("seated",), "seated"),
    Change("move.get_up", _FLOOR, ("lying",), ("standing",), "standing"),
    Change("move.stand_up", _SIT, ("seated",), ("standing",), "standing"),
    Change("move.stand_up", _SIT, ("seated",), ("lying",), "standing", places=("chair",)),
    Change(
        "move.to_wall",
        _WALK,
        (None, "standing"),
        ("standing",),
        "standing",
        place="wall",
        places=("anywhere", "mat", "chair"),
        to_wall=True,
    ),
    Change("move.stand", _STAND, (None,), ("standing",), "standing"),
    Change("move.to_mat", _WALK, ("standing",), ("lying",), "standing", "mat", ("anywhere", "wall", "chair")),
    Change("move.lie_down", _FLOOR, (None, "standing", "seated"), ("lying",), "lying", "mat"),
    Change("move.sit_down", _SIT, (None, "standing"), ("seated",), "seated", "chair"),
)
"""The ways from one posture and place to another, with the time that each takes."""


def changes_of(pack: Pack) -> tuple[Change, ...]:
    """The table, with rows for the postures that a pack brings."""
    rows = []
    for name, own in pack.postures.items():
        others = tuple(other for other in pack.postures if other != name)
        place = None if own.place == "anywhere" else own.place
        rows += [
            Change("move.sit_up", _FLOOR, ("lying",), (name,), "seated"),
            Change(f"move.to.{name}", own.time, (None, "standing", "seated", *others), (name,), name, place),
            Change("move.stand_up", _FLOOR, (name,), ("standing", "seated"), "standing"),
            Change("move.lie_down", _FLOOR, (name,), ("lying",), "lying", "mat"),
        ]
    return (*CHANGES, *rows)


@dataclass(frozen=True, slots=True)
class Body:
    """The listener's state; every sentence about it is a change of it."""

    posture: Posture | None = None
    """None before the first is told."""
    place: Place = "anywhere"
    eyes: Literal["open", "closed"] = "open"
    shoes: Literal["on", "off"] = "on"
    things: Mapping[Tool, Spot] = field(default_factory=dict)
    """The tools that the opening asked for."""
    changes: tuple[Change, ...] = CHANGES
    """The ways from one posture to another."""

    def with_thing(self, tool: Tool, spot: Spot) -> Body:
        """The body with a thing elsewhere."""
        return replace(self, things={**self.things, tool: spot})


@dataclass(frozen=True, slots=True)
class Need:
    """The state that a point or a rest needs."""

    posture: Posture
    wall: bool = False
    tool: Tool = "none"
    barefoot: bool = False

    @classmethod
    def of(cls, point: Point, way: Way) -> Need:
        """What it takes to press a point in one way."""
        return cls(way.posture, way.wall, way.tool, barefoot=point.part == "foot")

    @property
    def place(self) -> Place:
        """Where it can only be; anywhere if it does not matter."""
        if self.wall:
            return "wall"
        return "mat" if self.posture == "lying" else "anywhere"


@dataclass(frozen=True, slots=True)
class Instruction:
    """What tells the listener of one change: the phrase's key, the thing that it is about, its time."""

    phrase: str
    body: Body
    """The body afterwards."""
    thing: Tool | None = None
    time: Span | None = None


def moves(body: Body, need: Need, later: Collection[Tool] = ()) -> Iterator[Instruction]:
    """The instructions that lead to what is needed, in order.

    Parameters
    ----------
    body : Body
    need : Need
    later : collection of Tool
        Tools that are needed after this, and so are brought along.
    """
    wanted = {*later, need.tool} - {"none"}
    for tool, spot in body.things.items():
        if tool not in wanted and spot not in {"reach", "away"}:
            body = body.with_thing(tool, "away")
            yield Instruction("move.put_aside", body, tool, _THING)
    while (change := _next(body, need)) is not None:
        if body.eyes == "closed":
            body = replace(body, eyes="open")
            yield Instruction("move.eyes_open", body)
        if change.place is not None:
            for instruction in _taken(body, need, change, wanted):
                body = instruction.body
                yield instruction
        body = replace(body, posture=change.posture, place=change.place or body.place)
        yield Instruction(change.phrase, body, None, change.time)
    for tool, spot in body.things.items():
        if tool == need.tool and spot != "hand":
            phrase = "move.take" if body.posture == "lying" else "move.pick_up"
            body = body.with_thing(tool, "hand")
            yield Instruction(phrase, body, tool, _THING)
        elif tool != need.tool and spot == "hand":
            body = body.with_thing(tool, _laid(body))
            phrase = "move.keep_standing" if body.posture == "standing" else "move.keep"
            yield Instruction(phrase, body, tool, _THING)
    if need.barefoot and body.shoes == "on":
        body = replace(body, shoes="off")
        yield Instruction("move.shoes_off", body, None, _SHOES)


def _next(body: Body, need: Need) -> Change | None:
    """The first change that leads towards what is needed; None if the body is there."""
    if body.posture == need.posture and need.place in {"anywhere", body.place}:
        return None
    for change in body.changes:
        fits = body.posture in change.postures and body.place in change.places
        if fits and need.posture in change.needs and (need.wall or not change.to_wall):
            return change
    raise LookupError(f"no way from {body} to {need}")


def _taken(body: Body, need: Need, change: Change, wanted: Collection[Tool]) -> Iterator[Instruction]:
    """What is picked up before one leaves a place, or lies down: afterwards it could not be fetched."""
    left = body.place not in {change.place, "anywhere"}
    for tool, spot in body.things.items():
        if tool not in wanted:
            continue
        if spot == "hand":
            if left:
                yield Instruction("move.bring", body, tool)
        elif tool == need.tool and (change.posture == need.posture or spot == body.place):
            body = body.with_thing(tool, "hand")
            yield Instruction("move.pick_up", body, tool, _THING)
        elif (left and spot in {"reach", body.place}) or change.place == "mat":
            body = body.with_thing(tool, "hand")
            yield Instruction("move.bring", body, tool)


def _laid(body: Body) -> Spot:
    return "reach" if body.place == "anywhere" else body.place
