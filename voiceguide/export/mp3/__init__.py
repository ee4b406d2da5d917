"""MP3: LAME on all cores, an exact length, tags and chapters, joined from frames that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.export.mp3._encode import check_mp3, encode_mp3, mp3_bytes
    from voiceguide.export.mp3._seekable import SeekableMp3

__all__ = ["SeekableMp3", "check_mp3", "encode_mp3", "mp3_bytes"]

__getattr__ = lazy(__name__, {"_encode": "check_mp3 encode_mp3 mp3_bytes", "_seekable": "SeekableMp3"})
