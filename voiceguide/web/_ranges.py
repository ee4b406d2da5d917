"""Byte ranges of HTTP (RFC 9110, 14): which parts of a file are asked for."""

from __future__ import annotations

import re
from typing import Final

MOST_RANGES: Final = 8
"""More in one request are refused: no player asks for them."""
_SPEC = re.compile(r"(\d*)-(\d*)", re.ASCII)


class Unsatisfiable(ValueError):
    """Raised when no part of the file is asked for."""


def parse_ranges(header: str | None, size: int) -> list[tuple[int, int]] | None:
    """The parts that a Range header asks for.

    Parameters
    ----------
    header : str or None
    size : int
        Of the whole, in bytes.

    Returns
    -------
    list of (int, int) or None
        First byte, and the one after the last, of each; None for the whole, as for a header that is no range
        of bytes, which is to be passed over.

    Raises
    ------
    Unsatisfiable
        If nothing of the file is asked for, or too many parts of it.
    """
    unit, _, specs = (header or "").partition("=")
    if unit.strip().lower() != "bytes" or not specs.strip():
        return None
    found: list[tuple[int, int]] = []
    for spec in specs.split(","):
        match = _SPEC.fullmatch(spec.strip())
        if match is None or match.group() == "-" or max(map(len, match.groups())) > 18:
            return None
        first, last = match.groups()
        if first and last and int(last) < int(first):
            return None
        if not first:
            start, end = max(size - int(last), 0), size
        else:
            start, end = int(first), min(int(last) + 1, size) if last else size
        if start < end:
            found.append((start, end))
    if not found or len(found) > MOST_RANGES:
        raise Unsatisfiable(header)
    return found
