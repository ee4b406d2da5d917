"""A sentence to be spoken: what is displayed, what is said, with which voice, at which rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from voiceguide.errors import InputError
from voiceguide.speech._clip_cache import clip_key
from voiceguide.speech._voice import VoiceId, VoiceSettings

if TYPE_CHECKING:
    from voiceguide.speech._clip_cache import ClipCache
    from voiceguide.speech._engine import Engine
    from voiceguide.speech._lexicon import Lexicon
    from voiceguide.speech._wire import Message
    from voiceguide.timeline import ClipRef


def words_for(sentence: str, settings: VoiceSettings, engine: Engine, lexicon: Lexicon) -> str:
    """A displayed sentence as the engine gets it.

    Raises
    ------
    InputError
        If nothing in it can be said.
    """
    from voiceguide.speech._text import spoken_form

    info = engine.voice(settings.voice.name)
    spoken = spoken_form(
        sentence, english=info.english, respell=lexicon.respeller(engine.family, english=info.english)
    )
    if not spoken:
        raise InputError(f"there is nothing to say in {sentence!r} for the voice {settings.voice}")
    return spoken


@dataclass(frozen=True, slots=True)
class Utterance:
    """Everything that a clip is made from."""

    displayed: str
    """The sentence as a person reads it."""
    spoken: str
    """The sentence as the engine gets it: written out, names respelt."""
    settings: VoiceSettings
    rate: int
    """The session's frames a second."""
    fingerprint: str
    """The engine's, for this voice."""

    @classmethod
    def of(cls, sentence: str, settings: VoiceSettings, rate: int, engine: Engine, lexicon: Lexicon) -> Self:
        """Prepare a displayed sentence.

        Raises
        ------
        InputError
            If nothing in it can be said.
        """
        spoken = words_for(sentence, settings, engine, lexicon)
        return cls(sentence, spoken, settings, rate, engine.fingerprint(settings.voice.name))

    @classmethod
    def from_message(cls, message: Message) -> Self:
        """The utterance that :meth:`message` described."""
        return cls(
            message["displayed"],
            message["spoken"],
            VoiceSettings(VoiceId(message["engine"], message["voice"]), message["pace"], message["pitch"]),
            message["rate"],
            message["fingerprint"],
        )

    def message(self) -> Message:
        """All fields as JSON types, for a worker."""
        return {
            "displayed": self.displayed,
            "spoken": self.spoken,
            "engine": self.settings.voice.engine,
            "voice": self.settings.voice.name,
            "pace": self.settings.rate,
            "pitch": self.settings.pitch,
            "rate": self.rate,
            "fingerprint": self.fingerprint,
        }

    @property
    def key(self) -> str:
        """The clip's name in the cache: the hash of everything audible, so not of what is displayed."""
        return clip_key({name: value for name, value in self.message().items() if name != "displayed"})

    def make(self, engine: Engine, cache: ClipCache) -> ClipRef:
        """Speak, finish and keep the clip.

        Raises
        ------
        SpeechError
            If what the engine returned cannot be this sentence.
        CacheError
            If the clip cannot be kept.
        """
        with cache.store.once(self.key):  # another process may be at it
            return cache.ref(self.key) or self._make(engine, cache)

    def _make(self, engine: Engine, cache: ClipCache) -> ClipRef:
        from voiceguide.speech._finish import check_plausible, finish
        from voiceguide.speech._pauses import set_pauses

        samples, native_rate = engine.synthesize(self.spoken, self.settings)
        check_plausible(samples, native_rate, self.displayed, self.settings.rate)
        if not engine.exact:
            samples = set_pauses(samples, native_rate, self.spoken, self.settings.rate)
        samples = finish(samples, native_rate, self.rate, exact=engine.exact)
        meta = {
            "text": self.displayed,
            "spoken": self.spoken,
            "voice": str(self.settings.voice),
            "pace": self.settings.rate,
            "pitch": self.settings.pitch,
            "engine": self.fingerprint,
        }
        return cache.put(self.key, samples, self.rate, meta)
