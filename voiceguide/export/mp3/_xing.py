"""The Info (Xing) and LAME frame: a silent first frame that says how long the sound is, to the sample.

An MP3 encoder adds silence before the sound (delay) and after it (padding, up to whole frames). Players that
honour this frame cut both off. The layout is that of LAME's own VbrTag.c and of the "MP3 Info Tag revision 1
specification" (http://gabriel.mp3-tech.org/mp3infotag.html).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.export.mp3._crc16 import crc16

if TYPE_CHECKING:
    from voiceguide.export.mp3._mpeg import MpegStream

TOC_ENTRIES = 100
_FRAMES_BYTES_TOC_QUALITY = 0b1111
_TAG_BYTES = 120 + 36
"""The Xing part, with all four fields, and the LAME part."""
_MAX_12_BITS = (1 << 12) - 1
_METHOD_CONSTANT, _METHOD_VARIABLE = 1, 4
_SOURCE_RATES = {32_000: 0, 44_100: 1, 48_000: 2}


@dataclass(frozen=True, slots=True)
class InfoFrame:
    """What the frame says."""

    stream: MpegStream
    kbps: int
    """The constant rate, or the lowest of a variable one."""
    vbr_quality: int | None
    """0 to 9, or None for a constant rate."""
    frames: int
    """MPEG frames after this one."""
    size: int
    """Size of this frame and all after it."""
    toc: tuple[int, ...]
    """For each hundredth of the time, which 256th of the bytes it starts in."""
    delay: int
    """Samples before the sound, 0 to 4095."""
    padding: int
    """Samples after the sound, 0 to 4095."""
    music_crc: int
    """CRC-16 of all bytes after this frame."""

    def __bytes__(self) -> bytes:
        frame = bytearray(info_frame_bytes(self.stream, self.kbps))
        head = self.stream.header(_frame_kbps(self.stream, self.kbps)) + bytes(self.stream.side_info_bytes)
        variable = self.vbr_quality is not None
        xing = struct.pack(
            ">4sIII100sI",
            b"Xing" if variable else b"Info",
            _FRAMES_BYTES_TOC_QUALITY,
            self.frames,
            self.size,
            bytes(self.toc),
            # LAME's scale: 100 is the best; without a variable rate there is nothing to say
            100 - 10 * self.vbr_quality if self.vbr_quality is not None else 0,
        )
        if not (0 <= self.delay <= _MAX_12_BITS and 0 <= self.padding <= _MAX_12_BITS):
            raise ValueError(f"delay {self.delay} and padding {self.padding} must be within {_MAX_12_BITS}")
        mode = 0 if self.stream.channels == 1 else 3
        lame = struct.pack(
            ">9sBBIHHBB3sBBHIH",
            # readers take the layout from the version; the library does not report its own version
            b"LAME3.100",
            _METHOD_VARIABLE if variable else _METHOD_CONSTANT,
            0,  # low-pass: unknown
            0, 0, 0,  # peak and replay gain: not measured
            0,  # encoder flags
            min(self.kbps, 255),
            (self.delay << 12 | self.padding).to_bytes(3, "big"),
            _SOURCE_RATES.get(self.stream.rate, 0) << 6 | mode << 2,
            0,  # gain change: none
            0,  # preset: none
            self.size,
            self.music_crc,
        )  # fmt: skip
        body = head + xing + lame
        body += struct.pack(">H", crc16(body))
        frame[: len(body)] = body
        return bytes(frame)


def info_frame_bytes(stream: MpegStream, kbps: int) -> int:
    """Size of the frame, known before what it says."""
    return stream.frame_bytes(_frame_kbps(stream, kbps))


def _frame_kbps(stream: MpegStream, kbps: int) -> int:
    """The stream's own rate, as some players judge the whole by its first frame, or the next with room."""
    needed = 4 + stream.side_info_bytes + _TAG_BYTES
    return next(k for k in stream.bit_rates_kbps if k >= kbps and stream.frame_bytes(k) >= needed)
