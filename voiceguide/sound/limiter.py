"""A true-peak limiter that does nothing below its ceiling.

The gain comes from the peaks alone, with look-ahead, and every frame's gain depends only on what is within
:data:`REACH_MS` of it. So a stretch of a session can be limited by itself, with the same result.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from voiceguide.sound.meter import columns
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH_MS = 30
"""How far the limiter's gain looks to each side, in milliseconds."""

CELL = 16
"""Frames that share one step of the gain curve (0.33 ms at 48 kHz; between steps it is interpolated)."""

_OVERSAMPLING = 4  # BS.1770-4 annex 2: 4 at 48 kHz
_TAPS = 24  # for each phase; reads a 0.45 x rate sine within 0.1 dB
_HAIR_DB = 0.05
_LOOK_MS = 8  # the gain is down this long before the peak


def true_peak(samples: NDArray[np.floating]) -> float:
    """Highest absolute value of the wave between the samples, by fourfold oversampling (BS.1770-4)."""
    sound = columns(samples)
    return float(_between(sound).max(initial=0.0))


def limit(samples: NDArray[np.floating], rate: int, ceiling_db: float) -> NDArray[np.float32]:
    """Lower what would peak above the ceiling; everything else comes back bit for bit.

    Parameters
    ----------
    samples : array, shape (frames, channels)
        May exceed full scale.
    ceiling_db : float
        Highest true peak in dBTP.
    """
    sound = columns(samples)
    gain = limiting_gain(sound, rate, ceiling_db)
    return sound if gain is None else sound * gain[:, None]


def limiting_gain(sound: NDArray[np.float32], rate: int, ceiling_db: float) -> NDArray[np.float32] | None:
    """Gain for each frame, or None where the ceiling is not reached and nothing is to be done."""
    ceiling = gain_of(ceiling_db)
    cells = -(-len(sound) // CELL)
    # No wave between the samples can be higher than the sum of the filter's taps allows.
    if not cells or float(np.abs(sound).max()) * _highest_gain() <= ceiling:
        return None
    peaks = np.zeros(cells * CELL, dtype=np.float32)
    peaks[: len(sound)] = _between(sound)
    highest = peaks.reshape(cells, CELL).max(axis=1).astype(np.float64)
    over = highest > ceiling
    if not over.any():
        return None
    # a hair under the ceiling: a gain that changes moves the peaks between the samples a little
    wanted = np.where(over, gain_of(-_HAIR_DB) * ceiling / np.maximum(highest, ceiling), 1.0)
    look = max(2, round(_LOOK_MS * rate / 1000 / CELL))
    lowest = sliding_window_view(np.pad(wanted, look, constant_values=1.0), 2 * look + 1).min(axis=1)
    # smoothing over less than the look-ahead cannot lift the gain above what any peak near wants
    window = np.hanning(2 * look + 1)[1:-1]
    smooth = np.convolve(np.pad(lowest, look - 1, mode="edge"), window / window.sum(), "valid")
    # where no limiting was asked for, rounding in the smoothing must not touch the sound
    smooth[smooth > 1.0 - 1e-9] = 1.0
    centres = np.arange(cells) * CELL + CELL / 2
    return np.interp(np.arange(len(sound)), centres, smooth).astype(np.float32)


def _between(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Highest absolute value at and just after each frame, over all channels."""
    peaks = np.abs(sound).max(axis=1) if len(sound) else np.zeros(0, dtype=np.float32)
    half = _TAPS // 2
    padded = np.pad(sound, ((half - 1, half), (0, 0)))
    for taps in _phases():
        for channel in padded.T:
            np.maximum(peaks, np.abs(np.convolve(channel, taps[::-1], "valid")), out=peaks)
    return peaks


@functools.cache
def _phases() -> NDArray[np.float32]:
    """Kaiser-windowed sinc that reads the wave at 1/4, 2/4 and 3/4 between two samples."""
    offsets = np.arange(_TAPS) - (_TAPS // 2 - 1)
    phases = []
    for step in range(1, _OVERSAMPLING):
        at = offsets - step / _OVERSAMPLING
        inside = np.sqrt(np.maximum(0.0, 1.0 - (at / (_TAPS / 2)) ** 2))
        taps = np.sinc(at) * np.i0(5.0 * inside) / np.i0(5.0)
        phases.append(taps / taps.sum())
    return np.array(phases, dtype=np.float32)


@functools.cache
def _highest_gain() -> float:
    return float(np.abs(_phases()).sum(axis=1).max())
