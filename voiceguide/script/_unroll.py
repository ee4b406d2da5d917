"""The steps of a script one after another, with its repeats unrolled: each keeps its place in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from voiceguide.script._script_model import ChapterStart, Hold, Repeat, Say
from voiceguide.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script._script_model import PlainStep, Script, Step

StepPath: TypeAlias = tuple[str | int, ...]
"""Keys and indexes that lead from a script's root to a step: ``("steps", 3, "between", 0)``."""

ROUND, ROUNDS, LEFT, NEXT = "{round}", "{rounds}", "{left}", "{next}"
ROUND_NAMES = (ROUND, ROUNDS, LEFT, NEXT)
"""What stands for a number inside a repeat."""

MOST_STEPS = 5_000
"""The most steps that a script unrolls to: at two seconds each, these are nearly three hours."""
DEEPEST = 4
"""Repeats inside each other."""

_LANGUAGE = "en"
"""A script does not name its language yet."""
_NAME = re.compile(r"\{(round|rounds|left|next)\}(?P<noun>\s+\w+)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?\u2026:>\n])[\s\"'\u201c\u2018(]*$")


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of a repeat."""

    number: int
    """From 1."""
    of: int
    """How many there are."""


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A step where it is heard."""

    step: PlainStep
    """The step, with the numbers of its round in words."""
    path: StepPath
    """Where it is written; the steps of a repeat come again with the same path."""
    written: PlainStep
    """The step as it is written."""
    rounds: tuple[Round, ...] = ()
    """The repeats that it is in, the outermost first."""


def unrolled(script: Script) -> tuple[PlacedStep, ...]:
    """All steps of a script in the order in which they are heard.

    A script that unrolls to more than :data:`MOST_STEPS` is cut there; the rules refuse it.
    """
    placed: list[PlacedStep] = []
    for step in _walk(script.steps, ("steps",), ()):
        placed.append(step)
        if len(placed) > MOST_STEPS:
            break
    return tuple(placed)


def repeats(
    steps: Sequence[Step], path: StepPath = ("steps",), depth: int = 1
) -> Iterator[tuple[StepPath, Repeat, int]]:
    """Every repeat of a script, each with its path and how deep it stands, from 1."""
    for index, step in enumerate(steps):
        if isinstance(step, Repeat):
            here = (*path, index)
            yield here, step, depth
            yield from repeats(step.steps, (*here, "steps"), depth + 1)
            yield from repeats(step.between, (*here, "between"), depth + 1)


def _walk(steps: Sequence[Step], path: StepPath, rounds: tuple[Round, ...]) -> Iterator[PlacedStep]:
    for index, step in enumerate(steps):
        here = (*path, index)
        if not isinstance(step, Repeat):
            yield PlacedStep(_told(step, rounds[-1]) if rounds else step, here, step, rounds)
            continue
        for number in range(1, step.repeat + 1):
            inside = (*rounds, Round(number, step.repeat))
            yield from _walk(step.steps, (*here, "steps"), inside)
            if number < step.repeat:
                yield from _walk(step.between, (*here, "between"), inside)


def _told(step: PlainStep, turn: Round) -> PlainStep:
    """A step with the numbers of its round: in words where it is said, in digits where it is shown."""
    if isinstance(step, Say):
        text = in_round(step.say.text, turn)
        return step if text == step.say.text else replace(step, say=replace(step.say, text=text))
    if isinstance(step, ChapterStart):
        title = _NAME.sub(lambda match: _digits(match, turn), step.chapter.title)
        return (
            step if title == step.chapter.title else replace(step, chapter=replace(step.chapter, title=title))
        )
    if isinstance(step, Hold) and any("{" in cue.text for cue in step.hold.say):
        cues = tuple(replace(cue, text=in_round(cue.text, turn)) for cue in step.hold.say)
        return replace(step, hold=replace(step.hold, say=cues))
    return step


def in_round(text: str, turn: Round) -> str:
    """Fill ``{round}``, ``{rounds}``, ``{left}`` and ``{next}`` in words.

    >>> in_round("Round {round} of {rounds}. {left} rounds left.", Round(3, 4))
    'Round three of four. One round left.'
    """
    if "{" not in text:
        return text
    return _NAME.sub(lambda match: _words(match, turn, text), text)


def _value(name: str, turn: Round) -> int | None:
    """A placeholder's number; None for the next round after the last."""
    values = {"round": turn.number, "rounds": turn.of, "left": turn.of - turn.number, "next": turn.number + 1}
    return values[name] if values[name] <= turn.of else None


def _digits(match: re.Match[str], turn: Round) -> str:
    value = _value(match[1], turn)
    return match[0] if value is None else f"{value}{match['noun'] or ''}"


def _words(match: re.Match[str], turn: Round, text: str) -> str:
    value = _value(match[1], turn)
    if value is None:
        return match[0]
    words = words_of(_LANGUAGE)
    said, noun = words.number(value), match["noun"] or ""
    if noun.strip() in words.times.singular and match[1] in {"rounds", "left"}:
        if value == 0:
            said = words.times.no
        elif value == 1:
            noun = noun.replace(noun.strip(), words.times.singular[noun.strip()])
    if _SENTENCE_START.search(text[: match.start()]):
        said = said[:1].upper() + said[1:]
    return said + noun
