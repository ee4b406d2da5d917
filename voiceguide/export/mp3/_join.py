"""An MP3 file joined from frames that were kept, with what is missing encoded first."""

from __future__ import annotations

import hashlib
import json
import logging
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.export.mp3._crc16 import combine, crc16
from voiceguide.export.mp3._frame_encoder import POST_ROLL, PRE_ROLL
from voiceguide.export.mp3._lame import EFFORT
from voiceguide.export.mp3._parallel import CHUNK, in_order
from voiceguide.export.mp3._stretches import Gap, stretches
from voiceguide.store import FRAMES, code_identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voiceguide.export.mp3._frame_encoder import FrameEncoder
    from voiceguide.sound import Block, Identity, Sound
    from voiceguide.store import Store

_logger = logging.getLogger(__name__)

_CHUNK_SAMPLES = 1152 * 2
"""In a frame of the chunks' widest form."""
_CRC = struct.Struct(">H")


@dataclass(frozen=True, slots=True)
class Frames:
    """Encoded frames that follow one another."""

    data: bytes
    crc: int
    """CRC-16 of them, so that a whole file's need not be computed byte for byte."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch by its key: its identity takes memory."""

    first: int
    """Number of its first MPEG frame in the session."""
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _LoopFrames:
    """The frames of what is heard in gaps: of the room tone's loop, or the one of digital silence."""

    whole: Frames
    size: int
    """Bytes of a frame."""
    sums: tuple[int, ...]
    """CRC-16 up to each of its frames."""

    @classmethod
    def of(cls, whole: Frames, size: int) -> _LoopFrames:
        """The frames with their checksums."""
        sums = [0]
        for at in range(0, len(whole.data), size):
            sums.append(crc16(whole.data[at : at + size], sums[-1]))
        return cls(whole, size, tuple(sums))

    def turns(self, place: int, count: int) -> Iterator[tuple[Frames, int]]:
        """``count`` frames from number ``place`` of the loop on, each part with how often it comes."""
        period = len(self.sums) - 1
        if place:
            until = min(period, place + count)
            yield self._part(place, until), 1
            count -= until - place
        times, rest = divmod(count, period)
        if times:
            yield self.whole, times
        if rest:
            yield self._part(0, rest), 1

    def _part(self, first: int, end: int) -> Frames:
        # a checksum is linear: what came before is taken off again
        data = self.whole.data[first * self.size : end * self.size]
        return Frames(data, combine(self.sums[first], self.sums[end], len(data)))


