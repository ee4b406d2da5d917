"""Writes finished sessions: one module per file format, tags, chapters, captions, and early checks.

Nothing here loads a codec, numpy or mutagen until a file of that kind is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.export._captions import CAPTION_FORMATS, write_captions
    from voiceguide.export._encoding import SAMPLE_BYTES, Encoding
    from voiceguide.export._formats import FORMATS, ceiling_db, check_target
    from voiceguide.export._presets import PRESETS
    from voiceguide.export._tags import Tags
    from voiceguide.export._target import Target
    from voiceguide.export._write import ExportReport, write

__all__ = [
    "CAPTION_FORMATS",
    "FORMATS",
    "PRESETS",
    "SAMPLE_BYTES",
    "Encoding",
    "ExportReport",
    "Tags",
    "Target",
    "ceiling_db",
    "check_target",
    "write",
    "write_captions",
]

__getattr__ = lazy(
    __name__,
    {
        "_captions": "CAPTION_FORMATS write_captions",
        "_encoding": "Encoding SAMPLE_BYTES",
        "_formats": "FORMATS ceiling_db check_target",
        "_presets": "PRESETS",
        "_tags": "Tags",
        "_target": "Target",
        "_write": "ExportReport write",
    },
)
