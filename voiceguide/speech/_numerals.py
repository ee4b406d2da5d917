"""Digits written out: counts, decimals, ordinals, ranges, clock times, units and point codes, in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

CHANNELS: Final = {
    "LU": "lung",
    "LI": "large intestine",
    "ST": "stomach",
    "SP": "spleen",
    "HT": "heart",
    "HE": "heart",
    "SI": "small intestine",
    "BL": "bladder",
    "UB": "bladder",
    "KI": "kidney",
    "KD": "kidney",
    "PC": "pericardium",
    "TE": "triple energizer",
    "TB": "triple energizer",
    "SJ": "triple energizer",
    "GB": "gallbladder",
    "LR": "liver",
    "LV": "liver",
    "LIV": "liver",
    "GV": "governing vessel",
    "DU": "governing vessel",
    "CV": "conception vessel",
    "REN": "conception vessel",
}
"""The fourteen channels by their codes: WHO's (2008) and those that are common beside them."""

UNITS: Final = {
    "s": ("second", "seconds"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "ms": ("millisecond", "milliseconds"),
    "mm": ("millimetre", "millimetres"),
    "cm": ("centimetre", "centimetres"),
    "m": ("metre", "metres"),
    "km": ("kilometre", "kilometres"),
    "kg": ("kilo", "kilos"),
    "g": ("gram", "grams"),
    "ml": ("millilitre", "millilitres"),
    "ft": ("foot", "feet"),
    "hz": ("hertz", "hertz"),
    "db": ("decibel", "decibels"),
    "%": ("percent", "percent"),
}
"""Units after a number: singular and plural."""

_FRACTIONS: Final = {
    "1/2": "half",
    "1/3": "one third",
    "2/3": "two thirds",
    "1/4": "one quarter",
    "3/4": "three quarters",
}

_LONGEST = 15
"""Digits in the longest number that is read as one; a longer one is read digit by digit."""

_N = r"\d+(?:\.\d+)?"
# a code as people type it: BL-43, BL43, BL 43, Liv-3, Du-20, but not "du 20" or "he 3"
_CODE = re.compile(
    rf"\b({'|'.join(sorted(CHANNELS, key=len, reverse=True))}|Liv|Lv|Du|Ren|Liver)[- ]?(\d{{1,2}})\b"
)
_VERTEBRA = re.compile(r"\b([CTLS])-?(\d{1,2})\b")
_VERTEBRAE = re.compile(r"\b([CTLS]\d{1,2})\s*-\s*(?=[CTLS]?\d{1,2}\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MINUTES_SECONDS = re.compile(r"\b(\d+)(?:m|:)([0-5]?\d)(?:s\b|\s*min(?:utes)?\b)")
_CLOCK = re.compile(r"\b(\d{1,2}):([0-5]\d)\b")
_ORDINAL = re.compile(r"\b(\d+)(st|nd|rd|th)\b", re.IGNORECASE)
_MIXED = re.compile(r"\b(\d+) (\d/\d)\b")
_FRACTION = re.compile(r"\b(\d+)/(\d+)\b")
_RANGE = re.compile(rf"({_N})(?:-| - )(?={_N})")
_SHORT_MINUTES = re.compile(r"\b(\d+)m\b")
_UNIT = re.compile(
    rf"(?<![\w.])({_N}|1/2)(\s?)({'|'.join(sorted(UNITS, key=len, reverse=True))})(?![\w-])\.?", re.IGNORECASE
)
_MINUS = re.compile(r"(?:(?<=^)|(?<=\s))-(?=\d)")
_NUMBER = re.compile(_N)


def written_out(text: str) -> str:
    """Replace everything that has digits in it by words."""
    if not any(character.isdigit() for character in text):
        return text
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _words(number: str, *, ordinal: bool = False) -> str:
    """A number of ASCII digits, maybe with a decimal point, in words."""
    # imported late: it brings forty languages with it, and most sentences have no digits
    from num2words import num2words

    whole, point, decimals = number.partition(".")
    if len(whole) > _LONGEST or len(decimals) > _LONGEST:
        return " ".join("point" if digit == "." else str(num2words(int(digit))) for digit in number)
    words = str(num2words(int(whole), to="ordinal" if ordinal else "cardinal")).replace(",", "")
    if point:
        words += " point " + " ".join(str(num2words(int(digit))) for digit in decimals)
    return words


def _code(match: re.Match[str]) -> str:
    return f"{CHANNELS.get(match[1].upper(), match[1])} {_words(match[2])}"


def _clock(match: re.Match[str]) -> str:
    hours, minutes = _words(match[1]), match[2]
    if minutes == "00":
        return f"{hours} o'clock"
    return f"{hours} oh {_words(minutes)}" if minutes[0] == "0" else f"{hours} {_words(minutes)}"


def _minutes_seconds(match: re.Match[str]) -> str:
    minutes, seconds = int(match[1][:_LONGEST]), int(match[2])
    text = _counted(str(minutes), "min")
    return f"{text} and {_counted(str(seconds), 's')}" if seconds else text


def _counted(number: str, unit: str) -> str:
    return f"{_words(number)} {UNITS[unit][0 if number == '1' else 1]}"


def _fraction(match: re.Match[str]) -> str:
    known = _FRACTIONS.get(match[0])
    return known or f"{_words(match[1])} over {_words(match[2])}"


def _mixed(match: re.Match[str]) -> str:
    part = _FRACTIONS.get(match[2])
    if part is None:
        return match[0]
    return f"{_words(match[1])} and {'a half' if part == 'half' else part}"


def _unit(match: re.Match[str]) -> str:
    # "30 sec. Then" cannot be: a sentence comes alone; so a full stop here is the abbreviation's, or the last
    if match[1] == "1/2":
        return f"half a {UNITS[match[3].lower()][0]}"
    return _counted(match[1], match[3].lower())


_RULES: Final[tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]] = (
    (_THOUSANDS, ""),
    (_CODE, _code),
    (_VERTEBRAE, r"\1 to "),
    (_VERTEBRA, lambda match: f"{match[1]} {_words(match[2])}"),
    (_MINUTES_SECONDS, _minutes_seconds),
    (_CLOCK, _clock),
    (_ORDINAL, lambda match: _words(match[1], ordinal=True)),
    (_MIXED, _mixed),
    (_RANGE, r"\1 to "),
    (_SHORT_MINUTES, lambda match: _counted(match[1], "min")),
    (_UNIT, _unit),
    (_FRACTION, _fraction),
    (_MINUS, "minus "),
    # spaces part "B12" and "mp3"; those that are too many are tidied away later
    (_NUMBER, lambda match: f" {_words(match[0])} "),
)
