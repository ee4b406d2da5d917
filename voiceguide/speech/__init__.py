"""Speech: engines behind one contract, the text front end, the lexicon, worker processes, the clip cache.

``Speaker`` turns displayed sentences into clips; ``ClipCache`` holds them and is what a mixer reads. Names
are imported when they are used, so that listing points or a cache loads no engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.speech.cache import CacheInfo, ClipCache, locate
    from voiceguide.speech.catalogue import check_voice, find_voice, voices
    from voiceguide.speech.lexicon import Lexicon
    from voiceguide.speech.speaker import Speaker, SpeechStats
    from voiceguide.speech.speed import measure_speed
    from voiceguide.speech.voice import VoiceId, VoiceInfo, VoiceSettings

__all__ = [
    "CacheInfo",
    "ClipCache",
    "Lexicon",
    "Speaker",
    "SpeechStats",
    "VoiceId",
    "VoiceInfo",
    "VoiceSettings",
    "check_voice",
    "find_voice",
    "locate",
    "measure_speed",
    "voices",
]

__getattr__ = lazy(
    __name__,
    {
        "cache": "CacheInfo ClipCache locate",
        "catalogue": "check_voice find_voice voices",
        "lexicon": "Lexicon",
        "speaker": "Speaker SpeechStats",
        "speed": "measure_speed",
        "voice": "VoiceId VoiceInfo VoiceSettings",
    },
)
