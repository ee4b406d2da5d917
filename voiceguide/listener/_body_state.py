"""The listener's body as the words describe it, and how each sentence changes it.

The state is frozen; :func:`after` gives the next one, and tells what the sentence contradicts.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from voiceguide.listener._finding import Kind
    from voiceguide.listener._hearing import Deed
    from voiceguide.listener._language import DeedName, Thing

Stance: TypeAlias = Literal["standing", "seated", "lying", "on the side", "up"]
"""``up`` is off the floor, sitting or standing."""
Place: TypeAlias = Literal["mat", "wall", "chair", "seat"]
Complaint: TypeAlias = "tuple[Kind, str]"

START: Final = "start"
"""Where a thing is that was asked for, and not fetched since."""
STANCES: Final[tuple[Stance, ...]] = ("standing", "seated", "lying")
"""Postures that words are known for; of a pack's own nothing is known."""
NO_TOOL: Final = "none"
HAND: Final = "hand"
UNDER: Final = "under"
AWAY: Final = "away"

NAMES: Final[Mapping[Thing, str]] = MappingProxyType(
    {
        "tennis-ball": "the ball",
        "massage-tool": "the massage tool",
        "towel": "a towel",
        "cushion": "a cushion",
        "chair": "a chair",
        "wall": "a wall",
        "mat": "a mat",
    }
)
PRESSING: Final[tuple[Thing, ...]] = ("tennis-ball", "massage-tool")
"""Things that are carried about and pressed upon."""
LYING: Final = ("lying", "on the side")


