"""The gates of ITU-R BS.1770-4: from the energies of a sound's tenths of a second to its loudness.

Without numpy, which would take longer to load than the sums for an hour take.
"""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TARGET_LUFS = -16.0
"""Integrated loudness of a finished session, as heard in stereo: what podcasts are delivered at."""

SILENCE = -math.inf
"""The loudness of digital silence, in LUFS."""

SLOTS = 10
"""Slots a second: gating blocks are 400 ms and start every 100 ms."""
BLOCK = 4
"""Slots in a gating block."""

_ABSOLUTE_GATE = -70.0  # LUFS, BS.1770-4 annex 1
_RELATIVE_GATE = -10.0  # LU under the loudness of what passed the absolute gate
_OFFSET = -0.691  # LU: makes a 997 Hz sine at 0 dBFS in one channel read -3.01 LUFS


def lufs(mean_square: float) -> float:
    """Loudness of a K-weighted mean square, summed over the channels."""
    return SILENCE if mean_square <= 0.0 else _OFFSET + 10.0 * math.log10(mean_square)


def mean_square(loudness_lufs: float) -> float:
    """K-weighted mean square, summed over the channels, of a loudness in LUFS."""
    return float(10.0 ** ((loudness_lufs - _OFFSET) / 10.0))


def gated(energies: Sequence[float], rate: int) -> float:
    """Integrated loudness from 100 ms energies, with both gates of BS.1770-4, in LUFS."""
    passed = _passed(energies, rate)
    gate = mean_square(_relative(passed))
    return _mean([block for block in passed if block > gate])


def relative_gate(energies: Sequence[float], rate: int) -> float:
    """Loudness under which a session's blocks are not counted, in LUFS."""
    return _relative(_passed(energies, rate))


def _passed(energies: Sequence[float], rate: int) -> list[float]:
    """Mean squares of the 400 ms blocks that pass the absolute gate."""
    frames = BLOCK * rate / SLOTS
    gate = mean_square(_ABSOLUTE_GATE) * frames
    pairs = list(map(operator.add, energies, energies[1:]))
    fours = map(operator.add, pairs, pairs[2:])
    return [total / frames for total in fours if total > gate]


def _relative(passed: Sequence[float]) -> float:
    return _mean(passed) + _RELATIVE_GATE


def _mean(blocks: Sequence[float]) -> float:
    return lufs(math.fsum(blocks) / len(blocks)) if blocks else SILENCE
