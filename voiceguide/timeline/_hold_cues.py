"""What is heard inside one hold: words and tones that fit, at places counted from its start or its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script import COUNT_LEAD_MS, SECOND_MS, parts_of, words_of_count, words_of_countdown
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._bells import bell_places
from voiceguide.timeline._breaths import breath_cues
from voiceguide.timeline._timeline import Cue
from voiceguide.timeline._unheard import Unheard
from voiceguide.units import Ms, frames_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voiceguide.script import At, BeatWord, HoldBody, HoldCue, StepPath
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._timeline import ClipRef, HoldSpan
    from voiceguide.timeline._unheard import Why
    from voiceguide.units import Frames


@dataclass(slots=True)
class HoldFiller:
    """Places the cues of one hold; one that has no room is reported, never cut."""

    body: HoldBody
    span: HoldSpan
    grid: Grid
    speech: Mapping[str, ClipRef]
    chime: Callable[[str], ClipRef | None]
    path: StepPath = ()
    """Where the hold is written."""
    unheard: list[Unheard] = field(default_factory=list)
    """What has no room, once the cues were placed."""
    _busy: list[tuple[int, int, str]] = field(default_factory=list)
    """Where something is said already: first frame, first frame after, and the words."""

    def cues(self) -> Iterator[Cue]:
        """The cues, those first that give way to none: counts, halfway and how much is left, other words."""
        yield from self._tones()
        in_order = sorted(enumerate(self.body.say), key=lambda one: self._importance(one[1]))
        for number, words in in_order:
            yield from self._words(number, words)
        yield from self._breaths()

    def ringing(self) -> Iterator[Cue]:
        """The cues that may ring past the hold's end; words never do, nor breaths that make way for them."""
        yield from self._tones()
        if self.body.breathe is not None and self.body.breathe.is_paced:
            yield from self._breaths()

    def _tones(self) -> Iterator[Cue]:
        yield from self._counts()
        if half := self._half_chime():
            yield half
        yield from self._bells()

    def _frames(self, ms: Ms) -> Frames:
        return frames_of(ms, self.grid.rate)

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
        return Cue(
            self.grid.up(start),  # never before the end of the sentence before it
            clip,
            "chime" if text is None else "say",
            clip.level_db,
            text=text,
            chime=chime,
            point=self.span.point,
            side=self.span.side,
        )

    def _is_free(self, start: int, end: int) -> bool:
        """Whether a tone is heard well apart from what is said."""
        margin = self._frames(rhythm.CUE_MARGIN)
        inside = self.span.start <= start and end + margin <= self.span.end
        return inside and all(
            end + margin <= first or last + margin <= start for first, last, _ in self._busy
        )

    def _counts(self) -> Iterator[Cue]:
        """The numbers of a count and of a countdown, on the beat."""
        count, countdown = self.body.count, self.body.countdown
        last = self.span.end - (self._frames(countdown.ms) if countdown else 0)
        if count is not None:
            first = self.span.start + (self._frames(COUNT_LEAD_MS) if self.body.chimes.start else 0)
            most = max(self._frames(Ms(count.every.min)), (last - first) // count.to)
            beat = min(most, self._frames(Ms(count.every.max)))
            yield from self._beats(words_of_count(count), first, beat)
        if countdown is not None:
            yield from self._beats(words_of_countdown(countdown), last, self._frames(SECOND_MS))

    def _beats(self, words: Sequence[BeatWord | None], first: int, beat: int) -> Iterator[Cue]:
        for number, word in enumerate(words):
            start = first + number * beat
            if word is not None:
                cue = self._cue(start, self.speech[word], text=word)
                self._busy.append((cue.start, cue.end, word))
                yield cue
            elif (clip := self.chime("tick")) is not None:
                yield self._cue(start, clip, chime="tick")

    def _half_chime(self) -> Cue | None:
        name = self.body.chimes.half
        clip = self.chime(name) if name else None
        if clip is None:
            return None
        return self._cue(self.span.start + self.span.frames // 2, clip, chime=name)

    def _bells(self) -> Iterator[Cue]:
        bells = self.body.bells
        clip = self.chime(bells.chime) if bells else None
        if bells is None or clip is None:
            return
        places = (
            [self._position(at) for at in bells.at]
            if bells.every is None
            else bell_places(bells, self.span, self._frames)
        )
        for number, place in enumerate(places):
            if self.span.start <= place < self.span.end:
                yield self._cue(place, clip, chime=bells.chime)
            else:
                where = (*self.path, "hold", "bells", number)
                why: Why = "before the start" if place < self.span.start else "past the end"
                self._report(where, f"({bells.chime})", why, place, clip.frames)
        if not places:
            where = (*self.path, "hold", "bells", "every")
            self._report(where, f"({bells.chime})", "past the end", self.span.end, clip.frames)

    def _words(self, number: int, words: HoldCue) -> Iterator[Cue]:
        start = self._position(words.at)
        if words.at.is_half and self._half_chime():
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
        first, last = cues[0].start, cues[-1].end
        place, text = (*self.path, "hold", "say", number), " ".join(str(cue.text) for cue in cues)
        if words.over is not None and self.span.frames < self._frames(words.over):
            self._report(place, text, "over", first, last - first, over=self._frames(words.over))
        elif first >= self.span.end:
            self._report(place, text, "past the end", first, last - first)
        elif first < self.span.start:
            self._report(place, text, "before the start", first, last - first)
        elif last > self.span.end:
            self._report(place, text, "runs over", first, last - first)
        elif met := self._met(first, last):
            self._report(place, text, "overlaps", first, last - first, met=met)
        else:
            self._busy.append((first, last, text))
            yield from cues

    def _met(self, start: int, end: int) -> tuple[int, int, str] | None:
        """What is said already where something else is to be said."""
        gap = self._frames(rhythm.CUE_GAP)
        return next((busy for busy in self._busy if start < busy[1] + gap and busy[0] < end + gap), None)

    def _report(
        self,
        path: StepPath,
        text: str,
        why: Why,
        start: int,
        frames: int,
        *,
        met: tuple[int, int, str] | None = None,
        over: int = 0,
    ) -> None:
        begin = self.span.start
        first, last, other = met or (begin, begin, None)
        self.unheard.append(
            Unheard(
                path=path,
                text=text,
                why=why,
                start=start - begin,
                frames=frames,
                hold=self.span.frames,
                rate=self.grid.rate,
                other=other,
                other_start=first - begin,
                other_end=last - begin,
                over=over,
            )
        )

    def _breaths(self) -> Iterator[Cue]:
        breath = self.body.breathe
        if breath is None:
            return
        cues = breath_cues(breath, self.span, self._frames, self.chime, self._is_free)
        if cues is None:
            return
        for start, role, clip in cues:
            yield self._cue(start, clip, chime=role)
        first = self.span.start + self._frames(rhythm.BREATH_LEAD)
        if not cues and first + self._frames(breath.cycle) > self.span.end:
            where = (*self.path, "hold", "breathe")
            taken = self._frames(Ms(rhythm.BREATH_LEAD + breath.cycle))
            self._report(where, "(breath tones)", "no breath", first, taken)
