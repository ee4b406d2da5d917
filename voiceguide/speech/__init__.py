"""Speech: engines behind one contract, the text front end, the lexicon, worker processes, the clip cache.

``Speaker`` turns displayed sentences into clips; ``ClipCache`` holds them and is what a mixer reads. Names
are imported when they are used, so that listing points or a cache loads no engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.speech._beat_lines import known_lines, speak_lines, stream_lines
    from voiceguide.speech._catalogue import check_voice, find_voice, voices
    from voiceguide.speech._clip_cache import CacheInfo, ClipCache
    from voiceguide.speech._doubts import doubts
    from voiceguide.speech._engine import find_engine
    from voiceguide.speech._feed import Feed
    from voiceguide.speech._lexicon import Lexicon, lexicon_of, lexicon_words
    from voiceguide.speech._lexicon_source import LexiconLike, LexiconSource, lexicon_sources
    from voiceguide.speech._names_aside import NAME_ASIDE, names_aside
    from voiceguide.speech._pack_names import with_names
    from voiceguide.speech._recordings import check_recording, recorded_clips
    from voiceguide.speech._speaker import Speaker, SpeechStats, check_pitch
    from voiceguide.speech._speed import measure_speed
    from voiceguide.speech._spoken_form import SpokenForm, check_sayable, shown, shown_lines
    from voiceguide.speech._voice import VoiceId, VoiceInfo, VoiceSettings

__all__ = [
    "NAME_ASIDE",
    "CacheInfo",
    "ClipCache",
    "Feed",
    "Lexicon",
    "LexiconLike",
    "LexiconSource",
    "Speaker",
    "SpeechStats",
    "SpokenForm",
    "VoiceId",
    "VoiceInfo",
    "VoiceSettings",
    "check_pitch",
    "check_recording",
    "check_sayable",
    "check_voice",
    "doubts",
    "find_engine",
    "find_voice",
    "known_lines",
    "lexicon_of",
    "lexicon_sources",
    "lexicon_words",
    "measure_speed",
    "names_aside",
    "recorded_clips",
    "shown",
    "shown_lines",
    "speak_lines",
    "stream_lines",
    "voices",
    "with_names",
]

__getattr__ = lazy(
    __name__,
    {
        "_beat_lines": "known_lines speak_lines stream_lines",
        "_catalogue": "check_voice find_voice voices",
        "_clip_cache": "CacheInfo ClipCache",
        "_doubts": "doubts",
        "_engine": "find_engine",
        "_feed": "Feed",
        "_lexicon": "Lexicon lexicon_of lexicon_words",
        "_lexicon_source": "LexiconLike LexiconSource lexicon_sources",
        "_names_aside": "NAME_ASIDE names_aside",
        "_pack_names": "with_names",
        "_recordings": "check_recording recorded_clips",
        "_spoken_form": "SpokenForm check_sayable shown shown_lines",
        "_speaker": "Speaker SpeechStats check_pitch",
        "_speed": "measure_speed",
        "_voice": "VoiceId VoiceInfo VoiceSettings",
    },
)
