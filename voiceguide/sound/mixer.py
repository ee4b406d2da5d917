"""The mixer: a timeline and its clips become blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from voiceguide.errors import CacheError
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voiceguide.sound.clip import ClipSource
    from voiceguide.timeline.model import Cue, Timeline

BLOCK = 8192
"""Frames in a block, unless a sink asks for another size."""


class Bed(Protocol):
    """A sound under the whole session, already at its level, faded and ducked."""

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Return frames ``start`` to ``start + count`` of the session, shape ``(count, 1 or 2)``."""
        ...


class Mixer:
    """Renders a timeline, in blocks of any size, from any frame, as often as wanted.

    A clip is fetched when its first frame is due and let go after its last, so memory does not grow with
    the session. Frames are summed in cue order whatever the block size, so the result is the same to the
    last bit. Between cues there is digital silence, unless there is a bed.
    """

    def __init__(
        self, timeline: Timeline, clips: ClipSource, *, channels: int = 2, bed: Bed | None = None
    ) -> None:
        if channels not in {1, 2}:
            raise ValueError(f"channels must be 1 or 2 and not {channels}")
        self.timeline = timeline
        self.channels = channels
        self._clips = clips
        self._bed = bed
        self._cues = [cue for cue in timeline.cues() if cue.frames]

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self.timeline.rate

    @property
    def frames(self) -> int:
        """Length of the whole session."""
        return self.timeline.frames

    def blocks(self, size: int = BLOCK, start: int = 0) -> Iterator[NDArray[np.float32]]:
        """Yield the session from frame ``start`` to its end.

        Parameters
        ----------
        size : int
            Frames in each block; the last one may be shorter.
        start : int
            First frame, 0 to the session's length.

        Yields
        ------
        array, shape (frames, channels)
            Not limited: where cues overlap it may exceed [-1, 1].

        Raises
        ------
        CacheError
            If a clip is gone, or is not what the timeline says.
        """
        if size < 1 or start < 0:
            raise ValueError(f"size must be at least 1 and start at least 0, and not {size} and {start}")
        coming = iter([cue for cue in self._cues if cue.end > start])
        following = next(coming, None)
        sounding: list[tuple[Cue, NDArray[np.float32]]] = []
        for first in range(start, self.timeline.frames, size):
            count = min(size, self.timeline.frames - first)
            block = np.zeros((count, self.channels), dtype=np.float32)
            while following is not None and following.start < first + count:
                sounding.append((following, self._samples(following)))
                following = next(coming, None)
            for cue, samples in sounding:
                begin, end = max(cue.start, first), min(cue.end, first + count)
                block[begin - first : end - first] += self._voiced(
                    cue, samples[begin - cue.start : end - cue.start]
                )
            sounding = [(cue, samples) for cue, samples in sounding if cue.end > first + count]
            if self._bed is not None:
                block += self._folded(self._bed.frames(first, count))
            yield block

    def _voiced(self, cue: Cue, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        folded = self._folded(samples)
        return folded * np.float32(gain_of(cue.gain_db)) if cue.gain_db else folded

    def _folded(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Stereo to mono by the mean; mono is centred by broadcasting."""
        if samples.shape[1] > self.channels:
            return (samples[:, :1] + samples[:, 1:]) * np.float32(0.5)
        return samples

    def _samples(self, cue: Cue) -> NDArray[np.float32]:
        clip = self._clips.clip(cue.clip.key)
        if clip.rate != self.timeline.rate or clip.frames != cue.frames:
            raise CacheError(
                f"clip {cue.clip.key!r} has {clip.frames} frames at {clip.rate} Hz, and the timeline expects "
                f"{cue.frames} at {self.timeline.rate}. Probable cause: it was changed since; lay out again"
            )
        return clip.samples
