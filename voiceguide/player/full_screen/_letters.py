"""Words in letters of several rows, to be read from two metres away."""

from __future__ import annotations

import functools

_FONTS = ("ansi_regular", "small")
"""FIGlet fonts, the largest first: solid letters of five rows, then thin and narrow ones."""


@functools.lru_cache(maxsize=64)
def large(text: str, width: int, height: int) -> tuple[str, ...]:
    """Text in the largest letters that fit, else as it stands.

    Parameters
    ----------
    text : str
        A few words.
    width, height : int
        Columns and rows that there are.
    """
    from pyfiglet import Figlet

    # these letters know only ASCII; a name with others is shown as it is written
    if text.isascii():
        for font in _FONTS:
            drawn = Figlet(font=font, width=10_000).renderText(text)
            rows = tuple(row.rstrip() for row in drawn.splitlines() if row.strip())
            if len(rows) <= height and max(map(len, rows), default=0) <= width:
                return rows
    return (text,)
