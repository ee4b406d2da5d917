"""The loudness of a whole session, without rendering it.

Each clip is measured once, as the energy it adds from instant to instant. A session's 400 ms blocks are then
sums of what its cues and its bed add there, and the gates of BS.1770-4 work on those. Where cues overlap,
their energies add, as they do for sounds that know nothing of each other.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.sound.meter import SILENCE, gated, mean_square, slot_edges, slot_energies
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.sound.mixer import Mixer

TARGET_LUFS = -16.0
"""Integrated loudness of a finished session: what podcasts are delivered at."""

MOST_GAIN_DB = 6.0
"""A session is not lifted by more: one with hardly any voice would ring its chimes in the listener's ears."""

_FINE = 100  # instants a second in a clip's curve
_SLOTS = 10  # gating blocks start every 100 ms


def session_loudness(mixer: Mixer) -> float:
    """Integrated loudness of a session in LUFS, as a meter would read the rendered whole.

    Raises
    ------
    CacheError
        If a clip is gone, or is not what the timeline says.
    """
    rate = mixer.rate
    slots = mixer.frames * _SLOTS // rate
    edges = slot_edges(slots + 1, rate)
    energies = np.zeros(slots)
    curves: dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
    for cue in mixer.cues:
        if cue.clip.key not in curves:
            samples = mixer.samples(cue)
            curves[cue.clip.key] = _curve(samples, rate, times=mixer.channels // samples.shape[1])
        instants, added = curves[cue.clip.key]
        first = max(0, int(np.searchsorted(edges, cue.start, "right")) - 1)
        last = int(np.searchsorted(edges, cue.start + instants[-1], "left"))
        span = edges[first : last + 1] - cue.start
        gain = gain_of(cue.gain_db) ** 2
        energies[first : first + len(span) - 1] += gain * np.diff(np.interp(span, instants, added))
    if mixer.bed is not None:
        power = mean_square(mixer.bed.lufs)
        # what is folded to one channel by the mean of two that differ has a quarter of their summed power
        power /= 1.0 if mixer.channels == 2 else 4.0
        middles = (edges[:-1] + edges[1:]) // 2
        energies += power * np.diff(edges) * mixer.bed.levels(middles) ** 2
    return gated(energies, rate)


def master_gain_db(
    loudness: float, *, target: float = TARGET_LUFS, most: float = MOST_GAIN_DB, step: float = 0.25
) -> float:
    """Gain that brings a session to its target, in decibels.

    Parameters
    ----------
    loudness : float
        Of the session, in LUFS.
    most : float
        Highest gain in decibels.
    step : float
        The gain is a multiple of this. Another length of the same routine then mostly gets the same gain,
        and what was encoded for one can serve the other.
    """
    if loudness == SILENCE:
        return 0.0
    return min(most, math.floor((target - loudness) / step + 0.5) * step)


def _curve(
    samples: NDArray[np.float32], rate: int, *, times: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Frames, and the K-weighted energy that a clip has added until then, the filter's ringing included.

    ``times`` is in how many channels each of the clip's is heard.
    """
    fine = slot_energies(samples, rate, _FINE, tail=True)
    return slot_edges(len(fine) + 1, rate, _FINE), times * np.concatenate([[0.0], np.cumsum(fine)])
