"""Finds what no rule can decide in a text, so that its author can write it in words."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from voiceguide.speech._lexicon import built_in
from voiceguide.speech._text import in_words
from voiceguide.speech.english import CLASSES, UNIT, FinishedSpans

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER: Final = r"(?<![\w.,:/-])"
_ENDS: Final = r"(?![\w:/]|[.,]\d)"
_NOT_OF_DAY: Final = "".join(
    f"(?<!{word} )"
    for word in ("at", "by", "from", "until", "till", "to", "before", "after", "since", "around", "and", "or")
)
"""Not after a word that a time of the day has before it."""
_LEFT_OVER: Final = r"\s+(?:left|remaining|to\s+go|(?:(?:on|for)\s+)?(?:each|both|per|every))\b"
"""What follows a length only."""
_AMBIGUOUS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), readings)
    for pattern, readings in (
        (
            rf"{_NUMBER}(?:0?\d|1[0-2])([/.])(?:0?\d|1[0-2])\1\d{{4}}{_ENDS}",
            "a date whose month may be either number",
        ),
        (rf"{_NUMBER}(?:0?[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])/\d\d{_ENDS}", "a date, or three numbers"),
        (
            r"(?<!point )(?<!points )(?<!vitamin )\b(?-i:P|Kid)\s[1-9]\d?\b",
            "the code of a point, or a letter or a word with a number",
        ),
        (
            rf"{_NUMBER}[1-9]\d{{0,2}}\.\d{{3}}{_ENDS}(?!\s?(?:%|[a-z]?m\b|s\b|kg|g\b))",
            "thousands, or decimals",
        ),
        (
            rf"{_NUMBER}\d+,\d{{1,2}}{_ENDS}(?!\s?(?:{UNIT}|hours?\b|minutes?\b|seconds?\b))",
            "one decimal number, or two numbers",
        ),
        (
            rf"{_NUMBER}{_NOT_OF_DAY}\d{{1,2}}:[0-5]\d{_ENDS}(?!\s?[-\u2013])(?!\s*(?:[ap]\.?m|h|m|s|min|sec)\b)(?!{_LEFT_OVER})",
            "a time of the day, or a length",
        ),
        (rf"{_NUMBER}\d{{1,2}}m{_ENDS}", "minutes, or metres"),
        (
            rf"(?<=[a-z]\s)[-\u2013]\d+\s?(?:s|secs?|min|mins|h|hrs?|seconds?|minutes?|hours?)\b{_ENDS}",
            "minus, or a pause",
        ),
        (
            rf"{_NUMBER}\d+/5{_ENDS}(?=\s+(?:effort|pressure|pain|intensity|strength))",
            "fifths, or out of five",
        ),
        (r"\bL/R\b", "left or right, or both"),
        (r"[\u2191\u2193\u21d1\u21d3]", "up and down, or more and less"),
    )
)
_FALLING = re.compile(rf"{_NUMBER}(\d+)\s*[-\u2013]\s*(\d+){_ENDS}(?!\s*[-\u2013=])")
_SCORE = re.compile(rf"{_NUMBER}(\d+)/(\d+){_ENDS}")
_LENGTH_BEFORE = re.compile(rf"\b(?:{'|'.join(sorted(CLASSES['holding']))})\b", re.IGNORECASE)
_SILENT: Final = frozenset("<>\u2264\u2265\u2260\u2248~\u2192\u2190\u2191\u2193\u2194\u221e\u221a")
"""Characters that espeak-ng leaves out, or says by their names, in languages other than English."""
_NO_SOUND: Final = frozenset(
    "\"'`\u00a8\u00af\u00b4\u201c\u201d\u201e\u00ab\u00bb()[]{}-\u2013\u2014\u2015_*\u2022\u00b7\u2122\u00a9\u00ae.,;:!?"
)
"""Marks that are written only."""


def doubts(text: str, *, english: bool = True) -> Iterator[str]:
    """What in a text can be read in two ways, or cannot be said at all.

    Parameters
    ----------
    text : str
        As it is displayed.
    english : bool
        Whether the voice is English.

    Yields
    ------
    str
        Messages for a person.
    """
    if not english:
        for character in sorted(_SILENT.intersection(text)):
            yield f"{character!r} is not said in this voice's language; say it in words"
        return
    for pattern, readings in _AMBIGUOUS:
        for match in pattern.finditer(text):
            if "length" in readings and _LENGTH_BEFORE.search(text[: match.start()]):
                continue
            yield f"{match[0].strip()!r} may be {readings}; say it in words"
    for match in _FALLING.finditer(text):
        if int(match[1]) > int(match[2]) and "=" not in text[match.end() :]:
            yield f"{match[0]!r} may be a range, or minus; say it in words"
    for character in _unsaid(text):
        yield f"{character!r} has no words and is left out; say it in words"


def _unsaid(text: str) -> list[str]:
    """Characters of a text that no pass put into words, in order."""
    respell = built_in().respeller("piper")
    left = in_words(text, FinishedSpans(respell.family), respell, lambda _: " ")
    runs = itertools.groupby(left, key=lambda character: _is_said(character) or character not in text)
    return list(dict.fromkeys("".join(run) for said, run in runs if not said))


def _is_said(character: str) -> bool:
    category = unicodedata.category(character)
    if character.isspace() or character in _NO_SOUND or category[0] == "C" or category in {"Mn", "Me"}:
        return True
    if category[0] in "LN":
        return unicodedata.name(character, "").startswith("LATIN ") or character.isascii()
    # an emoji is a picture, and an arrow is not
    return category == "So" and not "\u2190" <= character <= "\u21ff"
