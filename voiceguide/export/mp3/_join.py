"""An MP3 file joined from frames that were kept, with what is missing encoded first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.export.mp3._crc16 import crc16
from voiceguide.export.mp3._frame_cache import Frames
from voiceguide.export.mp3._frame_encoder import POST_ROLL, PRE_ROLL
from voiceguide.export.mp3._lame import EFFORT
from voiceguide.export.mp3._parallel import CHUNK, in_order
from voiceguide.export.mp3._stretches import key_of, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.export._master import Block
    from voiceguide.export.mp3._frame_encoder import FrameEncoder
    from voiceguide.export.mp3._stretches import Splicing

_CHUNK_SAMPLES = 1152 * 2
"""In a frame of the chunks' widest form."""
_FORMAT = 2
"""To be raised when the same sound is encoded in another way."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch by its key: what is heard in it has been told, and takes memory."""

    first: int
    """Number of its first MPEG frame in the session."""
    end: int
    key: str


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
        self._step = stream.frame_samples
        # as many samples as a chunk at 48 kHz stereo: what the limiter sees beyond them is rendered in vain
        self._together = CHUNK * _CHUNK_SAMPLES // (stream.frame_samples * stream.channels)
        # all that makes other frames of the same samples
        self._settings = (
            _FORMAT,
            encoder.library.version,
            EFFORT,
            stream.rate,
            stream.channels,
            encoder.kbps,
        )
        self._parts = [
            _Part(stretch.first, stretch.first + stretch.frames, key_of(splicing, stretch, self._settings))
            for stretch in stretches(splicing, stream.frame_samples, frames)
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
        groups = list(self._missing())
        if not groups:
            return True
        total, done = sum(group[-1].end - group[0].first for group in groups), 0
        for kept, frames in in_order(self._keep, groups):
            if not kept:
                return False
            done += frames
            if on_progress is not None:
                on_progress(self._splicing.timeline.frames * done // total)
        self._splicing.cache.trim()
        return True

    def joined(self) -> Iterator[tuple[Frames, int]]:
        """All frames of the session in order, each time with how often they follow one another."""
        constant = self._silence()
        at = 0
        for part in self._parts:
            if part.first > at:
                yield constant, part.first - at
            yield self._kept(part), 1
            at = part.end
        if at < self._frames:
            yield constant, self._frames - at

    def _missing(self) -> Iterator[list[_Part]]:
        """What is not kept yet, each once; what follows one another is encoded together."""
        group: list[_Part] = []
        wanted = set()
        for part in self._parts:
            if part.key in wanted or self._splicing.cache.holds(part.key):
                continue
            wanted.add(part.key)
            if group and (group[-1].end < part.first or part.end > group[0].first + self._together):
                yield group
                group = []
            group.append(part)
        if group:
            yield group

    def _keep(self, group: list[_Part]) -> tuple[bool, int]:
        """Encode a group and keep its parts; tell whether that was possible, and how many frames."""
        first, end = group[0].first, group[-1].end
        data = self._encoded(first, end)
        for part in group:
            own = data[(part.first - first) * self._size : (part.end - first) * self._size]
            if not self._splicing.cache.put(part.key, Frames(own, crc16(own))):
                return False, end - first
        return True, end - first

    def _silence(self) -> Frames:
        """The frame of digital silence; kept as well, since the encoder's start takes longer than a look."""
        described = json.dumps(["silence", *self._settings])
        key = hashlib.sha256(described.encode()).hexdigest()
        found = self._splicing.cache.get(key)
        if found is None or len(found.data) != self._size:
            data = self._encoder.silence()
            found = Frames(data, crc16(data))
            self._splicing.cache.put(key, found)
        return found

    def _kept(self, part: _Part) -> Frames:
        found = self._splicing.cache.get(part.key)
        if found is None or len(found.data) != (part.end - part.first) * self._size:
            # damaged, or removed by another process meanwhile
            data = self._encoded(part.first, part.end)
            found = Frames(data, crc16(data))
            self._splicing.cache.put(part.key, found)
        return found

    def _encoded(self, first: int, end: int) -> bytes:
        """MPEG frames ``first`` to ``end`` of the session, each call from samples of its own."""
        samples = self._samples((first - PRE_ROLL) * self._step, (end + POST_ROLL) * self._step)
        return self._encoder.frames(samples, PRE_ROLL, end - first)

    def _samples(self, start: int, end: int) -> Block:
        """A stretch of the sound; before the session's start and after its end is silence."""
        samples = np.zeros((end - start, self._encoder.stream.channels), np.float32)
        at = max(0, start)
        for block in self._splicing.sound.blocks(start=at):
            part = block[: end - at]
            samples[at - start : at - start + len(part)] = part
            at += len(part)
            if at == end:
                break
        return samples
