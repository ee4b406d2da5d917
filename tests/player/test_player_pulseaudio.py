"""Playing on a real sound server: where its default changes, or a device is unplugged, the sound goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not (shutil.which("pulseaudio") and shutil.which("pactl")),
    reason="needs pulseaudio and pactl (on Debian: pulseaudio, pulseaudio-utils)",
)

PLAYER = """
import numpy as np
from voiceguide.player import play
from voiceguide.player.devices import open_device
from voiceguide.timeline import Chapter, Timeline

RATE = 48_000
END = 90 * RATE
timeline = Timeline(
    rate=RATE, frames=END, title="Quiet", tracks=(), chapters=(Chapter(0, END, "Quiet"),), holds=(),
)

class Screen:
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def show(self, timeline, frame, *, paused, waiting): print("at", frame, paused, flush=True)
    def tell(self, text): print("told", text, flush=True)

def blocks(start):
    for _ in range(start, END, 4_800):
        yield np.zeros((4_800, 2), np.float32)

def opened():
    return open_device(None, rate=RATE, channels=2)

play(timeline, blocks, channels=2, device=opened(), reopen=opened, screen=Screen())
"""


class Server:
    """A sound server of its own, with two sinks that sound nowhere."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "socket"
        self.environment = os.environ | {
            "PULSE_SERVER": f"unix:{socket}", "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder),
        }  # fmt: skip
        modules = (
            "module-null-sink sink_name=one", "module-null-sink sink_name=two",
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
        )  # fmt: skip
        given = [part for module in modules for part in ("-L", module)]
        self._daemon = subprocess.Popen(
            ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", *given],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, *words: str) -> str:
        return subprocess.run(
            ["pactl", *words], env=self.environment, capture_output=True, text=True, timeout=20, check=True
        ).stdout

    def is_up(self) -> bool:
        done = subprocess.run(
            ["pactl", "list", "short", "sinks"], env=self.environment, capture_output=True, timeout=20,
            check=False,
        )  # fmt: skip
        return done.stdout.count(b"\n") == 2

    def plays_on(self) -> list[str]:
        names = dict(line.split("\t")[:2] for line in self.ask("list", "short", "sinks").splitlines())
        return [names[line.split("\t")[1]] for line in self.ask("list", "short", "sink-inputs").splitlines()]

    def unplug(self, sink: str) -> None:
        lines = self.ask("list", "short", "modules").splitlines()
        self.ask("unload-module", next(line.split("\t")[0] for line in lines if f"sink_name={sink}" in line))

    def stop(self) -> None:
        self._daemon.terminate()
        self._daemon.communicate(timeout=20)


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    made = Server(folder)
    try:
        while not made.is_up():
            assert made._daemon.poll() is None, "the sound server does not start here"
        yield made
    finally:
        made.stop()


def test_the_sound_goes_on_where_the_default_is(tmp_path: Path) -> None:
    with server(tmp_path) as sound:
        sound.ask("set-default-sink", "one")
        with subprocess.Popen(
            [sys.executable, "-c", PLAYER], env=sound.environment, stdout=subprocess.PIPE, text=True
        ) as player:
            assert player.stdout is not None
            told: list[str] = []

            def go_on(frames: int) -> None:
                """Read on until so much more was heard."""
                first = None
                for line in player.stdout or ():
                    what, rest = line.split(maxsplit=1)
                    if what == "told":
                        told.append(rest)
                        continue
                    frame = int(rest.split()[0])
                    first = frame if first is None else first
                    if frame >= first + frames:
                        return
                raise AssertionError(f"it has ended: {told}")

            try:
                go_on(48_000)
                assert sound.plays_on() == ["one"]
                sound.ask("set-default-sink", "two")
                go_on(24_000)
                assert sound.plays_on() == ["two"]
                sound.unplug("two")
                go_on(24_000)
                assert sound.plays_on() == ["one"]
                assert told == []
            finally:
                player.kill()
