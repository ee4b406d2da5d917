"""Measures how fast a voice speaks on this machine."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide.speech._clip_cache import ClipCache
from voiceguide.speech._speaker import Speaker
from voiceguide.speech._voice import VoiceSettings

if TYPE_CHECKING:
    from voiceguide.speech._voice import VoiceId

_WARM_UP: Final = "Breathe in."
_SENTENCE: Final = "Lie on your back, and let the weight of the shoulder sink into the ball."
_RATE: Final = 48_000


def measure_speed(voice: VoiceId) -> float:
    """Seconds of sound that one worker makes in a second, finished and kept; its start is not counted.

    Takes as long as the voice's start and two sentences; nothing stays in the clip cache.

    Raises
    ------
    VoiceError
        If there is no such voice, or it is not installed.
    SpeechError
        If it does not speak.
    """
    settings = VoiceSettings(voice)
    with (
        tempfile.TemporaryDirectory(prefix="voiceguide-") as folder,
        Speaker(ClipCache(Path(folder)), workers=1) as speaker,
    ):
        speaker.speak([_WARM_UP], settings, _RATE)
        start = time.perf_counter()
        clip = speaker.speak([_SENTENCE], settings, _RATE)[_SENTENCE]
        taken = time.perf_counter() - start
    return clip.frames / _RATE / taken
