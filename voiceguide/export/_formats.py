"""The supported formats, and the check of a target before any speech is made."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.output_place import check_place
from voiceguide.errors import ExportError, OutputError
from voiceguide.export._aac import aac_bytes, check_aac, encode_m4a, encode_m4b
from voiceguide.export._encoding import Encoding
from voiceguide.export._flac import check_flac, encode_flac, flac_bytes
from voiceguide.export._opus import check_opus, encode_opus, opus_bytes
from voiceguide.export._target import Target
from voiceguide.export._wav import check_wav, encode_wav, wav_bytes
from voiceguide.export.mp3 import check_mp3, encode_mp3, mp3_bytes
from voiceguide.sound import CEILING_DB

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export._job import Job

_OPUS_CEILING_DB = -2.5
"""Opus overshoots by up to a decibel in loud sessions; most of them are then encoded only once."""
_FINE_MP3_KBPS = 64
"""For one channel: from here on MP3 overshoots by 0.5 dB at the most."""
_TAG_ROOM_BYTES = 1 << 20
"""Space for tags, chapters and seek tables."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format."""

    name: str
    encode: Callable[[OutputFile, Job], None]
    check: Callable[[Target], None]
    """Raises OutputError if the format cannot hold a target."""
    most_bytes: Callable[[Target], int]
    """The largest size that a target's sound can have in the file."""
    ceiling_db: Callable[[Target], float] = lambda _: CEILING_DB
    """The true peak in dBTP to which a sound is limited, so that decoded it stays under -1."""
    is_measured: Callable[[Target], bool] = lambda _: False
    """Whether a codec overshoots so much now and then that what it made is decoded and measured."""


def _is_coarse(target: Target) -> bool:
    """Whether an MP3 has a rate at which it may overshoot by more than the ceiling leaves."""
    kbps = target.encoding.bit_rate_kbps
    return target.encoding.vbr_quality is not None or (
        kbps is not None and kbps < _FINE_MP3_KBPS * target.channels
    )


FORMATS: dict[str, Format] = {
    ".mp3": Format("MP3", encode_mp3, check_mp3, mp3_bytes, is_measured=_is_coarse),
    ".m4b": Format("M4B", encode_m4b, check_aac, aac_bytes, is_measured=lambda _: True),
    ".m4a": Format("M4A", encode_m4a, check_aac, aac_bytes, is_measured=lambda _: True),
    ".opus": Format("Opus", encode_opus, check_opus, opus_bytes, lambda _: _OPUS_CEILING_DB, lambda _: True),
    ".flac": Format("FLAC", encode_flac, check_flac, flac_bytes),
    ".wav": Format("WAV", encode_wav, check_wav, wav_bytes),
}
"""Formats by suffix, in lower case."""


def format_of(path: Path) -> Format:
    """Return the format that a path's suffix names, in any case.

    Raises
    ------
    OutputError
        If the format is not supported; the message names those that are.
    """
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        told = (
            f"{path.suffix} is an output format that is not supported"
            if path.suffix
            else "the name has no suffix"
        )
        raise OutputError(f"cannot write {path}: {told}; choose one of {', '.join(FORMATS)}")
    return found


def check_target(
    path: Path, *, rate: int, channels: int, frames: int, encoding: Encoding | None = None
) -> None:
    """Find out early whether a file can be written, before a minute is spent on speech.

    An existing file is no obstacle: it is replaced once the new one is complete. The check leaves nothing
    behind.

    Parameters
    ----------
    path : Path
        The file to write.
    rate : int
        Frames a second.
    channels : int
        1 or 2.
    frames : int
        Length of the session: the target, known before the sound is.
    encoding : Encoding, optional
        Bit rate and the like.

    Raises
    ------
    OutputError
        If the format is unknown or the encoding does not fit it, the folder is missing or cannot be written
        to, or the path is no plain file.
    ExportError
        If the disk has too little space.
    """
    target = Target(rate=rate, channels=channels, frames=frames, encoding=encoding or Encoding())
    chosen = format_of(path)
    chosen.check(target)
    folder = check_place(path)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: the folder {folder} refuses: {error.strerror or error}"
        ) from error
    needed = chosen.most_bytes(target) + _TAG_ROOM_BYTES
    if free < needed:
        raise ExportError(
            f"cannot write {path}: it needs {needed / 1e6:.0f} MB, and {folder} has {free / 1e6:.0f} MB free"
        )
