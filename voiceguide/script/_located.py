"""Resolves the files that a script names against the script's own folder."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from voiceguide.script._chime_names import Chimes, is_sound_file
from voiceguide.script._script_model import BedChange, Chime, Hold, Repeat, Say, Sound
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
    if isinstance(chimes := script.chimes, Chimes):
        for name, role in chimes.roles():
            if role.sound is not None and is_sound_file(role.sound):
                chimes = chimes.with_role(name, replace(role, sound=found(role.sound)))
        changes["chimes"] = chimes
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
    if isinstance(step, Sound):
        return replace(step, sound=found(step.sound))
    if isinstance(step, Chime) and is_sound_file(step.chime):
        return replace(step, chime=found(step.chime))
    if isinstance(step, BedChange) and is_sound_file(step.bed.sound):
        return replace(step, bed=replace(step.bed, sound=found(step.bed.sound)))
    return _hold(step, found) if isinstance(step, Hold) else step


def _hold(step: Hold, found: Callable[[str], str]) -> Hold:
    """A hold with the files of its chimes, bells and recorded lines found."""
    body = step.hold
    named = {role: name for role in ("start", "half", "end") if (name := getattr(body.chimes, role))}
    files = {role: found(name) for role, name in named.items() if is_sound_file(name)}
    if files:
        body = replace(body, chimes=replace(body.chimes, **files))
    if body.bells is not None and is_sound_file(body.bells.chime):
        body = replace(body, bells=replace(body.bells, chime=found(body.bells.chime)))
    if any(cue.file is not None for cue in body.say):
        cues = tuple(replace(cue, file=found(cue.file)) if cue.file is not None else cue for cue in body.say)
        body = replace(body, say=cues)
    return step if body is step.hold else replace(step, hold=body)
