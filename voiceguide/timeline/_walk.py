"""A script's steps laid one after another, with given times for what is elastic."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.script import HOLD, ChapterStart, Chime, Hold, Pause, Say, Settle, next_hold
from voiceguide.timeline import _rhythm as rhythm
from voiceguide.timeline._hold_cues import HoldFiller
from voiceguide.timeline._model import Cue, HoldSpan
from voiceguide.timeline._spoken import say_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from voiceguide.script import ChapterBody, HoldBody, Script
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._model import ClipRef, Side


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

    def owe(self, ms: int) -> None:
        """Keep so much silence before the next thing that is heard."""
        self.gap = self.grid.frames_of(ms)

    def settle_gap(self) -> None:
        """Let the silence that is owed go by."""
        self.position += self.gap
        self.gap = 0

    def silence(self, frames: int) -> None:
        """Be silent for so long, in place of what is owed."""
        self.position += frames
        self.gap = 0


@dataclass(frozen=True, slots=True)
class Walker:
    """Lays a script's steps, as often as layout asks with other times and words."""

    script: Script
    in_chapter: Sequence[ChapterBody | None]
    """The chapter that each step stands in."""
    grid: Grid
    speech: Mapping[str, ClipRef]
    chime: Callable[[str], ClipRef | None]

    def walk(self, times: Mapping[int, int], said: Mapping[int, int]) -> Walk:
        """Lay the steps one after another.

        Parameters
        ----------
        times : mapping of int to int
            Frames of each elastic step, by its index.
        said : mapping of int to int
            What is said for the time of each hold, in seconds, by its index.
        """
        walk = Walk(self.grid)
        for index, step in enumerate(self.script.steps):
            chapter = self.in_chapter[index]
            walk.starts.append(walk.position)
            if isinstance(step, ChapterStart):
                walk.settle_gap()
                walk.chapters.append((walk.position, step.chapter))
            elif isinstance(step, Pause | Settle):
                walk.silence(times[index])
            elif isinstance(step, Chime):
                self._sound(walk, step.chime, chapter)
            elif isinstance(step, Hold):
                self._hold(walk, step.hold, times[index], chapter)
            elif isinstance(step, Say):
                hold = next_hold(self.script, index) if HOLD in step.say else None
                self._say(walk, step, said[hold] if hold is not None else None, chapter)
        return walk

    def _say(self, walk: Walk, step: Say, hold_s: int | None, chapter: ChapterBody | None) -> None:
        for part in say_parts(step, hold_s=hold_s, length_ms=self.script.length):
            if isinstance(part, int):
                walk.silence(self.grid.frames_of(part))
                continue
            walk.settle_gap()
            clip = self.speech[part]
            walk.cues.append(
                Cue(walk.position, clip, "say", text=part, point=_point(chapter), side=_side(chapter))
            )
            walk.position += self.grid.up(clip.frames)
            walk.owe(rhythm.SENTENCE_GAP)

    def _sound(self, walk: Walk, name: str, chapter: ChapterBody | None) -> None:
        clip = self.chime(name)
        if clip is None:
            return
        walk.settle_gap()
        walk.cues.append(
            Cue(walk.position, clip, "chime", chime=name, point=_point(chapter), side=_side(chapter))
        )
        walk.gap = self.grid.frames_of(rhythm.CHIME_LEAD) if clip.lead is None else self.grid.up(clip.lead)

    def _hold(self, walk: Walk, body: HoldBody, frames: int, chapter: ChapterBody | None) -> None:
        walk.settle_gap()
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
