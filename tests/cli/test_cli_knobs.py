"""A knob of a script's heading stands in one table, and everything that has knobs has it."""

from __future__ import annotations

import importlib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from voiceguide.compose import Composer, Request
from voiceguide.packs import default_pack
from voiceguide.script import Heading, Script, flag_of, knobs, override, parse_script, write_script
from voiceguide.yamlfile import json_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import click

    from tests.cli.conftest import Ran

PLAIN = "voiceguide: 1\ntitle: One\nsteps:\n  - say: Breathe in.\n"


def value_of(name: str) -> Any:
    """A value that a knob takes, and that is no default."""
    if name == "room_tone":
        return "-72dB"
    knob = knobs()[name]
    if knob.least is None or knob.most is None:
        return "silent/default"  # a voice's name, and good enough for a file's
    return (knob.least + knob.most) / 2 + 0.1


def given(name: str) -> dict[str, Any]:
    """That knob turned, and what it needs beside it."""
    return {**({"bed": "rain"} if name.startswith("bed_") else {}), name: value_of(name)}


def keys(script: Script) -> set[tuple[str, ...]]:
    """What a script's file says in its heading: each key, and each key of the mapping under it."""
    read = yaml.safe_load(write_script(script))
    inner = {(key, part) for key, value in read.items() if isinstance(value, dict) for part in value}
    return {(key,) for key in read} | inner


@pytest.mark.parametrize("command", ["compose", "export", "play", "timeline"])
def test_every_knob_is_a_flag(command: str) -> None:
    found: click.Command = importlib.import_module(f"voiceguide.cli._{command}_command").command
    flags = {flag for parameter in found.params for flag in parameter.opts}
    assert {flag_of(name) for name in knobs()} <= flags


@pytest.mark.parametrize("name", knobs())
def test_a_knob_is_a_field_of_requests_and_is_told_in_the_schema(name: str) -> None:
    assert name in {field.name for field in fields(Request)}
    schema = json_schema(Script)
    said = keys(override(parse_script(PLAIN), Heading(**given(name))))
    for key, *parts in said - keys(parse_script(PLAIN)):
        assert key in schema["properties"]
        for part in parts:
            assert part in schema["$defs"][key.title()]["properties"]


@pytest.mark.parametrize("name", knobs())
def test_a_knob_goes_from_a_request_into_the_script_and_its_file(name: str) -> None:
    request = Request(**given(name))
    script = next(Composer(request, default_pack()).fits()).script
    assert parse_script(write_script(script)) == script
    plain = parse_script(PLAIN)
    beside = override(plain, Heading(**given(name)))
    assert beside != plain
    assert parse_script(write_script(beside)) == beside
    # and the same into a script that is there already
    assert override(script, Heading()) == override(script, Heading(**given(name))) == script


def test_flags_turn_every_knob(run: Callable[..., Ran], folder: Path) -> None:
    # a lexicon is looked at, since the length of words may decide
    (folder / "silent").mkdir()
    (folder / "silent" / "default").write_text("words: {knuckle: nuckle}", encoding="utf-8")
    values = {name: value_of(name) for name in knobs()}
    words = [
        word
        for name, value in values.items()
        for word in (flag_of(name), f"{value:g}" if isinstance(value, float) else value)
    ]
    # no voice of the tests has a pitch, and compose needs none
    made = run("compose", "--minutes", "10", *words)
    assert made.code == 0, made.err
    script = parse_script(made.out)
    assert override(script, Heading(**values)) == script
    assert override(parse_script(PLAIN), Heading(**values)) != parse_script(PLAIN)


def test_a_bed_s_depth_leaves_its_level() -> None:
    script = parse_script(PLAIN + "bed: {sound: surf, level: -19dB, duck: 5dB}\n")
    bed = override(script, Heading(bed_duck_db=11.0)).bed
    assert bed is not None
    assert (bed.sound, bed.level_db, bed.duck_db) == ("surf", -19.0, 11.0)
