"""Nothing leaves the machine; nothing is written but to the cache, the output and the temporary folder."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from required import need
from watched import House, has_strace

if TYPE_CHECKING:
    from pathlib import Path

LATE_S = 60
"""onnxruntime's telemetry reaches out about half a minute after the import."""
SCRIPT = """
voiceguide: 1
title: One
voice: {voice}
steps:
  - say: Breathe in.
  - hold: {{for: 5s, chimes: {{start: bowl, end: wood}}}}
"""
VOICES = ["piper/joe", "kokoro/heart"]
ALL_VOICES = ["system/default", *VOICES]
STAYING = """
import sys, threading
import voiceguide as vg
seconds, *scripts = sys.argv[1:]
with vg.Studio(workers=1) as studio:
    for script in scripts:
        studio.session(vg.parse_script(script))
    threading.Event().wait(float(seconds))  # the workers live until the studio closes
"""
BY_C = "import ctypes, socket, sys; c = ctypes.CDLL(None); "


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def clean(house: House) -> None:
    assert {"strays": house.strays(), "contacts": house.contacts()} == {"strays": [], "contacts": []}


@pytest.mark.parametrize("voice", ["piper/joe", pytest.param("kokoro/heart", marks=pytest.mark.slow)])
def test_the_main_job_writes_to_its_places_and_reaches_no_one(house: House, voice: str) -> None:
    script = house.output / "one.yaml"
    script.write_text(SCRIPT.format(voice=voice))
    for words in (
        ["say", "Breathe out.", "--voice", voice, "-o", house.output / "sentence.wav"],
        ["export", script, "-o", house.output / "one.mp3"],
        ["export", script, "-o", house.output / "one.m4b", "--bed", "rain"],
        ["timeline", script, "--plot", house.output / "one.png"],
        ["play", script, "--device", "null"],
    ):
        house.run("-m", "voiceguide", *map(str, words))
    assert {"one.m4b", "one.mp3", "one.png", "sentence.wav"} <= {path.name for path in house.output.iterdir()}
    assert list(house.cache.glob("matplotlib/fontlist*"))
    clean(house)


@pytest.mark.slow
@pytest.mark.timeout(LATE_S + 300)
def test_workers_reach_no_one_a_minute_later_either(house: House) -> None:
    house.run("-c", STAYING, str(LATE_S), *(SCRIPT.format(voice=voice) for voice in ALL_VOICES))
    clean(house)


def test_the_other_commands_write_nothing_elsewhere(house: House) -> None:
    for words in ("voices", "beds", "cache info", "compose --minutes 3 --points GV-20"):
        house.run("-m", "voiceguide", *words.split())
    clean(house)


def test_after_our_import_onnxruntime_makes_no_file(house: House) -> None:
    house.run("-c", "import voiceguide, onnxruntime")
    clean(house)


@pytest.mark.parametrize(("chosen", "then"), [(None, "1"), ("0", "0"), ("", "")])
def test_telemetry_is_off_unless_the_user_chose(chosen: str | None, then: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    if chosen is not None:
        environment["ORT_DISABLE_TELEMETRY"] = chosen
    code = "import os, voiceguide; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip("\n") == then


# The watch itself


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import _socket; _socket.socket()",
        "socket.getaddrinfo('127.0.0.1', 9)",
        "import subprocess as s, sys; s.run([sys.executable, '-P', '-c', 'import socket; socket.socket()'])",
    ],
)
def test_the_watch_sees_python_reach_out(house: House, code: str) -> None:
    house.run("-c", f"import socket; {code}")
    assert house.contacts()


def test_the_watch_lets_local_sockets_be(house: House) -> None:
    house.run("-c", "import socket; [one.close() for one in socket.socketpair()]")
    clean(house)


@pytest.mark.parametrize("made", ["open({!r}, 'w')", "os.mkdir({!r})", "os.symlink('a', {!r})"])
def test_the_watch_sees_python_write_anywhere(house: House, tmp_path: Path, made: str) -> None:
    places = [house.home / "a", tmp_path / "c", house.work / "b"]
    for path in places:
        house.run("-c", f"import os; {made.format(str(path))}")
        path.rmdir() if path.is_dir() else path.unlink()  # what is gone again was made all the same
    assert house.strays() == sorted(map(str, places))


def test_strace_sees_libraries_reach_out(house: House) -> None:
    need(has_strace(), "strace", "VOICEGUIDE_REQUIRE_STRACE")
    house.run("-c", f"{BY_C} c.socket(socket.AF_INET6, socket.SOCK_DGRAM, 0)")
    assert len(house.contacts()) == 1


@pytest.mark.parametrize("call", ["creat(path, 0o600)", "mkdir(path, 0o700)", "rename(b'a', path)"])
def test_strace_sees_libraries_write_anywhere(house: House, tmp_path: Path, call: str) -> None:
    need(has_strace(), "strace", "VOICEGUIDE_REQUIRE_STRACE")
    (house.work / "a").touch()
    house.run("-c", f"{BY_C} path = sys.argv[1].encode(); c.{call}", str(tmp_path / "c"))
    (house.work / "a").unlink(missing_ok=True)
    assert house.strays() == [str(tmp_path / "c")]
