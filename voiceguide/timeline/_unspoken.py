"""Which sentences of a session that plays are needed first, and up to where all are spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from voiceguide.timeline._timeline import Timeline


@dataclass(frozen=True, slots=True)
class Needs:
    """What a timeline has to say, and where."""

    timeline: Timeline
    starts: Sequence[int]
    """Where each step begins, in frames."""
    in_holds: Mapping[int, Sequence[str]]
    """What is said in each hold, heard or not, by its step."""
    passed: int
    """What comes before this frame was passed over."""

    def in_order(self) -> list[str]:
        """The sentences in the order in which they are needed."""
        needed: list[tuple[int, str]] = [
            (cue.start, cue.text)
            for cue in self.timeline.cues()
            if cue.kind == "say" and cue.text is not None
        ]
        for index, words in self.in_holds.items():
            needed += [(self.starts[index], text) for text in words]
        in_time = sorted(needed, key=lambda need: (need[0] < self.passed, need[0]))
        return [text for _, text in in_time]

    def known_until(self, speech: Container[str | None]) -> int:
        """The start of the first sentence that is not among those spoken, or of the hold that it is in."""
        sentences = [
            cue.start
            for cue in self.timeline.cues()
            if cue.start >= self.passed and cue.kind == "say" and cue.text not in speech
        ]
        holds = [
            self.starts[index]
            for index, words in self.in_holds.items()
            if self.starts[index] >= self.passed and any(text not in speech for text in words)
        ]
        return min([*sentences, *holds], default=self.timeline.frames)
