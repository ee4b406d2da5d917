"""The loudness of a whole session, without rendering it.

Each clip is measured once, as the energy it adds from instant to instant. A session's 400 ms blocks are then
sums of what its cues add there, and the gates of BS.1770-4 work on those. Where cues overlap, their
energies add, as they do for sounds that know nothing of each other.

A bed counts as a meter counts it, which lowers the gate and lets the chimes' decays in, but only as long as
the bed itself is under the gate. Where so little is said that it would pass, a meter's reading drops at once,
by up to 10 LU, and the voice would have to be lifted as much. It is the voice that a listener sets the volume
for, so then the gain is found without the bed. What is told of the session is what a meter reads.
"""

from __future__ import annotations

import math
import operator
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from voiceguide._lib.late_numpy import np
from voiceguide.sound._gates import SLOTS, TARGET_LUFS, gated, mean_square, relative_gate
from voiceguide.units import gain_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from voiceguide.sound._bed_lane import BedLane
    from voiceguide.sound._bed_sequence import BedSequence
    from voiceguide.sound._mixer import Mixer
    from voiceguide.timeline import Cue

Curve: TypeAlias = "array[float]"
"""Energy that a clip has added until each instant."""
Measure: TypeAlias = "Callable[[Mixer, Sequence[Cue], float, float | None], Iterable[Curve]]"
"""As :func:`measure_clips`."""

MOST_GAIN_DB = 4.0
"""At the usual loudness, a session is not lifted by more: one with hardly any voice would ring its chimes in
the listener's ears."""

_MORE_GAIN_FOR_LOUDER = 1.5
"""Decibels that a target of one LU more may take: of what is lifted far, the limiter takes back a third."""

GAIN_STEP_DB = 0.25
"""Gains are multiples of this. Another length of a routine then mostly gets the same gain, and what was
encoded for one can serve the other."""

BED_GAIN_STEP_DB = 0.5
"""With a bed, how much of a session is said moves the meter's gate, and so the gain by a quarter of a decibel
from length to length. Nothing that is kept would fit then, so there the steps are twice as wide."""

_FINE = 100  # instants a second in a clip's curve
_PASSES = 6
_LEAST_PROGRESS_LU = 0.1
"""A pass that brings less was in vain: the limiter takes back nearly all."""
_USUAL_GAIN_DB = 1.25  # chimes, the gate and the limiter take a little
_USUAL_GAIN_WITH_BED_DB = 2.5
_THREADS = 2  # more would keep more clips in memory
_NEAR_DB = 0.25
"""Of so much more gain, the limiter takes 0.18 LU at the most: nothing is measured again for that."""
_CLEAR_LU = 1.5  # noise is not the same in every 400 ms
_UNSURE_LU = 4.0  # nor are rain and waves, which come and go
_HEARD_S = 60


