"""CRC-16/ARC, the checksum of the LAME tag: polynomial 0x8005 reflected, start value 0.

It is computed over the whole of an MP3 file, so a loop over bytes would take longer than the rest of a
cached export. A CRC is linear: the checksum of two pieces joined follows from theirs, by a product of
polynomials over GF(2), as in zlib's ``crc32_combine``; and numpy folds all neighbours of a long piece at
once, words to pairs, pairs to fours, and so on.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REFLECTED_POLYNOMIAL = 0xA001
_ONE = 0x8000
"""The polynomial 1, with its lowest power in the highest bit."""
_LONG = 4096
"""Bytes from which on numpy is worth its start."""


def crc16(data: bytes, start: int = 0) -> int:
    """Checksum of ``data``, continuing from the checksum ``start`` of what came before it."""
    if len(data) >= _LONG:
        return combine(start, _folded(data), len(data))
    table = _bytes()
    for byte in data:
        start = table[(start ^ byte) & 0xFF] ^ start >> 8
    return start


def combine(first: int, second: int, second_bytes: int) -> int:
    """Checksum of two pieces joined, from the checksum of each and the length of the second."""
    return _product(_power(second_bytes), first) ^ second if first else second


def repeated(once: int, size: int, times: int) -> int:
    """Checksum of ``times`` copies of a piece of ``size`` bytes, from the checksum of one."""
    total = 0
    while times:
        if times & 1:
            total = combine(total, once, size)
        if times := times >> 1:
            once, size = _twice(once, size), size * 2
    return total


@lru_cache(maxsize=64)  # of the one frame that is silence, again and again
def _twice(once: int, size: int) -> int:
    return combine(once, once, size)


def _product(one: int, other: int) -> int:
    """Product of two polynomials, modulo the CRC's."""
    total, bit = 0, _ONE
    while one:
        if one & bit:
            total ^= other
            one ^= bit
        bit >>= 1
        other = other >> 1 ^ _REFLECTED_POLYNOMIAL if other & 1 else other >> 1
    return total


def _times_x(polynomial: int) -> int:
    return polynomial >> 1 ^ (_REFLECTED_POLYNOMIAL if polynomial & 1 else 0)


@lru_cache(maxsize=4096)  # a session's pieces come in a few hundred lengths
def _power(count: int) -> int:
    """``x ** (8 * count)``: what a state is multiplied with by so many bytes of zero."""
    power = _ONE
    while count:
        lowest = count & -count
        power = _product(_square(lowest.bit_length() - 1), power)
        count ^= lowest
    return power


@cache
def _square(times: int) -> int:
    """``x ** 8``, squared so many times."""
    if times:
        return _product(_square(times - 1), _square(times - 1))
    power = _ONE
    for _ in range(8):
        power = _times_x(power)
    return power


@cache
def _bytes() -> tuple[int, ...]:
    """What each byte makes of an empty state."""
    table = []
    for byte in range(256):
        state = byte
        for _ in range(8):
            state = _times_x(state)
        table.append(state)
    return tuple(table)


def _folded(data: bytes) -> int:
    """Checksum of a long piece."""
    # zeros in front change nothing while the state is 0
    words = np.frombuffer(b"\0" * (len(data) % 2) + data, dtype="<u2")
    sums = _zeros(1)[words]
    power = 1
    while len(sums) > 1:
        if len(sums) % 2:
            sums = np.concatenate((np.zeros(1, np.uint16), sums))
        sums = _zeros(power)[sums[0::2]] ^ sums[1::2]
        power += 1
    return int(sums[0])


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
