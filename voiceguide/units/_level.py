"""Levels in decibels as people write them: ``-20dB``, ``-20``, ``- 20 db``, ``-20,5 dB``."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from voiceguide._lib.late_pattern import late_pattern

_LEVEL: Final = late_pattern(
    r"([+-]?)\s?(\d{1,3}(?:[.,]\d+)?|[.,]\d+)\s*(?:dbs?|decibels?)?\.?", re.IGNORECASE | re.ASCII
)
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))


def parse_level(text: str) -> float:
    """Read a level in decibels.

    Raises
    ------
    ValueError
        If the text is no level.

    >>> parse_level("-20dB"), parse_level("\N{MINUS SIGN}20,5 db"), parse_level("3")
    (-20.0, -20.5, 3.0)
    """
    written = " ".join(text.split())
    match = _LEVEL.fullmatch(written.translate(_DASHES))
    if match is None:
        raise ValueError(f"{written[:40]!r} is not a level; write it like -20dB")
    return float(Decimal(match[1] + match[2].replace(",", ".")))
