"""What a listener gets: the peak of a finished file as players decode it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.sound import Block

DELIVERED_DB = -1.0
"""Highest true peak in dBTP of a file when it is decoded, in every format."""

_STRETCH = 1 << 17
_OVERLAP = 64
"""Frames of a stretch that come again in the next one: the meter looks to both sides."""


def delivered_peak_db(path: Path) -> float:
    """True peak in dBTP of a file's sound, decoded; far under :data:`DELIVERED_DB`, only about.

    Raises
    ------
    ExportError
        If the file cannot be decoded.
    """
    import math

    from voiceguide.sound import true_peak
    from voiceguide.units import gain_of

    highest = max((true_peak(part, gain_of(DELIVERED_DB)) for part in _stretches(path)), default=0.0)
    return 20 * math.log10(highest) if highest else -math.inf


def _stretches(path: Path) -> Iterator[Block]:
    """The decoded sound in float32, in stretches that overlap."""
    import av
    import numpy as np

    held: list[Block] = []
    frames = 0
    try:
        with av.open(str(path)) as container:
            floats: Any = av.AudioResampler(format="fltp")
            for decoded in container.decode(audio=0):
                for frame in floats.resample(decoded):
                    held.append(frame.to_ndarray().T)
                    frames += len(held[-1])
                if frames >= _STRETCH:
                    stretch = np.concatenate(held)
                    yield stretch
                    held, frames = [stretch[-_OVERLAP:]], 0
    except av.FFmpegError as error:
        raise ExportError(f"cannot measure {path}: {error}") from error
    if held:
        yield np.concatenate(held)
