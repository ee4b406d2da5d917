"""How long an MP3 file is, by its first frame: what gapless players go by."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES = 1 << 20
"""An ID3 tag with its chapters comes first."""
_ALL_FIELDS = 0b1111
_LAME_AT = 120
"""Where the LAME part begins in an Info frame that has all fields; 21 bytes on are delay and padding
(http://gabriel.mp3-tech.org/mp3infotag.html)."""


def mp3_samples(path: Path, rate: int) -> int:
    """Samples of one channel in an MP3 file, without what its encoder added before and after.

    Raises
    ------
    ValueError
        If the file has no whole Info or Xing frame, or is not as large as that frame says.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    found = [at for at in (head.find(b"Info\0\0\0"), head.find(b"Xing\0\0\0")) if at >= 0]
    if not found:
        raise ValueError(f"{path.name} has no Info frame")
    at = min(found)
    flags, frames, size = struct.unpack_from(">III", head, at + 4)
    if flags != _ALL_FIELDS:
        raise ValueError(f"{path.name} has an Info frame without all fields")
    begins = head.rfind(b"\xff", max(0, at - 36), at)
    if abs(path.stat().st_size - begins - size) > 4096:
        raise ValueError(f"{path.name} has {path.stat().st_size - begins} bytes of sound, and says {size}")
    trimmed = int.from_bytes(head[at + _LAME_AT + 21 : at + _LAME_AT + 24], "big")
    frame_samples = 1152 if rate >= 32_000 else 576
    return frames * frame_samples - (trimmed >> 12) - (trimmed & 0xFFF)
