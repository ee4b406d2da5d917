"""What a simulated listener finds contradictory, why that matters, and what would help."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind: TypeAlias = Literal[
    "left-behind", "fetched-lying", "pressed-on", "eyes", "posture", "wall", "hurried", "arms", "shoes",
    "hands", "unplaced",
    "unasked", "unused", "tones", "chimes", "place", "distance", "move", "halfway", "countdown",
    "side", "again", "misplaced", "ache", "dose", "breathing",
]  # fmt: skip

Path: TypeAlias = tuple[str | int, ...]
"""Where in a script: keys and indexes from its root."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What holds for every finding of one kind."""

    why: str
    """Why it matters to a listener with closed eyes."""
    change: str
    """What to change."""


ADVICE: Final[Mapping[Kind, Advice]] = MappingProxyType(
    {
        "left-behind": Advice(
            "what stayed behind cannot be found with closed eyes",
            "say to bring it along ('Bring the ball with you') before each change of place",
        ),
        "fetched-lying": Advice(
            "nobody can fetch a thing while lying down",
            "say to fetch it, or to put it beside the mat, before lying down",
        ),
        "pressed-on": Advice(
            "one side is pressed longer than the other, and nobody listens well on a ball",
            "say to come off it right after the hold ('Come off the ball, and rest')",
        ),
        "eyes": Advice(
            "who takes each word as it comes is lost here, or gets up blind",
            "say 'Close your eyes' before they count as closed, and 'Open your eyes' before standing up",
        ),
        "posture": Advice(
            "the listener is not in the posture that this needs",
            "tell the change of posture before it, with time for it",
        ),
        "wall": Advice("the listener is elsewhere", "say to go to the wall before anything leans on it"),
        "hurried": Advice(
            "getting to or from the floor takes 12 to 25 seconds, sitting down or up 6 to 12",
            "put a settle step after the change of posture, or make it longer",
        ),
        "arms": Advice(
            "no arm was placed across the chest, so there is none to move",
            "place the arm before ('Bring your left arm across your chest')",
        ),
        "shoes": Advice(
            "a point on the foot cannot be found through a shoe",
            "say to take the shoes off, at the start or before the point",
        ),
        "hands": Advice(
            "both hands are needed, and one holds something",
            "say to put it down, within reach",
        ),
        "unplaced": Advice(
            "nobody puts it there unasked",
            "say where it goes ('Put the ball by your left shoulder blade')",
        ),
        "unasked": Advice(
            "what is needed has to be fetched before the session begins",
            "ask for it at the start ('Have a towel ready')",
        ),
        "unused": Advice("what is asked for is waited for", "do not ask for it"),
        "tones": Advice(
            "who waits for a tone that does not come takes it for a fault",
            "give the first hold room for two breaths without words, or do not announce the tones",
        ),
        "chimes": Advice(
            "a chime that nobody explained tells nothing",
            "say at the start what they mean ('A bowl begins each hold, and two end it')",
        ),
        "place": Advice(
            "a name alone does not tell the hand where to go",
            "name the place on the body before the hold ('The hand point again')",
        ),
        "distance": Advice(
            "without a level or finger widths the point is not found",
            "say how far it is from something that the fingers find",
        ),
        "move": Advice(
            "once the hold has begun, it is late to learn what to do in it",
            "tell the move, or to keep still, before the hold",
        ),
        "halfway": Advice(
            "it is no help in a hold that is short, and wrong in another place than the middle",
            "say it at half, in holds of a minute or more",
        ),
        "countdown": Advice("the time that is told is not the time that is left", "say it where it is true"),
        "side": Advice("the chapter is about the other side", "name the side that is pressed"),
        "again": Advice(
            "it was not so before", "leave out 'again', or say how it is done for the first time"
        ),
        "misplaced": Advice(
            "it does not fit how the listener presses here", "say what fits this posture, place and tool"
        ),
        "ache": Advice("only the lightest touch belongs there", "ask for no ache on the head or the throat"),
        "dose": Advice(
            "three minutes a side are the most for one point in one session",
            "make its holds shorter, or leave one out",
        ),
        "breathing": Advice(
            "a chapter that is called so has breathing in it",
            "give its hold a 'breathe' pattern, or say how to breathe",
        ),
    }
)
"""Why each kind matters, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A contradiction between what is said and what a listener can do, with its place."""

    path: Path
    kind: Kind
    message: str
    """What is wrong, in one line."""

    @property
    def step(self) -> int:
        """The index of the step, from 0."""
        index = self.path[1] if len(self.path) > 1 else 0
        return index if isinstance(index, int) else 0

    @property
    def why(self) -> str:
        """Why it matters."""
        return ADVICE[self.kind].why

    @property
    def change(self) -> str:
        """What to change."""
        return ADVICE[self.kind].change

    def __str__(self) -> str:
        return f"{self.message}: {self.why}; {self.change}"


class Report:
    """Collects contradictions."""

    def __init__(self) -> None:
        self.findings: list[Contradiction] = []
        self._told: set[tuple[Kind, str]] = set()

    def tell(self, path: Path, kind: Kind, message: str, *, once: bool = False) -> None:
        """Add a contradiction; ``once`` skips one already reported in the same words."""
        found = Contradiction(path, kind, message)
        # in the next round of a repeat, the same is found at the same place
        if (once and (kind, message) in self._told) or found in self.findings:
            return
        self._told.add((kind, message))
        self.findings.append(found)
