"""Engines that misbehave, for workers to run."""
# ruff: noqa: ARG002, T201

import os
import re
import sys
import time
from pathlib import Path

import numpy as np

from voiceguide.errors import SpeechError, VoiceError
from voiceguide.script import Calibration, estimate_ms
from voiceguide.speech import VoiceId, VoiceInfo

RATE = 22_050


def _marks(name):
    """Count calls over all processes: one byte a call, in a file that the test names."""
    with Path(os.environ["FAKE_MARKS"], name).open("ab") as file:
        file.write(b"x")
    return Path(os.environ["FAKE_MARKS"], name).stat().st_size


class Good:
    name = "good"
    version = "1"
    family = "espeak"
    calibration = Calibration()
    settings = frozenset()
    in_process = False
    parallel = 2
    worth = 1
    exact = False
    worldwide = False

    def voices(self):
        return [self.voice("default")]

    def voice(self, name):
        if name == "missing":
            return VoiceInfo(
                VoiceId(self.name, name), "en", "MIT", "", RATE, False, "no such model", "pip install it"
            )
        if name != "default":
            raise VoiceError(f"there is no voice {self.name}/{name}")
        return VoiceInfo(VoiceId(self.name, name), "en", "MIT", "a fake", RATE)

    def fingerprint(self, name):
        return f"{self.name} 1"

    def load(self, name):
        pass

    def synthesize(self, sentence, settings):
        _marks("spoken")
        Path(os.environ["FAKE_MARKS"], f"pid-{os.getpid()}").touch()
        frames = estimate_ms(sentence, settings.rate) * RATE // 1000
        return (0.5 * np.sin(np.arange(frames) * 0.05)).astype(np.float32), RATE


class Slow(Good):
    """Slow enough that a second worker gets its share."""

    name = "slow"

    def synthesize(self, sentence, settings):
        time.sleep(0.15)
        return super().synthesize(sentence, settings)


class Choosy(Good):
    """Whose workers are worth their start for three sentences each."""

    name = "choosy"
    worth = 3


class Dying(Good):
    name = "dying"

    def synthesize(self, sentence, settings):
        _marks("dying")
        print("the model file is broken", file=sys.stderr, flush=True)
        os._exit(3)


class DyingOnce(Good):
    name = "dyingonce"
    parallel = 1

    def synthesize(self, sentence, settings):
        if _marks("deaths") == 1:
            os._exit(3)
        return super().synthesize(sentence, settings)


class Hanging(Good):
    name = "hanging"

    def synthesize(self, sentence, settings):
        Path(os.environ["FAKE_MARKS"], f"pid-{os.getpid()}").touch()
        # a regular expression that never ends, and never lets another thread of its process run
        re.match("(a+)+$", "a" * 60 + "b")


class Sleeping(Good):
    name = "sleeping"

    def synthesize(self, sentence, settings):
        Path(os.environ["FAKE_MARKS"], f"pid-{os.getpid()}").touch()
        time.sleep(1000)


class HangingOnce(Good):
    name = "hangingonce"
    parallel = 1

    def synthesize(self, sentence, settings):
        if _marks("hangs") == 1:
            time.sleep(1000)
        return super().synthesize(sentence, settings)


class Picky(Good):
    """Fails at one sentence only."""

    name = "picky"

    def synthesize(self, sentence, settings):
        if "poison" in sentence:
            raise SpeechError("this sentence is poison")
        return super().synthesize(sentence, settings)


class Broken(Good):
    name = "broken"

    def load(self, name):
        raise RuntimeError("the model cannot be loaded")

    def voices(self):
        raise RuntimeError("the list cannot be read")


class Chatty(Good):
    """Prints into stdout at every level, as pyttsx3 and C libraries do."""

    name = "chatty"

    def synthesize(self, sentence, settings):
        print("Audio saved to a file")
        sys.stdout.flush()
        os.write(1, b"\x00\x00\x00\x02{}ALSA lib pcm.c: cannot find card 0\n" * 10)
        return super().synthesize(sentence, settings)


class Wrong(Good):
    """Returns what cannot be a sentence; the voice's name says what."""

    name = "wrong"
    parallel = 1

    def voice(self, name):
        return VoiceInfo(VoiceId(self.name, name), "en", "MIT", "a fake", RATE)

    def synthesize(self, sentence, settings):
        return {
            "nothing": np.zeros(0, np.float32),
            "click": np.full(10, 0.5, np.float32),
            "silence": np.zeros(RATE, np.float32),
            "nan": np.full(RATE, np.nan, np.float32),
            "babble": np.full(RATE * 60, 0.5, np.float32),
            "stereo": np.full((RATE, 2), 0.5, np.float32),
        }[settings.voice.name], RATE