class Joiner:
    """One session's frames.

    Parameters
    ----------
    sound : Sound
    store : Store
        Where frames are kept.
    encoder : FrameEncoder
    frames : int
        MPEG frames of the session.
    """

    def __init__(self, sound: Sound, store: Store, encoder: FrameEncoder, frames: int) -> None:
        self._sound = sound
        self._store = store
        self._encoder = encoder
        self._frames = frames
        stream = encoder.stream
        self._size = stream.frame_bytes(encoder.kbps)
        self._step = stream.frame_samples
        # as many samples as a chunk at 48 kHz stereo: what the limiter sees beyond them is rendered in vain
        self._together = CHUNK * _CHUNK_SAMPLES // (stream.frame_samples * stream.channels)
        # all that makes other frames of the same samples
        self._settings = [
            code_identity(store, "sound", "export"),
            encoder.library.version,
            EFFORT,
            stream.rate,
            stream.channels,
            encoder.kbps,
        ]
        self._loop = sound.sections().loop
        self._all = [
            part
            if isinstance(part, Gap)
            else _Part(part.first, part.first + part.frames, self._key([part.frames, part.identity]))
            for part in stretches(sound, stream.frame_samples, frames)
        ]
        self._parts = [part for part in self._all if isinstance(part, _Part)]

    def encode_missing(self, on_progress: Callable[[int], None] | None = None) -> None:
        """Encode and keep what is not kept yet, on all cores.

        Parameters
        ----------
        on_progress : callable, optional
            Called with how much is ready, of the session's length.

        Raises
        ------
        ExportError
            If LAME fails.
        """
        groups = list(self._missing(self._parts))
        _logger.debug(
            "encoding %d groups of stretches; there are %d stretches", len(groups), len(self._parts)
        )
        if not groups:
            return
        total, done = sum(group[-1].end - group[0].first for group in groups), 0
        for frames in in_order(self._keep, groups):
            done += frames
            if on_progress is not None:
                on_progress(self._sound.frames * done // total)
        self._store.trim()

    def joined(self) -> Iterator[tuple[Frames, int]]:
        """All frames of the session in order, each time with how often they follow one another."""
        loop = None
        for part in self._all:
            if isinstance(part, Gap):
                loop = loop or _LoopFrames.of(self._loop_frames(), self._size)
                yield from loop.turns(part.place, part.frames)
            else:
                yield self._kept(part), 1

    def between(self, first: int, end: int) -> bytes:
        """MPEG frames ``first`` to ``end`` of the session; what of them is not kept is encoded and kept.

        Raises
        ------
        ExportError
            If LAME fails.
        """
        here = [part for part in self._parts if part.first < end and part.end > first]
        for group in self._missing(here):
            self._keep(group)
        pieces, at = [], 0
        for part in self._all:
            length = part.frames if isinstance(part, Gap) else part.end - part.first
            start, stop = max(first - at, 0), min(end - at, length)
            if start < stop:
                data = (
                    self._gap(part.place + start, stop - start)
                    if isinstance(part, Gap)
                    else self._kept(part).data[start * self._size : stop * self._size]
                )
                pieces.append(data)
            at += length
        return b"".join(pieces)

    def _gap(self, place: int, count: int) -> bytes:
        """Frames of what is heard in gaps, from a place in its loop on."""
        loop = self._loop_frames().data
        first = place % (len(loop) // self._size) * self._size
        data = loop * -(-(first + count * self._size) // len(loop))
        return data[first : first + count * self._size]

    def _missing(self, parts: Iterable[_Part]) -> Iterator[list[_Part]]:
        """What is not kept yet, each once; under a bed, what follows one another is rendered together."""
        group: list[_Part] = []
        wanted = set()
        for part in parts:
            if part.key in wanted or self._store.holds(FRAMES, part.key):
                continue
            wanted.add(part.key)
            if group and (
                self._loop or group[-1].end < part.first or part.end > group[0].first + self._together
            ):
                yield group
                group = []
            group.append(part)
        if group:
            yield group

    def _keep(self, group: list[_Part]) -> int:
        """Encode a group and keep its parts; how many frames there are.

        Each part is encoded by itself: what came long before changes LAME's choices a little, and a file is
        to be the same to the byte whatever was kept before.
        """
        first, end = group[0].first, group[-1].end
        samples = self._samples((first - PRE_ROLL) * self._step, (end + POST_ROLL) * self._step)
        for part in group:
            start, stop = part.first - first, part.end - first + PRE_ROLL + POST_ROLL
            own = samples[start * self._step : stop * self._step]
            self._put(part.key, self._encoder.frames(own, PRE_ROLL, part.end - part.first))
        return end - first

    def _loop_frames(self) -> Frames:
        """What gaps are filled with; kept as well, since the encoder's start takes longer than a look."""
        if self._loop is None:
            key = self._key("silence")
            return self._get(key, 1) or self._put(key, self._encoder.silence())
        count = self._loop.period // self._step
        key = self._key([count, self._loop.identity])
        if found := self._get(key, count):
            return found
        # as it sounds after itself and before itself
        start, length = -PRE_ROLL * self._step, (PRE_ROLL + count + POST_ROLL) * self._step
        return self._put(key, self._encoder.frames(self._loop.frames(start, length), PRE_ROLL, count))

    def _kept(self, part: _Part) -> Frames:
        # encoded again if it is damaged, could not be kept, or was removed meanwhile
        found = self._get(part.key, part.end - part.first)
        return found or self._put(part.key, self._encoded(part.first, part.end))

    def _get(self, key: str, count: int) -> Frames | None:
        data = self._store.read(FRAMES, key)
        if data is None or len(data) != _CRC.size + count * self._size:
            return None
        return Frames(data[_CRC.size :], _CRC.unpack_from(data)[0])

    def _put(self, key: str, data: bytes) -> Frames:
        frames = Frames(data, crc16(data))
        self._store.keep(FRAMES, key, _CRC.pack(frames.crc) + data)
        return frames

    def _key(self, identity: Identity) -> str:
        """Hash of what is heard, and of all that makes frames of it."""
        return hashlib.sha256(json.dumps([*self._settings, identity]).encode()).hexdigest()

    def _encoded(self, first: int, end: int) -> bytes:
        """MPEG frames ``first`` to ``end`` of the session, each call from samples of its own."""
        samples = self._samples((first - PRE_ROLL) * self._step, (end + POST_ROLL) * self._step)
        return self._encoder.frames(samples, PRE_ROLL, end - first)

    def _samples(self, start: int, end: int) -> Block:
        """A stretch of the sound; before the session's start and after its end is silence."""
        samples = np.zeros((end - start, self._encoder.stream.channels), np.float32)
        at = max(0, start)
        for block in self._sound.blocks(start=at):
            part = block[: end - at]
            samples[at - start : at - start + len(part)] = part
            at += len(part)
            if at == end:
                break
        return samples
