"""Plain tables that fit a terminal, with Chinese characters as wide as they are."""

from __future__ import annotations

import os
import textwrap
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 2
_LEAST = 24


def width_of_terminal() -> int:
    """Columns of the terminal; 100 where there is none."""
    # as shutil.get_terminal_size, whose module loads every compression library first
    try:
        return int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size(1).columns or 100
    except (AttributeError, ValueError, OSError):
        return 100


def width(text: str) -> int:
    """Columns that a text takes: East Asian wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def columns(rows: Sequence[Sequence[str]], *, wrap: int | None = None) -> str:
    """Lay rows out in columns; column ``wrap`` is broken into lines where the terminal is too narrow."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    if wrap is not None:
        others = sum(widths) - widths[wrap] + _GAP * (len(widths) - 1)
        widths[wrap] = max(_LEAST, min(widths[wrap], width_of_terminal() - others))
    lines = []
    for row in rows:
        cells = [[cell] for cell in row]
        if wrap is not None:
            cells[wrap] = textwrap.wrap(row[wrap], widths[wrap]) or [""]
        for line in range(max(len(cell) for cell in cells)):
            parts = [cell[line] if line < len(cell) else "" for cell in cells]
            padded = (part + " " * (room - width(part)) for part, room in zip(parts, widths, strict=True))
            lines.append((" " * _GAP).join(padded).rstrip())
    return "\n".join(lines)
