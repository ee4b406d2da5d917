"""What must hold between the steps of a script, beyond each one's own form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voiceguide.errors import InputError, ScriptError
from voiceguide.script._parts import parts
from voiceguide.script._script_model import ChapterBody, ChapterStart, Chime, Hold, Say, SayBody, Script
from voiceguide.script._spoken_time import HOLD, LENGTH
from voiceguide.units import Span
from voiceguide.yamlfile import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

Problem = tuple[tuple[str | int, ...], str]
"""Where in the script (keys and indexes from its root), and what is wrong."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def chapters_of(script: Script) -> list[ChapterBody | None]:
    """The chapter that each step stands in."""
    current: ChapterBody | None = None
    found = []
    for step in script.steps:
        current = step.chapter if isinstance(step, ChapterStart) else current
        found.append(current)
    return found


def pair_holds(script: Script) -> list[tuple[int, ...]]:
    """Pair the holds of each point: the first left one with the first right one, and so on.

    Returns
    -------
    list of tuple of int
        Indexes of the holds that get the same time: the two sides of a point, or one hold alone.
    """
    chapters = chapters_of(script)
    counts: dict[tuple[str, str], int] = {}
    pairs: dict[tuple[object, ...], list[int]] = {}
    for index, step in enumerate(script.steps):
        if not isinstance(step, Hold):
            continue
        chapter = chapters[index]
        key: tuple[object, ...] = (index,)
        if chapter and chapter.point and chapter.side:
            count = counts[chapter.point, chapter.side] = counts.get((chapter.point, chapter.side), 0) + 1
            key = (chapter.point, count)
        pairs.setdefault(key, []).append(index)
    return [tuple(steps) for steps in pairs.values()]


def common_span(script: Script, holds: tuple[int, ...]) -> Span | None:
    """What all of these holds allow, preferring the first one's choice; None if that is nothing."""
    spans = [step.hold.time for index in holds if isinstance(step := script.steps[index], Hold)]
    low, high = max(span.min for span in spans), min(span.max for span in spans)
    return Span(low, min(max(spans[0].preferred, low), high), high) if low <= high else None


def problems(script: Script) -> Iterator[Problem]:
    """Everything that is wrong between the steps."""
    steps, chapters = script.steps, chapters_of(script)
    if not any(isinstance(step, Say | Hold | Chime) for step in steps):
        yield ("steps",), "nothing in it can be heard; add a say, a hold or a chime"
    for index, step in enumerate(steps):
        where = ("steps", index)
        if isinstance(step, ChapterStart):
            if step.chapter.side and not step.chapter.point:
                yield (*where, "chapter"), "a side belongs to a point; name the chapter's point, too"
            if index + 1 == len(steps) or isinstance(steps[index + 1], ChapterStart):
                yield (*where, "chapter"), "the chapter is empty; put its steps after it"
        elif isinstance(step, Say):
            for message in _say_problems(script, index, step.say):
                yield (*where, "say"), message
        elif isinstance(step, Hold):
            chapter = chapters[index]
            if step.hold.way and not (chapter and chapter.point):
                yield (
                    (*where, "hold", "way"),
                    "a way to press needs a chapter with a point",
                )
            for number, cue in enumerate(step.hold.say):
                place = (*where, "hold", "say", number, "text")
                if _PLACEHOLDER.search(cue.text):
                    yield place, "a cue in a hold is plain words, with no {placeholder}"
                else:
                    for message in _unspeakable(cue.text):
                        yield place, message
    for holds in pair_holds(script):
        if common_span(script, holds) is None:
            message = (
                "the two sides of a point get the same time, and what this side allows the other does not"
            )
            yield ("steps", holds[-1], "hold", "for"), message


def _unspeakable(text: str) -> Iterator[str]:
    try:
        parts(text)
    except ValueError as error:
        yield f"cannot be said: {error}"


def _say_problems(script: Script, index: int, line: SayBody) -> Iterator[str]:
    text = line.text
    yield from _unspeakable(text)
    if line.file is not None and _PLACEHOLDER.search(text):
        yield "a line with its own sound file must be plain words: a recording cannot state another time"
    for match in _PLACEHOLDER.finditer(text):
        if match[0] not in {HOLD, LENGTH}:
            yield f"{match[0]!r} is not a placeholder; allowed are {HOLD} and {LENGTH}"
    if LENGTH in text and script.length is None:
        yield f"{LENGTH} needs the script's length; add a line such as 'length: 10m'"
    if HOLD in text and not any(isinstance(step, Hold) for step in script.steps[index + 1 :]):
        yield f"{HOLD} stands for the time of the next hold, and no hold follows"


def require(script: Script) -> Script:
    """Raise what :func:`problems` finds, for a script that was not read from a file."""
    errors: list[InputError] = []
    for path, message in problems(script):
        step = f"step {path[1] + 1}: " if len(path) > 1 and isinstance(path[1], int) else ""
        errors.append(ScriptError(step + message))
    refuse(errors)
    return script
