"""Converts float samples to 16 bits: once, at the sink, with dither."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PERIODS = (65521, 65519)
"""Frames in the two noise tables: primes, so that their sum repeats after a day at 48 kHz."""


class Quantiser:
    """Quantises blocks to int16 with triangular dither, the same for any block size.

    Triangular dither is the sum of two even ones. Each comes from a table that is addressed by the
    absolute frame, so a frame gets the same noise however the session is cut into blocks. Digital silence
    stays digital silence, and what exceeds full scale is clipped, never wrapped.
    """

    def __init__(self, channels: int, seed: int = 1) -> None:
        self._channels = channels
        self._tables = tuple(_noise(period, channels, seed) for period in _PERIODS)

    def int16(self, block: NDArray[np.float32], start: int) -> NDArray[np.int16]:
        """Quantise a block.

        Parameters
        ----------
        block : array, shape (frames, channels)
            Full scale is [-1, 1].
        start : int
            The block's first frame, counted from the session's start.

        Returns
        -------
        array, shape (frames, channels)
        """
        if block.ndim != 2 or block.shape[1] != self._channels:
            raise ValueError(f"blocks must be (frames, {self._channels}), not {block.shape}")
        if not block.any():
            return np.zeros(block.shape, dtype=np.int16)
        scaled = block * np.float32(32768.0)
        for table in self._tables:
            _add_cyclic(scaled, table, start)
        np.rint(scaled, out=scaled)
        np.clip(scaled, -32768.0, 32767.0, out=scaled)
        scaled[block == 0.0] = 0.0
        return scaled.astype(np.int16)


@functools.lru_cache(maxsize=8)
def _noise(period: int, channels: int, seed: int) -> NDArray[np.float32]:
    """Even noise of one step's width, shape (period, channels)."""
    table = np.random.default_rng((seed, period)).random((period, channels), dtype=np.float32)
    table -= np.float32(0.5)
    table.flags.writeable = False
    return table


def _add_cyclic(block: NDArray[np.float32], table: NDArray[np.float32], start: int) -> None:
    """Add the table to the block as if it went on for ever, beginning at frame ``start``."""
    done = 0
    while done < len(block):
        at = (start + done) % len(table)
        step = min(len(table) - at, len(block) - done)
        block[done : done + step] += table[at : at + step]
        done += step
