"""Speech: engines behind one contract, the text front end, the lexicon, worker processes, the clip cache.

``Speaker`` turns displayed sentences into clips; ``ClipCache`` holds them and is what a mixer reads. Names
are imported when they are used, so that listing points or a cache loads no engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.speech._catalogue import check_voice, find_voice, voices
    from voiceguide.speech._clip_cache import CacheInfo, ClipCache
    from voiceguide.speech._doubts import doubts
    from voiceguide.speech._engine import find_engine
    from voiceguide.speech._feed import Feed
    from voiceguide.speech._lexicon import Lexicon
    from voiceguide.speech._speaker import Speaker, SpeechStats
    from voiceguide.speech._speed import measure_speed
    from voiceguide.speech._voice import VoiceId, VoiceInfo, VoiceSettings

__all__ = [
    "CacheInfo",
    "ClipCache",
    "Feed",
    "Lexicon",
    "Speaker",
    "SpeechStats",
    "VoiceId",
    "VoiceInfo",
    "VoiceSettings",
    "check_voice",
    "doubts",
    "find_engine",
    "find_voice",
    "measure_speed",
    "voices",
]

__getattr__ = lazy(
    __name__,
    {
        "_catalogue": "check_voice find_voice voices",
        "_clip_cache": "CacheInfo ClipCache",
        "_doubts": "doubts",
        "_engine": "find_engine",
        "_feed": "Feed",
        "_lexicon": "Lexicon",
        "_speaker": "Speaker SpeechStats",
        "_speed": "measure_speed",
        "_voice": "VoiceId VoiceInfo VoiceSettings",
    },
)
