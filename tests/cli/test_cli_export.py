"""Exporting through the command line: what is written, what is told, and what an interruption leaves."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

SILENT = ("--voice", "silent/default")


@pytest.mark.parametrize(
    ("suffix", "flags"),
    [(".wav", ()), (".mp3", ()), (".mp3", ("--small",)), (".flac", ("--samples", "int24"))],
)
def test_exactly_as_long_as_asked(
    suffix: str, flags: tuple[str, ...], run: Callable[..., Ran], folder: Path
) -> None:
    ran = run("export", "--length", "2m3.456s", *SILENT, *flags, "-o", f"x{suffix}")
    assert ran.code == 0, ran.err
    assert "2:03.456" in ran.out
    sound, rate = soundfile.read(folder / f"x{suffix}")
    assert rate == (24_000 if flags == ("--small",) else 48_000)
    assert len(sound) == 123_456 * rate // 1000
    assert sound.ndim == (1 if flags == ("--small",) else 2)


def test_the_second_time_nothing_is_spoken(run: Callable[..., Ran]) -> None:
    first = run("export", "--minutes", "3", *SILENT, "--small", "-o", "a.wav")
    again = run("export", "--minutes", "3", *SILENT, "--small", "-o", "b.wav")
    clips = int(first.out.split(" clips,")[0].split()[-1])
    assert f"{clips} clips, 0 from the cache" in first.out
    assert f"{clips} clips, {clips} from the cache" in again.out


def test_a_script_at_another_length_speaks_only_its_length_anew(run: Callable[..., Ran]) -> None:
    run("compose", "--minutes", "5", *SILENT, "-o", "five.yaml")
    first = run("export", "five.yaml", "--small", "-o", "a.wav")
    longer = run("export", "five.yaml", "--length", "6m10s", "--small", "-o", "b.wav")
    clips = int(first.out.split(" clips,")[0].split()[-1])
    assert "6:10.000" in longer.out
    assert f"{clips} clips, {clips - 1} from the cache" in longer.out


def test_a_loudness_that_was_asked_for_and_not_reached_is_told(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "a.yaml").write_text("voiceguide: 1\ntitle: A\nsteps: [{say: Breathe out.}]\n")
    missed = run("export", "a.yaml", *SILENT, "--preset", "streaming", "-o", "a.wav")
    assert missed.code == 0, missed.err
    [line] = [line for line in missed.err.splitlines() if "LUFS" in line]
    told = line.split(" LUFS")[0].removeprefix("The session is at ")
    assert line.startswith(f"The session is at {told} LUFS, and not at -14: ")
    assert f" {told} LUFS, " in missed.out
    reached = run("export", "a.yaml", *SILENT, "--loudness", "-38", "-o", "b.wav")
    assert reached.code == 0, reached.err
    assert "LUFS" not in reached.err


@pytest.mark.slow
def test_stems_are_as_long_and_add_up(run: Callable[..., Ran], folder: Path) -> None:
    flags = ("--length", "1m50s", *SILENT, "--bed", "brown", "--samples", "float32", "--stems")
    ran = run("export", *flags, "-o", "x.wav")
    assert ran.code == 0, ran.err
    whole, _ = soundfile.read(folder / "x.wav")
    stems = [soundfile.read(folder / f"x.{name}.wav")[0] for name in ("voice", "chimes", "bed")]
    assert {len(stem) for stem in stems} == {len(whole)}
    # the limiter may touch a peak of the whole, and never makes anything louder
    assert np.median(np.abs(sum(stems) - whole)) < 1e-4
    assert np.max(np.abs(whole)) <= np.max(np.abs(sum(stems))) + 1e-4


def test_no_voice_keeps_the_chimes_in_their_places(run: Callable[..., Ran], folder: Path) -> None:
    ran = run("export", "--length", "1m50s", *SILENT, "--no-voice", "-o", "x.wav")
    assert ran.code == 0, ran.err
    told = json.loads(run("timeline", "--length", "1m50s", *SILENT, "--json").out)
    sound, _ = soundfile.read(folder / "x.wav")
    loud = np.abs(sound).max(axis=1) > 3e-3  # the room tone is not
    chimes = next(track["cues"] for track in told["tracks"] if track["name"] == "chimes")
    first = min(chime["start"] for chime in chimes)
    assert not loud[:first].any()
    assert loud[first : first + 4800].any()


def test_captions_stand_beside_it(run: Callable[..., Ran], folder: Path) -> None:
    ran = run("export", "--minutes", "2", *SILENT, "-o", "x.wav", "--captions", "srt", "--captions", "vtt")
    assert ran.code == 0
    assert "Stop if anything hurts" in (folder / "x.srt").read_text()
    assert (folder / "x.vtt").read_text().startswith("WEBVTT")


def test_quiet_tells_only_the_result(run: Callable[..., Ran]) -> None:
    ran = run("export", "--minutes", "2", *SILENT, "-o", "x.wav", "--quiet")
    assert ran.err == ""
    assert ran.out.startswith("x.wav: 2:00.000")


def is_writing(process: int, folder: Path) -> bool:
    """Whether a process has an unfinished file in a folder, with a hidden name or (on Linux) without one."""
    files = Path(f"/proc/{process}/fd")
    with contextlib.suppress(OSError):
        if any(str(file.readlink()).startswith(f"{folder.resolve()}/#") for file in files.iterdir()):
            return True
    return any(folder.glob(".x.wav*"))


@pytest.mark.slow
def test_an_interruption_leaves_nothing_behind(folder: Path) -> None:
    (folder / "x.wav").write_bytes(b"the routine of yesterday")
    program = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "voiceguide",
            "export",
            "--minutes",
            "15",
            "--bed",
            "rain",
            *SILENT,
            "-o",
            "x.wav",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": "80"},
        text=True,
    )
    try:
        while program.poll() is None and not is_writing(program.pid, folder):
            time.sleep(0.005)  # so that it has the core
        assert program.poll() is None, program.communicate()
        program.send_signal(signal.SIGINT)
        _, err = program.communicate(timeout=60)
    finally:
        program.kill()
    assert program.returncode == 130
    assert err == "voiceguide: interrupted\n"
    assert [path.name for path in folder.iterdir()] == ["x.wav"]
    assert (folder / "x.wav").read_bytes() == b"the routine of yesterday"
