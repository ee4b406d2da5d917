"""A bed in a session: each run of cues at its place in it, at its level, ducked, faded in and out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.sound._bed_clock import BedClock
from voiceguide.sound._ducking import DuckingCurve
from voiceguide.sound._levels import VOICE_LUFS
from voiceguide.units import frames_in, frames_of, gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voiceguide.sound._beds import BedSound
    from voiceguide.sound._ducking import Ducking
    from voiceguide.sound._sound import Identity
    from voiceguide.timeline import Timeline

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
        How it is ducked; the default is :class:`~voiceguide.sound._ducking.Ducking`'s.
    fade_out : int, optional
        Frames in which it fades out at the end; six seconds by default.
    """

    def __init__(
        self,
        sound: BedSound,
        timeline: Timeline,
        *,
        level_db: float = -20.0,
        ducking: Ducking | None = None,
        fade_out: int | None = None,
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
        fade_out = frames_of(FADE_OUT_MS, rate) if fade_out is None else fade_out
        self._fade_out = min(fade_out, timeline.frames // 3)
        self.clock = BedClock(
            timeline, frames_in(sound.crossing_s, rate) if sound.crossing_s is not None else None
        )
        """Where in the bed the session is."""

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count`` of the session, shape (count, 1 or 2); then zeros."""
        out = self.clock.frames(self._sound, start, count)
        out *= self._gain
        if start < self._fade_in or start + count > self._frames - 1 - self._fade_out:
            out *= self.levels(np.arange(start, start + count)).astype(np.float32)[:, None]
        elif (gain := self._curve.gain(start, count)) is not None:
            out *= gain[:, None]
        return out

    def identity(self, start: int, end: int) -> Identity:
        """Return an identity of frames ``start`` to ``end``; equal identities mean equal samples."""
        fades_in = start < self._fade_in
        fades_out = end > self._frames - 1 - self._fade_out
        return {
            "sound": self._sound.identity,
            "lufs": self.lufs,
            "places": self.clock.identity(start, end),
            "ducking": self._curve.identity(start, end),
            "fade in": (start, self._fade_in) if fades_in else None,
            "fade out": (self._frames - start, self._fade_out) if fades_out else None,
        }

    def spans(self, frames: int) -> Iterator[tuple[int, int]]:
        """The stretches in which the bed runs on, in a session of so many frames."""
        passages = self.clock.passages
        ends = [*(passage.start for passage in passages[1:]), frames]
        return ((passage.alone, end) for passage, end in zip(passages, ends, strict=True))

    def levels(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """Gain of the bed at frames, fades and ducking together, against where it is in the open."""
        rising = np.clip(frames / max(self._fade_in, 1), 0.0, 1.0)
        falling = np.clip((self._frames - 1 - frames) / max(self._fade_out, 1), 0.0, 1.0)
        fades = (0.5 - 0.5 * np.cos(np.pi * rising)) * (0.5 - 0.5 * np.cos(np.pi * falling))
        return np.asarray(fades * 10.0 ** (self._curve.decibels(frames) / 20))
