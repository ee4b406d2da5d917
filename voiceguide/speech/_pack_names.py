"""The names of a pack's points, as its pinyin says them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.speech._pinyin import bare, split, without_tones
from voiceguide.speech._point_names import find_names

if TYPE_CHECKING:
    from voiceguide.packs import Pack


def with_names(pack: Pack) -> Pack:
    """A pack whose lexicon says the names of its points, where they are not known without being told."""
    told = {
        point.name: {"all": point.pinyin, "case": "exact"}
        for point in pack.points
        if point.pinyin and _is_to_tell(point.name, point.pinyin)
    }
    return replace(pack, lexicon=(told, *pack.lexicon)) if told else pack


def _is_to_tell(name: str, pinyin: str) -> bool:
    """Whether a name is pinyin with tones elsewhere, and is not found as such where it stands alone."""
    is_pinyin = all(split(word) for word in bare(pinyin).replace("-", " ").split())
    if not is_pinyin or without_tones(pinyin) == pinyin or _letters(name) != _letters(pinyin):
        return False
    return [(found.start, found.end) for found in find_names(name)] != [(0, len(name))]


def _letters(name: str) -> str:
    return "".join(character for character in bare(name) if character.isalpha())
