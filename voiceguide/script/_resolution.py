"""A script with its references resolved: what each step belongs to and speaks of, found once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from voiceguide.script._recorded import RecordedLine, parts_of
from voiceguide.script._rules import chapters_of, common_span, pair_holds, require
from voiceguide.script._script_model import Chime, Hold, Pause, Say, Settle
from voiceguide.script._spoken_time import HOLD, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script._parts import Part
    from voiceguide.script._script_model import ChapterBody, HoldBody, SayBody, Script
    from voiceguide.units import Ms, Span


@dataclass(frozen=True, slots=True)
class ElasticTime:
    """A time that layout chooses: of a silence, or of a hold and the other side of its point."""

    number: int
    """Its place among the script's times, from 0."""
    span: Span
    """What it may be; for a pair of holds, what both allow."""
    steps: tuple[int, ...]
    """Indexes of the steps that take it: two for the sides of a point, which always get the same time."""
    is_hold: bool = False
    on_point: bool = False
    """True for time on a point; false for a rest or a silence."""


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


ResolvedStep: TypeAlias = ResolvedSay | ResolvedSilence | ResolvedHold | ResolvedChime | ResolvedChapterStart


@dataclass(frozen=True, slots=True)
class ResolvedScript:
    """A script that keeps the rules, with everything that its steps refer to as objects."""

    script: Script
    steps: tuple[ResolvedStep, ...]
    """One for each step of the script."""
    times: tuple[ElasticTime, ...]
    """What layout chooses: the times of holds, each pair at the place of its first one, then silences."""


def resolve(script: Script) -> ResolvedScript:
    """Resolve what the steps of a script refer to.

    Raises
    ------
    InputError
        If the script breaks a rule (see :func:`voiceguide.script._rules.problems`).
    """
    require(script)
    chapters = chapters_of(script)
    times = _times(script, chapters)
    time_of = {index: time for time in times for index in time.steps}
    steps: list[ResolvedStep] = []
    following: ResolvedHold | None = None
    for index in reversed(range(len(script.steps))):  # from the end, where the next hold is known already
        step, chapter = script.steps[index], chapters[index]
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
        else:
            steps.append(ResolvedChapterStart(step.chapter))
    return ResolvedScript(script, tuple(reversed(steps)), times)


def _times(script: Script, chapters: Sequence[ChapterBody | None]) -> tuple[ElasticTime, ...]:
    spans = [
        (steps, span, chapters[steps[0]])
        for steps in pair_holds(script)
        if (span := common_span(script, steps)) is not None  # the rules refuse a script where it is
    ]
    times = [
        ElasticTime(number, span, steps, is_hold=True, on_point=bool(chapter and chapter.point))
        for number, (steps, span, chapter) in enumerate(spans)
    ]
    for index, step in enumerate(script.steps):
        if isinstance(step, Pause | Settle):
            span = step.pause if isinstance(step, Pause) else step.settle
            times.append(ElasticTime(len(times), span, (index,)))
    return tuple(times)


def _filled(line: SayBody, length_ms: Ms | None) -> tuple[Part, ...]:
    return tuple(
        part if isinstance(part, int | RecordedLine) else in_words(part, length_ms=length_ms)
        for part in parts_of(line)
    )
