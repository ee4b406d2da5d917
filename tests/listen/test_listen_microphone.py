"""The microphone: what is asked of the sound library, and one line where there is none."""

from __future__ import annotations

import os
import types
from typing import Any

import miniaudio
import numpy as np
import pytest

from voiceguide.errors import DeviceError
from voiceguide.listen._endpointing import RATE
from voiceguide.listen._microphone import Microphone


def test_a_machine_without_a_microphone_gets_one_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(**_: Any) -> None:
        os.write(2, b"ALSA lib confmisc.c:165:(snd_config_get_card) Cannot get card index for 0\n")
        raise miniaudio.MiniaudioError("failed to init device", -401)

    monkeypatch.setattr(miniaudio, "CaptureDevice", refuse)
    with pytest.raises(DeviceError) as raised, Microphone():
        pass
    assert str(raised.value) == (
        "no microphone can be opened (failed to init device -401); is one plugged in, and free?"
    )
    assert capfd.readouterr().err == ""


def test_a_name_that_no_microphone_has_gets_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Discard all samples (playback) or generate zero samples (capture)", "USB headset"]
    listed = [{"name": name, "id": number} for number, name in enumerate(names)]
    monkeypatch.setattr(miniaudio, "Devices", lambda: types.SimpleNamespace(get_captures=lambda: listed))
    with (
        pytest.raises(DeviceError, match=r"^no microphone is called 'Blue'; there are: USB headset$"),
        Microphone("Blue"),
    ):
        pass
    listed.pop()
    with pytest.raises(DeviceError, match=r"'Blue'; there is none$"), Microphone("Blue"):
        pass


def test_whatever_its_rate_it_is_heard_at_the_recognisers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    class Capture:
        def __init__(self, **options: Any) -> None:
            asked.update(options)

        def start(self, receiver: Any) -> None:
            receiver.send(np.full(480, 0.5, np.float32).tobytes())

        def close(self) -> None:
            asked["closed"] = True

    monkeypatch.setattr(miniaudio, "CaptureDevice", Capture)
    with Microphone() as microphone:
        block = microphone.read(1.0)
        assert block is not None
        assert block.shape == (480,)
        assert microphone.read(0.0) is None
    # the library converts to what is asked for
    assert (asked["sample_rate"], asked["nchannels"], asked["closed"]) == (RATE, 1, True)
