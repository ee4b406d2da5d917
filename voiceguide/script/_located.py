"""Resolves the files that a script names against the script's own folder."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from voiceguide.script._script_model import Hold, Repeat, Say
from voiceguide.script._unroll import unrolled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voiceguide.script._script_model import Script, Step
    from voiceguide.script._unroll import StepPath


def located(script: Script, folder: Path) -> Script:
    """A script from a folder, with its recordings and lexicons where the program finds them."""
    return _with_files(script, lambda name: str(folder / name))


def beside(script: Script, folder: Path) -> Script:
    """A script that is to be written into a folder: what :func:`located` undoes."""

    def relative(name: str) -> str:
        try:
            return os.path.relpath(name, folder)
        except ValueError:  # on another drive of Windows
            return os.path.abspath(name)  # noqa: PTH100 (a name stays a name)

    return _with_files(script, relative)


def recordings(script: Script) -> Iterator[tuple[StepPath, str]]:
    """The files of recorded lines, each with its place: keys and indexes from the script's root."""
    seen = set()
    for placed in unrolled(script):
        step, path = placed.written, placed.path
        if path in seen:  # the next round of a repeat
            continue
        seen.add(path)
        if isinstance(step, Say) and step.say.file is not None:
            yield (*path, "say", "file"), step.say.file
        elif isinstance(step, Hold):
            for number, cue in enumerate(step.hold.say):
                if cue.file is not None:
                    yield (*path, "hold", "say", number, "file"), cue.file


def _with_files(script: Script, found: Callable[[str], str]) -> Script:
    changes: dict[str, Any] = {}
    lexicon = tuple(found(each) if isinstance(each, str) else each for each in script.lexicon)
    if lexicon != script.lexicon:
        changes["lexicon"] = lexicon
    steps = tuple(_step(step, found) for step in script.steps)
    if steps != script.steps:
        changes["steps"] = steps
    return replace(script, **changes) if changes else script


def _step(step: Step, found: Callable[[str], str]) -> Step:
    if isinstance(step, Repeat):
        steps = tuple(_step(each, found) for each in step.steps)
        between = tuple(_step(each, found) for each in step.between)
        same = steps == step.steps and between == step.between
        return step if same else replace(step, steps=steps, between=between)
    if isinstance(step, Say) and step.say.file is not None:
        return replace(step, say=replace(step.say, file=found(step.say.file)))
    if isinstance(step, Hold) and any(cue.file is not None for cue in step.hold.say):
        cues = tuple(
            replace(cue, file=found(cue.file)) if cue.file is not None else cue for cue in step.hold.say
        )
        return replace(step, hold=replace(step.hold, say=cues))
    return step
