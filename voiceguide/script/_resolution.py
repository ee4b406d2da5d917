"""A script with its references resolved: what each step belongs to and speaks of, found once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from voiceguide.script._beat import words_of_count, words_of_countdown
from voiceguide.script._hold_model import SECOND_MS
from voiceguide.script._recorded import RecordedLine, parts_of
from voiceguide.script._rules import chapters_of, common_span, equal_times, require
from voiceguide.script._script_model import (
    BedChange,
    Chime,
    CountdownStep,
    CountStep,
    Hold,
    Pause,
    Say,
    Settle,
    Sound,
)
from voiceguide.script._spoken_time import HOLD, in_words
from voiceguide.script._unroll import unrolled
from voiceguide.units import Ms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script._beat import BeatWord
    from voiceguide.script._hold_model import HoldBody
    from voiceguide.script._parts import Part
    from voiceguide.script._script_model import BedChangeBody, ChapterBody, SayBody, Script
    from voiceguide.script._unroll import PlacedStep, StepPath
    from voiceguide.units import Span


@dataclass(frozen=True, slots=True)
class ElasticTime:
    """A time that layout chooses: of a silence or a hold, and of all that get the same time.

    These are the two sides of a point or a title, and the rounds of a repeat.
    """

    number: int
    """Its place among the script's times, from 0."""
    span: Span
    """What it may be: what all of its steps allow."""
    steps: tuple[int, ...]
    """Indexes of the steps that take it, two for the sides of a point."""
    is_hold: bool = False
    on_point: bool = False
    """True for time on a point or on one side of the body; false for a rest or a silence."""
    beats: int = 1
    """How often each of its steps takes it: the numbers of a count."""

    @property
    def times(self) -> int:
        """How often the one choice counts."""
        return len(self.steps) * self.beats


@dataclass(frozen=True, slots=True)
class ResolvedChapterStart:
    """The start of a chapter."""

    chapter: ChapterBody


@dataclass(frozen=True, slots=True)
class ResolvedSilence:
    """A pause, or time to get into place."""

    time: ElasticTime


@dataclass(frozen=True, slots=True)
class ResolvedHold:
    """A hold."""

    body: HoldBody
    chapter: ChapterBody | None
    """The chapter that it stands in."""
    pair: ElasticTime
    """Its time, which it shares with the other side of its point."""


@dataclass(frozen=True, slots=True)
class ResolvedSay:
    """Something said: sentences and breaks, with the session's length filled in."""

    parts: tuple[Part, ...]
    chapter: ChapterBody | None
    announces: ResolvedHold | None
    """The hold whose time it states: the next one, where the text has ``{hold}`` in it."""

    def said(self, hold_s: int | None) -> Iterator[Part]:
        """The sentences and breaks, with ``hold_s`` seconds stated as the time of the hold."""
        if hold_s is None:
            return iter(self.parts)
        return (part if isinstance(part, int) else in_words(part, hold_s=hold_s) for part in self.parts)


@dataclass(frozen=True, slots=True)
class ResolvedChime:
    """A chime."""

    name: str
    chapter: ChapterBody | None


@dataclass(frozen=True, slots=True)
class ResolvedSound:
    """A sound file."""

    file: str
    text: str | None
    level_db: float
    chapter: ChapterBody | None


@dataclass(frozen=True, slots=True)
class ResolvedCount:
    """A count on the beat."""

    words: tuple[BeatWord | None, ...]
    """One for each beat, None for a tick."""
    every: ElasticTime | Ms
    """From one beat to the next: chosen by layout, or always the same."""
    chapter: ChapterBody | None


@dataclass(frozen=True, slots=True)
class ResolvedBedChange:
    """Another bed from here on."""

    bed: BedChangeBody


ResolvedStep: TypeAlias = (
    ResolvedSay
    | ResolvedSilence
    | ResolvedHold
    | ResolvedChime
    | ResolvedSound
    | ResolvedCount
    | ResolvedBedChange
    | ResolvedChapterStart
)


@dataclass(frozen=True, slots=True)
class ResolvedScript:
    """A script that keeps the rules, with everything that its steps refer to as objects."""

    script: Script
    steps: tuple[ResolvedStep, ...]
    """One for each step of the script, with its repeats unrolled."""
    paths: tuple[StepPath, ...]
    """Where each of the steps is written: keys and indexes from the script's root."""
    times: tuple[ElasticTime, ...]
    """What layout chooses: the times of holds, each group at the place of its first one, then silences."""


def resolve(script: Script) -> ResolvedScript:
    """Resolve what the steps of a script refer to.

    Raises
    ------
    InputError
        If the script breaks a rule (see :func:`voiceguide.script._rules.problems`).
    """
    require(script)
    placed = unrolled(script)
    chapters = chapters_of(placed)
    times = _times(placed, chapters)
    time_of = {index: time for time in times for index in time.steps}
    steps: list[ResolvedStep] = []
    following: ResolvedHold | None = None
    for index in reversed(range(len(placed))):  # from the end, where the next hold is known already
        step, chapter = placed[index].step, chapters[index]
        if isinstance(step, Hold):
            following = ResolvedHold(step.hold, chapter, time_of[index])
            steps.append(following)
        elif isinstance(step, Say):
            announces = following if HOLD in step.say.text else None
            steps.append(ResolvedSay(_filled(step.say, script.length), chapter, announces))
        elif isinstance(step, Pause | Settle):
            steps.append(ResolvedSilence(time_of[index]))
        elif isinstance(step, Chime):
            steps.append(ResolvedChime(step.chime, chapter))
        elif isinstance(step, Sound):
            steps.append(ResolvedSound(step.sound, step.text, step.level_db, chapter))
        elif isinstance(step, CountStep):
            every = time_of.get(index) or Ms(step.count.every.min)
            steps.append(ResolvedCount(words_of_count(step.count), every, chapter))
        elif isinstance(step, CountdownStep):
            steps.append(ResolvedCount(words_of_countdown(step.countdown), SECOND_MS, chapter))
        elif isinstance(step, BedChange):
            steps.append(ResolvedBedChange(step.bed))
        else:
            steps.append(ResolvedChapterStart(step.chapter))
    return ResolvedScript(script, tuple(reversed(steps)), tuple(one.path for one in placed), times)


def _times(placed: Sequence[PlacedStep], chapters: Sequence[ChapterBody | None]) -> tuple[ElasticTime, ...]:
    groups = equal_times(placed)
    of_holds = [group for group in groups if isinstance(placed[group[0]].step, Hold)]
    of_silences = [group for group in groups if not isinstance(placed[group[0]].step, Hold)]
    times: list[ElasticTime] = []
    for group in (*of_holds, *of_silences):
        span, chapter = common_span(placed, group), chapters[group[0]]
        if span is None:  # the rules refuse such a script
            continue
        step = placed[group[0]].step
        is_hold = isinstance(step, Hold)
        on_point = is_hold and chapter is not None and bool(chapter.point or chapter.side)
        beats = step.count.to if isinstance(step, CountStep) else 1
        times.append(ElasticTime(len(times), span, group, is_hold, on_point, beats))
    return tuple(times)


def _filled(line: SayBody, length_ms: Ms | None) -> tuple[Part, ...]:
    return tuple(
        part if isinstance(part, int | RecordedLine) else in_words(part, length_ms=length_ms)
        for part in parts_of(line)
    )
