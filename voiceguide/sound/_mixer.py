"""The mixer: renders a timeline and its clips as blocks."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import CacheError
from voiceguide.sound._sound import Sections
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.sound._bed_lane import BedLane
    from voiceguide.sound._bed_sequence import BedSequence
    from voiceguide.sound._clip import ClipSource
    from voiceguide.sound._sound import Block, Identity
    from voiceguide.timeline import Cue, Timeline

BLOCK = 8192
"""Frames in a block, unless a sink asks for another size."""


class Mixer:
    """Renders a timeline, in blocks of any size, from any frame, as often as wanted.

    A clip is fetched when its first frame is due and let go after its last, so memory does not grow with
    the session. Frames are summed in cue order whatever the block size, so the result is the same to the
    last bit. Between cues there is digital silence, unless there is a bed.
    """

    def __init__(
        self,
        timeline: Timeline,
        clips: ClipSource,
        *,
        channels: int = 2,
        bed: BedLane | BedSequence | None = None,
    ) -> None:
        if channels not in {1, 2}:
            raise ValueError(f"channels must be 1 or 2, not {channels}")
        self.timeline = timeline
        self.channels = channels
        self.bed = bed
        self.cues = tuple(cue for cue in timeline.cues() if cue.frames)
        """All cues that can be heard, ordered by start."""
        self._clips = clips
        self._starts = [cue.start for cue in self.cues]
        self._longest = max((cue.frames for cue in self.cues), default=0)

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self.timeline.rate

    @property
    def frames(self) -> int:
        """Length of the whole session."""
        return self.timeline.frames

    def blocks(self, size: int = BLOCK, start: int = 0) -> Iterator[Block]:
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
        sounding: list[tuple[Cue, Block, np.float32]] = []
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

    def identity(self, start: int, end: int) -> Identity:
        """Return a JSON-able identity of frames ``start`` to ``end``; equal identities mean equal samples."""
        # of cues that are ordered by start, those that may still sound
        first = bisect.bisect_left(self._starts, start - self._longest)
        near = self.cues[first : bisect.bisect_left(self._starts, end)]
        return {
            "rate": self.rate,
            "channels": self.channels,
            "cues": [
                (cue.start - start, cue.frames, cue.clip.key, cue.gain_db) for cue in near if cue.end > start
            ],
            "bed": self.bed.identity(start, end) if self.bed is not None else None,
        }

    def is_silent(self, start: int, end: int) -> bool:
        """Whether nothing sounds in frames ``start`` to ``end``."""
        if self.bed is not None:
            return False
        first = bisect.bisect_left(self._starts, start - self._longest)
        return all(cue.end <= start for cue in self.cues[first : bisect.bisect_left(self._starts, end)])

    def sections(self) -> Sections:
        """Where the sound depends on nothing but what has begun there.

        Without a bed these are the cues. With one they are its passages, without the cross-fades between.
        """
        if self.bed is None:
            return Sections(tuple((cue.start, cue.end) for cue in self.cues), silent_between=True)
        return Sections(tuple(self.bed.spans(self.frames)) or ((0, self.frames),), silent_between=False)

    def _ground(self, start: int, count: int) -> Block:
        """What is there before any cue: the bed, or silence."""
        if self.bed is None:
            return np.zeros((count, self.channels), dtype=np.float32)
        bed = self._folded(self.bed.frames(start, count))
        return bed if bed.shape[1] == self.channels else np.repeat(bed, self.channels, axis=1)

    def samples(self, cue: Cue) -> Block:
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

    def _folded(self, samples: Block) -> Block:
        """Stereo to mono by the mean."""
        if samples.shape[1] > self.channels:
            return (samples[:, :1] + samples[:, 1:]) * np.float32(0.5)
        return samples
