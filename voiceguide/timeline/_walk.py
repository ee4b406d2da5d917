"""A script's steps laid one after another, with given times for what is elastic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script import (
    ResolvedBedChange,
    ResolvedChapterStart,
    ResolvedChime,
    ResolvedCount,
    ResolvedHold,
    ResolvedSay,
    ResolvedSilence,
    ResolvedSound,
)
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._draft import Commitments
from voiceguide.timeline._hold_cues import HoldFiller
from voiceguide.timeline._timeline import BedStart, Cue, HoldSpan
from voiceguide.units import Ms, frames_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voiceguide.script import BedChangeBody, ChapterBody, ResolvedScript, StepPath
    from voiceguide.script._resolution import ResolvedStep
    from voiceguide.timeline._draft import Choice
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._timeline import ClipRef, Side
    from voiceguide.timeline._unheard import Unheard
    from voiceguide.units import Frames

    _Fill = Callable[[HoldFiller], Iterator[Cue]]


@dataclass(slots=True)
class Walk:
    """The steps laid one after another, with given times for what is elastic."""

    grid: Grid
    position: int = 0
    """Frames so far."""
    gap: int = 0
    """Silence owed before the next thing that is heard."""
    cues: list[Cue] = field(default_factory=list)
    holds: list[HoldSpan] = field(default_factory=list)
    chapters: list[tuple[int, ChapterBody]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    """Where each step begins: where the one before it ended, with the silence still owed."""
    beds: list[BedStart] = field(default_factory=list)
    unheard: list[Unheard] = field(default_factory=list)
    rings: bool = False
    """Whether the silence that is owed is for a chime's strikes."""

    @property
    def ring(self) -> int:
        """How long sounds go on after the last step."""
        return max(0, max((cue.end for cue in self.cues), default=0) - self.position)

    @property
    def end(self) -> int:
        """The frame after which nothing is heard and no step goes on."""
        return self.position + self.ring

    def owe(self, ms: Ms) -> None:
        """Keep so much silence before the next thing that is heard."""
        self.gap = self.grid.frames_of(ms)
        self.rings = False

    def pass_gap(self) -> None:
        """Let the silence that is owed pass."""
        self.position += self.gap
        self.gap = 0

    def silence(self, frames: Frames) -> None:
        """Be silent for so long, in place of what is owed."""
        self.position += frames
        self.gap = 0


