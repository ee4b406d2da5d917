"""Elastic times, as people write them: ``45s..2m``, ``30-60 s``, ``1 to 2 minutes``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from voiceguide._lib.late_pattern import late_pattern
from voiceguide.units._duration import SECOND, ends_with_unit, format_duration, parse_duration

_TO: Final = late_pattern(r"\s*\.{2,3}\s*|\s*\u2026\s*|\s+to\s+", re.IGNORECASE)
_DASH: Final = late_pattern(r"\s*[-\u2010\u2011\u2012\u2013\u2014\u2212]\s*(?=[\d.,\u00bc-\u00be])")
_HOW: Final = "write 45s, 45s..2m or 45s..1m..2m"


@dataclass(frozen=True, slots=True)
class Span:
    """An elastic time: at least ``min``, at best ``preferred``, at most ``max`` (whole milliseconds)."""

    min: int
    preferred: int
    max: int

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read ``45s``, ``45s..2m`` (the middle is preferred) or ``45s..1m..2m``.

        Between the times may be two dots, a dash or ``to``. A number without a unit has that of the time
        after it (``30-60 s``), and without any it counts seconds.

        Raises
        ------
        ValueError
            If a part is not a duration, or the parts do not rise.
        """
        pieces = _pieces(text)
        if len(pieces) > 3:
            raise ValueError(f"{text.strip()!r} has {len(pieces)} parts; {_HOW}")
        borrowed = ends_with_unit(pieces[-1])
        parts = [_read(piece, borrowed) for piece in pieces]
        low, high = parts[0], parts[-1]
        best = parts[1] if len(parts) == 3 else (low + high) // 2
        if not low <= best <= high:
            if any(not ends_with_unit(piece) and ":" not in piece for piece in pieces[:-1]):
                raise ValueError(f"{text.strip()!r} does not rise; give every time its unit, as in 45s..2m")
            raise ValueError(f"{text.strip()!r} does not rise; write the shortest time first")
        return cls(low, best, high)

    def __str__(self) -> str:
        if self.min == self.max:
            return format_duration(self.min)
        ends = (self.min, self.max)
        middle = () if self.preferred == sum(ends) // 2 else (self.preferred,)
        return "..".join(format_duration(ms) for ms in (self.min, *middle, self.max))


def _pieces(text: str) -> list[str]:
    pieces = _TO.split(text.strip())
    if len(pieces) > 1 or text.strip().startswith(("-", "\N{MINUS SIGN}", "\N{EN DASH}")):
        return pieces
    # a dash may also stand between a number and its unit: "30-second"
    return _DASH.split(text.strip())


def _read(piece: str, borrowed: str) -> int:
    if borrowed and re.fullmatch(
        r"\s*(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+|[\u00bc-\u00be]|[A-Za-z]+)\s*", piece
    ):
        return parse_duration(f"{piece} {borrowed}")
    return parse_duration(piece, unit=SECOND)
