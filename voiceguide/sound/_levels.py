"""Prepares clips for a session: trims silence, and brings all to one level."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.sound._limiter import limit
from voiceguide.sound._meter import DUAL_MONO_LU, columns, loudness
from voiceguide.units import frames_of, gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["VOICE_CEILING_DB", "VOICE_LUFS", "loudness", "prepare", "trim"]

VOICE_LUFS = -16.0
"""Level of the voice in LUFS as heard in stereo, where a mono clip sounds from both channels."""

VOICE_CEILING_DB = -2.0
"""Highest true peak of a voice clip in dBTP: 1 dB is left for what sounds at the same time."""

_WINDOW_MS = 5
_GATE_DB = -50.0  # under the clip's loud parts: the softest f or h at a word's edge is about 40 dB under
_HIGHEST_GATE_DB = -40.0  # a noisy voice lifts the gate, but never into its consonants
_ABOVE_FLOOR_DB = 6.0
_LEAST_GATE = gain_of(-80.0)
_PASSES = (
    4  # limiting takes a little loudness from a voice that peaks high: it is given back, and limited again
)
_CLOSE_LU = 0.05
_BEFORE_MS = 10
_AFTER_MS = 50
_FADE_IN_MS = 5
_FADE_OUT_MS = 30


def trim(samples: NDArray[np.floating], rate: int) -> NDArray[np.float32]:
    """Cut the silence that an engine leaves at both ends, so that pauses are what the script says.

    Ten milliseconds stay before the onset and fifty after the decay, faded so that the first and the last
    sample are exactly zero. Silence without any sound comes back as it is.

    Parameters
    ----------
    samples : array, shape (frames, channels)
        At ``rate`` frames a second.

    Returns
    -------
    array, shape (fewer frames, channels)
    """
    sound = columns(samples)
    window = max(1, frames_of(_WINDOW_MS, rate))
    whole = -(-len(sound) // window) * window
    power = np.zeros(whole, dtype=np.float32)
    power[: len(sound)] = np.square(sound).mean(axis=1)
    levels = np.sqrt(power.reshape(-1, window).mean(axis=1))
    loud = float(np.percentile(levels, 95)) if len(levels) else 0.0
    loud = max(loud, float(levels.max(initial=0.0)) / 4)  # a word in long silence is over the percentile
    floor = float(np.percentile(levels, 5)) * gain_of(_ABOVE_FLOOR_DB) if len(levels) else 0.0
    gate = max(loud * gain_of(_GATE_DB), min(floor, loud * gain_of(_HIGHEST_GATE_DB)), _LEAST_GATE)
    heard = np.flatnonzero(levels > gate)
    if not len(heard):
        return sound
    start = max(0, int(heard[0]) * window - frames_of(_BEFORE_MS, rate))
    end = min(len(sound), (int(heard[-1]) + 1) * window + frames_of(_AFTER_MS, rate))
    kept = sound[start:end].copy()
    fade_in(kept, frames_of(_FADE_IN_MS, rate))
    fade_out(kept, frames_of(_FADE_OUT_MS, rate))
    return kept


def prepare(
    samples: NDArray[np.floating],
    rate: int,
    *,
    level_lufs: float = VOICE_LUFS,
    ceiling_db: float = VOICE_CEILING_DB,
) -> NDArray[np.float32]:
    """Make an engine's raw speech a clip: trimmed, at the voice's level, under the ceiling.

    Resample first: a clip that is prepared and then resampled may peak above the ceiling.

    Parameters
    ----------
    samples : array, shape (frames, channels)
        At ``rate`` frames a second, at any level.
    level_lufs : float
        Integrated loudness as heard in stereo.
    ceiling_db : float
        Highest true peak in dBTP.

    Returns
    -------
    array, shape (fewer frames, channels)
        Silence comes back as it is.
    """
    clip = trim(samples, rate)
    target = level_lufs - (DUAL_MONO_LU if clip.shape[1] == 1 else 0.0)
    for attempt in range(_PASSES):
        missing = target - loudness(clip, rate)
        if not math.isfinite(missing) or (attempt and abs(missing) < _CLOSE_LU):
            break
        clip = limit(clip * np.float32(gain_of(missing)), rate, ceiling_db)
    return clip


def fade_in(sound: NDArray[np.float32], frames: int) -> None:
    """Raise the start from exactly zero, in place."""
    frames = min(frames, len(sound))
    sound[:frames] *= _rise(frames)[:, None]


def fade_out(sound: NDArray[np.float32], frames: int) -> None:
    """Lower the end to exactly zero, in place."""
    frames = min(frames, len(sound))
    sound[len(sound) - frames :] *= _rise(frames)[::-1, None]


def _rise(frames: int) -> NDArray[np.float32]:
    """Half a raised cosine from 0 on: no step and no corner, so nothing clicks."""
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(frames) / max(frames, 1))).astype(np.float32)
