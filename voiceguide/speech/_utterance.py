"""A sentence to be spoken: what is displayed, what is said, with which voice, at which rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from voiceguide.errors import InputError
from voiceguide.script import FASTEST
from voiceguide.speech._clip_cache import clip_key
from voiceguide.speech._voice import VoiceId, VoiceSettings
from voiceguide.units import frames_down

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.speech._clip_cache import ClipCache
    from voiceguide.speech._engine import Engine
    from voiceguide.speech._lexicon import Lexicon
    from voiceguide.speech._wire import Message
    from voiceguide.timeline import ClipRef

_MORE_PACE = 1.08


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
            VoiceSettings(
                VoiceId(message["engine"], message["voice"]),
                message["pace"],
                message["pitch"],
                most_ms=message.get("most_ms", 0),
            ),
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
            # left out where it says nothing, so that clips of other sentences keep their names
            **({"most_ms": self.settings.most_ms} if self.settings.most_ms else {}),
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
        samples = self._finished(engine, self.settings)
        if most := frames_down(self.settings.most_ms, self.rate):
            samples = self._within(most, samples, engine)
        meta = {
            "text": self.displayed,
            "spoken": self.spoken,
            "voice": str(self.settings.voice),
            "pace": self.settings.rate,
            "pitch": self.settings.pitch,
            "engine": self.fingerprint,
        }
        return cache.put(self.key, samples, self.rate, meta)

    def _finished(self, engine: Engine, settings: VoiceSettings) -> NDArray[np.float32]:
        """The utterance at the session's rate, spoken with some settings."""
        from voiceguide.speech._finish import check_plausible, finish
        from voiceguide.speech._pauses import set_pauses

        samples, native_rate = engine.synthesize(self.spoken, settings)
        check_plausible(samples, native_rate, self.displayed, settings.rate)
        if not engine.exact:
            samples = set_pauses(samples, native_rate, self.spoken, settings.rate)
        return finish(samples, native_rate, self.rate, exact=engine.exact)

    def _within(self, most: int, samples: NDArray[np.float32], engine: Engine) -> NDArray[np.float32]:
        """The utterance in ``most`` frames: as it is, else said faster, else compressed in time."""
        from voiceguide.speech._squeeze import squeezed

        pace = self.settings.rate
        if len(samples) > most and pace < FASTEST:
            # a voice never speeds up by quite as much as it is asked for
            faster = min(FASTEST, pace * len(samples) / most * _MORE_PACE)
            samples = min(samples, self._finished(engine, replace(self.settings, rate=faster)), key=len)
        return samples if len(samples) <= most else squeezed(samples, most, self.rate)
