"""Pipes (``-``), and terminals and files of other encodings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = "voiceguide: 1\ntitle: One\nvoice: silent/default\nsteps:\n  - say: Hello.\n  - hold: {for: 2s}\n"


def called(
    folder: Path, *words: str, given: str = "", encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    call = [sys.executable, "-m", "voiceguide", *words]
    return subprocess.run(call, input=given.encode(), capture_output=True, cwd=folder, env=env, check=False)


@pytest.mark.parametrize(("suffix", "magic"), [("wav", b"RIFF"), ("mp3", b"ID3"), ("flac", b"fLaC")])
def test_a_session_goes_from_a_pipe_to_a_pipe(folder: Path, suffix: str, magic: bytes) -> None:
    done = called(folder, "export", "-", "-o", "-", "--format", suffix, given=SCRIPT)
    assert done.returncode == 0
    assert done.stdout.startswith(magic)
    assert b"stdout: 0:0" in done.stderr
    (folder / "one.yaml").write_text(SCRIPT)
    assert called(folder, "export", "one.yaml", "-o", f"one.{suffix}").returncode == 0
    assert (folder / f"one.{suffix}").read_bytes() == done.stdout
    assert sorted(path.name for path in folder.iterdir()) == [f"one.{suffix}", "one.yaml"]


def test_a_text_goes_from_a_pipe_to_a_pipe(folder: Path) -> None:
    call = ("say", "-", "--voice", "silent/default", "-o", "-", "--format", "wav")
    done = called(folder, *call, given="Hello.\n")
    assert done.stdout.startswith(b"RIFF")
    assert b"stdout: 0:0" in done.stderr


def test_a_timeline_is_that_of_a_pipe(folder: Path) -> None:
    done = called(folder, "timeline", "-", "--json", given=SCRIPT)
    assert json.loads(done.stdout)["title"] == "One"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("export", "-", "-o", "-"), "add --format mp3"),
        (("export", "-", "-o", "-", "--format", "mp3", "--stems"), "need a file's name"),
        (("export", "-", "-o", "one.wav", "--format", "mp3"), "do not agree"),
        (("say", "Hello.", "-o", "-", "--format", "xyz"), ".xyz"),
        (("say", "--script", "-", "--line", "5"), "choose in it by --step"),
    ],
)
def test_what_a_pipe_cannot_do_is_told(folder: Path, words: tuple[str, ...], message: str) -> None:
    done = called(folder, *words, given=SCRIPT)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert not done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_what_an_encoding_lacks_is_replaced(folder: Path, encoding: str) -> None:
    done = called(folder, "points", encoding=encoding)
    assert done.returncode == 0
    told = done.stdout.decode(encoding)
    assert "BL-43" in told
    assert ("膏肓" in told) is (encoding == "utf-8")
    if encoding == "ascii":
        card = called(folder, "points", "LR-3", encoding=encoding).stdout.decode(encoding)
        assert "Taichong" in card
    assert "\N{REPLACEMENT CHARACTER}" not in told
    assert called(folder, "points", "--help", encoding=encoding).stdout.decode(encoding)
    assert called(folder, "points", "xyz\u2014", encoding=encoding).returncode == 2


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_what_is_read_again_is_whole_in_any_encoding(folder: Path, encoding: str) -> None:
    found = json.loads(called(folder, "points", "LR-3", "--json", encoding=encoding).stdout)
    assert found["characters"] == "太冲"
    call = ("compose", "--minutes", "5", "--points", "LR-3", "--voice", "silent/default")
    done = called(folder, *call, encoding=encoding)
    assert done.stdout == called(folder, *call).stdout
    assert done.stdout.decode("utf-8")
