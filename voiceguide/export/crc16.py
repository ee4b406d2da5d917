"""CRC-16/ARC, the check sum of the LAME tag: polynomial 0x8005 reflected, start value 0.

It is computed over the whole of an MP3 file, so a loop over bytes would take longer than the rest of a
cached export. A CRC is linear: the sums of neighbouring pieces combine through a table, and numpy folds all
neighbours at once, words to pairs, pairs to fours, and so on.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REFLECTED_POLYNOMIAL = 0xA001


@cache
def _zeros(power: int) -> NDArray[np.uint16]:
    """Table of what each 16-bit state becomes after ``2 ** power`` bytes of zero."""
    if power:
        half = _zeros(power - 1)
        return half[half]
    state = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(8):
        state = np.where(state & 1, state >> 1 ^ _REFLECTED_POLYNOMIAL, state >> 1).astype(np.uint16)
    return state


def crc16(data: bytes, start: int = 0) -> int:
    """Check sum of ``data``, going on from the sum ``start`` of what came before it."""
    # zeros in front change nothing while the state is 0
    words = np.frombuffer(b"\0" * (len(data) % 2) + data, dtype="<u2")
    sums = _zeros(1)[words]
    power = 1
    while len(sums) > 1:
        if len(sums) % 2:
            sums = np.concatenate((np.zeros(1, np.uint16), sums))
        sums = _zeros(power)[sums[0::2]] ^ sums[1::2]
        power += 1
    return combine(start, int(sums[0]) if len(sums) else 0, len(data))


def combine(first: int, second: int, second_bytes: int) -> int:
    """Check sum of two pieces joined, from the sum of each and the length of the second."""
    while second_bytes:
        lowest = second_bytes & -second_bytes
        first = int(_zeros(lowest.bit_length() - 1)[first])
        second_bytes ^= lowest
    return first ^ second


def repeated(once: int, size: int, times: int) -> int:
    """Check sum of a piece of ``size`` bytes that stands ``times`` times, from the sum of one."""
    total = 0
    while times:
        if times & 1:
            total = combine(total, once, size)
        once, size, times = _twice(once, size), size * 2, times >> 1
    return total


@lru_cache(maxsize=64)  # of the one frame that is silence, again and again
def _twice(once: int, size: int) -> int:
    return combine(once, once, size)
