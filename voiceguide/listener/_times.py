"""What a timeline tells of the holds of a script: how long they last, and what is heard in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide.script import Hold
from voiceguide.units import frames_of, ms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.script import HoldBody, PlacedStep
    from voiceguide.timeline import Cue, HoldSpan, Timeline

_BREATH_LEAD_MS: Final = 3_000
"""From a hold's start to its first breath."""
_TONE_MS: Final = 4_200
"""How long the tone of a breath out is heard."""


class HoldTimes:
    """The times of a script's holds, as far as they are known.

    Parameters
    ----------
    steps : sequence of PlacedStep
        The script's, with its repeats unrolled.
    timeline : Timeline or None
        The script laid out. Without it, only what the script itself fixes is known.
    """

    def __init__(self, steps: Sequence[PlacedStep], timeline: Timeline | None) -> None:
        holds = [index for index, placed in enumerate(steps) if isinstance(placed.step, Hold)]
        self._spans: dict[int, HoldSpan] = {}
        self._rate = 1_000
        self._voice: list[Cue] = []
        if timeline is not None and len(timeline.holds) == len(holds):
            self._spans = dict(zip(holds, timeline.holds, strict=True))
            self._rate = timeline.rate
            self._voice = [cue for cue in timeline.cues() if cue.text is not None]

    def hold_ms(self, index: int, hold: HoldBody) -> int | None:
        """How long the hold at a step lasts."""
        if index in self._spans:
            return ms_of(self._spans[index].frames, self._rate)
        return hold.time.min if hold.time.min == hold.time.max else None

    def heard_in(self, index: int) -> frozenset[str] | None:
        """The sentences that fit into the hold at a step."""
        span = self._spans.get(index)
        if span is None:
            return None
        return frozenset(cue.text for cue in self._voice if cue.text and span.start <= cue.start < span.end)

    def breaths(self, index: int, hold: HoldBody) -> int | None:
        """How many breaths of the hold at a step have room for their tones."""
        span, breath = self._spans.get(index), hold.breathe
        if breath is None:
            return 0
        if span is None:
            return None
        if breath.is_paced:  # its tones sound under words, too
            room = ms_of(span.frames, self._rate) - _BREATH_LEAD_MS
            return min(room // breath.cycle, breath.led_breaths)
        led = 0
        for number in range(ms_of(span.frames, self._rate) // breath.cycle):
            start = span.start + frames_of(_BREATH_LEAD_MS + number * breath.cycle, self._rate)
            end = start + frames_of((breath.inhale or 0) + _TONE_MS, self._rate)
            led += end <= span.end and all(cue.end <= start or end <= cue.start for cue in self._voice)
        return led
