"""The loudness of a whole session, without rendering it.

Each clip is measured once, as the energy it adds from instant to instant. A session's 400 ms blocks are then
sums of what its cues add there, and the gates of BS.1770-4 work on those. Where cues overlap, their
energies add, as they do for sounds that know nothing of each other.

A bed counts as a meter counts it, which lowers the gate and lets the chimes' decays in, but only as long as
the bed itself is under the gate. Where so little is said that it would pass, a meter's reading drops at once,
by up to 10 LU, and the voice would have to be lifted as much. It is the voice that a listener sets the volume
for, so then the bed is left out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import numpy as np

from voiceguide.sound.limiter import limiting_gain
from voiceguide.sound.meter import gated, mean_square, relative_gate, slot_edges, slot_energies
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.sound.mixer import Mixer
    from voiceguide.timeline.model import Cue

TARGET_LUFS = -16.0
"""Integrated loudness of a finished session, as heard in stereo: what podcasts are delivered at."""

MOST_GAIN_DB = 4.0
"""A session is not lifted by more: one with hardly any voice would ring its chimes in the listener's ears."""

GAIN_STEP_DB = 0.25
"""Gains are multiples of this. Another length of a routine then mostly gets the same gain, and what was
encoded for one can serve the other."""

BED_GAIN_STEP_DB = 0.5
"""With a bed, how much of a session is said moves the meter's gate, and so the gain by a quarter of a decibel
from length to length. Nothing that is kept would fit then, so there the steps are twice as wide."""

_FINE = 100  # instants a second in a clip's curve
_SLOTS = 10  # gating blocks start every 100 ms
_PASSES = 3
_CLEAR_LU = 1.5  # noise is not the same in every 400 ms


class Kept(Protocol):
    """Where what was measured once is kept, by what was measured."""

    def get(self, what: str) -> bytes | None:
        """What was put, or None."""
        ...

    def put(self, what: str, data: bytes) -> None:
        """Keep it, if that is possible."""
        ...


def session_loudness(
    mixer: Mixer, gain_db: float = 0.0, ceiling_db: float | None = None, *, kept: Kept | None = None
) -> float:
    """Integrated loudness of a session in LUFS, as heard in stereo.

    Parameters
    ----------
    gain_db : float
        Gain of the whole session.
    ceiling_db : float, optional
        True peak in dBTP to which clips are limited after the gain.
    kept : Kept, optional
        Where the clips' curves are kept: measuring them is nearly all the work.

    Returns
    -------
    float
        What a meter reads from a stereo session. A mono session is measured as it is heard, from both
        channels, and a meter that sees its one channel reads 3 LU less.

    Raises
    ------
    CacheError
        If a clip is gone, or is not what the timeline says.
    """
    rate = mixer.rate
    slots = mixer.frames * _SLOTS // rate
    edges = slot_edges(slots + 1, rate)
    energies = np.zeros(slots)
    curves: dict[tuple[str, float], tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
    for cue in mixer.cues:
        name = cue.clip.key, cue.gain_db
        if name not in curves:
            curves[name] = _curve(mixer, cue, gain_db, ceiling_db, kept)
        instants, added = curves[name]
        first = max(0, int(np.searchsorted(edges, cue.start, "right")) - 1)
        last = int(np.searchsorted(edges, cue.start + instants[-1], "left"))
        span = edges[first : last + 1] - cue.start
        if len(span) > 1:
            energies[first : first + len(span) - 1] += np.diff(np.interp(span, instants, added))
    if mixer.bed is None:
        return gated(energies, rate)
    middles = (edges[:-1] + edges[1:]) // 2
    power = mean_square(mixer.bed.lufs + gain_db)
    with_bed = energies + power * np.diff(edges) * mixer.bed.levels(middles) ** 2
    hidden = relative_gate(with_bed, rate) > mixer.bed.lufs + gain_db + _CLEAR_LU
    return gated(with_bed if hidden else energies, rate)


def master_gain_db(
    mixer: Mixer,
    target: float = TARGET_LUFS,
    *,
    ceiling_db: float,
    most: float = MOST_GAIN_DB,
    kept: Kept | None = None,
) -> float:
    """Gain that brings a session to its target, in decibels, in whole steps.

    A step is :data:`GAIN_STEP_DB`, or with a bed :data:`BED_GAIN_STEP_DB`.

    Parameters
    ----------
    target : float
        Integrated loudness as heard in stereo, in LUFS.
    ceiling_db : float
        True peak in dBTP to which the session will be limited: what that takes away is given back.
    most : float
        Highest gain in decibels.
    kept : Kept, optional
        Where clips' curves are kept.

    Raises
    ------
    CacheError
        If a clip is gone, or is not what the timeline says.
    """
    step = GAIN_STEP_DB if mixer.bed is None else BED_GAIN_STEP_DB
    gain = 0.0
    for _ in range(_PASSES):
        missing = target - session_loudness(mixer, gain, ceiling_db, kept=kept)
        steps = math.floor(missing / step + 0.5) if math.isfinite(missing) else 0
        if not steps or (steps > 0 and gain >= most):
            break
        gain = min(most, gain + steps * step)
    return gain


def _curve(
    mixer: Mixer, cue: Cue, gain_db: float, ceiling_db: float | None, kept: Kept | None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Frames, and the K-weighted energy that a clip has added until then, the filter's ringing included."""
    rate, decibels = mixer.rate, cue.gain_db + gain_db
    what = f"curve {cue.clip.key} {cue.frames}@{rate} {mixer.channels} {decibels!r} {ceiling_db!r}"
    data = kept.get(what) if kept is not None else None
    if data is not None:
        added = np.frombuffer(data)
        return slot_edges(len(added), rate, _FINE), added
    samples = mixer.samples(cue)
    louder = samples * np.float32(gain_of(decibels))
    if ceiling_db is not None and (lower := limiting_gain(louder, rate, ceiling_db)) is not None:
        louder *= lower[:, None]
    energies = slot_energies(louder, rate, _FINE, tail=True)
    both = 2 // samples.shape[1]  # one channel is heard from two
    added = both * np.concatenate([[0.0], np.cumsum(energies)])
    if kept is not None:
        kept.put(what, added.tobytes())
    return slot_edges(len(added), rate, _FINE), added
