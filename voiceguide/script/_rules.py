"""What must hold between the steps of a script, beyond each one's own form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.errors import InputError, ScriptError
from voiceguide.script._parts import parts
from voiceguide.script._script_model import (
    ChapterStart,
    Chime,
    CountdownStep,
    CountStep,
    Hold,
    Pause,
    Say,
    Settle,
    Sound,
)
from voiceguide.script._spoken_time import HOLD, LENGTH
from voiceguide.script._unroll import DEEPEST, MOST_STEPS, NEXT, ROUND_NAMES, repeats, unrolled
from voiceguide.units import Span, format_duration
from voiceguide.yamlfile import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script._script_model import ChapterBody, PlainStep, SayBody, Script
    from voiceguide.script._unroll import PlacedStep, StepPath

Problem = tuple[tuple[str | int, ...], str]
"""Where in the script (keys and indexes from its root), and what is wrong."""

HEARD = Say | Hold | Chime | Sound | CountStep | CountdownStep
"""Steps with something to hear in them."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def chapters_of(steps: Sequence[PlacedStep]) -> list[ChapterBody | None]:
    """The chapter that each step stands in."""
    current: ChapterBody | None = None
    found = []
    for placed in steps:
        current = placed.step.chapter if isinstance(placed.step, ChapterStart) else current
        found.append(current)
    return found


def equal_times(steps: Sequence[PlacedStep]) -> list[tuple[int, ...]]:
    """Which holds, and which silences, get the same time.

    Returns
    -------
    list of tuple of int
        Indexes of steps: the two sides of a point or of a title (the first left hold with the first right
        one, and so on), the rounds of a repeat, or one step alone.
    """
    groups = _Groups()
    for index, placed in enumerate(steps):
        if span_of(placed.step) is not None:
            groups.join(index, placed.path)
    for side in _sides(steps).values():
        for number, index in enumerate(side.left):
            if number < len(side.right):
                groups.join(index, steps[side.right[number]].path)
    return groups.found()


@dataclass(slots=True)
class _Groups:
    """Indexes that belong together; whatever shares one name is one group."""

    _above: dict[object, object] = field(default_factory=dict)

    def join(self, index: int, name: object) -> None:
        """Put an index into the group of a name."""
        self._above[self._top(index)] = self._top(name)

    def found(self) -> list[tuple[int, ...]]:
        """All groups, in the order of their first indexes."""
        groups: dict[object, list[int]] = {}
        for name in self._above:
            if isinstance(name, int):
                groups.setdefault(self._top(name), []).append(name)
        return sorted(tuple(sorted(group)) for group in groups.values())

    def _top(self, name: object) -> object:
        top = name
        while (above := self._above.setdefault(top, top)) is not top:
            top = above
        self._above[name] = top
        return top


@dataclass(slots=True)
class _Sides:
    """The holds of what has two sides."""

    name: str
    """The point, or the title."""
    is_point: bool
    left: list[int] = field(default_factory=list)
    """Indexes of steps."""
    right: list[int] = field(default_factory=list)


_SIDE_IN_TITLE = re.compile(r"[\s,;:()\u2013\u2014-]*\b(?:left|right)(?:\s+side)?[\s)]*$", re.IGNORECASE)
"""What a title may have at its end to tell its side."""


def _sides(steps: Sequence[PlacedStep]) -> dict[tuple[bool, str], _Sides]:
    """The holds in chapters with a side, by their point, or by their title where there is no point."""
    found: dict[tuple[bool, str], _Sides] = {}
    for index, (placed, chapter) in enumerate(zip(steps, chapters_of(steps), strict=True)):
        if not (isinstance(placed.step, Hold) and chapter and chapter.side):
            continue
        is_point = chapter.point is not None
        name = chapter.point or _SIDE_IN_TITLE.sub("", chapter.title) or chapter.title
        key = is_point, name if is_point else " ".join(name.casefold().split())
        sides = found.setdefault(key, _Sides(name, is_point))
        (sides.left if chapter.side == "left" else sides.right).append(index)
    return found


