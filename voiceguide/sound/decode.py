"""A listener's own sound file, decoded as a stream by PyAV (FFmpeg inside its wheel)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.errors import InputError
from voiceguide.sound.clip import Clip
from voiceguide.units import MAX_DURATION_MS, format_duration, frames_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

CHIME_MS = 60_000
"""The longest sound that is taken as a chime, in milliseconds."""


def decode(
    path: str | Path, rate: int, *, at_most_ms: int = MAX_DURATION_MS
) -> Iterator[NDArray[np.float32]]:
    """Yield a file's sound in pieces, resampled to ``rate`` and mixed to stereo.

    Parameters
    ----------
    at_most_ms : int
        Stop there; what comes later in the file is not even decoded.

    Yields
    ------
    array, shape (frames, 2)

    Raises
    ------
    InputError
        If the file cannot be opened or has no sound in it, or is damaged.
    """
    import av

    left = frames_of(at_most_ms, rate)
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise InputError(f"{path} has no sound in it")
            resampler = av.AudioResampler(format="flt", layout="stereo", rate=rate)
            # None flushes what the resampler still holds
            for frame in itertools.chain(container.decode(container.streams.audio[0]), [None]):
                for piece in resampler.resample(frame):
                    samples = piece.to_ndarray().astype(np.float32, copy=False).reshape(-1, 2)[:left]
                    left -= len(samples)
                    if len(samples):
                        yield samples
                if not left:
                    return
    except (av.error.FFmpegError, OSError) as e:
        reason = getattr(e, "strerror", None) or e
        raise InputError(f"{path} cannot be read as a sound: {reason}") from e


def clip_from_file(path: str | Path, rate: int) -> Clip:
    """Read a short sound, such as a chime of the listener's own.

    Raises
    ------
    InputError
        If it cannot be read, is empty, or is longer than :data:`CHIME_MS`.
    """
    pieces = list(decode(path, rate, at_most_ms=CHIME_MS + 1000))
    samples = np.concatenate(pieces) if pieces else np.zeros((0, 2), dtype=np.float32)
    if not len(samples):
        raise InputError(f"{path} has no sound in it")
    if len(samples) > frames_of(CHIME_MS, rate):
        raise InputError(f"{path} is too long for a chime: at most {format_duration(CHIME_MS)}")
    samples.flags.writeable = False
    return Clip(samples, rate)
