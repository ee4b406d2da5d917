"""AAC in an MPEG-4 file: M4A, and M4B for audiobook players, with chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import OutputError
from voiceguide.export._lossy import check_lossy

if TYPE_CHECKING:
    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export._job import Job
    from voiceguide.export._target import Target

RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
_FRAME = 1024
"""Samples of one channel in an AAC frame."""
_DEFAULT_KBPS = 64
_KBPS = (16, 160)
"""Default, lowest and highest rate for one channel, in kbit/s."""


def check_aac(target: Target) -> None:
    """Raise OutputError if an M4A or M4B file of this kind cannot be made."""
    if target.rate not in RATES:
        raise OutputError(f"an M4A file has a rate of {', '.join(map(str, RATES))} Hz, not {target.rate}")
    check_lossy("an M4A file", target, _KBPS)


def aac_bytes(target: Target) -> int:
    """Size of the sound in the file at about the most; the rate is an average."""
    kbps = target.encoding.bit_rate_kbps or _DEFAULT_KBPS * target.channels
    return target.frames * kbps * 140 // target.rate


def encode_m4a(file: OutputFile, job: Job) -> None:
    """Write an M4A file.

    Raises
    ------
    ExportError
        If the encoder or the disk fails, or the sound does.
    """
    _encode(file, job, brand="M4A ", media_type="1")


def encode_m4b(file: OutputFile, job: Job) -> None:
    """Write an M4B file: the same, marked as an audiobook, so that players keep the place.

    Raises
    ------
    ExportError
        If the encoder or the disk fails, or the sound does.
    """
    _encode(file, job, brand="M4B ", media_type="2")


def _encode(file: OutputFile, job: Job, *, brand: str, media_type: str) -> None:
    from voiceguide.export._av_file import AvFile, AvKind, metadata_of

    timeline, channels = job.timeline, job.channels
    kind = AvKind(
        muxer="ipod",
        codec="aac",
        samples="fltp",
        # the edit list counts in this unit, and milliseconds would not be exact
        muxer_options={"brand": brand, "movie_timescale": str(timeline.rate)},
        # The default coder: "fast" takes two thirds of its time, but spends 50 of 128 kbit/s where there
        # is no bed, and came out up to 5 dB above the ceiling.
        kbps=job.encoding.bit_rate_kbps or _DEFAULT_KBPS * channels,
        chapters=True,
    )
    # Players skip what the edit list puts before the start, to the sample; but many, FFmpeg among them, play
    # the last AAC frame to its end. So the odd samples go before the start, and the end falls on a frame.
    lead = -timeline.frames % _FRAME
    metadata = metadata_of(job) | {"media_type": media_type}
    with AvFile(file, job, kind, metadata=metadata, lead=lead) as output:
        if lead:
            output.append(np.zeros((lead, channels), dtype=np.float32))
        for block in job.blocks():
            output.append(block)
