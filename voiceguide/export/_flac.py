"""FLAC: the samples themselves, at about half of WAV's size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import OutputError
from voiceguide.export._encoding import SAMPLE_BYTES

if TYPE_CHECKING:
    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export._job import Job
    from voiceguide.export._target import Target

_INT24_STEPS = 1 << 23


def check_flac(target: Target) -> None:
    """Raise OutputError if a FLAC file of this kind cannot be made."""
    encoding = target.encoding
    if encoding.bit_rate_kbps is not None or encoding.vbr_quality is not None:
        raise OutputError("a FLAC file has no bit rate to choose; that is for MP3 and the like")
    if encoding.sample_format not in {None, "int16", "int24"}:
        raise OutputError(f"a FLAC file's samples are int16, int24, not {encoding.sample_format}")
    if target.channels not in {1, 2}:
        raise OutputError(f"a FLAC file has 1 or 2 channels, not {target.channels}")


def flac_bytes(target: Target) -> int:
    """Size of the sound in the file at most: that of the samples, for noise does not get smaller."""
    sample_bytes = SAMPLE_BYTES[target.encoding.sample_format or "int16"]
    return target.frames * target.channels * sample_bytes * 101 // 100


def encode_flac(file: OutputFile, job: Job) -> None:
    """Write a FLAC file.

    Raises
    ------
    ExportError
        If the encoder or the disk fails, or the sound does.
    """
    from voiceguide.export._av_file import AvFile, AvKind, metadata_of
    from voiceguide.export._vorbis import chapter_comments
    from voiceguide.sound import Quantiser

    fine = job.encoding.sample_format == "int24"
    kind = AvKind(muxer="flac", codec="flac", samples="s32" if fine else "s16")
    quantiser = Quantiser(job.channels)
    start = 0
    with AvFile(file, job, kind, metadata=metadata_of(job) | chapter_comments(job.timeline)) as output:
        for block in job.blocks():
            if fine:
                steps = np.rint(block.astype(np.float64) * _INT24_STEPS)
                # FFmpeg's 24-bit samples are the upper bytes of 32
                output.append(np.clip(steps, -_INT24_STEPS, _INT24_STEPS - 1).astype(np.int32) << 8)
            else:
                output.append(quantiser.int16(block, start))
            start += len(block)
