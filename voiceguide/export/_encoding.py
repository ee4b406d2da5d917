"""Encoding options of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SampleFormat = Literal["int16", "int24", "float32"]

SAMPLE_BYTES: dict[SampleFormat, int] = {"int16": 2, "int24": 3, "float32": 4}
"""Bytes of one sample of one channel."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """Choices of an encoder; what is left at None is the format's own default."""

    bit_rate_kbps: int | None = None
    """Constant (MP3) or average (AAC, Opus) rate in kbit/s, over all channels; lossy formats only."""
    vbr_quality: int | None = None
    """Variable rate instead, 0 (best) to 9 (smallest); MP3 only."""
    sample_format: SampleFormat | None = None
    """How one sample is kept; WAV and FLAC only."""
