"""Positions inside a stretch of time, as people write them: ``half``, ``25%``, ``12s``, ``-10s``."""

from __future__ import annotations

import re
from typing import Final, Literal

from voiceguide._lib.late_pattern import late_pattern
from voiceguide.units._duration import parse_duration

_HALF: Final = frozenset({"half", "halfway", "middle", "\N{VULGAR FRACTION ONE HALF}", "1/2"})
_SHARE: Final = late_pattern(r"([0-9]{1,3})\s*%")
_SIGNED: Final = late_pattern(r"([-+\u2010-\u2013\u2212]?)\s*(.*)", re.DOTALL)


def parse_position(text: str) -> tuple[Literal["start", "end", "percent"], int]:
    """Read a position.

    Parameters
    ----------
    text : str
        ``half``, ``25%``, ``12s`` after the start or ``-10s`` before the end; a number without a unit counts
        seconds.

    Returns
    -------
    str, int
        Counted from where; and milliseconds, or percent.

    Raises
    ------
    ValueError
        If it is none, or lies outside.
    """
    written = " ".join(text.split())
    if written.casefold() in _HALF:
        return "percent", 50
    if share := _SHARE.fullmatch(written):
        if int(share[1]) > 100:
            raise ValueError(f"{written!r} is past the end of the hold")
        return "percent", int(share[1])
    signed = _SIGNED.fullmatch(written)
    sign, time = signed.groups() if signed else ("", written)
    try:
        ms = parse_duration(time)
    except ValueError as error:
        if "could be" in str(error):
            raise
        shown = written if len(written) <= 40 else f"{written[:40]}..."
        raise ValueError(f"{shown!r} is not a position; write half, 25%, 12s or -10s") from None
    return ("end" if sign not in {"", "+"} else "start"), ms
