"""What is said inside one hold, against how it is pressed and how long it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voiceguide.listener._hearing import hear
from voiceguide.script import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.listener._body_state import Complaint
    from voiceguide.listener._hearing import Meaning
    from voiceguide.listener._language import DeedName
    from voiceguide.script import HoldBody, HoldCue, HoldWay

HALFWAY_FROM_MS: Final = 60_000
"""The shortest hold in which the middle is told."""
_CLOSE_PERCENT: Final = 5
"""How far from the middle "halfway" may be."""

_FITS: Final[dict[DeedName, tuple[Callable[[HoldWay], bool], str]]] = {
    "sinks": (lambda way: way.posture != "standing", "standing, nobody sinks"),
    "lies-on-floor": (lambda way: way.posture == "lying", "the floor carries only who lies"),
    "stands-there": (lambda way: way.posture == "standing", "the listener does not stand"),
    "speaks-of-ball": (lambda way: way.tool.endswith("ball"), "no ball is pressed here"),
    "speaks-of-tool": (
        lambda way: not way.tool.endswith("ball") and way.tool != "none",
        "no massage tool is pressed here",
    ),
    "speaks-of-wall": (lambda way: way.wall, "the listener does not lean on a wall"),
    "speaks-of-thumb": (lambda way: way.tool == "none" and not way.wall, "no thumb presses here"),
    "speaks-of-fist": (lambda way: way.tool == "none", "no fist presses here"),
}
"""What a line takes for granted, where that is so, and what is wrong elsewhere."""


@dataclass(frozen=True, slots=True)
class HoldCheck:
    """One hold and what is known of it."""

    hold: HoldBody
    ms: int | None
    """How long it lasts, if that is known."""
    heard: frozenset[str] | None
    """The sentences that fit into it, if that is known."""

    def sentences(self) -> Iterator[tuple[int, HoldCue, Meaning]]:
        """Each sentence that is heard in the hold, with its cue and that one's number."""
        for number, cue in enumerate(self.hold.say):
            longest = self.hold.time.max if self.ms is None else self.ms
            if cue.over is not None and cue.over > longest:
                continue
            for part in parts(cue.text):
                if isinstance(part, str) and (self.heard is None or part in self.heard):
                    yield number, cue, hear(part)

    def complaints(self, cue: HoldCue, heard: Meaning) -> Iterator[Complaint]:
        """What a sentence says that is not so in this hold."""
        if self.hold.way:
            for name, (fits, message) in _FITS.items():
                if heard.deed(name) and not fits(self.hold.way):
                    yield "misplaced", f"{message}: {heard.sentence!r}"
        if heard.deed("halfway"):
            yield from self._halfway(cue)
        left = heard.deed("time-left")
        if left and left.number and cue.at.kind == "end" and abs(cue.at.value - left.number * 1_000) > 1_000:
            at = f"{cue.at.value / 1000:g}s"
            yield "countdown", f"it is said {at} before the end: {heard.sentence!r}"

    def _halfway(self, cue: HoldCue) -> Iterator[Complaint]:
        longest = self.hold.time.max if self.ms is None else self.ms
        if cue.at.kind == "percent" and abs(cue.at.value - 50) > _CLOSE_PERCENT:
            yield "halfway", f"'halfway' is said at {cue.at.value}%"
        elif longest < HALFWAY_FROM_MS:
            yield "halfway", f"'halfway' is said in a hold of {longest / 1000:.0f}s"
