"""Numbers in English words."""

from __future__ import annotations

from typing import Final

from voiceguide.script import number

LONGEST: Final = 15
"""Digits in the longest number that is read as one; a longer one is read digit by digit."""

_ONES: Final = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_PARTS: Final = {2: "half", 3: "third", 4: "quarter"}


def cardinal(figure: str) -> str:
    """Words of ASCII digits, maybe with a decimal point: "one hundred and twenty point five"."""
    whole, point, decimals = figure.partition(".")
    # "007" is a code
    if (len(whole) > 1 and whole[0] == "0") or len(whole) > LONGEST or len(decimals) > LONGEST:
        return " ".join("point" if digit == "." else _whole(int(digit)) for digit in figure)
    words = _whole(int(whole or "0"))
    if point:
        words += " point " + " ".join(_whole(int(digit)) for digit in decimals)
    return words


def ordinal(value: int) -> str:
    """Words of a place in a row: "twenty-first"."""
    words = _whole(value)
    head, last = _last_word(words)
    if last in _ONES:
        return head + _ONES[last]
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(value: int) -> str:
    """Words of a year: "nineteen oh five", "two thousand and eight"."""
    century, rest = divmod(value, 100)
    if 2000 <= value < 2010 or value % 1000 == 0:
        return _whole(value)
    if rest == 0:
        return f"{_whole(century)} hundred"
    return f"{_whole(century)} {'oh ' if rest < 10 else ''}{_whole(rest)}"


def decade(value: int) -> str:
    """Words of the ten years that begin with a year, or of its last two digits: "nineteen eighties"."""
    words = year(value) if value >= 1000 else _whole(value)
    head, last = _last_word(words)
    return head + (last[:-1] + "ies" if last.endswith("y") else last + "s")


def fraction(above: int, below: int) -> str:
    """Words of a fraction: "three quarters"; "half" stands alone, as in "half a minute"."""
    if (above, below) == (1, 2):
        return "half"
    part = _PARTS.get(below) or ordinal(below)
    if above == 1:
        return f"one {part}"
    return f"{_whole(above)} {'halves' if below == 2 else part + 's'}"


def _whole(value: int) -> str:
    return number(value).replace(",", "")


def _last_word(words: str) -> tuple[str, str]:
    """All but the last word of a number, and that word."""
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    return words[:cut], words[cut:]
