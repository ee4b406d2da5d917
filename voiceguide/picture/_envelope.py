"""A lane's envelope: as many columns as a picture can show, from blocks of any number, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """How loud a lane is in each of a picture's columns."""

    peak: NDArray[np.float32]
    """Highest absolute value of a column's frames over all channels, shape ``(columns,)``."""
    rms: NDArray[np.float64]
    """Root of the mean square over a column's frames and channels, shape ``(columns,)``."""


def column_edges(frames: int, columns: int) -> NDArray[np.int64]:
    """First frames of the columns, and the end: shape ``(columns + 1,)``, or fewer where frames are few."""
    columns = min(columns, frames)
    return np.arange(columns + 1, dtype=np.int64) * frames // max(columns, 1)


def envelope(blocks: Iterable[NDArray[np.float32]], edges: NDArray[np.int64], name: str) -> Envelope:
    """Measure a lane while it goes by; memory depends on the number of columns only.

    Parameters
    ----------
    blocks : iterable of NDArray[np.float32]
        The lane's sound in order, each block ``(frames, channels)``.
    edges : array
        From :func:`column_edges`.
    name : str
        The lane's, for the error.

    Raises
    ------
    ExportError
        If the lane is not exactly as long as the last edge: it would be drawn beside its chapters.
    """
    total = int(edges[-1])
    peak = np.zeros(len(edges) - 1, dtype=np.float32)
    power = np.zeros(len(edges) - 1)
    done = 0
    for block in blocks:
        first, done = done, done + len(block)
        if done > total:
            break
        # most of a session's chimes and voice is digital silence, which is seen faster than measured
        if not block.any():
            continue
        low, high = np.searchsorted(edges, [first, done - 1], side="right") - 1
        for column in range(int(low), int(high) + 1):
            # channels side by side: reducing over an axis of two is ten times as slow
            part = block[max(edges[column] - first, 0) : edges[column + 1] - first].ravel()
            peak[column] = max(peak[column], part.max(), -part.min())
            power[column] += np.dot(part, part) / block.shape[1]
    if done != total:
        raise ExportError(
            f"cannot draw the {name}: it has {'more than' if done > total else f'{done} and not'} "
            f"the timeline's {total} frames"
        )
    return Envelope(peak=peak, rms=np.sqrt(power / np.diff(edges)))
