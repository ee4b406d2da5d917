"""The ``silent`` engine: no speech, but exact lengths, for tests and for trying out a routine's timing.

Each clip is a faint tone, so that a test finds its first and last frame in the finished file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.script import Calibration, estimate_ms
from voiceguide.speech._voice import VoiceId, VoiceInfo, no_voice
from voiceguide.units import frames_of, gain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voiceguide.speech._voice import VoiceSettings

RATE = 48_000
TONE_HZ = 220
TONE_DB = -40.0
"""Peak level in dBFS: far above a 16-bit file's floor, too faint to annoy."""
FADE_MS = 5


class Silent:
    """A tone of 220 Hz for each sentence, as long as :func:`~voiceguide.script.estimate_ms` says."""

    name = "silent"
    version = "1"
    family = "espeak"
    calibration = Calibration(bias=1.0, margin=0.0)
    settings = frozenset[str]()
    in_process = True
    parallel = 1
    worth = 1
    exact = True
    worldwide = False

    def voices(self) -> Sequence[VoiceInfo]:
        """The one voice."""
        return (
            VoiceInfo(
                VoiceId(self.name, "default"),
                "en",
                "MIT",
                "a faint tone in place of words: exact and instant, for tests",
                RATE,
            ),
        )

    def voice(self, name: str) -> VoiceInfo:
        """The one voice, if it is the one that is asked for."""
        if name != "default":
            raise no_voice(VoiceId(self.name, name), ["default"])
        return self.voices()[0]

    def fingerprint(self, name: str) -> str:
        """Name and version of the tone."""
        return f"{self.voice(name).id} {self.version}"

    def load(self, name: str) -> None:
        """Nothing to load."""

    def phonemes(self, sentence: str, settings: VoiceSettings) -> str | None:
        """None: a tone has none."""

    def synthesize(self, sentence: str, settings: VoiceSettings) -> tuple[NDArray[np.float32], int]:
        """A tone of the estimated length, faded in and out."""
        frames = frames_of(estimate_ms(sentence, settings.rate), RATE)
        position = np.arange(frames)
        tone = gain_of(TONE_DB) * np.sin(2 * np.pi * TONE_HZ / RATE * position)
        fade = min(frames_of(FADE_MS, RATE), frames // 2)
        from_edge = np.minimum(position, position[::-1])
        return (tone * np.minimum(1.0, (from_edge + 1) / (fade + 1))).astype(np.float32), RATE
