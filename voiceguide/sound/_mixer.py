"""The mixer: a timeline and its clips become blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from voiceguide._lib.late_numpy import np
from voiceguide.errors import CacheError
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from voiceguide.sound._bed_clock import BedClock
    from voiceguide.sound._clip import ClipSource
    from voiceguide.timeline import Cue, Timeline

BLOCK = 8192
"""Frames in a block, unless a sink asks for another size."""


class Bed(Protocol):
    """A sound under the whole session, already at its level, faded and ducked."""

    @property
    def lufs(self) -> float:
        """Its loudness where it is neither faded nor ducked."""
        ...

    def levels(self, frames: NDArray[np.int64]) -> NDArray[np.float64]:
        """Gain at frames, fades and ducking together."""
        ...

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Make frames ``start`` to ``start + count`` of the session anew, shape ``(count, 1 or 2)``."""
        ...

    @property
    def clock(self) -> BedClock:
        """Where in it the session is."""
        ...

    def heard(self, start: int, end: int) -> tuple[Any, ...]:
        """Tell, in words of JSON types, what makes these frames what they are, wherever in a session."""
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
        self.bed = bed
        self.cues = tuple(cue for cue in timeline.cues() if cue.frames)
        """All cues that can be heard, ordered by start."""
        self._clips = clips

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
        coming = iter([cue for cue in self.cues if cue.end > start])
        following = next(coming, None)
        sounding: list[tuple[Cue, NDArray[np.float32], np.float32]] = []
        for first in range(start, self.timeline.frames, size):
            count = min(size, self.timeline.frames - first)
            block = self._ground(first, count)
            while following is not None and following.start < first + count:
                gain = np.float32(gain_of(following.gain_db))
                sounding.append((following, self.samples(following), gain))
                following = next(coming, None)
            for cue, samples, gain in sounding:
                begin, end = max(cue.start, first), min(cue.end, first + count)
                part = samples[begin - cue.start : end - cue.start]
                block[begin - first : end - first] += part * gain if gain != 1.0 else part
            sounding = [item for item in sounding if item[0].end > first + count]
            yield block

    def _ground(self, start: int, count: int) -> NDArray[np.float32]:
        """What is there before any cue: the bed, or silence."""
        if self.bed is None:
            return np.zeros((count, self.channels), dtype=np.float32)
        bed = self._folded(self.bed.frames(start, count))
        return bed if bed.shape[1] == self.channels else np.repeat(bed, self.channels, axis=1)

    def samples(self, cue: Cue) -> NDArray[np.float32]:
        """Return a cue's samples at their own level; one channel is heard in all of the session's.

        Raises
        ------
        CacheError
            If the clip is gone, or is not what the timeline says.
        """
        clip = self._clips.clip(cue.clip.key)
        if clip.rate != self.timeline.rate or clip.frames != cue.frames:
            raise CacheError(
                f"clip {cue.clip.key!r} has {clip.frames} frames at {clip.rate} Hz, and the timeline expects "
                f"{cue.frames} at {self.timeline.rate}. Probable cause: it was changed since; lay out again"
            )
        return self._folded(clip.samples)

    def _folded(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Stereo to mono by the mean."""
        if samples.shape[1] > self.channels:
            return (samples[:, :1] + samples[:, 1:]) * np.float32(0.5)
        return samples
