"""``check --listen``: what a recogniser makes of each line of a script, the worst ones first."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from voiceguide.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.errors import Place
    from voiceguide.listen import HeardLine
    from voiceguide.script import Script

SHOWN: Final = 10
"""How many of the worst lines are listed."""


@dataclass(frozen=True, slots=True)
class _Found:
    line: HeardLine
    place: Place
    command: str
    """Speaks the line again."""


def listen_to(paths: tuple[Path, ...], *, as_json: bool, allow_outside: bool) -> None:
    """Speak scripts, listen to each of their lines, and print what was understood.

    Raises
    ------
    ListenError
        If the extra is not installed.
    InputError
        If a script cannot be used, or its voice does not speak English.
    """
    from voiceguide.cli._options import own_studio
    from voiceguide.listen import Recogniser

    recogniser = Recogniser()
    reports = []
    with own_studio() as studio:
        for path in paths:
            script = studio.read_script(path, allow_outside=allow_outside)
            if not _is_english(script):
                raise InputError(f"{path}: --listen understands English only, not the voice {script.voice}")
            places = dict(_places(path, script))
            found = []
            for line in _heard(studio, script, recogniser):
                place = places[line.said]
                again = f"voiceguide say --script {shlex.quote(str(path))} --line {place.line}"
                found.append(_Found(line, place, again))
            reports.append((path, found))
    if as_json:
        click.echo(json.dumps({"scripts": [_as_json(*report) for report in reports]}, ensure_ascii=False))
        return
    for path, found in reports:
        _print(path, found)


def _heard(studio: Any, script: Script, recogniser: Any) -> Iterator[HeardLine]:
    from voiceguide.listen import RATE, HeardLine
    from voiceguide.sound import resample

    for sentence, clip in studio.spoken(script):
        yield HeardLine(sentence, recogniser.hear(resample(clip.samples, clip.rate, RATE)))


def _is_english(script: Script) -> bool:
    from voiceguide.speech import VoiceId, find_voice

    return not script.voice or find_voice(VoiceId.parse(script.voice)).english


def _places(path: Path, script: Script) -> Iterator[tuple[str, Place]]:
    """Each sentence with its first place; one that states a hold's time has a sentence for each time."""
    from voiceguide.script import ResolvedHold, ResolvedSay, hold_choices, parts_of, resolve
    from voiceguide.yamlfile import place_of, read

    document = read(path)
    seen = set()
    for index, step in enumerate(resolve(script).steps):
        said: list[tuple[tuple[str | int, ...], Any]] = []
        if isinstance(step, ResolvedSay):
            times = hold_choices(step.announces.pair.span) if step.announces else [None]
            said = [(("steps", index, "say"), part) for time in times for part in step.said(time)]
        elif isinstance(step, ResolvedHold):
            said = [
                (("steps", index, "hold", "say", number, "text"), part)
                for number, cue in enumerate(step.body.say)
                for part in parts_of(cue)
            ]
        for where, part in said:
            if isinstance(part, str) and part not in seen:
                seen.add(part)
                yield part, place_of(document, where)


def _worst(found: list[_Found]) -> list[_Found]:
    misheard = [each for each in found if each.line.wrong]
    return sorted(misheard, key=lambda each: (-each.line.wrong / max(1, each.line.words), each.place))[:SHOWN]


def _sums(found: list[_Found]) -> tuple[int, int]:
    return sum(each.line.wrong for each in found), sum(each.line.words for each in found)


def _print(path: Path, found: list[_Found]) -> None:
    wrong, words = _sums(found)
    names = sum(1 for each in found if each.line.names)
    aside = f"; names in {names} lines put aside" if names else ""
    click.echo(
        f"{path}: {len(found)} lines heard, {wrong} of {words} words misheard "
        f"({wrong / max(1, words):.1%}){aside}"
    )
    for each in _worst(found):
        click.echo(f"{each.place}: heard {each.line.heard!r} for {each.line.said!r}")
        click.echo(f"    {each.command}")


def _as_json(path: Path, found: list[_Found]) -> dict[str, Any]:
    wrong, words = _sums(found)
    return {
        "script": str(path),
        "lines": len(found),
        "words": words,
        "wrong": wrong,
        "error_rate": round(wrong / max(1, words), 4),
        "worst": [
            {
                "said": each.line.said,
                "heard": each.line.heard,
                "words": each.line.words,
                "wrong": each.line.wrong,
                "names": each.line.names,
                "line": each.place.line,
                "column": each.place.column,
                "command": each.command,
            }
            for each in _worst(found)
        ],
    }
