"""A bed in a session: at its level, ducked, faded in at the start and out at the end."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.sound.ducking import DuckingCurve
from voiceguide.sound.levels import VOICE_LUFS
from voiceguide.units import frames_of, gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.sound.beds import BedSound
    from voiceguide.sound.ducking import Ducking
    from voiceguide.timeline.model import Timeline

TILE = 8192
"""A bed is made in tiles that begin at multiples of this frame, so that blocks of any size get the same."""

FADE_IN_MS = 3000
FADE_OUT_MS = 6000


class BedLane:
    """A bed laid under a timeline.

    Parameters
    ----------
    sound : BedSound
        At the timeline's rate.
    level_db : float
        Loudness against the voice, in LU: -20 is far behind it.
    ducking : Ducking, optional
        How it makes room; the default is :class:`~voiceguide.sound.ducking.Ducking`'s.
    """

    def __init__(
        self,
        sound: BedSound,
        timeline: Timeline,
        *,
        level_db: float = -20.0,
        ducking: Ducking | None = None,
    ) -> None:
        self._sound = sound
        self._frames = timeline.frames
        self._curve = DuckingCurve(timeline, ducking)
        self.lufs = VOICE_LUFS + level_db
        """Its loudness where it is not ducked."""
        # a silent sound has no level to bring anywhere
        self._gain = np.float32(gain_of(self.lufs - sound.lufs) if math.isfinite(sound.lufs) else 0.0)
        rate = timeline.rate
        # in a very short session both fades share what there is
        self._fade_in = min(frames_of(FADE_IN_MS, rate), timeline.frames // 3)
        self._fade_out = min(frames_of(FADE_OUT_MS, rate), timeline.frames // 3)
        self._tile = functools.lru_cache(maxsize=2)(self._make_tile)

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count`` of the session, shape (count, 2); after its end, zeros."""
        first, last = start // TILE, (start + max(count, 1) - 1) // TILE
        tiles = [self._tile(number) for number in range(first, last + 1)]
        joined = tiles[0] if len(tiles) == 1 else np.concatenate(tiles)
        return joined[start - first * TILE : start - first * TILE + count]

    def levels(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """Gain of the bed at frames, fades and ducking together, against where it is in the open."""
        rising = np.clip(frames / max(self._fade_in, 1), 0.0, 1.0)
        falling = np.clip((self._frames - 1 - frames) / max(self._fade_out, 1), 0.0, 1.0)
        fades = (0.5 - 0.5 * np.cos(np.pi * rising)) * (0.5 - 0.5 * np.cos(np.pi * falling))
        return np.asarray(fades * 10.0 ** (self._curve.decibels(frames) / 20))

    def _make_tile(self, number: int) -> NDArray[np.float32]:
        start = number * TILE
        tile = self._sound.frames(start, TILE) * self._gain
        if start < self._fade_in or start + TILE > self._frames - 1 - self._fade_out:
            tile *= self.levels(np.arange(start, start + TILE)).astype(np.float32)[:, None]
        else:
            gain = self._curve.gain(start, TILE)
            if gain is not None:
                tile *= gain[:, None]
        tile.flags.writeable = False
        return tile
