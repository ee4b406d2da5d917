"""Where bells sound in a hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from voiceguide.timeline import _rhythm as rhythm
from voiceguide.units import Ms

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.script import Bells
    from voiceguide.timeline._timeline import HoldSpan
    from voiceguide.units import Frames


def bell_places(bells: Bells, span: HoldSpan, frames: Callable[[Ms], Frames]) -> list[int]:
    """Frames at which bells sound that come again and again; drawn where that has bounds.

    A draw depends on the bells' seed and its number only, so that a longer hold has the same bells, and more.
    """
    every = bells.every
    places: list[int] = []
    if every is None:
        return places
    last = span.end - frames(rhythm.BELL_MARGIN)
    at = 0
    while True:
        at += every.min + _drawn(bells.seed, len(places)) * (every.max - every.min) // _WHOLE
        place = span.start + frames(Ms(at))
        if place > last:
            return places
        places.append(place)


_WHOLE = 1 << 32


def _drawn(seed: int, number: int) -> int:
    """A number under :data:`_WHOLE`."""
    return int.from_bytes(hashlib.sha256(f"bell {seed} {number}".encode()).digest()[:4], "big")
