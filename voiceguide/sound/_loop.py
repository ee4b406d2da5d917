"""A listener's own sound as a bed: looped, with an equal-power cross-fade at the seam."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import weakref
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from voiceguide.errors import InputError
from voiceguide.sound._clip_sources import clip_from_segment
from voiceguide.sound._decode import decode
from voiceguide.sound._gates import gated
from voiceguide.sound._meter import slot_energies
from voiceguide.units import format_duration, frames_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

LONGEST_MS = 20 * 60_000
"""How much of a sound is used, in milliseconds: what is longer is looped from there."""

SHORTEST_MS = 1000
SEAM_MS = 4000

_FRAME_BYTES = 8  # two float32


class LoopedBed:
    """A sound that goes on for ever.

    The samples wait in a temporary file, not in memory: twenty minutes at 48 kHz would be 460 MB.

    Parameters
    ----------
    pieces : iterable of arrays, shape (frames, 1 or 2)
        The sound at ``rate``, in pieces of any size.
    name : str
        What to call it in messages.

    Raises
    ------
    InputError
        If the sound is shorter than :data:`SHORTEST_MS`.
    """

    crossing_s = None
    """It may be music, which cannot go on anywhere."""

    def __init__(self, pieces: Iterable[NDArray[np.float32]], rate: int, name: str) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the bed
        self.close = weakref.finalize(self, self._file.close)
        """Lets go of the temporary file; a bed that nobody holds any more does so by itself."""
        self._reading = threading.Lock()  # a player reads ahead in a thread of its own
        self._length, loudness, digest = _store(pieces, rate, self._file)
        self.identity = digest
        """The same for the same samples, wherever they came from."""
        self.lufs = loudness
        """Loudness in LUFS."""
        if self._length < frames_of(SHORTEST_MS, rate):
            raise InputError(f"{name} is too short for a bed: at least {format_duration(SHORTEST_MS)}")
        self._seam = min(frames_of(SEAM_MS, rate), self._length // 4)
        self._period = self._length - self._seam
        turn = np.pi / 2 * (np.arange(self._seam) + 0.5) / self._seam
        self._rise, self._fall = (curve(turn).astype(np.float32)[:, None] for curve in (np.sin, np.cos))

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count``, shape (count, 2)."""
        out = np.empty((count, 2), dtype=np.float32)
        done = 0
        while done < count:
            turn, at = divmod(start + done, self._period)
            in_seam = turn > 0 and at < self._seam
            step = min((self._seam if in_seam else self._period) - at, count - done)
            part = self._read(at, step)
            if in_seam:
                part *= self._rise[at : at + step]
                part += self._read(self._period + at, step) * self._fall[at : at + step]
            out[done : done + step] = part
            done += step
        return out

    def _read(self, at: int, count: int) -> NDArray[np.float32]:
        with self._reading:
            self._file.seek(at * _FRAME_BYTES)
            raw = bytearray(self._file.read(count * _FRAME_BYTES))
        return np.frombuffer(raw, dtype=np.float32).reshape(-1, 2)


def bed_from_file(path: str | Path, rate: int) -> LoopedBed:
    """Make a bed of a sound file, in any format that FFmpeg decodes.

    Raises
    ------
    InputError
        If it cannot be read, or is too short.
    """
    return LoopedBed(decode(path, rate, at_most_ms=LONGEST_MS), rate, str(path))


def bed_from_segment(segment: Any, rate: int) -> LoopedBed:
    """Make a bed of a pydub ``AudioSegment``.

    Raises
    ------
    InputError
        If it is no AudioSegment, or is too short.
    """
    samples = clip_from_segment(segment, rate).samples[: frames_of(LONGEST_MS, rate)]
    return LoopedBed([samples], rate, "the bed's AudioSegment")


def _store(pieces: Iterable[NDArray[np.float32]], rate: int, file: IO[bytes]) -> tuple[int, float, str]:
    """Write the pieces as stereo, and measure them ten seconds at a time; return length, loudness, digest."""
    length = 0
    digest = hashlib.sha256()
    energies: list[NDArray[np.float64]] = []
    waiting: list[NDArray[np.float32]] = []
    for piece in pieces:
        stereo = np.ascontiguousarray(np.broadcast_to(piece, (len(piece), 2)), dtype="=f4")
        raw = stereo.tobytes()
        file.write(raw)
        digest.update(raw)
        length += len(stereo)
        waiting.append(stereo)
        if sum(map(len, waiting)) >= 10 * rate:
            whole = np.concatenate(waiting)
            energies.append(slot_energies(whole[: 10 * rate], rate))
            waiting = [whole[10 * rate :]]
    if waiting:
        energies.append(slot_energies(np.concatenate(waiting), rate))
    loudness = gated([energy for part in energies for energy in part.tolist()], rate)
    return length, loudness, digest.hexdigest()
