"""From blocks to a finished file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide._lib.atomic import replacing
from voiceguide.errors import ExportError
from voiceguide.export._encoding import Encoding
from voiceguide.export._formats import format_of
from voiceguide.export._master import Master
from voiceguide.export._target import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from voiceguide.export._master import Block
    from voiceguide.export._tags import Tags
    from voiceguide.export.mp3 import Splicing
    from voiceguide.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    path: Path
    bytes: int
    """Size of the file."""
    frames: int
    """Length of the sound."""
    seconds: float
    """Length of the sound."""


def write(
    path: Path,
    blocks: Iterable[Block],
    *,
    timeline: Timeline,
    channels: int,
    tags: Tags,
    encoding: Encoding | None = None,
    splicing: Splicing | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Written:
    """Encode a session into a file of the format that the path's suffix names.

    An older file of that name is replaced, and only when the new one is complete.

    Parameters
    ----------
    path : Path
        The file to write; :func:`voiceguide.export.check_target` says early whether it can be.
    blocks : iterable of NDArray[np.float32]
        The sound in order, each block ``(frames, channels)``; together exactly ``timeline.frames``.
    timeline : Timeline
        Gives rate, length and chapters.
    channels : int
        1 or 2.
    tags : Tags
        What the file says about itself.
    encoding : Encoding, optional
        Bit rate and the like.
    splicing : Splicing, optional
        How the same sound can be joined from encoded frames that are kept. Where a format can do that (MP3 of
        a constant rate), ``blocks`` are not asked for.
    on_progress : callable, optional
        Called now and then with the number of frames done so far.

    Returns
    -------
    Written
        What came to be.

    Raises
    ------
    OutputError
        If the suffix is of no format that we write, or the encoding does not fit it.
    ExportError
        If the blocks are not exactly as long as the timeline, or the disk or the encoder fails.
    """
    chosen = format_of(path)
    encoding = encoding or Encoding()
    chosen.check(Target(rate=timeline.rate, channels=channels, frames=timeline.frames, encoding=encoding))
    if timeline.frames <= 0:
        raise ExportError(f"cannot write {path}: the session is empty")
    master = Master(timeline, channels, tags, encoding, splicing, on_progress)
    with replacing(path) as file:
        chosen.encode(file, _measured(blocks, master, path), master)
    return Written(
        path=path,
        bytes=path.stat().st_size,
        frames=timeline.frames,
        seconds=timeline.frames / timeline.rate,
    )


def _measured(blocks: Iterable[Block], master: Master, path: Path) -> Iterator[Block]:
    """Pass blocks on, and hold them to the timeline's length: no file of another length may come to be."""
    done, total = 0, master.timeline.frames
    for block in blocks:
        if block.ndim != 2 or block.shape[1] != master.channels:
            raise ExportError(
                f"cannot write {path}: a block has shape {block.shape} and not (frames, {master.channels})"
            )
        done += len(block)
        if done > total:
            break
        if len(block):
            yield block
        if master.on_progress is not None:
            master.on_progress(done)
    if done != total:
        more = "more than" if done > total else f"{done} and not"
        raise ExportError(f"cannot write {path}: the sound has {more} the timeline's {total} frames")
