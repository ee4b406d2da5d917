"""Resampling: once for a clip, before it is trimmed and levelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.sound._meter import columns

if TYPE_CHECKING:
    from numpy.typing import NDArray


def resample(samples: NDArray[np.floating], rate: int, to_rate: int) -> NDArray[np.float32]:
    """Bring samples from one rate to another (soxr, high quality, linear phase).

    Parameters
    ----------
    samples : array, shape (frames, channels)
        At ``rate`` frames a second.

    Returns
    -------
    array, shape (about frames * to_rate / rate, channels)
    """
    sound = columns(samples)
    if rate == to_rate or not len(sound):
        return sound
    import soxr

    return np.ascontiguousarray(soxr.resample(sound, rate, to_rate, quality="HQ"), dtype=np.float32)
