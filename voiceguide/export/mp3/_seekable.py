"""An MP3 file of a constant rate whose size and every byte's place are known before it is made.

It is served to a player that reads any part of it: a stretch is encoded when it is asked for, or comes from
the store. It has no checksum of its sound (the LAME tag's), since that would need all of it.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import ExportError
from voiceguide.export._encoding import Encoding
from voiceguide.export.mp3._encode import constant_kbps, frame_encoder
from voiceguide.export.mp3._frame_encoder import POST_ROLL, PRE_ROLL
from voiceguide.export.mp3._id3 import id3_bytes
from voiceguide.export.mp3._join import Joiner
from voiceguide.export.mp3._lame import LAME_DELAY, lame_frames
from voiceguide.export.mp3._mpeg import MpegStream
from voiceguide.export.mp3._xing import TOC_ENTRIES, InfoFrame, info_frame_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.export._tags import Tags
    from voiceguide.export.mp3._frame_encoder import FrameEncoder
    from voiceguide.sound import Block, Sound
    from voiceguide.store import Store
    from voiceguide.timeline import Timeline

PIECE = 64
"""MPEG frames that are read at once, 1.5 s: enough that their rolls cost little, and soon there."""


class SeekableMp3:
    """The bytes of an MP3 file, made as they are read. Safe with threads.

    Parameters
    ----------
    timeline : Timeline
        Gives rate and length; and the chapters, if they stand fast.
    channels : int
        1 or 2.
    tags : Tags
    encoding : Encoding, optional
        Its constant rate.
    chapters : bool
        Whether the tag has the chapters.

    Raises
    ------
    ExportError
        If frames cannot be joined: at a rate whose frames differ in size, or without LAME's functions.
    """

    def __init__(
        self,
        timeline: Timeline,
        *,
        channels: int,
        tags: Tags,
        encoding: Encoding | None = None,
        chapters: bool = True,
    ) -> None:
        kbps = constant_kbps(encoding or Encoding(), channels)
        self._stream = stream = MpegStream(timeline.rate, channels)
        encoder = frame_encoder(stream, kbps)
        if encoder is None:
            raise ExportError(
                f"an MP3 at {timeline.rate} Hz cannot be played while it is made here; download it instead"
            )
        self._encoder: FrameEncoder = encoder
        self._frame_bytes = stream.frame_bytes(kbps)
        self.samples = timeline.frames
        """Length of the sound, per channel."""
        self.frames = lame_frames(timeline.frames, stream.frame_samples)
        """MPEG frames after the Info frame."""
        tagged = timeline if chapters else replace(timeline, chapters=())
        self._head = id3_bytes(tags, tagged) + self._info(kbps)
        self._reels = [_Reel(0)]
        self._pull: _Pull | None = None
        self._joiner: Joiner | None = None
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """The whole file, in bytes."""
        return len(self._head) + self.frames * self._frame_bytes

    def render(self, sound: Sound, store: Store) -> None:
        """Take a sound that stands fast: from now on every part can be read.

        What was pulled from another one before stays as it was read.
        """
        joiner = Joiner(sound, store, self._encoder, self.frames)
        with self._lock:
            self._joiner, self._pull = joiner, None

    def pull(self, blocks: Iterable[Block], start: int = 0) -> None:
        """Take a sound that comes front to back, with empty blocks while it is waited for.

        Parameters
        ----------
        blocks : iterable of Block
        start : int
            The frame of the sound with which they begin. What was pulled before stays; what lies between is
            waited for, until all can be read.
        """
        with self._lock:
            step = self._stream.frame_samples
            first = -(-start // step)
            if not self._reels[-1].data:
                del self._reels[-1]
            # its first frames are made later, when what goes before them is known
            self._reels.append(_Reel(first + min(first, PRE_ROLL)))
            self._pull = _Pull(blocks, step, start)

    def cut(self, heard: int, end: int) -> None:
        """Take back the end of what was pulled up to a frame of the sound: from another frame on."""
        step = self._stream.frame_samples
        with self._lock:
            reel = max((one for one in self._reels if one.first * step < heard), key=lambda one: one.first)
            del reel.data[max(end // step - reel.first, 0) * self._frame_bytes :]

    @property
    def pulled(self) -> int:
        """The frame of the sound (not of MPEG) up to which it is encoded front to back so far."""
        return self._end(self._reels[-1]) * self._stream.frame_samples

    @property
    def pulled_from(self) -> int:
        """The frame of the sound from which on it was encoded front to back of late."""
        return self._reels[-1].first * self._stream.frame_samples

    def sample_at(self, byte: int) -> int:
        """The frame of the sound that a byte of the file belongs to."""
        return max(byte - len(self._head), 0) // self._frame_bytes * self._stream.frame_samples

    def wind_on(self) -> bool:
        """Encode a piece of what comes front to back; whether there was one."""
        with self._lock:
            before = self.pulled
            if self._pull is not None:
                self._advance(self._pull)
            return self.pulled > before

    def read(self, start: int, most: int) -> bytes:
        """Bytes from ``start`` on, at most ``most``; none while the sound there is waited for, or at the end.

        Raises
        ------
        VoiceguideError
            If the sound there cannot be made.
        """
        if start < len(self._head):
            return self._head[start : start + most]
        at = start - len(self._head)
        first = at // self._frame_bytes
        if first >= self.frames or most <= 0:
            return b""
        end = min(first + PIECE, self.frames, -(-(at + most) // self._frame_bytes))
        data = self._between(first, end)
        skip = at - first * self._frame_bytes
        return data[skip : skip + most]

    def _between(self, first: int, end: int) -> bytes:
        """MPEG frames from ``first`` on; fewer than up to ``end`` where more are not there yet."""
        if found := self._found(first, end):
            return found
        with self._lock:
            reel = self._reels[-1]
            if first >= self._end(reel) and self._pull is not None:
                self._advance(self._pull)
            if found := self._found(first, end):
                return found
            joiner = self._joiner
            if joiner is None:
                return b""
            # up to what was pulled already; one part of a file is encoded once, whoever asks for it
            end = min([end, *(reel.first for reel in self._reels if reel.data and reel.first > first)])
            return joiner.between(first, end)

    def _found(self, first: int, end: int) -> bytes:
        """What of some MPEG frames was pulled already."""
        for reel in self._reels:
            if reel.first <= first < self._end(reel):
                at = (first - reel.first) * self._frame_bytes
                return bytes(reel.data[at : (end - reel.first) * self._frame_bytes])
        return b""

    def _end(self, reel: _Reel) -> int:
        """The MPEG frame after a reel's last."""
        return reel.first + len(reel.data) // self._frame_bytes

    def _advance(self, pull: _Pull) -> None:
        """Encode a piece of what comes front to back."""
        reel = self._reels[-1]
        ready = self._end(reel)
        if (taken := pull.take(ready, min(ready + PIECE, self.frames))) is not None:
            reel.data += self._encoder.frames(*taken)

    def _info(self, kbps: int) -> bytes:
        first = info_frame_bytes(self._stream, kbps)
        size = first + self.frames * self._frame_bytes
        seek_frames = (entry * self.frames // TOC_ENTRIES for entry in range(TOC_ENTRIES))
        starts = [first + frame * self._frame_bytes for frame in seek_frames]
        return bytes(
            InfoFrame(
                stream=self._stream,
                kbps=kbps,
                vbr_quality=None,
                frames=self.frames,
                size=size,
                toc=tuple(min(255, at * 256 // size) for at in starts),
                delay=LAME_DELAY,
                padding=self.frames * self._stream.frame_samples - LAME_DELAY - self.samples,
                music_crc=0,
            )
        )


class _Reel:
    """MPEG frames that were pulled one after another."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.data = bytearray()


class _Pull:
    """A sound that comes front to back, cut into what the encoder takes."""

    def __init__(self, blocks: Iterable[Block], frame_samples: int, start: int) -> None:
        self._blocks = iter(blocks)
        self._step = frame_samples
        self._held: list[Block] = []
        self._start = start
        self._end = start
        self._ended = False

    def take(self, first: int, wanted: int) -> tuple[Block, int, int] | None:
        """Samples of MPEG frames ``first`` to at most ``wanted``, frames before them, and how many they are.

        None while nothing is there.
        """
        self._wind((wanted + POST_ROLL) * self._step)
        end = wanted if self._ended else min(wanted, self._end // self._step - POST_ROLL)
        if end <= first:
            return None
        lead = min(first, PRE_ROLL)
        self._let_go((first - lead) * self._step)
        samples = np.concatenate(self._held)[(first - lead) * self._step - self._start :]
        return samples, lead, end - first

    def _wind(self, end: int) -> None:
        """Take blocks up to a sample, or as far as they are there."""
        while self._end < end and not self._ended:
            block = next(self._blocks, None)
            if block is None:
                self._ended = True
            elif not len(block):
                break
            else:
                self._held.append(block)
                self._end += len(block)

    def _let_go(self, start: int) -> None:
        while len(self._held) > 1 and self._start + len(self._held[0]) <= start:
            self._start += len(self._held.pop(0))
