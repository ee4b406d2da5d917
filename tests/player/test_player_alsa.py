"""Real playback, through the system's sound library, into a file, compared frame by frame with the render."""

from __future__ import annotations

import ctypes.util
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from card import surroundings
from required import need

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

pytestmark = pytest.mark.alsa

HERE = Path(__file__).parent
RATE = 48_000
FRAMES = 3 * RATE
REST = slice(2 * RATE, 5 * RATE // 2)
FADE = RATE * 20 // 1000
PATIENCE = 60
SAID_AGAIN = RATE * 3 // 4
"""What simpleaudio may say again: a quarter of a second that it had handed on, a tenth that it was handing
on, a tenth for what is unsure, a sixth that the pipe to the stand-in for a card holds; the rest is for a
busy machine, which is late with the stop."""


@pytest.fixture(params=["miniaudio", pytest.param("simpleaudio", marks=pytest.mark.slow)])
def device(request: pytest.FixtureRequest) -> str:
    need(bool(ctypes.util.find_library("asound")), "ALSA's library", "VOICEGUIDE_REQUIRE_ALSA")
    if request.param == "simpleaudio":
        need(bool(importlib.util.find_spec("simpleaudio")), "simpleaudio", "VOICEGUIDE_REQUIRE_SIMPLEAUDIO")
    return str(request.param)


@pytest.fixture
def captured(tmp_path: Path) -> Callable[..., tuple[dict[str, Any], NDArray[np.float32]]]:
    def run(device: str, *steps: str, frames: int = FRAMES) -> tuple[dict[str, Any], NDArray[np.float32]]:
        raw = tmp_path / "capture.raw"
        done = subprocess.run(
            [sys.executable, HERE / "capture.py", device, str(RATE), str(frames), *steps],
            env=os.environ | surroundings(raw),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return json.loads(done.stdout), np.fromfile(raw, dtype=np.float32).reshape(-1, 2)

    return run


def rendered(frames: int = FRAMES) -> NDArray[np.float32]:
    one = np.arange(1, frames + 1, dtype=np.float32) / np.float32(2**22)
    one[REST] = 0
    return np.stack([one, -one], axis=1)


def numbers(captured: NDArray[np.float32]) -> NDArray[np.int64]:
    """Which frame each captured one is; 0 for silence."""
    return np.round(captured[:, 0] * 2**22).astype(np.int64)


def test_what_is_played_is_the_render(device: str, captured: Callable) -> None:
    outcome, sound = captured(device)
    assert outcome["finished"]
    assert outcome["frame"] == FRAMES
    heard = numbers(sound)
    start = int(np.flatnonzero(heard)[0])
    render = rendered()
    assert np.array_equal(sound[start : start + REST.start], render[: REST.start])
    # simpleaudio may rest for a moment inside the digital silence, so what follows is found anew
    second = int(np.flatnonzero(heard == REST.stop + 1)[0])
    assert second - start >= REST.stop
    assert np.array_equal(sound[second : second + FRAMES - REST.stop], render[REST.stop :])
    assert not sound[second + FRAMES - REST.stop :].any()
    if device == "miniaudio":
        assert second - start == REST.stop


def test_a_pause_is_silence_and_goes_on_where_it_was(device: str, captured: Callable) -> None:
    outcome, sound = captured(device, "16000:toggle", "0:resume")
    assert outcome["finished"]
    heard = numbers(sound)
    render = rendered()
    second = int(np.flatnonzero(heard == REST.stop + 1)[0])
    assert np.array_equal(sound[second : second + FRAMES - REST.stop], render[REST.stop :])
    # before the digital silence: up from the first frame, a pause, and up again
    part = heard[int(np.flatnonzero(heard)[0]) : int(np.flatnonzero(heard == REST.start)[0]) + 1]
    breaks = np.flatnonzero(np.diff(part) != 1)
    before, after = part[breaks[0]], part[breaks[-1] + 1]
    assert before > 0
    assert np.array_equal(part[breaks[-1] + 1 :], np.arange(after, REST.start + 1))
    if device == "miniaudio":
        assert np.count_nonzero(part == 0) >= RATE // 20
        assert before < after <= before + 2 * FADE + 2
    else:  # closes the device in a pause, and says some of it again
        assert before - SAID_AGAIN <= after <= before + FADE + 2


def test_a_skip_goes_on_at_exactly_that_frame(device: str, captured: Callable) -> None:
    outcome, sound = captured(device, "9600:next", frames=6 * RATE)
    assert outcome["finished"]
    heard = numbers(sound)
    arrived = int(np.flatnonzero(heard == 3 * RATE + FADE + 1)[0])
    rest = np.arange(3 * RATE + FADE + 1, 6 * RATE + 1)
    assert np.array_equal(heard[arrived : arrived + len(rest)], rest)
    assert 9600 <= heard[: arrived - FADE].max() < 3 * RATE // 2


def test_quitting_stops_early(device: str, captured: Callable) -> None:
    outcome, sound = captured(device, "9600:quit", frames=10 * RATE)
    assert not outcome["finished"]
    # simpleaudio says less rather than more
    assert 9600 - RATE // 5 <= outcome["frame"] < 2 * RATE
    assert 9600 <= numbers(sound).max() < 2 * RATE