def common_span(steps: Sequence[PlacedStep], group: tuple[int, ...]) -> Span | None:
    """What all steps of a group allow, preferring the first one's choice; None if that is nothing."""
    spans = [span for index in group if (span := span_of(steps[index].step)) is not None]
    low, high = max(span.min for span in spans), min(span.max for span in spans)
    return Span(low, min(max(spans[0].preferred, low), high), high) if low <= high else None


def span_of(step: PlainStep) -> Span | None:
    """How long a step may be, if that is elastic; of a count, each of its beats."""
    if isinstance(step, Hold):
        return step.hold.span
    if isinstance(step, Pause):
        return step.pause
    if isinstance(step, CountStep):
        every = step.count.every
        return every if every.min < every.max else None
    return step.settle if isinstance(step, Settle) else None


def problems(script: Script, *, whole: bool = True) -> Iterator[Problem]:
    """Everything that is wrong between the steps, each told once.

    Parameters
    ----------
    script : Script
    whole : bool
        Whether all of its steps are there. Else nothing is told that a step that is not there may put right.
    """
    repeated = list(_repeat_problems(script))
    if repeated:
        yield from repeated  # what is in them would be told too often, or never
        return
    steps = unrolled(script)
    if len(steps) > MOST_STEPS:
        yield ("steps",), f"its repeats make more than {MOST_STEPS} steps; repeat less often"
        return
    yield from dict.fromkeys(_step_problems(script, steps, whole=whole))
    if whole:
        yield from _side_problems(steps)


def _repeat_problems(script: Script) -> Iterator[Problem]:
    for path, _, depth in repeats(script.steps):
        if depth == DEEPEST + 1:
            yield (*path, "repeat"), f"repeats are at most {DEEPEST} deep inside each other"


def _step_problems(script: Script, steps: Sequence[PlacedStep], *, whole: bool) -> Iterator[Problem]:
    chapters = chapters_of(steps)
    if whole and not any(isinstance(placed.step, HEARD) for placed in steps):
        yield ("steps",), "nothing in it can be heard; add a say, a hold or a chime"
    for index, placed in enumerate(steps):
        step, where = placed.step, placed.path
        if isinstance(step, ChapterStart):
            is_last = index + 1 == len(steps)
            if whole and (is_last or isinstance(steps[index + 1].step, ChapterStart)):
                yield (*where, "chapter"), "the chapter is empty; put its steps after it"
            for match in _PLACEHOLDER.finditer(step.chapter.title):
                if match[0] in ROUND_NAMES:
                    yield (*where, "chapter"), _not_filled(match[0], placed)
        elif isinstance(step, Say):
            for message in _say_problems(script, steps, index, step.say, whole=whole):
                yield (*where, "say"), message
        elif isinstance(step, Hold):
            chapter = chapters[index]
            if whole and step.hold.way and not (chapter and chapter.point):
                yield (
                    (*where, "hold", "way"),
                    "a way to press needs a chapter with a point",
                )
            yield from _count_problems(placed, step)
            yield from _cue_problems(placed, step)


def _count_problems(placed: PlacedStep, step: Hold) -> Iterator[Problem]:
    """Counts that take longer than their hold may last."""
    body = step.hold
    if body.least_ms > body.time.max:
        which = "count" if body.count else "countdown"
        need, most = format_duration(body.least_ms), format_duration(body.time.max)
        yield (
            (*placed.path, "hold", which),
            f"counting takes {need}, and the hold lasts {most} at most; count to less, or hold for {need}",
        )


def _cue_problems(placed: PlacedStep, step: Hold) -> Iterator[Problem]:
    """What is wrong with what is said in a hold."""
    written = placed.written
    for number, cue in enumerate(step.hold.say):
        place = (*placed.path, "hold", "say", number, "text")
        if isinstance(written, Hold) and cue.file is not None and "{" in written.hold.say[number].text:
            yield place, _RECORDED
        elif match := _PLACEHOLDER.search(cue.text):
            yield (
                place,
                (
                    _not_filled(match[0], placed)
                    if match[0] in ROUND_NAMES
                    else "a cue in a hold is plain words, with no {placeholder} but those of a repeat"
                ),
            )
        else:
            for message in _unspeakable(cue.text):
                yield place, message


