"""An MP3 file joined from frames that were kept, with what is missing encoded first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from voiceguide.export.crc16 import crc16
from voiceguide.export.frame_cache import Frames
from voiceguide.export.frame_encoder import POST_ROLL, PRE_ROLL
from voiceguide.export.lame import EFFORT
from voiceguide.export.mp3_parallel import in_order
from voiceguide.export.reel import Reel
from voiceguide.export.splice import key_of, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.export.frame_encoder import FrameEncoder
    from voiceguide.export.master import Block
    from voiceguide.export.splice import Splicing, Stretch

_FORMAT = 1
"""To be raised when the same sound is encoded in another way."""
_WIND = 1 << 15
"""Samples that are rather rendered for nothing than begun anew, which costs the limiter's look-back."""


class Splicer:
    """One session's frames.

    Parameters
    ----------
    frames : int
        MPEG frames of the session.
    """

    def __init__(self, splicing: Splicing, encoder: FrameEncoder, frames: int) -> None:
        self._splicing = splicing
        self._encoder = encoder
        self._frames = frames
        stream = encoder.stream
        self._size = stream.frame_bytes(encoder.kbps)
        settings = _FORMAT, encoder.library.version, EFFORT, stream.rate, stream.channels, encoder.kbps
        self._pieces = [
            (piece, key_of(splicing, piece.stretch, settings))
            for piece in pieces(splicing, stream.frame_samples, frames)
        ]

    def encode_missing(self, on_progress: Callable[[int], None] | None = None) -> bool:
        """Encode and keep what is not kept yet, on all cores; tell whether it could be kept.

        Parameters
        ----------
        on_progress : callable, optional
            Told how much is ready, of the session's length.

        Raises
        ------
        ExportError
            If LAME fails.
        """
        cache = self._splicing.cache
        wanted = {key: piece.stretch for piece, key in self._pieces}
        missing = {key: stretch for key, stretch in wanted.items() if not cache.holds(key)}
        if not missing:
            return True

        def tasks() -> Iterator[tuple[str, Block, int]]:
            reels: dict[int, Reel] = {}  # the session's and the bed's own go forward side by side
            for key, stretch in missing.items():
                yield key, self._samples(stretch, reels), stretch.frames

        def encode(task: tuple[str, Block, int]) -> tuple[bool, int]:
            key, samples, frames = task
            return cache.put(key, self._encoded(samples, frames)), frames

        total, done = sum(stretch.frames for stretch in missing.values()), 0
        for kept, frames in in_order(encode, tasks()):
            if not kept:
                return False
            done += frames
            if on_progress is not None:
                on_progress(self._splicing.timeline.frames * done // total)
        cache.trim()
        return True

    def joined(self) -> Iterator[tuple[Frames, int]]:
        """All frames of the session in order, each time with how often they follow one another."""
        silence = self._encoder.silence()
        constant = Frames(silence, crc16(silence))
        at = 0
        for piece, key in self._pieces:
            if piece.first > at:
                yield constant, piece.first - at
            yield self._part(self._kept(key, piece.stretch), piece.skip, piece.frames), 1
            at = piece.first + piece.frames
        if at < self._frames:
            yield constant, self._frames - at

    def _kept(self, key: str, stretch: Stretch) -> Frames:
        found = self._splicing.cache.get(key)
        if found is None or len(found.data) != stretch.frames * self._size:
            # damaged, or removed by another process meanwhile
            found = self._encoded(self._samples(stretch, {}), stretch.frames)
            self._splicing.cache.put(key, found)
        return found

    def _part(self, frames: Frames, skip: int, count: int) -> Frames:
        data = frames.data[skip * self._size : (skip + count) * self._size]
        return frames if len(data) == len(frames.data) else Frames(data, crc16(data))

    def _encoded(self, samples: Block, frames: int) -> Frames:
        data = self._encoder.frames(samples, PRE_ROLL, frames)
        return Frames(data, crc16(data))

    def _samples(self, stretch: Stretch, reels: dict[int, Reel]) -> Block:
        """A stretch with its rolls; before the session's start and after its end is silence."""
        stream = self._encoder.stream
        start = (stretch.first - PRE_ROLL) * stream.frame_samples
        end = (stretch.first + stretch.frames + POST_ROLL) * stream.frame_samples
        first = max(0, start)
        reel = reels.get(id(stretch.sound))
        if reel is None or not reel.start <= first <= reel.end + _WIND:
            reel = reels[id(stretch.sound)] = Reel(stretch.sound.blocks(start=first), first)
        samples = np.zeros((end - start, stream.channels), np.float32)
        part = reel.read(first, end)
        samples[first - start : first - start + len(part)] = part
        return samples
