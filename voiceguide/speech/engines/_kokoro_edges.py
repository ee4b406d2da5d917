"""The edges of what Kokoro says: words spoken before and after a sentence, and cut away again.

Below a model speed of 1 it begins what it says with a burst of voice (hexgrad/kokoro#344), and two of its
voices end it with a murmur at any speed: "stop" is heard as "stop it".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide._lib.late_numpy import np
from voiceguide.sound import fade_in
from voiceguide.speech.engines._kokoro_model import FRAMES_A_STEP, RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAD: Final = "stˈɑp. "  # noqa: RUF001 (phonemes look like letters)
"""Spoken before each sentence at a model speed under 1: after a word that closes the lips there is no burst.
At higher speeds the lead's last sound would run into the sentence's first."""

TAIL: Final = " pˈɑː."  # noqa: RUF001 (phonemes look like letters)
"""Spoken after each sentence of a voice that murmurs: what comes before closed lips ends cleanly."""

LATE_TAIL: Final = f";{TAIL}"
"""The same after a pause, for a voice that would run on into it."""

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
_RISE_MS = 60  # of a first sound that is cut out of the middle, or it is taken for a b
_MARKS = ";:,.!? "


def starts_of(durations: NDArray[np.float32]) -> NDArray[np.int64]:
    """The frame at which each symbol begins, by the model's own durations."""
    # the first duration is that of the edge before the first symbol
    steps = np.cumsum(np.asarray(durations).reshape(-1))
    return steps.astype(np.int64) * FRAMES_A_STEP


def before_first_sound(samples: NDArray[np.float32], starts: NDArray[np.int64], symbols: str) -> int:
    """The frame between :data:`LEAD` and a sentence: the last quiet moment before its first sound."""
    window = RATE * _ONSET_MS // 1000
    first = _first(symbols)
    closing, mark, own = (int(starts[place]) for place in (LEAD.index("p"), LEAD.index("."), len(LEAD)))
    begin = max(0, mark - FRAMES_A_STEP)
    end = min(max(own - RATE * _AHEAD_SHORT_MS // 1000, begin + window), len(samples))
    power = _power(samples, begin, end, window)
    if not len(power):
        return min(begin, len(samples))
    loud = float(np.square(samples[begin:]).mean())
    ahead = _AHEAD_MS if first in _LONG_SOUNDS else _AHEAD_SHORT_MS
    sure = power[: max(1, len(power) - RATE * (ahead - _AHEAD_SHORT_MS) // 1000 // window)]
    if first in _SONORANTS and sure.min() > loud * 10 ** (-_STILL_DB / 10):
        start = max(0, closing - FRAMES_A_STEP)
        return start + _after_release(_power(samples, start, end, window)) * window
    quiet = _last_quiet(sure)
    if first not in _STOPS:
        # what is left of the lead's closing consonant
        after = power[quiet : quiet + _BURST_MS // _ONSET_MS]
        fallen = after < np.maximum.accumulate(after) * 10 ** (-_FALL_DB / 10)
        still = after < loud * 10 ** (-_STILL_DB / 10)
        quiet += int(np.flatnonzero(fallen & still)[-1]) if (fallen & still).any() else 0
    return begin + quiet * window


def after_last_sound(samples: NDArray[np.float32], starts: NDArray[np.int64], symbols: str, tail: str) -> int:
    """The frame between a sentence and its tail: the moment before the lips open for it.

    Parameters
    ----------
    symbols : str
        The sentence's, with what is spoken before it.
    """
    window = RATE * _ONSET_MS // 1000
    last = len(symbols.rstrip(_MARKS)) - 1
    begin = min(int(starts[last]), len(samples))
    end = min(int(starts[len(symbols) + tail.index("p")]) + FRAMES_A_STEP, len(samples))
    power = _power(samples, begin, end, window)
    if not len(power):
        return end
    # the last, since a sentence may end with closed lips itself
    return begin + (_last_quiet(power) + 1) * window


def raised(samples: NDArray[np.float32], symbols: str) -> NDArray[np.float32]:
    """Sound from :func:`before_first_sound` on, with a rise where it begins within its first sound."""
    if _first(symbols) not in _SONORANTS:
        return samples
    risen = samples.copy()
    fade_in(risen[:, None], RATE * _RISE_MS // 1000)
    return risen


def _first(symbols: str) -> str:
    """The first sound's symbol."""
    return symbols.lstrip("ˈˌ")[:1]


def _after_release(power: NDArray[np.float32]) -> int:
    """The window after the lead's lips have opened, where it runs on into an m, an l or the like."""
    steps = 2 * FRAMES_A_STEP * 1000 // RATE // _ONSET_MS
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


def _last_quiet(power: NDArray[np.float32]) -> int:
    """The last window that is about as quiet as the quietest."""
    return int(np.flatnonzero(power <= power.min() * 10 ** (_WITHIN_DB / 10) + 1e-12)[-1])


def _power(samples: NDArray[np.float32], start: int, end: int, window: int) -> NDArray[np.float32]:
    """Mean power of each whole window between two frames."""
    count = max(0, end - start) // window
    power: NDArray[np.float32] = (
        np.square(samples[start : start + count * window]).reshape(count, window).mean(axis=1)
    )
    return power
