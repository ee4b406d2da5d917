"""What is heard inside one hold: words and tones that fit, at places counted from its start or its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script import parts_of
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._timeline import Cue
from voiceguide.units import Ms, frames_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from voiceguide.script import At, HoldBody, HoldCue
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._timeline import ClipRef, HoldSpan
    from voiceguide.units import Frames


@dataclass(slots=True)
class HoldFiller:
    """Places the cues of one hold; one that does not fit is left out, never cut."""

    body: HoldBody
    span: HoldSpan
    grid: Grid
    speech: Mapping[str, ClipRef]
    chime: Callable[[str], ClipRef | None]
    _busy: list[tuple[int, int]] = field(default_factory=list)
    """Where something is to be heard already: first frame, and first frame after."""

    def cues(self) -> Iterator[Cue]:
        """The cues, the most important first: how much is left, halfway, the other words, breath tones."""
        half = self._half_chime()
        if half:
            yield half
        for words in sorted(self.body.say, key=self._importance):
            yield from self._words(words, after_chime=half is not None)
        yield from self._breaths()

    def _frames(self, ms: Ms) -> Frames:
        return frames_of(ms, self.grid.rate)

    @property
    def _is_long(self) -> bool:
        return self.span.frames >= self._frames(rhythm.LONG_HOLD)

    @staticmethod
    def _importance(words: HoldCue) -> int:
        return 0 if words.at.kind == "end" else 1 if words.at.is_half else 2

    def _position(self, at: At) -> int:
        if at.kind == "percent":
            return self.span.start + self.span.frames * at.value // 100
        if at.kind == "end":
            return self.span.end - self._frames(Ms(at.value))
        return self.span.start + self._frames(Ms(at.value))

    def _cue(self, start: int, clip: ClipRef, *, text: str | None = None, chime: str | None = None) -> Cue:
        kind = "chime" if text is None else "say"
        first = self.grid.up(start)  # never before the end of the sentence before it
        return Cue(first, clip, kind, text=text, chime=chime, point=self.span.point, side=self.span.side)  # type: ignore[arg-type]

    def _is_free(self, start: int, end: int) -> bool:
        margin = self._frames(rhythm.CUE_MARGIN)
        inside = self.span.start <= start and end + margin <= self.span.end
        return inside and all(end + margin <= first or last + margin <= start for first, last in self._busy)

    def _half_chime(self) -> Cue | None:
        name = self.body.chimes.half
        clip = self.chime(name) if name and self._is_long else None
        if clip is None:
            return None
        return self._cue(self.span.start + self.span.frames // 2, clip, chime=name)

    def _words(self, words: HoldCue, *, after_chime: bool) -> Iterator[Cue]:
        over = words.over if words.over is not None else rhythm.LONG_HOLD if words.at.is_half else Ms(0)
        if self.span.frames < self._frames(over):
            return
        start = self._position(words.at)
        if words.at.is_half and after_chime:
            start += self._frames(rhythm.HALF_LEAD)
        cues: list[Cue] = []
        position = start
        gap = 0
        for part in parts_of(words):
            if isinstance(part, int):  # a break takes the place of the breath between two sentences
                position += self._frames(part)
                gap = 0
                continue
            cues.append(self._cue(position + gap, self.speech[part], text=part))
            position = cues[-1].end
            gap = self._frames(rhythm.SENTENCE_GAP)
        if self._is_free(cues[0].start, cues[-1].end):
            self._busy.append((cues[0].start, cues[-1].end))
            yield from cues

    def _breaths(self) -> Iterator[Cue]:
        """Tones for whole breaths: the first few, then as many as keep the silence short."""
        breath = self.body.breathe
        if breath is None:
            return
        inhale, exhale = self.chime("inhale"), self.chime("exhale")
        if inhale is None or exhale is None:
            return
        cycle = self._frames(breath.cycle)
        first = self.span.start + self._frames(rhythm.BREATH_LEAD)
        apart = max(1, rhythm.BREATH_ALONE // breath.cycle)
        due = 0
        for number in range((self.span.end - first) // cycle):
            start = first + number * cycle
            out = start + self._frames(breath.inhale)
            if number < due or not self._is_free(start, out + exhale.frames):
                continue  # a breath under words is led by no tone; the next free one is
            yield self._cue(start, inhale, chime="inhale")
            yield self._cue(out, exhale, chime="exhale")
            due = number + (1 if number + 1 < rhythm.FIRST_BREATHS else apart)