@dataclass(frozen=True, slots=True)
class BodyState:
    """The listener's body, as far as the words have described it."""

    stance: Stance | None = None
    """None until the words give one."""
    place: Place | None = None
    been: frozenset[str] = frozenset()
    """Stances and places so far."""
    eyes_closed: bool = False
    arm_placed: bool = False
    barefoot: bool = False
    whereabouts: Mapping[Thing, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where each thing is: one of the words above, or the place beside which it lies."""
    last_thing: Thing | None = None
    """What "it" stands for."""

    def has(self, thing: Thing) -> bool:
        """Whether a thing is in the hand, in use, or lies where the listener is."""
        where = self.whereabouts.get(thing)
        return where in {HAND, UNDER} or (where is not None and where == self.place)

    def with_thing(self, thing: Thing, where: str) -> BodyState:
        """The same, with a thing somewhere."""
        moved = MappingProxyType({**self.whereabouts, thing: where})
        return replace(self, whereabouts=moved, last_thing=thing if thing in PRESSING else self.last_thing)

    def in_stance(self, stance: Stance) -> BodyState:
        """The same in another stance."""
        return replace(self, stance=stance, been=self.been | {stance})

    def at(self, place: Place) -> BodyState:
        """The same in another place: what was under the listener stays where it was."""
        body = self.without_pressure() if place != self.place else self
        return replace(body, place=place, been=body.been | {place})

    def without_pressure(self) -> BodyState:
        """The same, off whatever was pressed upon, which now lies beside."""
        body = self
        for thing, where in self.whereabouts.items():
            if where == UNDER:
                body = body.with_thing(thing, self.place or START)
        return body

    def in_hand(self) -> tuple[Thing, ...]:
        """What the listener holds."""
        return tuple(thing for thing, where in self.whereabouts.items() if where == HAND)

    @property
    def on(self) -> Thing | None:
        """What the listener has been told to lie or lean on."""
        return next((thing for thing, where in self.whereabouts.items() if where == UNDER), None)


@dataclass(slots=True)
class _Turn:
    """One deed being done."""

    body: BodyState
    deed: Deed
    complaints: list[Complaint]

    def complain(self, kind: Kind, message: str) -> None:
        self.complaints.append((kind, message))

    def things(self) -> tuple[Thing, ...]:
        """What the deed is done with: what is named, or what "it" stands for."""
        if self.deed.things:
            return self.deed.things
        return (self.body.last_thing,) if self.deed.by_pronoun and self.body.last_thing else ()

    def told_again(self, where: str, words: str) -> None:
        if self.deed.again and self.body.been and where not in self.body.been:
            self.complain("again", f"the listener {words} 'again' for the first time")


def after(body: BodyState, deed: Deed) -> tuple[BodyState, list[Complaint]]:
    """The body after a deed that is done, and what the deed contradicts."""
    change = _CHANGES.get(deed.name)
    if change is None:
        return body, []
    turn = _Turn(body, deed, [])
    change(turn)
    return turn.body, turn.complaints


def reach_for(body: BodyState, thing: Thing) -> Iterator[Complaint]:
    """What keeps the listener from having a thing at hand that is to be pressed upon now."""
    where = body.whereabouts.get(thing)
    if body.has(thing) or where is None:  # what was never asked for is another finding
        return
    name = NAMES[thing]
    if where == START and body.stance in LYING:
        yield "fetched-lying", f"{name} is needed while lying, and was not fetched before"
    elif where == START and body.place is not None:
        yield "left-behind", f"{name} is needed here, and nobody said to take it along"
    elif where == AWAY:
        yield "left-behind", f"{name} is needed here, and was put away"
    elif where != START and body.place is not None:
        yield "left-behind", f"{name} is needed at the {body.place}, and lies at the {where}"


def _lies_down(turn: _Turn) -> None:
    body = turn.body
    if turn.deed.anew and body.stance == "lying":
        turn.complain("posture", "the listener is to lie down, and lies already")
    turn.told_again("lying", "lies down")
    turn.body = (body if body.stance == "lying" else body.without_pressure()).at("mat").in_stance("lying")


def _turns_over(turn: _Turn) -> None:
    body = turn.body
    if body.stance in {"standing", "seated"}:
        turn.complain("posture", f"the listener is to roll onto the side, and is {body.stance}")
    turn.body = body.without_pressure().in_stance("on the side")


def _gets_up(turn: _Turn) -> None:
    body = turn.body
    if body.stance in LYING or body.stance is None:
        turn.body = body.without_pressure().in_stance("up")


def _sits(turn: _Turn) -> None:
    body = turn.body
    if turn.deed.anew and body.stance == "seated":
        turn.complain("posture", "the listener is to sit down, and sits already")
    turn.told_again("seated", "sits")
    place: Place = "chair" if "chair" in turn.deed.things else "seat"
    if place == "seat" and body.place in {"mat", "chair"} and body.stance != "standing":
        place = body.place
    turn.body = body.without_pressure().at(place).in_stance("seated")


def _rises(turn: _Turn) -> None:
    if turn.body.eyes_closed:
        turn.complain("eyes", "the listener stands up with closed eyes")
        turn.body = replace(turn.body, eyes_closed=False)


def _stands(turn: _Turn) -> None:
    if turn.deed.anew and turn.body.stance == "standing":
        turn.complain("posture", "the listener is to stand up, and stands already")
    turn.told_again("standing", "stands up")
    _rises(turn)
    body = turn.body
    if body.stance != "standing":
        body = body.without_pressure()
    turn.body = body.in_stance("standing")


def _goes_to_wall(turn: _Turn) -> None:
    turn.told_again("wall", "goes to the wall")
    if turn.body.stance in LYING:
        turn.complain("posture", "the listener is to go to the wall, and nobody said to get up")
    _rises(turn)
    turn.body = turn.body.at("wall").in_stance("standing")


def _is_at_wall(turn: _Turn) -> None:
    body = turn.body
    if body.place is None and body.stance in {None, "standing", "up"}:
        turn.body = body.at("wall").in_stance("standing")
    elif body.place != "wall":
        turn.complain("wall", "this leans on the wall, and nobody said to go there")
        turn.body = body.at("wall").in_stance("standing")


def _goes_to_chair(turn: _Turn) -> None:
    turn.body = turn.body.without_pressure().at("chair")


def _goes_to_mat(turn: _Turn) -> None:
    turn.body = turn.body.without_pressure().at("mat")


def _takes(turn: _Turn) -> None:
    for thing in turn.things():
        if turn.body.stance in LYING and not turn.body.has(thing) and thing in PRESSING:
            turn.complain("fetched-lying", f"{NAMES[thing]} is fetched while lying")
        turn.body = turn.body.with_thing(thing, HAND)


def _lays_by(turn: _Turn) -> None:
    body = turn.body
    things = turn.things() or body.in_hand()
    for thing in things:
        if thing not in {"chair", "wall", "mat"}:
            turn.body = turn.body.with_thing(thing, body.place or "mat")


def _puts_away(turn: _Turn) -> None:
    for thing in turn.things():
        if turn.body.whereabouts.get(thing) != UNDER:
            turn.body = turn.body.with_thing(thing, AWAY)


def _puts_under(turn: _Turn) -> None:
    for thing in turn.things():
        if thing in PRESSING:
            turn.complaints += reach_for(turn.body, thing)
            turn.body = turn.body.with_thing(thing, UNDER)


def _comes_off(turn: _Turn) -> None:
    turn.body = turn.body.without_pressure()


def _closes_eyes(turn: _Turn) -> None:
    body = turn.body
    if body.stance == "standing" and body.place == "wall":
        turn.complain("eyes", "the eyes are closed at the wall, where balance needs them open")
    turn.body = replace(body, eyes_closed=True)


def _opens_eyes(turn: _Turn) -> None:
    if not turn.body.eyes_closed and not turn.deed.in_case:
        turn.complain("eyes", "the eyes are to be opened, and nothing closed them")
    turn.body = replace(turn.body, eyes_closed=False)


def _keeps_eyes_open(turn: _Turn) -> None:
    turn.body = replace(turn.body, eyes_closed=False)


def _places_arm(turn: _Turn) -> None:
    turn.body = replace(turn.body, arm_placed=True)


def _swaps_arms(turn: _Turn) -> None:
    if not turn.body.arm_placed:
        turn.complain("arms", "arms are to be swapped, and none was placed")
    turn.body = replace(turn.body, arm_placed=True)


def _frees_arm(turn: _Turn) -> None:
    turn.body = replace(turn.body, arm_placed=False)


def _bares_feet(turn: _Turn) -> None:
    turn.body = replace(turn.body, barefoot=True)


_CHANGES: Final[Mapping[DeedName, Callable[[_Turn], None]]] = MappingProxyType(
    {
        "lies-down": _lies_down,
        "turns-over": _turns_over,
        "gets-up": _gets_up,
        "sits": _sits,
        "stands": _stands,
        "goes-to-wall": _goes_to_wall,
        "at-wall": _is_at_wall,
        "leaves-wall": _comes_off,
        "goes-to-chair": _goes_to_chair,
        "goes-to-mat": _goes_to_mat,
        "takes": _takes,
        "brings": _takes,
        "lays-by": _lays_by,
        "puts-away": _puts_away,
        "puts-under": _puts_under,
        "comes-off": _comes_off,
        "closes-eyes": _closes_eyes,
        "opens-eyes": _opens_eyes,
        "keeps-eyes-open": _keeps_eyes_open,
        "places-arm": _places_arm,
        "swaps-arms": _swaps_arms,
        "frees-arm": _frees_arm,
        "bares-feet": _bares_feet,
    }
)
