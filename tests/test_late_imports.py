"""What each call of the program loads: nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CALL = """
import sys
sys.argv = ["voiceguide", *sys.argv[1:]]
try:
    from voiceguide.cli import main
    main()
finally:
    print("loaded:", *sorted(sys.modules), file=sys.stderr)
"""
HEAVY = {
    "av", "lameenc", "matplotlib", "miniaudio", "num2words", "numpy", "onnxruntime", "piper", "platformdirs",
    "pydantic", "pydub", "pyttsx3", "rich", "scipy", "simpleaudio", "soxr", "yaml",
}  # fmt: skip
SCRIPT = """
voiceguide: 1
title: One
voice: silent/default
length: 1m
steps:
  - say: For {length}, breathe for 30 seconds.
  - hold: {for: 20s..60s, chimes: {start: start, end: stop}}
  - say: That was it.
  - pause: 1s..20s
"""


def loaded(*words: str, folder: Path) -> set[str]:
    """Libraries that a call of the program loads."""
    return {name.partition(".")[0] for name in modules(*words, folder=folder)}


def modules(*words: str, folder: Path) -> set[str]:
    """Modules that a call of the program loads."""
    done = subprocess.run(
        [sys.executable, "-c", CALL, *words], capture_output=True, text=True, check=True, cwd=folder
    )
    assert done.stdout
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("call", ["--help", "points", "points LR-3", "export --help", "play --help"])
def test_a_look_needs_no_library_but_click(call: str, tmp_path: Path) -> None:
    loaded(*call.split(), folder=tmp_path)  # what it reads of the program's own files is kept
    packages = loaded(*call.split(), folder=tmp_path)
    assert "voiceguide" in packages
    assert not packages & {*HEAVY, "mutagen"}


@pytest.mark.slow
@pytest.mark.parametrize("bed", [(), ("--bed", "rain")], ids=["no bed", "bed"])
def test_an_export_loads_what_it_uses(tmp_path: Path, bed: tuple[str, ...]) -> None:
    (tmp_path / "one.yaml").write_text(SCRIPT)
    call = ("export", "one.yaml", "-o", "one.mp3", "--cache-dir", "cache", *bed)
    first = loaded(*call, folder=tmp_path)
    assert {"numpy", "pydantic", "yaml"} <= first
    assert not first & {"matplotlib", "miniaudio", "onnxruntime", "piper", "rich", "scipy"}
    before = (tmp_path / "one.mp3").read_bytes()
    again = loaded(*call, folder=tmp_path)
    assert (tmp_path / "one.mp3").read_bytes() == before
    assert again & {*HEAVY, "mutagen"} == ({"numpy"} if bed else set())


def test_an_export_of_a_known_script_needs_no_steps(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SCRIPT)
    call = ("export", "one.yaml", "-o", "one.mp3", "--cache-dir", "cache")
    steps = {"voiceguide.script._script_model", "voiceguide.script._hold_model"}
    assert steps <= modules(*call, folder=tmp_path)
    assert not steps & modules(*call, folder=tmp_path)
    assert steps & modules(*call, "--length", "61s", folder=tmp_path)
