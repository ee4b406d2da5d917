"""A true-peak limiter that does nothing below its ceiling.

The gain comes from the peaks alone, with look-ahead, and every frame's gain depends only on what is within
:data:`REACH_MS` of it. So a stretch of a session can be limited by itself, with the same result.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.sound._meter import columns
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH_MS = 30
"""How far the limiter's gain looks to each side, in milliseconds."""

CELL = 16
"""Frames that share one step of the gain curve (0.33 ms at 48 kHz; between steps it is interpolated)."""

_CELLS = 2048  # that are looked at together
_OVERSAMPLING = 4  # BS.1770-4 annex 2: 4 at 48 kHz
_TAPS = 24  # for each phase; reads a 0.45 x rate sine within 0.1 dB
_HAIR_DB = 0.05
_LOOK_MS = 8  # the gain is down this long before the peak


def true_peak(samples: NDArray[np.floating], above: float = 0.0) -> float:
    """Highest absolute value of the wave between the samples, by fourfold oversampling (BS.1770-4).

    Parameters
    ----------
    samples : array, shape (frames, channels)
    above : float
        What stays under this may be told from its samples alone, which is far less work.
    """
    return float(_peaks(columns(samples), above=above).max(initial=0.0))


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
    if not len(sound) or max(float(sound.max()), -float(sound.min())) * _highest_gain() <= ceiling:
        return None
    highest = _peaks(sound, above=ceiling).astype(np.float64)
    over = highest > ceiling
    if not over.any():
        return None
    # a hair under the ceiling: a gain that changes moves the peaks between the samples a little
    wanted = np.where(over, gain_of(-_HAIR_DB) * ceiling / np.maximum(highest, ceiling), 1.0)
    look = max(2, round(_LOOK_MS * rate / 1000 / CELL))
    lowest = np.lib.stride_tricks.sliding_window_view(
        np.pad(wanted, look, constant_values=1.0), 2 * look + 1
    ).min(axis=1)
    # smoothing over less than the look-ahead cannot lift the gain above what any peak near wants
    window = np.hanning(2 * look + 1)[1:-1]
    smooth = np.convolve(np.pad(lowest, look - 1, mode="edge"), window / window.sum(), "valid")
    # where no limiting was asked for, rounding in the smoothing must not touch the sound
    smooth[smooth > 1.0 - 1e-9] = 1.0
    # from the middle of one cell to that of the next it goes in a line
    points = np.pad(smooth.astype(np.float32), 1, mode="edge")
    curve = points[:-1, None] + np.diff(points)[:, None] * (np.arange(CELL, dtype=np.float32) / CELL)
    return np.asarray(curve.ravel()[CELL // 2 : CELL // 2 + len(sound)], dtype=np.float32)


def _peaks(sound: NDArray[np.float32], above: float) -> NDArray[np.float32]:
    """Highest absolute value in each cell, a stretch at a time: of long sounds, copies take memory."""
    cells = -(-len(sound) // CELL)
    peaks = np.empty(cells, dtype=np.float32)
    for first in range(0, cells, _CELLS):
        before = min(first, 1)  # one cell more at either side: the filter reaches less far than that
        part = sound[(first - before) * CELL : (first + _CELLS + 1) * CELL]
        peaks[first : first + _CELLS] = _peaks_near(part, above)[before : before + _CELLS]
    return peaks


def _peaks_near(sound: NDArray[np.float32], above: float) -> NDArray[np.float32]:
    """Highest absolute value in each cell, over all channels, on and between its samples.

    The wave can rise above the samples only so far as the filter's taps allow, so cells that cannot come
    above ``above`` are not oversampled: of speech, nine in ten.
    """
    cells = -(-len(sound) // CELL)
    padded = np.pad(sound, ((CELL, (cells + 1) * CELL - len(sound)), (0, 0)))
    in_cells = padded.reshape(cells + 2, -1)
    sampled: NDArray[np.float32] = np.maximum(in_cells.max(axis=1), -in_cells.min(axis=1))
    peaks: NDArray[np.float32] = sampled[1:-1].copy()
    around = np.maximum(np.maximum(sampled[:-2], peaks), sampled[2:])
    chosen = np.flatnonzero(around * _highest_gain() > above)
    if not len(chosen):
        return peaks
    rows = chosen[:, None] * CELL + np.arange(CELL - (_TAPS // 2 - 1), 2 * CELL + _TAPS // 2)
    for channel in padded.T:
        near = channel[rows]
        # between two samples the wave leaves their line only as far as it bends
        bend = np.abs(np.diff(near, 2, axis=1)).max(axis=1)
        size = np.abs(near)
        at_samples = size[:, _TAPS // 2 - 1 : -(_TAPS // 2 - 1)].max(axis=1)
        bend_share, size_share = _off_the_line()
        high = at_samples + bend_share * bend + size_share * size.max(axis=1) > above
        between = np.abs(near[high] @ _readers()).max(axis=1)
        peaks[chosen[high]] = np.maximum(peaks[chosen[high]], between)
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


@functools.cache
def _readers() -> NDArray[np.float32]:
    """Matrix that reads a cell between its samples, shape (CELL + taps - 1, phases times CELL)."""
    readers = np.zeros((CELL + _TAPS - 1, len(_phases()), CELL), dtype=np.float32)
    for phase, taps in enumerate(_phases()):
        for at in range(CELL):
            readers[at : at + _TAPS, phase, at] = taps
    return readers.reshape(len(readers), -1)


@functools.cache
def _off_the_line() -> tuple[float, float]:
    """How far a reading may be from the line through its two neighbours.

    What the taps add to that line has no sum, and hardly a first moment. So it is a filter of second
    differences, whose taps are those summed up twice, and of one difference, with the moment as its tap.

    Returns
    -------
    float
        At most, per greatest second difference.
    float
        Besides, per highest sample, of which a difference is at most twice as much.
    """
    steps = np.arange(1, _OVERSAMPLING) / _OVERSAMPLING
    rest = _phases().astype(np.float64)
    rest[:, _TAPS // 2 - 1] -= 1 - steps
    rest[:, _TAPS // 2] -= steps
    twice = np.cumsum(np.cumsum(rest, axis=1), axis=1)
    return float(np.abs(twice).sum(axis=1).max()), 2 * float(np.abs(twice[:, -2:]).max())
