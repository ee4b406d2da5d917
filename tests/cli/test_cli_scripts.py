"""The ready scripts: what compose makes today, each of exactly its length, with nothing to warn of."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voiceguide.compose import guessed_timeline
from voiceguide.script import read_script
from voiceguide.studio import Studio
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

SCRIPTS = sorted((Path(__file__).parents[2] / "scripts").glob("*.yaml"))


def test_there_are_scripts_for_the_usual_wishes() -> None:
    assert {path.stem for path in SCRIPTS} >= {
        "five_minutes", "ten_minutes", "twenty_minutes", "thirty_minutes",
        "before_yoga", "after_gardening", "desk_break", "ball_only",
    }  # fmt: skip


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_it_is_what_compose_makes_today(path: Path, run: Callable[..., Ran]) -> None:
    text = path.read_text(encoding="utf-8")
    call = text.splitlines()[0].removeprefix("# Made by: voiceguide ")
    ran = run(*shlex.split(call))
    assert ran.code == 0, ran.err
    assert ran.out == text, "compose makes another script now; look at the difference, then: make scripts"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_check_has_nothing_to_say(path: Path, run: Callable[..., Ran]) -> None:
    ran = run("check", "--strict", path)
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=() if path.stem == "five_minutes" else pytest.mark.slow)
        for path in SCRIPTS
    ],
)
def test_it_renders_exactly(path: Path, tmp_path: Path) -> None:
    script = read_script(path)
    script = replace(script, voice="silent/default")
    assert script.length is not None
    with Studio(cache_dir=tmp_path, rate=24_000, channels=1) as studio:
        session = studio.session(script)
        frames = sum(len(block) for block in session.blocks(size=65_536))
    assert frames == session.timeline.frames == frames_of(script.length, 24_000)
    assert guessed_timeline(script).frames == script.length
