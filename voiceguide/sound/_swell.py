"""Slow swells, as of waves on a beach, that never come at the same distance."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.sound._bed_data import Waves

_CONTROL = 256  # frames between two values of a swell: 5 ms at 48 kHz, for swells of seconds
_POINTS = 1024  # values that are made together: each wave near them costs a few calls
_SIDE_S = 0.35  # waves run along the beach: the right ear hears them this much later


class Swell:
    """What waves do to the level, for any frame.

    Parameters
    ----------
    channels : int
        2 for two ears, 1 for what is between them.
    """

    def __init__(self, waves: Waves, rate: int, seed: tuple[int, ...], channels: int) -> None:
        self._waves = waves
        self._rate = rate
        self._seed = seed
        self._channels = channels
        self._tile = functools.lru_cache(maxsize=4)(self._make_tile)

    def gain(self, start: int, count: int) -> NDArray[np.float32]:
        """Gain of each frame and channel: a slow curve, so it is drawn every few milliseconds and joined."""
        first, end = start // _CONTROL, (start + count) // _CONTROL + 2
        points = np.concatenate(
            [self._tile(tile) for tile in range(first // _POINTS, (end - 1) // _POINTS + 1)]
        )
        level = points[first % _POINTS :][: end - first]
        ramp = np.arange(_CONTROL, dtype=np.float32) / _CONTROL
        curve = np.empty(((len(level) - 1) * _CONTROL, self._channels), dtype=np.float32)
        for channel, points in enumerate(level.T):
            curve[:, channel] = (points[:-1, None] + np.diff(points)[:, None] * ramp).ravel()
        skip = start - first * _CONTROL
        return curve[skip : skip + count]

    def mean_power(self) -> float:
        """Mean of the squared gain, over ten minutes."""
        return float(np.mean(np.square(self._level(np.arange(0.0, 600.0, 0.5)))))

    def _make_tile(self, tile: int) -> NDArray[np.float32]:
        """Points of the swell, many at a time: each wave near them costs a few calls."""
        time = np.arange(tile * _POINTS, (tile + 1) * _POINTS) * (_CONTROL / self._rate)
        sides = (0, _SIDE_S) if self._channels == 2 else (_SIDE_S / 2,)
        return np.stack([self._level(time - side) for side in sides], axis=1).astype(np.float32)

    def _level(self, time: NDArray[np.floating]) -> NDArray[np.float64]:
        waves = self._waves
        reach = max(waves.rise, waves.fall) + waves.every
        height = np.zeros(len(time))
        for wave in range(int((time[0] - reach) // waves.every), int((time[-1] + reach) // waves.every) + 1):
            crest = (wave + waves.vary * (2 * drawn(self._seed, 1, wave) - 1)) * waves.every
            since = time - crest
            phase = np.where(
                since < 0, np.maximum(since / waves.rise, -1.0), np.minimum(since / waves.fall, 1.0)
            )
            shape = 0.5 + 0.5 * np.cos(np.pi * phase)
            height = np.maximum(height, shape * (1 - waves.vary * drawn(self._seed, 2, wave)))
        # even in decibels from floor to crest, as loudness is heard
        return np.asarray(10.0 ** (waves.floor * (1 - height) / 20))


@functools.lru_cache(maxsize=4096)
def drawn(seed: tuple[int, ...], purpose: int, number: int) -> float:
    """Draw from [0, 1) by what it is for, not by when it is asked for: any frame can be the first."""
    return float(np.random.default_rng((*seed, purpose, number & 0xFFFFFFFF)).random())