def _side_problems(steps: Sequence[PlacedStep]) -> Iterator[Problem]:
    chapters = chapters_of(steps)
    for group in equal_times(steps):
        if common_span(steps, group) is None:
            chapter = chapters[group[0]]
            of = "a point" if chapter and chapter.point else "a title"
            first, last = (span_of(steps[index].step) for index in (group[0], group[-1]))
            message = (
                f"the two sides of {of} get the same time, and what this side allows ({last}) the other does "
                f"not ({first})"
            )
            yield (*steps[group[-1]].path, "hold", "for"), message
    chapter_paths = _chapter_paths(steps)
    for sides in _sides(steps).values():
        left, right = len(sides.left), len(sides.right)
        if sides.is_point or left == right:
            continue
        more, less = ("left", "right") if left > right else ("right", "left")
        lone = (sides.left if left > right else sides.right)[min(left, right)]
        told = f"{_often(max(left, right))} on the {more} and {_often(min(left, right))} on the {less}"
        yield (
            chapter_paths[lone],
            f"{sides.name!r} is held {told}: both sides get the same time, so add the hold that is missing "
            f"in a chapter with this title and 'side: {less}', or leave out 'side'",
        )


def _often(count: int) -> str:
    return "never" if not count else "once" if count == 1 else f"{count} times"


def _chapter_paths(steps: Sequence[PlacedStep]) -> list[StepPath]:
    """The place of the chapter that each step stands in."""
    here: StepPath = ("steps",)
    found = []
    for placed in steps:
        here = (*placed.path, "chapter") if isinstance(placed.step, ChapterStart) else here
        found.append(here)
    return found


def _not_filled(name: str, placed: PlacedStep) -> str:
    """Why the number of a round is not known."""
    if name == NEXT and placed.rounds:
        return (
            f"{name} has no number in the last round, after which none comes; put this step under 'between'"
        )
    return f"{name} is a number of a repeat's rounds, and this stands in none"


def _unspeakable(text: str) -> Iterator[str]:
    try:
        parts(text)
    except ValueError as error:
        yield f"cannot be said: {error}"


_RECORDED = (
    "a line with its own sound file must be plain words: a recording cannot state another time or round"
)


def _say_problems(
    script: Script, steps: Sequence[PlacedStep], index: int, line: SayBody, *, whole: bool
) -> Iterator[str]:
    text, placed = line.text, steps[index]
    written = placed.written.say.text if isinstance(placed.written, Say) else text
    yield from _unspeakable(text)
    if line.file is not None and _PLACEHOLDER.search(written):
        yield _RECORDED
    for match in _PLACEHOLDER.finditer(text):
        if match[0] in ROUND_NAMES:
            yield _not_filled(match[0], placed)
        elif match[0] not in {HOLD, LENGTH}:
            more = f"; in a repeat also {', '.join(ROUND_NAMES)}"
            yield f"{match[0]!r} is not a placeholder; allowed are {HOLD} and {LENGTH}{more}"
    if not whole:
        return
    if LENGTH in text and script.length is None:
        yield f"{LENGTH} needs the script's length; add a line such as 'length: 10m'"
    if HOLD in text and not any(isinstance(after.step, Hold) for after in steps[index + 1 :]):
        yield f"{HOLD} stands for the time of the next hold, and no hold follows"


def require(script: Script) -> Script:
    """Raise what :func:`problems` finds, for a script that was not read from a file."""
    errors: list[InputError] = []
    for path, message in problems(script):
        errors.append(ScriptError(_named(path) + message))
    refuse(errors)
    return script


def _named(path: StepPath) -> str:
    """A step by its number, counted from 1; ``step 3.2`` is the second one in a repeat that is the third."""
    numbers = []
    for key, index in zip(path[::2], path[1::2], strict=False):
        if key not in {"steps", "between"} or not isinstance(index, int):
            break
        numbers.append(f"{'between ' if key == 'between' else ''}{index + 1}")
    return f"step {'.'.join(numbers)}: " if numbers else ""
