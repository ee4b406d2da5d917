"""Pauses inside a sentence, the same for all engines: each mark is a silence of a set length.

At a comma piper pauses for 230 to 480 ms, espeak for 190 and kokoro for 90 to 350. Nothing but the sound
tells where; yet a mark's place in the text foretells its place in time within 130 ms (standard deviation, all
three engines), which is enough to know its silence from those of the stops (p, t, k) around it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from voiceguide.script import estimate_ms
from voiceguide.units import frames_of, gain_of, ms_of, nearest_ms

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAUSE_MS: Final = {",": 330, ";": 420, ":": 420, ".": 450, "!": 450, "?": 450}
"""Silence at each mark inside a sentence at rate 1. A comma's is what piper does on average at a pace for
lying down; it stays under the breath between two sentences."""

_WINDOW_MS = 5
_GATE_DB = -35.0  # under the loud parts: a pause is quieter, also where a voice's breath can be heard in it
_SILENCE_MS = 60
_BLIP_MS = 10  # sound that is shorter does not end a silence: no speech is, but a click of the voice may be
_LEAST_PAUSE_MS = 110  # shorter silences are mostly stops, and a stop must never be stretched
_TOLERANCE_MS = 420  # three times the standard deviation of a mark's place
_DISTANCE_COST = 0.3  # a silence 100 ms nearer to the mark's place counts as one that is 30 ms longer
_FADE_MS = 8
_OPENING_MS = 200  # longer than any stop
_MARK = re.compile(r"[,;:.!?](?=\s)")


@dataclass(frozen=True, slots=True)
class _Silence:
    start: int
    end: int
    """In frames."""
    spoken: float
    """Share of the sentence's sound that comes before it, 0 to 1."""


def set_pauses(samples: NDArray[np.float32], rate: int, sentence: str, pace: float) -> NDArray[np.float32]:
    """Give each pause inside a sentence its set length.

    A mark whose silence is not found for certain keeps what the engine made of it.

    Parameters
    ----------
    samples : ndarray of float32, shape (frames,)
        One sentence, at ``rate`` frames a second.
    sentence : str
        As the engine got it.
    pace : float
        The voice's rate: at 2 the pauses are half as long.

    Returns
    -------
    ndarray of float32, shape (other frames,)
    """
    marks = [(match.start(), match[0]) for match in _MARK.finditer(sentence.rstrip())]
    if not marks:
        return samples
    silences, sound_ms = _silences(samples, rate)
    whole = _spoken_ms(sentence)
    places = [_spoken_ms(sentence[:position]) / whole for position, _ in marks]
    pieces, done = [], 0
    for number, found in _matched(places, silences, sound_ms, rate):
        wanted = frames_of(nearest_ms(PAUSE_MS[marks[number][1]] / pace), rate)
        silence = silences[found]
        middle = quietest(samples, silence.start, silence.end, rate)
        surplus = (silence.end - silence.start) - wanted
        if surplus > 0:
            cut = min(max(middle - surplus // 2, silence.start), silence.end - surplus)
            pieces.append(samples[done:cut])
            done = cut + surplus
        else:
            pieces += [samples[done:middle], np.zeros(-surplus, np.float32)]
            done = middle
    pieces.append(samples[done:])
    return _joined(pieces, max(1, frames_of(_FADE_MS, rate)))


def quietest(samples: NDArray[np.float32], start: int, end: int, rate: int) -> int:
    """The frame from ``start`` to ``end`` around which least is heard."""
    window = min(frames_of(2 * _FADE_MS, rate), end - start)
    sums = np.concatenate([[0.0], np.cumsum(np.square(samples[start:end], dtype=np.float64))])
    return start + int(np.argmin(sums[window:] - sums[: len(sums) - window])) + window // 2


def open_pauses(samples: NDArray[np.float32], rate: int, places: list[int]) -> NDArray[np.float32]:
    """Put silence at frames where a mark is known to be, so that :func:`set_pauses` finds one there.

    Parameters
    ----------
    samples : ndarray of float32, shape (frames,)
    places : list of int
        Frames, rising.

    Returns
    -------
    ndarray of float32, shape (more frames,)
    """
    silence = np.zeros(frames_of(_OPENING_MS, rate), np.float32)
    pieces = np.split(samples, places)
    with_silence = [piece for each in pieces[:-1] for piece in (each, silence)] + pieces[-1:]
    return _joined(with_silence, max(1, frames_of(_FADE_MS, rate)))


def _silences(samples: NDArray[np.float32], rate: int) -> tuple[list[_Silence], float]:
    """The silences between the first and the last sound, and the time of all sound in milliseconds."""
    window = max(1, frames_of(_WINDOW_MS, rate))
    count = len(samples) // window
    levels = np.sqrt(np.square(samples[: count * window]).reshape(count, window).mean(axis=1))
    quiet = levels < float(np.percentile(levels, 95)) * gain_of(_GATE_DB) if count else np.zeros(0, bool)
    edges = np.diff(np.concatenate([[False], quiet, [False]]).astype(np.int8))
    runs = [
        (int(start) * window, int(end) * window)
        for start, end in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True)
    ]
    runs = _without_blips(runs, frames_of(_BLIP_MS, rate))
    begin = runs[0][1] if runs and runs[0][0] == 0 else 0
    finish = runs[-1][0] if runs and runs[-1][1] == count * window else len(samples)
    inner = [
        (start, end)
        for start, end in runs
        if start > begin and end < finish and end - start >= frames_of(_SILENCE_MS, rate)
    ]
    sound = finish - begin - sum(end - start for start, end in inner)
    found, before = [], begin
    for start, end in inner:
        found.append(_Silence(start, end, (start - before) / max(1, sound)))
        before += end - start
    return found, float(ms_of(sound, rate))


def _without_blips(runs: list[tuple[int, int]], shortest: int) -> list[tuple[int, int]]:
    """Silences, two of them as one where only a blip is between."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] <= shortest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _matched(
    places: list[float], silences: list[_Silence], sound_ms: float, rate: int
) -> list[tuple[int, int]]:
    """Pairs of a mark and its silence, both in order: the pairing of the greatest worth."""
    # best[j]: worth and pairs of the best pairing of the marks so far with the first j silences
    best: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())] * (len(silences) + 1)
    for number, place in enumerate(places):
        row = [best[0]]
        for index, silence in enumerate(silences):
            choice = max(best[index + 1], row[index], key=lambda pairing: pairing[0])
            length = ms_of(silence.end - silence.start, rate)
            distance = abs(silence.spoken - place) * sound_ms
            worth = length - _DISTANCE_COST * distance
            if length >= _LEAST_PAUSE_MS and distance <= _TOLERANCE_MS and worth > 0:
                total, pairs = best[index]
                if total + worth > choice[0]:
                    choice = (total + worth, (*pairs, (number, index)))
            row.append(choice)
        best = row
    return list(best[-1][1])


def _spoken_ms(text: str) -> float:
    """Time of a text without its pauses."""
    return max(1.0, estimate_ms(re.sub(r"[,;:\[\]]", "", text)) - estimate_ms(""))


def _joined(pieces: list[NDArray[np.float32]], fade: int) -> NDArray[np.float32]:
    """Put pieces together, each faded where it was cut, so that nothing clicks."""
    faded = [piece.copy() for piece in pieces]
    for before, after in itertools.pairwise(faded):
        falling, rising = before[-fade:], after[:fade]
        falling *= np.linspace(1, 0, fade, dtype=np.float32)[fade - len(falling) :]
        rising *= np.linspace(0, 1, fade, dtype=np.float32)[: len(rising)]
    return np.concatenate(faded)
