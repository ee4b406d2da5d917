"""Writes a sound to a finished file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.atomic import replacing
from voiceguide.errors import ExportError
from voiceguide.export._encoding import Encoding
from voiceguide.export._formats import format_of
from voiceguide.export._job import Job
from voiceguide.export._target import Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.export._tags import Tags
    from voiceguide.sound import Sound
    from voiceguide.store import Store
    from voiceguide.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ExportReport:
    """A finished file: its path, size and length."""

    path: Path
    bytes: int
    """Size of the file."""
    frames: int
    """Length of the sound."""
    seconds: float
    """Length of the sound."""
    lufs: float | None = None
    """Integrated loudness as calculated; None if it is not known, or there is nothing to be heard."""


def write(
    path: Path,
    sound: Sound,
    *,
    timeline: Timeline,
    tags: Tags,
    encoding: Encoding | None = None,
    store: Store | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """Encode a sound into a file of the format that the path's suffix names.

    An older file of that name is replaced, and only when the new one is complete.

    Parameters
    ----------
    path : Path
        The file to write; :func:`voiceguide.export.check_target` says early whether it can be.
    sound : Sound
        As long as the timeline, and at its rate.
    timeline : Timeline
        Gives the chapters.
    tags : Tags
        What the file says about itself.
    encoding : Encoding, optional
        Bit rate and the like.
    store : Store, optional
        Where encoded frames are kept. A format that can be joined from them (MP3 of a constant rate) then
        encodes only what the store does not have.
    on_progress : callable, optional
        Called now and then with the number of frames done so far.

    Returns
    -------
    ExportReport
        What came to be.

    Raises
    ------
    OutputError
        If the suffix is of no format that we write, or the encoding does not fit it.
    ExportError
        If the sound is not exactly as long as the timeline, or the disk or the encoder fails.
    """
    chosen = format_of(path)
    encoding = encoding or Encoding()
    chosen.check(
        Target(rate=timeline.rate, channels=sound.channels, frames=timeline.frames, encoding=encoding)
    )
    if timeline.frames <= 0:
        raise ExportError(f"cannot write {path}: the session is empty")
    job = Job(path, sound, timeline, tags, encoding, store, on_progress)
    with replacing(path) as file:
        chosen.encode(file, job)
    return ExportReport(
        path=path,
        bytes=path.stat().st_size,
        frames=timeline.frames,
        seconds=timeline.frames / timeline.rate,
    )
