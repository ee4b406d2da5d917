"""Speech: engines behind one contract, the text front end, the lexicon, worker processes, the clip cache.

``Speaker`` turns displayed sentences into clips; ``ClipCache`` holds them and is what a mixer reads. Names
are imported when they are used, so that listing points or a cache loads no engine.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.speech.cache import CacheInfo, ClipCache, locate
    from voiceguide.speech.catalogue import check_voice, voices
    from voiceguide.speech.lexicon import Lexicon
    from voiceguide.speech.speaker import Speaker, SpeechStats
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
    "locate",
    "voices",
]

_HOMES = {
    "CacheInfo": "cache",
    "ClipCache": "cache",
    "Lexicon": "lexicon",
    "Speaker": "speaker",
    "SpeechStats": "speaker",
    "VoiceId": "voice",
    "VoiceInfo": "voice",
    "VoiceSettings": "voice",
    "check_voice": "catalogue",
    "locate": "cache",
    "voices": "catalogue",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
