"""Puts a text that YAML cannot read into quotes, so that the mistakes after it are found, too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from voiceguide.errors import Place

MOST: Final = 20
"""Lines that are put right before reading is given up: each means reading the file again."""

_ENTRY: Final = re.compile(r"(?P<key>(?P<indent>[ ]*(?:- +)*)\w+:[ \t]+)(?P<value>\S.*)")
"""A line with a key and a value, of what is written without brackets."""


def with_quotes(text: str, place: Place) -> str | None:
    """The text with the value at a place in quotes; None where there is none to be put in quotes.

    All lines and values keep their places.
    """
    lines = text.splitlines(keepends=True)
    if not 0 < place.line <= len(lines):
        return None
    line = lines[place.line - 1]
    written = line.rstrip("\r\n")
    match = _ENTRY.fullmatch(written)
    if match is None or place.column <= match.start("value"):
        return None
    following = lines[place.line] if place.line < len(lines) else ""
    if following.strip() and len(following) - len(following.lstrip()) > len(match["indent"]):
        return None  # its value goes on there
    quoted = match["value"].rstrip().replace("'", "''")
    lines[place.line - 1] = f"{match['key']}'{quoted}'{line[len(written) :]}"
    return "".join(lines)
