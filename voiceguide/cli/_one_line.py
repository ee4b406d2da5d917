"""One line of a script: found by its number in the file, or by its step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.errors import InputError, ScriptError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from voiceguide.script import HoldCue, PlacedStep, SayBody, Script, Step


def steps_at(path: Path, script: Script, *, line: int | None, step: int | None) -> tuple[Step, ...]:
    """What is heard at a line of a script's file, or in one of its steps, as steps of their own.

    Parameters
    ----------
    path : Path
        The script's file.
    script : Script
        What it holds.
    line, step : int, optional
        One of both, counted from 1.

    Raises
    ------
    ScriptError
        If there is no such step, or nothing is said in it.
    """
    from voiceguide.script import Repeat, unrolled

    placed = unrolled(script)
    if step is not None:
        if not 1 <= step <= len(script.steps):
            raise ScriptError(f"{path} has no step {step}; it has {len(script.steps)}, counted from 1")
        if isinstance(script.steps[step - 1], Repeat):
            raise ScriptError(f"step {step} of {path} is a repeat; name a line in it with --line")
        index = next(at for at, one in enumerate(placed) if one.path == ("steps", step - 1))
        return _heard(script, placed, index, None, f"step {step} of {path}")
    assert line is not None  # noqa: S101 (one of both is given)
    index, cue = _at_line(path, placed, line)
    return _heard(script, placed, index, cue, f"{path}:{line}")


def _at_line(path: Path, placed: Sequence[PlacedStep], line: int) -> tuple[int, int | None]:
    """The step that a line belongs to, and the cue in it if it is a hold's; of a repeat the first round."""
    from voiceguide.yamlfile import read

    document = read(path)
    starts = [document.places[one.path].line for one in placed]
    with path.open(encoding="utf-8", errors="replace") as file:
        lines = sum(1 for _ in file)
    before = [(start, -at) for at, start in enumerate(starts) if start <= line]
    if not before or line > lines:
        raise ScriptError(f"{path}:{line}: there is no step; they are in the lines {min(starts)} to {lines}")
    index = -max(before)[1]
    cues = {
        number: place.line
        for number in range(_cues_in(placed[index].step))
        if (place := document.places.get((*placed[index].path, "hold", "say", number)))
    }
    return index, max((number for number, start in cues.items() if start <= line), default=None)


def _cues_in(step: Step) -> int:
    from voiceguide.script import Hold

    return len(step.hold.say) if isinstance(step, Hold) else 0


def _heard(
    script: Script, placed: Sequence[PlacedStep], index: int, cue: int | None, where: str
) -> tuple[Step, ...]:
    from voiceguide.script import Chime, Hold, Say

    step = placed[index].step
    if isinstance(step, Chime):
        return (step,)
    if isinstance(step, Say):
        return (Say(say=replace(step.say, text=_filled(script, index, step.say.text))),)
    if isinstance(step, Hold):
        cues = step.hold.say if cue is None else step.hold.say[cue : cue + 1]
        if cues:
            return tuple(_said(cues))
    kind = type(step).__name__.replace("ChapterStart", "chapter").lower()
    raise ScriptError(f"{where} is a {kind}, in which nothing is said")


def _said(cues: tuple[HoldCue, ...]) -> Iterator[Step]:
    from voiceguide.script import Say, SayBody

    for cue in cues:
        body: SayBody = SayBody(text=cue.text, file=cue.file)
        yield Say(say=body)


def _filled(script: Script, index: int, text: str) -> str:
    """A text with its times filled in; estimated, where the voice has not spoken yet."""
    from voiceguide.compose import guessed_timeline
    from voiceguide.script import ResolvedHold, ResolvedSay, in_words, resolve, said_seconds
    from voiceguide.units import Ms, ms_down

    if "{" not in text:
        return text
    steps = resolve(script).steps
    step = steps[index]
    hold = step.announces if isinstance(step, ResolvedSay) else None
    hold_s = None
    if hold is not None:
        holds = [each for each in steps if isinstance(each, ResolvedHold)]
        number = next(place for place, each in enumerate(holds) if each is hold)
        try:
            timeline = guessed_timeline(script)
            hold_s = said_seconds(ms_down(timeline.holds[number].frames, timeline.rate))
        except InputError:
            hold_s = said_seconds(Ms(hold.pair.span.preferred))
    return in_words(text, hold_s=hold_s, length_ms=script.length)
