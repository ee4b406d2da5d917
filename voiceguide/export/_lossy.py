"""The checks shared by the lossy formats other than MP3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import OutputError

if TYPE_CHECKING:
    from voiceguide.export._target import Target


def check_lossy(what: str, target: Target, kbps_per_channel: tuple[int, int]) -> None:
    """Raise OutputError unless the encoding has one average rate, within the bounds for one channel."""
    encoding, channels = target.encoding, target.channels
    if channels not in {1, 2}:
        raise OutputError(f"{what} has 1 or 2 channels, not {channels}")
    if encoding.vbr_quality is not None:
        raise OutputError(f"{what} takes a bit rate; a variable rate's quality is for MP3")
    if encoding.sample_format is not None:
        raise OutputError(f"{what} has no sample format; that is for WAV and FLAC")
    low, high = (bound * channels for bound in kbps_per_channel)
    if encoding.bit_rate_kbps is not None and not low <= encoding.bit_rate_kbps <= high:
        raise OutputError(f"{what} has {low} to {high} kbit/s here, not {encoding.bit_rate_kbps}")
