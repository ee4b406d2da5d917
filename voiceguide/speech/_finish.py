"""Turns an engine's samples into a clip at the session's rate: resampled once, trimmed, level-matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.errors import SpeechError
from voiceguide.script import estimate_ms
from voiceguide.units import resampled_frames

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUIETEST = 1e-3
"""Peak under which samples are taken for silence (-60 dBFS)."""
_SHORTEST = 0.2
_LONGEST = 5.0
_GRACE_MS = 3000


def check_plausible(samples: NDArray[np.float32], rate: int, sentence: str, pace: float) -> None:
    """Refuse what cannot be the sentence: nothing, silence, a click, babble.

    The bounds are a fifth and five times the estimated length (plus 3 s), since voices differ.

    Raises
    ------
    SpeechError
        If the samples are not plausible; the message says how.
    """
    if samples.ndim != 1 or not len(samples) or rate <= 0:
        raise SpeechError("the engine returned no sound")
    if not np.isfinite(samples).all():
        raise SpeechError("the engine returned samples that are not numbers")
    if float(np.abs(samples).max()) < QUIETEST:
        raise SpeechError("the engine returned silence")
    length, expected = len(samples) * 1000 / rate, estimate_ms(sentence, pace)
    if not expected * _SHORTEST <= length <= expected * _LONGEST + _GRACE_MS:
        raise SpeechError(
            f"the engine returned {length / 1000:.2f} s where about {expected / 1000:.2f} s are due"
        )


def finish(samples: NDArray[np.float32], native_rate: int, rate: int, *, exact: bool) -> NDArray[np.float32]:
    """Resample, trim and level one utterance.

    Parameters
    ----------
    samples : ndarray of float32, shape (frames,)
        As the engine made them, at ``native_rate`` frames a second.
    rate : int
        The session's frames a second.
    exact : bool
        Keep length and level: no trimming, no level matching.

    Returns
    -------
    ndarray of float32, shape (frames, 1)
        At ``rate``.
    """
    from voiceguide.sound import prepare, resample

    column = resample(samples.reshape(-1, 1), native_rate, rate)
    if not exact:
        return prepare(column, rate)
    # a resampler may give a frame more or less than the ratio says
    frames = resampled_frames(len(samples), native_rate, rate)
    return np.pad(column[:frames], ((0, max(0, frames - len(column))), (0, 0)))
