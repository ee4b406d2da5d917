"""Opus in Ogg (RFC 7845): the smallest files, with chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import OutputError
from voiceguide.export._lossy import check_lossy

if TYPE_CHECKING:
    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export._job import Job
    from voiceguide.export._target import Target

RATES = (12_000, 16_000, 24_000, 48_000)
"""What the encoder takes; every decoder gives 48 kHz, four, three, two frames or one for each of ours."""
_DEFAULT_KBPS = 48
_KBPS = (8, 256)
"""Default, lowest and highest rate for one channel, in kbit/s."""


def check_opus(target: Target) -> None:
    """Raise OutputError if an Opus file of this kind cannot be made."""
    if target.rate not in RATES:
        raise OutputError(f"an Opus file has a rate of {', '.join(map(str, RATES))} Hz, not {target.rate}")
    check_lossy("an Opus file", target, _KBPS)


def opus_bytes(target: Target) -> int:
    """Size of the sound in the file at about the most; the rate is an average."""
    kbps = target.encoding.bit_rate_kbps or _DEFAULT_KBPS * target.channels
    return target.frames * kbps * 160 // target.rate


def encode_opus(file: OutputFile, job: Job) -> None:
    """Write an Opus file; its pre-skip and last granule position make its length exact.

    Raises
    ------
    ExportError
        If the encoder or the disk fails, or the sound does.
    """
    from voiceguide.export._av_file import AvFile, AvKind, metadata_of
    from voiceguide.export._vorbis import chapter_comments

    kind = AvKind(
        muxer="ogg",
        codec="libopus",
        samples="flt",
        # 10, the default, takes nearly three times as long
        codec_options={"compression_level": "5"},
        kbps=job.encoding.bit_rate_kbps or _DEFAULT_KBPS * job.channels,
    )
    with AvFile(file, job, kind, metadata=metadata_of(job) | chapter_comments(job.timeline)) as output:
        for block in job.blocks():
            output.append(block)
