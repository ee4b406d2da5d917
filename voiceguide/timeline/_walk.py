"""A script's steps laid one after another, with given times for what is elastic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script import (
    ResolvedChapterStart,
    ResolvedChime,
    ResolvedHold,
    ResolvedSay,
    ResolvedSilence,
)
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._hold_cues import HoldFiller
from voiceguide.timeline._timeline import Cue, HoldSpan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from voiceguide.script import ChapterBody, ResolvedScript
    from voiceguide.timeline._draft import Choice
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._timeline import ClipRef, Side
    from voiceguide.units import Frames, Ms


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

    def walk(self, choices: Sequence[Choice]) -> Walk:
        """Lay the steps one after another, with a choice for each of the script's times."""
        lead = self.grid.frames_of(rhythm.SESSION_LEAD)
        walk = Walk(self.grid, position=lead)
        for step in self.script.steps:
            walk.starts.append(walk.position)
            if isinstance(step, ResolvedChapterStart):
                walk.pass_gap()
                # the lead belongs to the first chapter
                walk.chapters.append((walk.position if walk.position > lead else 0, step.chapter))
            elif isinstance(step, ResolvedSilence):
                walk.silence(choices[step.time.number].frames)
            elif isinstance(step, ResolvedChime):
                self._sound(walk, step.name, step.chapter)
            elif isinstance(step, ResolvedHold):
                self._hold(walk, step, choices[step.pair.number].frames)
            elif isinstance(step, ResolvedSay):
                told = step.announces
                self._say(walk, step, choices[told.pair.number].said_s if told else None)
        return walk

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

    def _sound(self, walk: Walk, name: str, chapter: ChapterBody | None) -> None:
        clip = self.chime(name)
        if clip is None:
            return
        walk.pass_gap()
        walk.cues.append(
            Cue(walk.position, clip, "chime", chime=name, point=_point(chapter), side=_side(chapter))
        )
        walk.gap = self.grid.frames_of(rhythm.CHIME_LEAD) if clip.lead is None else self.grid.up(clip.lead)

    def _hold(self, walk: Walk, step: ResolvedHold, frames: Frames) -> None:
        body, chapter = step.body, step.chapter
        walk.pass_gap()
        span = HoldSpan(walk.position, frames, _point(chapter), _side(chapter))
        walk.holds.append(span)
        if body.chimes.start:
            self._sound(walk, body.chimes.start, chapter)
        walk.cues += HoldFiller(body, span, self.grid, self.speech, self.chime).cues()
        walk.position = span.end
        walk.gap = 0
        if body.chimes.end:
            self._sound(walk, body.chimes.end, chapter)
        if not walk.gap:
            walk.owe(rhythm.SENTENCE_GAP)


def _point(chapter: ChapterBody | None) -> str | None:
    return chapter.point if chapter else None


def _side(chapter: ChapterBody | None) -> Side | None:
    return chapter.side if chapter else None