@dataclass(frozen=True, slots=True)
class Walker:
    """Lays a script's steps, as often as layout asks with other times and words."""

    script: ResolvedScript
    grid: Grid
    speech: Mapping[str, ClipRef]
    chime: Callable[[str], ClipRef | None]
    sound: Callable[[str], ClipRef]
    """Gives the clip of a sound file."""

    commitments: Commitments = field(default_factory=Commitments)
    """What single steps keep in place of what is chosen for their pair."""

    lead: Ms = rhythm.SESSION_LEAD
    """Quiet before the first step."""

    def walk(self, choices: Sequence[Choice]) -> Walk:
        """Lay the steps one after another, with a choice for each of the script's times."""
        return self._laid(choices, HoldFiller.cues)

    def extent(self, choices: Sequence[Choice]) -> Walk:
        """Lay the steps as :meth:`walk` does, for its length: what ends with its hold is left out."""
        return self._laid(choices, HoldFiller.ringing)

    def _laid(self, choices: Sequence[Choice], fill: _Fill) -> Walk:
        lead = self.grid.frames_of(self.lead)
        walk = Walk(self.grid, position=lead)
        for index, (step, path) in enumerate(zip(self.script.steps, self.script.paths, strict=True)):
            walk.starts.append(walk.position)
            if isinstance(step, ResolvedChapterStart):
                walk.pass_gap()
                # the lead belongs to the first chapter
                walk.chapters.append((walk.position if walk.position > lead else 0, step.chapter))
            elif isinstance(step, ResolvedSilence):
                walk.silence(choices[step.time.number].frames)
            elif isinstance(step, ResolvedChime):
                self._chime(walk, step.name, step.chapter)
            elif isinstance(step, ResolvedHold):
                frames = self.commitments.alone.get(index, choices[step.pair.number].frames)
                self._hold(walk, step, frames, path, fill)
                after = self._heard_after(index)
                if isinstance(after, ResolvedHold) and not (walk.rings and after.body.chimes.start):
                    walk.gap = 0  # two holds in a row have nothing between them, but for a chime's strikes
            elif isinstance(step, ResolvedSound):
                self._sound(walk, step)
            elif isinstance(step, ResolvedCount):
                every = step.every
                if isinstance(every, int):
                    self._count(walk, step, frames_of(every, self.grid.rate))
                else:
                    self._count(walk, step, choices[every.number].frames)
            elif isinstance(step, ResolvedBedChange):
                self._bed(walk, step.bed)
            elif isinstance(step, ResolvedSay):
                told = step.announces
                said_s = choices[told.pair.number].said_s if told else None
                self._say(walk, step, self.commitments.said.get(index, said_s))
        return walk

    def _heard_after(self, index: int) -> ResolvedStep | None:
        """The next step that is more than a chapter's start or another bed."""
        unheard = (ResolvedChapterStart, ResolvedBedChange)
        steps = self.script.steps
        return next(
            (steps[at] for at in range(index + 1, len(steps)) if not isinstance(steps[at], unheard)), None
        )

    def _say(self, walk: Walk, step: ResolvedSay, hold_s: int | None) -> None:
        point, side = _point(step.chapter), _side(step.chapter)
        for part in step.said(hold_s):
            if isinstance(part, int):
                walk.silence(self.grid.frames_of(part))
                continue
            walk.pass_gap()
            clip = self.speech[part]
            walk.cues.append(Cue(walk.position, clip, "say", text=part, point=point, side=side))
            walk.position += self.grid.up(clip.frames)
            walk.owe(rhythm.SENTENCE_GAP)

    def _sound(self, walk: Walk, step: ResolvedSound) -> None:
        clip = self.sound(step.file)
        walk.pass_gap()
        walk.cues.append(
            Cue(
                walk.position, clip, "sound", step.level_db, text=step.text,
                point=_point(step.chapter), side=_side(step.chapter),
            )
        )  # fmt: skip
        walk.position += self.grid.up(clip.frames)
        walk.owe(rhythm.SENTENCE_GAP)

    def _count(self, walk: Walk, step: ResolvedCount, beat: int) -> None:
        point, side = _point(step.chapter), _side(step.chapter)
        walk.pass_gap()
        start = walk.position
        for number, word in enumerate(step.words, 1):
            if word is not None:
                cue = Cue(walk.position, self.speech[word], "say", text=word, point=point, side=side)
                walk.cues.append(cue)
            elif (tick := self.chime("tick")) is not None:
                cue = Cue(walk.position, tick, "chime", tick.level_db, chime="tick", point=point, side=side)
                walk.cues.append(cue)
            walk.position = self.grid.up(start + number * beat)  # so that the beat does not drift
        walk.gap = 0

    def _bed(self, walk: Walk, bed: BedChangeBody) -> None:
        sound = None if bed.is_off else bed.sound
        fade = self.grid.frames_of(Ms(bed.fade))
        lead = self.grid.frames_of(self.lead)
        start = walk.position if walk.position > lead else 0
        walk.beds.append(BedStart(start, sound, bed.level_db, bed.duck_db, fade))

    def _chime(self, walk: Walk, name: str, chapter: ChapterBody | None) -> None:
        clip = self.chime(name)
        if clip is None:
            return
        walk.pass_gap()
        walk.cues.append(
            Cue(
                walk.position, clip, "chime", clip.level_db, chime=name,
                point=_point(chapter), side=_side(chapter),
            )
        )  # fmt: skip
        walk.rings = True
        walk.gap = self.grid.frames_of(rhythm.CHIME_LEAD) if clip.lead is None else self.grid.up(clip.lead)

    def _hold(self, walk: Walk, step: ResolvedHold, frames: Frames, path: StepPath, fill: _Fill) -> None:
        body, chapter = step.body, step.chapter
        walk.pass_gap()
        span = HoldSpan(walk.position, frames, _point(chapter), _side(chapter))
        walk.holds.append(span)
        if body.chimes.start:
            self._chime(walk, body.chimes.start, chapter)
        filler = HoldFiller(body, span, self.grid, self.speech, self.chime, path)
        walk.cues += fill(filler)
        walk.unheard += filler.unheard
        walk.position = span.end
        walk.gap = 0
        walk.rings = False
        if body.chimes.end:
            self._chime(walk, body.chimes.end, chapter)
        if not walk.gap:
            walk.owe(rhythm.SENTENCE_GAP)


def _point(chapter: ChapterBody | None) -> str | None:
    return chapter.point if chapter else None


def _side(chapter: ChapterBody | None) -> Side | None:
    return chapter.side if chapter else None
