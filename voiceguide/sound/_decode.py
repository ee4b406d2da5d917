"""A listener's own sound file, decoded as a stream by PyAV (FFmpeg inside its wheel)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.errors import InputError
from voiceguide.sound._clip import Clip
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
    """Yield a file's sound in pieces, resampled to ``rate``, in one channel or mixed to two.

    Parameters
    ----------
    at_most_ms : int
        Stop there; what comes later in the file is not even decoded.

    Yields
    ------
    array, shape (frames, 1 or 2)

    Raises
    ------
    InputError
        If the file cannot be opened or has no sound in it, or is damaged.
    """
    import av

    left: int = frames_of(at_most_ms, rate)
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise InputError(f"{path} has no sound in it")
            stream = container.streams.audio[0]
            # one channel stays one: FFmpeg would take 3 dB from it on the way to stereo
            channels = min(stream.channels, 2)
            resampler = av.AudioResampler(format="flt", layout=("mono", "stereo")[channels - 1], rate=rate)
            # None flushes what the resampler still holds
            for frame in itertools.chain(container.decode(stream), [None]):
                for piece in resampler.resample(frame):
                    samples = piece.to_ndarray().astype(np.float32, copy=False).reshape(-1, channels)[:left]
                    left -= len(samples)
                    if len(samples):
                        yield samples
                if not left:
                    return
    except (av.error.FFmpegError, OSError) as e:
        raise InputError(f"{path} cannot be read as a sound: {reason_of(e)}") from e


def clip_from_file(path: str | Path, rate: int) -> Clip:
    """Read a short sound, such as a chime of the listener's own.

    Raises
    ------
    InputError
        If it cannot be read, is empty, or is longer than :data:`CHIME_MS`.
    """
    pieces = list(decode(path, rate, at_most_ms=CHIME_MS + 1000))
    if not pieces:
        raise InputError(f"{path} has no sound in it")
    samples = np.concatenate(pieces)
    if len(samples) > frames_of(CHIME_MS, rate):
        raise InputError(f"{path} is too long for a chime: at most {format_duration(CHIME_MS)}")
    samples.flags.writeable = False
    return Clip(samples, rate)


def reason_of(error: Exception) -> str:
    """Why a sound file cannot be read, in words for a person."""
    import av

    if isinstance(error, av.error.InvalidDataError):
        return "it is no sound file, or a damaged one"
    return str(getattr(error, "strerror", None) or error)
