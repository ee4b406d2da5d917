"""An MP3 file put together from encoded frames, wherever those come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import ExportError
from voiceguide.export.mp3._crc16 import combine, crc16, repeated
from voiceguide.export.mp3._xing import TOC_ENTRIES, InfoFrame, info_frame_bytes

if TYPE_CHECKING:
    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export.mp3._join import Frames
    from voiceguide.export.mp3._mpeg import MpegStream

DECODER_DELAY = 529
"""Samples by which every decoder's output lags (ISO 11172-3's filter bank, 528, and one more)."""


class Mp3File:
    """Tag, Info frame, then frames as they come; the Info frame is filled in at the end.

    Parameters
    ----------
    file : OutputFile
        Empty, open for writing.
    stream : MpegStream
        The form of the frames.
    kbps : int
        The constant rate, or the lowest of a variable one.
    vbr_quality : int or None
        0 to 9 for a variable rate.
    id3 : bytes
        The tag that stands first.
    frames : int
        How many MPEG frames will come, for the seek table.
    """

    def __init__(
        self,
        file: OutputFile,
        stream: MpegStream,
        *,
        kbps: int,
        vbr_quality: int | None,
        id3: bytes,
        frames: int,
    ) -> None:
        self._file = file
        self._stream = stream
        self._kbps = kbps
        self._vbr_quality = vbr_quality
        self._info_at = len(id3)
        self._bytes = info_frame_bytes(stream, kbps)
        self._frames = 0
        self._crc = 0
        self._rest = b""
        self._sizes = stream.frame_sizes()
        self._one_size = stream.constant_frame_bytes(kbps) if vbr_quality is None else None
        self._seek_frames = [entry * frames // TOC_ENTRIES for entry in range(TOC_ENTRIES)]
        self._seek_bytes: list[int] = []
        file.write(id3)
        file.write(bytes(self._bytes))

    def append(self, data: bytes) -> None:
        """Add encoded bytes; a frame may begin in one call and end in a later one."""
        if self._one_size is None:
            self._walk(data)
        self._add(data, crc16(data))

    def append_frames(self, frames: Frames, times: int = 1) -> None:
        """Add whole frames of a constant rate, several times over."""
        self._add(frames.data * times, repeated(frames.crc, len(frames.data), times))

    def _add(self, data: bytes, crc: int) -> None:
        self._crc = combine(self._crc, crc, len(data))
        self._bytes += len(data)
        self._file.write(data)

    def finish(self, *, delay: int, samples: int) -> None:
        """Fill in the Info frame.

        Parameters
        ----------
        delay : int
            Samples that the encoder put before the sound.
        samples : int
            Length of the sound, per channel.

        Raises
        ------
        ExportError
            If the frames are not whole, or hold less than the sound.
        """
        first = info_frame_bytes(self._stream, self._kbps)
        if self._one_size is not None:
            self._frames, over = divmod(self._bytes - first, self._one_size)
            self._seek_bytes = [first + frame * self._one_size for frame in self._seek_frames]
        else:
            over = len(self._rest)
        padding = self._frames * self._stream.frame_samples - delay - samples
        if over or padding < DECODER_DELAY:
            raise ExportError(
                f"the MP3 encoder gave {self._frames} frames and {over} bytes more,"
                f" which do not hold {samples} samples"
            )
        seek_bytes = self._seek_bytes + [self._bytes] * (TOC_ENTRIES - len(self._seek_bytes))
        info = InfoFrame(
            stream=self._stream,
            kbps=self._kbps,
            vbr_quality=self._vbr_quality,
            frames=self._frames,
            size=self._bytes,
            toc=tuple(min(255, at * 256 // self._bytes) for at in seek_bytes),
            delay=delay,
            padding=padding,
            music_crc=self._crc,
        )
        self._file.seek(self._info_at)
        self._file.write(bytes(info))

    def _walk(self, data: bytes) -> None:
        """Count frames of unequal size, and note where those of the seek table start."""
        start = self._bytes - len(self._rest)
        data = self._rest + data
        at = 0
        while len(data) - at >= 4:
            size = self._sizes.get(data[at : at + 3])
            if size is None:
                raise ExportError(f"the MP3 encoder gave no frame at byte {start + at}")
            if at + size > len(data):
                break
            while (
                len(self._seek_bytes) < TOC_ENTRIES
                and self._seek_frames[len(self._seek_bytes)] <= self._frames
            ):
                self._seek_bytes.append(start + at)
            self._frames += 1
            at += size
        self._rest = data[at:]
