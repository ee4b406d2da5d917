"""Choosing a device, and what a machine without one says."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from voiceguide._lib.quiet_stderr import quiet_stderr
from voiceguide.errors import DeviceError, InputError
from voiceguide.player.devices import _miniaudio as miniaudio_device
from voiceguide.player.devices import _simpleaudio as simpleaudio_device
from voiceguide.player.devices import listing, open_device
from voiceguide.player.devices._miniaudio import MiniaudioDevice
from voiceguide.player.devices._null import NullDevice

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["gramophone", "", "null/left", "simpleaudio/USB", "MINIAUDIO"])
def test_an_unknown_name_is_the_inputs_fault_and_gets_the_names(name: str) -> None:
    with pytest.raises(
        InputError, match=r"; (did.+\? T|t)here are: miniaudio, simpleaudio, null, miniaudio/CARD$"
    ):
        open_device(name, rate=48_000, channels=2)


def test_the_null_device_opens_only_by_name() -> None:
    assert isinstance(open_device("null", rate=48_000, channels=2), NullDevice)


SILENT_MACHINE = """
import sys
from voiceguide.errors import VoiceguideError
from voiceguide.player.devices import listing, open_device
for probe in listing():
    assert probe.opened is None and probe.problem, probe
for name in (None, "miniaudio"):
    try:
        open_device(name, rate=48000, channels=2)
    except VoiceguideError as error:
        print(type(error).__name__, error.exit_code, error)
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="a machine without a sound card is made with ALSA's variables"
)
def test_a_machine_without_sound_says_one_line_and_nothing_else(tmp_path: Path) -> None:
    config = tmp_path / "asound.conf"
    config.write_text("", encoding="utf-8")
    nowhere = {
        "ALSA_CONFIG_PATH": str(config),
        "PULSE_SERVER": f"unix:{tmp_path}/none",
        "JACK_NO_START_SERVER": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", SILENT_MACHINE],
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    for line, begin in zip(
        lines, ("No sound device opens (miniaudio: ", "The sound device does not open ("), strict=True
    ):
        assert line.startswith(f"DeviceError 1 {begin}")
        assert line.endswith("Write a file instead: voiceguide export ... -o routine.mp3")
    assert done.stderr == ""


class Library(types.SimpleNamespace):
    """Stands in for simpleaudio: each buffer ends when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.played: list[np.ndarray] = []

    def play_buffer(self, samples: np.ndarray, channels: int, width: int, _rate: int) -> Any:
        assert (samples.dtype, samples.shape[1], width) == (np.dtype("float32"), channels, 4)
        self.played.append(np.array(samples))
        return types.SimpleNamespace(is_playing=lambda: False, stop=lambda: None)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    library = Library()
    monkeypatch.setattr(simpleaudio_device, "_load", lambda: library)
    return library


def test_simpleaudio_plays_segments_that_end_in_digital_silence(library: Library, session: Any) -> None:
    from voiceguide.player import play

    samples = np.array(session.samples)
    for start in (7, 11, 24, 25, 26, 27, 28, 41):
        samples[start * 8000 : start * 8000 + 1600] = 0

    def blocks(start: int) -> Any:
        for first in range(start, len(samples), 4000):
            yield samples[first : first + 4000]

    outcome = play(
        session.timeline, blocks, channels=2, device=open_device("simpleaudio", rate=8000, channels=2)
    )
    assert outcome.finished
    probe, *segments = library.played
    assert not probe.any()
    assert np.array_equal(np.concatenate(segments), samples)
    assert all(not segment[-800:].any() for segment in segments[:-1])
    assert [len(segment) // 8000 for segment in segments] == [7, 17, 17, 18]


def test_simpleaudio_cuts_what_has_no_silence_so_that_memory_stays_small(
    library: Library, session: Any
) -> None:
    from voiceguide.player import play

    play(
        session.timeline, session.blocks, channels=2, device=open_device("simpleaudio", rate=8000, channels=2)
    )
    _, *segments = library.played
    assert np.array_equal(np.concatenate(segments), session.samples)
    assert [len(segment) // 8000 for segment in segments] == [30, 30]


def test_simpleaudio_that_fails_is_a_device_error(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("Weird sample rates are not supported.")

    monkeypatch.setattr(library, "play_buffer", refuse)
    with pytest.raises(DeviceError, match=r"simpleaudio: Weird sample rates.*Write a file instead"):
        open_device("simpleaudio", rate=12_345, channels=2)


def test_simpleaudio_that_is_not_there_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simpleaudio", None)
    with pytest.raises(DeviceError, match=r"not installed; pip install 'voiceguide\[simpleaudio\]'"):
        open_device("simpleaudio", rate=48_000, channels=2)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="1.0.4 is sound on Python 3.11")
def test_the_simpleaudio_that_crashes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise simpleaudio_device.metadata.PackageNotFoundError

    monkeypatch.setitem(sys.modules, "simpleaudio", types.ModuleType("simpleaudio"))
    monkeypatch.setattr(simpleaudio_device.metadata, "distribution", missing)
    with pytest.raises(DeviceError, match="this build crashes on Python"):
        open_device("simpleaudio", rate=48_000, channels=2)


CARDS = [
    {"name": "Discard all samples (playback)", "id": 0},
    {"name": "USB Headset", "id": 1},
    {"name": "HDMI", "id": 2},
]


def test_a_card_is_found_by_part_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    import miniaudio

    devices = types.SimpleNamespace(get_playbacks=lambda: CARDS)
    monkeypatch.setattr(miniaudio, "Devices", lambda _backends: devices)
    assert miniaudio_device.cards() == ["USB Headset", "HDMI"]
    assert miniaudio_device._choose("headset")["id"] == 1
    with pytest.raises(InputError, match=r"no sound card is called 'discard'; there are: USB Headset, HDMI"):
        MiniaudioDevice(48_000, 2, "discard")


@pytest.mark.parametrize("name", [None, "miniaudio"])
@pytest.mark.parametrize("code", [-19, -401])
def test_a_busy_device_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str | None, code: int
) -> None:
    import miniaudio

    def refuse(**_: object) -> None:
        os.write(2, b"ALSA lib pcm_hw.c:1829:(_snd_pcm_hw_open) open failed: Device or resource busy\n")
        raise miniaudio.MiniaudioError("failed to init device", code)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", refuse)
    monkeypatch.setitem(sys.modules, "simpleaudio", None)
    with pytest.raises(DeviceError, match=r"miniaudio: .*another program has it \(failed") as raised:
        open_device(name, rate=48_000, channels=2)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 1
    assert capfd.readouterr() == ("", "")


def test_the_library_may_not_fall_back_to_its_null_backend() -> None:
    names = [backend.name for backend in miniaudio_device._backends()]
    assert names
    assert not {"NULL", "CUSTOM", "WEBAUDIO"} & set(names)


def test_a_listing_raises_nothing_and_names_both() -> None:
    assert [probe.backend for probe in listing()] == ["miniaudio", "simpleaudio"]


def test_noise_from_c_is_silenced_for_its_time_only(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(2, b"before ")
    with quiet_stderr():
        os.write(2, b"noise ")
    os.write(2, b"after")
    assert capfd.readouterr().err == "before after"
