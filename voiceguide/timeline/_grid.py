"""The grid that all starts lie on, so that what was encoded for one session can be joined into another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.units import Frames, frames_of

if TYPE_CHECKING:
    from voiceguide.units import Ms

_MPEG_FRAMES = {48_000: 1152, 32_000: 1152, 24_000: 576, 16_000: 576}
"""Samples of an MP3 frame, by the rates at which all frames of a constant bit rate have one size."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Multiples of a step; with a step of 1 every frame."""

    rate: int
    """Frames a second."""
    step: int = 1
    """Frames from one line to the next."""

    @classmethod
    def of_mp3(cls, rate: int) -> Grid:
        """The grid of MP3 frames, which is 24 ms at 48 and 24 kHz; every frame where they differ in size.

        It is the same whatever the format, so that a session has one timeline.
        """
        return cls(rate, _MPEG_FRAMES.get(rate, 1))

    def frames_of(self, ms: Ms) -> Frames:
        """Milliseconds in frames, to the nearest line."""
        return Frames((frames_of(ms, self.rate) + self.step // 2) // self.step * self.step)

    def up(self, frames: int) -> Frames:
        """The first line that is not before a frame."""
        return Frames(-(-frames // self.step) * self.step)

    def steps_within(self, low: int, best: int, high: int) -> tuple[int, int, int]:
        """A range of frames in whole steps; where no line is inside it, the one nearest to ``best``.

        Returns
        -------
        least, preferred, most : int
            In steps.
        """
        near = (best + self.step // 2) // self.step
        least, most = -(-low // self.step), high // self.step
        if least > most:
            return near, near, near
        return least, min(max(near, least), most), most
