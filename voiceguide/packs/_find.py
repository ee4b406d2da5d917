"""Finding a point by whatever name a listener types."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from voiceguide._lib.suggestions import nearest
from voiceguide.errors import PackError

if TYPE_CHECKING:
    from voiceguide.packs._pack_model import Pack, Point

CODE = re.compile(r"\b[A-Z]{1,4}-[A-Z]{0,3}[0-9]{1,3}\b")
"""A point's code in a text."""


def fold(name: str) -> str:
    """What is left of a name when case, tone marks, spaces and punctuation do not count.

    >>> fold("LIV-3"), fold("Tàichōng"), fold(" Tai  Chong ")
    ('liv3', 'taichong', 'taichong')
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(char for char in plain if char.isalnum())


def names_of(point: Point) -> tuple[str, ...]:
    """Every name a point answers to, the code first."""
    optional = (point.pinyin, point.characters, point.meaning, point.byname)
    return (point.code, *point.aliases, point.name, *point.other_names, *filter(None, optional))


def find_point(pack: Pack, name: str) -> Point:
    """The point that a code, alias, name, pinyin or Chinese name stands for.

    Raises
    ------
    PackError
        If no point of the pack has that name; the message offers the nearest and lists the codes.
    """
    index: dict[str, tuple[str, Point]] = {}
    for point in pack.points:
        for known in names_of(point):
            index.setdefault(fold(known), (known, point))
    wanted = fold(name)
    if wanted in index:
        return index[wanted][1]
    near = nearest(wanted, index)
    hint = f"; did you mean {index[near[0]][0]} ({index[near[0]][1].code})?" if near else ""
    if near and index[near[0]][0] == index[near[0]][1].code:
        hint = f"; did you mean {index[near[0]][0]}?"
    codes = ", ".join(point.code for point in pack.points)
    raise PackError(f"no point is called {name!r} in the pack {pack.title!r}{hint} (points: {codes})")
