"""Writes finished sessions: one module per file format, tags, chapters, captions, and early checks.

Nothing here loads a codec, numpy or mutagen until a file of that kind is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.export._captions import CAPTION_FORMATS, captions, write_captions
    from voiceguide.export._delivered import DELIVERED_DB, delivered_peak_db
    from voiceguide.export._encoding import SAMPLE_BYTES, Encoding
    from voiceguide.export._formats import FORMATS, check_target, format_of
    from voiceguide.export._presets import PRESETS
    from voiceguide.export._tags import Tags
    from voiceguide.export._target import Target
    from voiceguide.export._write import ExportReport, write
    from voiceguide.export.mp3._seekable import SeekableMp3

__all__ = [
    "CAPTION_FORMATS",
    "DELIVERED_DB",
    "FORMATS",
    "PRESETS",
    "SAMPLE_BYTES",
    "Encoding",
    "ExportReport",
    "SeekableMp3",
    "Tags",
    "Target",
    "captions",
    "check_target",
    "delivered_peak_db",
    "format_of",
    "write",
    "write_captions",
]

__getattr__ = lazy(
    __name__,
    {
        "_captions": "CAPTION_FORMATS captions write_captions",
        "_delivered": "DELIVERED_DB delivered_peak_db",
        "_encoding": "Encoding SAMPLE_BYTES",
        "_formats": "FORMATS check_target format_of",
        "_presets": "PRESETS",
        "_tags": "Tags",
        "_target": "Target",
        "_write": "ExportReport write",
        "mp3._seekable": "SeekableMp3",
    },
)