def session_loudness(
    mixer: Mixer, gain_db: float = 0.0, ceiling_db: float | None = None, *, measure: Measure | None = None
) -> float:
    """Integrated loudness of a session in LUFS, as heard in stereo.

    Parameters
    ----------
    gain_db : float
        Gain of the whole session.
    ceiling_db : float, optional
        True peak in dBTP to which clips are limited after the gain.
    measure : callable, optional
        Used in place of :func:`measure_clips`, which is nearly all the work.

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
    return _readings(mixer, gain_db, ceiling_db, measure or measure_clips).meter


@dataclass(frozen=True, slots=True)
class _Readings:
    meter: float
    """What a meter reads, in LUFS."""
    aimed: float
    """What is to come to a target: the same, but without a bed that would not be hidden from the meter."""


def _readings(mixer: Mixer, gain_db: float, ceiling_db: float | None, measure: Measure) -> _Readings:
    rate = mixer.rate
    energies = [0.0] * (mixer.frames * SLOTS // rate)
    curves = _curves(mixer, gain_db, ceiling_db, measure)
    # by their place in a slot, too: chimes come again and again
    added: dict[tuple[str, float, int], list[float]] = {}
    for cue in mixer.cues:
        name = cue.clip.key, cue.gain_db
        slot, late = divmod(cue.start * SLOTS, rate)
        if (*name, late) not in added:
            added[*name, late] = _by_slot(curves[name], late / rate * (_FINE // SLOTS))
        more = added[*name, late]
        here = energies[slot : slot + len(more)]
        energies[slot : slot + len(more)] = map(operator.add, here, more)
    if mixer.bed is not None:
        return _with_bed(energies, mixer.bed, gain_db, rate)
    alone = gated(energies, rate)
    return _Readings(alone, alone)


def _with_bed(energies: list[float], bed: BedLane | BedSequence, gain_db: float, rate: int) -> _Readings:
    from voiceguide.sound._meter import slot_edges

    edges = slot_edges(len(energies) + 1, rate)
    middles = (edges[:-1] + edges[1:]) // 2
    level = bed.lufs + gain_db
    laid = mean_square(level) * np.diff(edges) * bed.levels(middles) ** 2
    both = (np.array(energies) + laid).tolist()
    above = relative_gate(both, rate) - level
    if abs(above) < _UNSURE_LU:
        unsteady = laid * _unsteadiness(bed, edges, rate)
        meter = gated((np.array(energies) + unsteady).tolist(), rate)
    else:
        meter = gated(both, rate)
    return _Readings(meter, gated(both if above > _CLEAR_LU else energies, rate))


def _unsteadiness(bed: BedLane | BedSequence, edges: NDArray[np.int64], rate: int) -> NDArray[np.float64]:
    """Each slot's energy of a bed over what is usual for it, as a stretch of the bed has it, again and again.

    Near the gate it matters: of rain that is right under it, the heavier half is counted.
    """
    from voiceguide.sound._meter import slot_energies

    count = len(edges) - 1
    first = max(0, count // 2 - _HEARD_S * SLOTS // 2)
    last = min(count, first + _HEARD_S * SLOTS)
    sound = bed.frames(int(edges[first]), int(edges[last] - edges[first]))
    found = slot_energies(sound, rate)[: last - first] * (2 // sound.shape[1])
    middles = (edges[first:last] + edges[first + 1 : last + 1]) // 2
    usual = mean_square(bed.lufs) * np.diff(edges[first : last + 1]) * bed.levels(middles) ** 2
    ratio = np.divide(found, usual, out=np.ones(len(found)), where=usual > 0)
    return np.resize(ratio, count)


def _by_slot(curve: Sequence[float], phase: float) -> list[float]:
    """What a clip adds to the slot that it starts in, and to those after it.

    Parameters
    ----------
    phase : float
        Instants from the slot's begin to the clip's.
    """
    per_slot = _FINE // SLOTS
    first = int(per_slot - phase)  # the last instant in the first slot
    part = per_slot - phase - first
    # where a slot ends between two instants, the energy grows evenly
    ends = [
        a + (b - a) * part for a, b in zip(curve[first::per_slot], curve[first + 1 :: per_slot], strict=False)
    ]
    ends.append(curve[-1])
    return [after - before for before, after in zip([0.0, *ends], ends, strict=False)]


@dataclass(frozen=True, slots=True)
class MasterGain:
    """How much a session is lifted, and what that makes of it."""

    db: float
    lufs: float | None
    """What a meter will read, as calculated; None if there is nothing to be heard."""


def most_gain_db(target: float) -> float:
    """The highest gain for a target in LUFS."""
    return MOST_GAIN_DB + _MORE_GAIN_FOR_LOUDER * max(0.0, target - TARGET_LUFS)


def master_gain(
    mixer: Mixer, target: float = TARGET_LUFS, *, ceiling_db: float, measure: Measure | None = None
) -> MasterGain:
    """Gain that brings a session to its target, or as near as it comes, in whole steps.

    A step is :data:`GAIN_STEP_DB`, or with a bed :data:`BED_GAIN_STEP_DB`.

    Parameters
    ----------
    target : float
        Integrated loudness as heard in stereo, in LUFS.
    ceiling_db : float
        True peak in dBTP to which the session will be limited: what that takes away is given back.
    measure : callable, optional
        Used in place of :func:`measure_clips`.

    Raises
    ------
    CacheError
        If a clip is gone, or is not what the timeline says.
    """
    step = GAIN_STEP_DB if mixer.bed is None else BED_GAIN_STEP_DB
    most = most_gain_db(target)
    gain = min(most, math.floor(usual_gain_db(mixer, target) / step + 0.5) * step)
    before = -math.inf
    for _ in range(_PASSES):
        found = _readings(mixer, gain, ceiling_db, measure or measure_clips)
        reached, told = found.aimed, found.meter
        if not math.isfinite(reached):
            return MasterGain(0.0, None)
        steps = math.floor((target - reached) / step + 0.5)
        is_in_vain = steps > 0 and reached - before < _LEAST_PROGRESS_LU
        if not steps or is_in_vain or (steps > 0 and gain >= most):
            break
        before = reached if steps > 0 else -math.inf
        more = min(most - gain, steps * step)
        gain += more
        if abs(more) <= _NEAR_DB:
            told += more
            break
    return MasterGain(gain, told)


def usual_gain_db(mixer: Mixer, target: float) -> float:
    """What most such sessions are lifted by: clips have the usual target's loudness themselves."""
    return target - TARGET_LUFS + (_USUAL_GAIN_DB if mixer.bed is None else _USUAL_GAIN_WITH_BED_DB)


def _curves(
    mixer: Mixer, gain_db: float, ceiling_db: float | None, measure: Measure
) -> dict[tuple[str, float], Curve]:
    """The curve of each clip at each of its levels."""
    different = {(cue.clip.key, cue.gain_db): cue for cue in mixer.cues}
    curves = measure(mixer, list(different.values()), gain_db, ceiling_db)
    return dict(zip(different, curves, strict=True))


def measure_clips(
    mixer: Mixer, cues: Sequence[Cue], gain_db: float, ceiling_db: float | None
) -> Iterator[Curve]:
    """K-weighted energy that each cue's clip, at its level, has added until each instant, ringing included.

    Parameters
    ----------
    gain_db : float
        Gain of the whole session, in decibels.
    ceiling_db : float or None
        True peak in dBTP to which clips are limited after the gain.

    Yields
    ------
    array of float
        A hundred instants a second, from 0.
    """
    from concurrent.futures import ThreadPoolExecutor

    # nearly all of it is in numpy, which lets other threads go on
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="measure") as pool:
        yield from pool.map(lambda cue: _measured(mixer, cue, gain_db, ceiling_db), cues)


def _measured(mixer: Mixer, cue: Cue, gain_db: float, ceiling_db: float | None) -> Curve:
    """One clip's curve."""
    from voiceguide.sound._limiter import limiting_gain
    from voiceguide.sound._meter import slot_energies

    rate = mixer.rate
    samples = mixer.samples(cue)
    louder = samples * np.float32(gain_of(cue.gain_db + gain_db))
    if ceiling_db is not None and (lower := limiting_gain(louder, rate, ceiling_db)) is not None:
        louder *= lower[:, None]
    energies = slot_energies(louder, rate, _FINE, tail=True)
    both = 2 // samples.shape[1]  # one channel is heard from two
    return array("d", (both * np.concatenate([[0.0], np.cumsum(energies)])).tobytes())
