"""Figures put in order, and what is left of them: labels, ordinals, fractions, years, bare numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._grammar import CLASSES
from voiceguide.speech.english._number_words import cardinal, decade, fraction, ordinal, year
from voiceguide.speech.english._quantities import DASH, MONTHS, SIMPLE, N
from voiceguide.speech.english._units import UNIT, unit_names

if TYPE_CHECKING:
    from voiceguide.speech.english._finished_spans import FinishedSpans

_FEET_AND_INCHES = re.compile(r"(?<![\w.])(\d+)\s?(?:'|ft)\s?(\d+(?:\.\d+)?)\s?(?:\"|in\b\.?)")
_HOLDING = re.compile(rf"\b(?:{'|'.join(sorted(CLASSES['holding']))})\b[\w\s]*\d'", re.IGNORECASE)
_AREA_BEHIND = re.compile(r"(?<=\d)(\s?(?:mm|cm|m|km|ft))([23])(?!\w)")
_EUROPEAN = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+,\d+(?![\d.,])")
_SPACED = re.compile(r"(?<![\d.,]\d)(?<![\w.,])\d{1,3}(?:[ \u202f]000)+(?![\w.,]\d|\w)")
_MIXED_BY_HYPHEN = re.compile(r"(?<![\w./-])(\d+)-(\d{1,2}/(?:2|3|4|8|16))(?![\d/-])")
_KILO = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)k(?!\w)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_JOINED_WORD = re.compile(r"(?<![\w-])(\d+)-(on|in|for|by)-(?=\d)")
_FLUID_OUNCES = re.compile(r"(?<=\d)\s?fl\.?\s?oz\b", re.IGNORECASE)
_LISTED = re.compile(
    r"(?<![\w.])\d+(?:,\d+){2,}(?!\w)"
    r"|(?i:(?<=steps )|(?<=sets )|(?<=days )|(?<=points )|(?<=rounds ))\d,\d(?!\d)"
)
_COMMA = re.compile(r"(?<![\w.,])(\d+),(\d{1,2}|\d{4,})(?![\d,])")
_NO_ZERO = re.compile(r"(?<![\w.])\.(?=\d)")
_DASH_AS_MINUS = re.compile(r"(?<![^\s(])(?<!\d\s)\u2013(?=\d)")
_VERSION = re.compile(r"(?<![\w.])v(?=\d)")


def figures(text: str, _: FinishedSpans) -> str:
    """Bring numbers into one form: "1,000" and "1,5" and ".5" as 1000, 1.5 and 0.5."""
    text = _DASH_AS_MINUS.sub("-", text)
    text = re.sub(r"\s+(?=[%\u2030])", "", text)
    if not _HOLDING.search(text):
        text = _FEET_AND_INCHES.sub(r"\1 ft \2 in.", text)
    text = re.sub(
        r"(?:(?<=\d[a-z%\u00b0])|(?<=[a-z][a-z])(?<!\dst)(?<!\d[nr]d)(?<!\dth))\s?/\s?(?=\d)", ", ", text
    )
    # as scripts have ranges: "2..3 min"
    text = re.sub(rf"(?<=\d)(\s?{UNIT})?\.\.(?=\d)", lambda match: f"{match[1] or ''}-", text)
    text = _JOINED_WORD.sub(r"\1 \2 ", _FLUID_OUNCES.sub(" floz", text))
    text = re.sub(r"\bsq\.?\s(?=(?:ft|m|cm|km|in|mi)\b)", "sq", text)
    text = re.sub(r"\bsq(ft|m|cm|km|in|mi)\b\.?", r"\1^2", text)
    text = _AREA_BEHIND.sub(r"\1^\2", text)
    text = _EUROPEAN.sub(lambda match: match[0].replace(".", "").replace(",", "."), text)
    text = _SPACED.sub(lambda match: re.sub(r"\s", "", match[0]), text)
    text = _MIXED_BY_HYPHEN.sub(r"\1 \2", text)
    text = _KILO.sub(lambda match: str(round(float(match[1]) * 1000)), text)
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = _LISTED.sub(lambda match: match[0].replace(",", ", "), text)
    text = _COMMA.sub(r"\1.\2", text)
    return _VERSION.sub("v ", _NO_ZERO.sub("0.", text))


_VERTEBRA: Final = r"(?:C[1-8]|T1[0-2]|T[1-9]|L[1-5]|S[1-5])"
_BONES = re.compile(
    rf"\b(?P<one>{_VERTEBRA}|[CTLS]-\d{{1,2}})(?:(?P<sep>{DASH}|\s*/\s*)(?P<two>{_VERTEBRA}|\d{{1,2}}))?(?![\w/]|-\d)"
)


def vertebrae(text: str, keep: FinishedSpans) -> str:
    """Vertebrae and discs: "T4", "T1-T4", "L4/L5"."""

    def said(match: re.Match[str]) -> str:
        words = _bone(match["one"])
        if match["two"]:
            words += (", " if "/" in match["sep"] else " to ") + _bone(match["two"])
        return keep(words)

    return _BONES.sub(said, text)


def _bone(code: str) -> str:
    letter = code[0] if code[0].isalpha() else ""
    return f"{letter} {cardinal(code.lstrip('CTLS-'))}".strip()


_OF_MUSIC = re.compile(r"(?<![\w./])(\d{1,2})/([248]|16)(?=\s+(?:time|beat|metre|meter|rhythm|bar)\b)")
_SPLIT = re.compile(r"(?<![\w./])(\d{1,2})/(\d{1,2})(?![\d/%])")
_LABEL = re.compile(rf"\b(?P<label>(?i:{'|'.join(sorted(CLASSES['counted']))}))\s+(\d+)\s?/\s?(\d+)(?![\d/])")
_SCORE = re.compile(rf"(?<![\w/.])({N})\s?/\s?(10|100)(?![\d/]|\s+of\b)")
_ORDINALS = re.compile(rf"\b(\d+)(st|nd|rd|th)(?:(?P<joint>{DASH}|/)(\d+)(?:st|nd|rd|th))?\b", re.IGNORECASE)
_MIXED = re.compile(r"(?<![\w./])(\d+)\s+(\d{1,2})/(\d{1,2})(?![\d/])")
_FRACTION = re.compile(r"(?<![\w./])(\d+)/(\d+)(?![\d/])")


def shares(text: str, keep: FinishedSpans) -> str:
    """Parts of a whole: "set one of three", "seven out of ten", "one eighth", and ordinals."""
    text = _LABEL.sub(
        lambda match: f"{match['label']} {keep(f'{cardinal(match[2])} of {cardinal(match[3])}')}", text
    )
    text = _OF_MUSIC.sub(lambda match: keep(f"{cardinal(match[1])} {cardinal(match[2])}"), text)
    text = _SPLIT.sub(lambda match: _two_parts(match, keep), text)
    text = _SCORE.sub(lambda match: keep(f"{cardinal(match[1])} out of {cardinal(match[2])}"), text)

    def ordinals(match: re.Match[str]) -> str:
        words = ordinal(int(match[1][:15]))
        joint = "or" if match["joint"] == "/" else "to"
        return keep(f"{words} {joint} {ordinal(int(match[4][:15]))}" if match[4] else words)

    text = _ORDINALS.sub(ordinals, text)

    def mixed(match: re.Match[str]) -> str:
        if int(match[3]) not in SIMPLE:
            return match[0]
        part = fraction(int(match[2]), int(match[3]))
        return keep(f"{cardinal(match[1])} and {'a half' if part == 'half' else part}")

    text = _MIXED.sub(mixed, text)

    def parts(match: re.Match[str]) -> str:
        above, below = int(match[1][:15]), int(match[2][:15])
        if below in SIMPLE and above < below:
            return keep(fraction(above, below))
        return keep(f"{cardinal(match[1])} over {cardinal(match[2])}")

    return _FRACTION.sub(parts, text)


_WHOLE: Final = 100
_LONGEST_INTERVAL: Final = 60
_LONGEST_SCORE: Final = 10


def _two_parts(match: re.Match[str], keep: FinishedSpans) -> str:
    """Shares that make a hundred ("60/40"), and work and rest ("20/10"); others stay."""
    first, second = int(match[1]), int(match[2])
    intervals = second < first <= _LONGEST_INTERVAL and first % 5 == second % 5 == 0 < second
    if first + second == _WHOLE or intervals or (first == second and first > _LONGEST_SCORE):
        return keep(f"{cardinal(match[1])} {cardinal(match[2])}")
    return match[0]


_YEAR: Final = r"(1[1-9]\d\d|20\d\d)"
_SHORT_MONTHS: Final = rf"(?:{'|'.join(month[:3] for month in MONTHS)}|Sept)\."
_NEXT: Final = (
    rf"(?=\s*(?:$|[.,;:!?)\u2013\u2014]|[-\u2013]\s*\d{{4}}|(?:{'|'.join(sorted(CLASSES['after_year']))})\b))"
)
_YEARS = re.compile(
    rf"(?P<lead>\b(?:{'|'.join(sorted(CLASSES['before_year']))}|{'|'.join(MONTHS)}|{_SHORT_MONTHS})\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?)"
    rf"{_YEAR}(?:\s*[-\u2013]\s*{_YEAR})?(?!\s?(?:{UNIT}))(?![\w.,]*\d){_NEXT}",
    re.IGNORECASE,
)
_YEAR_RANGE = re.compile(
    rf"(?<![\w.,-])(?P<lead>(?:from\s+|between\s+)?){_YEAR}(?:\s?[-\u2013]\s?|\s+(?:to|and)\s+){_YEAR}(?![\w.,]*\d){_NEXT}",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(rf"^{_YEAR}(?=\s+(?:was|is|will|has|brought|saw)\b)")
_DATED = re.compile(
    rf"(?P<lead>\b(?:an?|the|this|that)\s+){_YEAR}(?=\s+(?:{'|'.join(sorted(CLASSES['dated']))})\b)",
    re.IGNORECASE,
)
_CITED = re.compile(
    rf"(?P<lead>[A-Z][a-z]+(?:\s+et\s+al\.?)?,\s+|;\s+[A-Z][a-z]+(?:\s+et\s+al\.?)?,?\s+){_YEAR}(?=\s*(?:$|[,;.)]))"
)
_OWNING = re.compile(rf"(?<![\w.,'-]){_YEAR}(?='s\b)")
_DECADE = re.compile(r"(?<!\w)(?:'(\d0)|(1[1-9]\d0|20\d0))'?s\b")
_AGE = re.compile(
    r"(?P<lead>\b(?:the|your|their|his|her|my|our|mid|late|early)[\s-]+)"
    r"(?P<ages>\d0'?s(?:(?:,\s*|,?\s+(?:and|or|to)\s+|\s*[-\u2013/]\s*)(?:late\s+|early\s+|mid-?\s*)?\d0'?s)*)\b"
    r"(?!\s+(?:hold|rest|pause|break))",
    re.IGNORECASE,
)


_ONE_AGE = re.compile(r"(\d0)'?s")


def years(text: str, keep: FinishedSpans) -> str:
    """Years and decades where the words around say that they are."""
    text = _DECADE.sub(lambda match: keep(decade(int(match[1] or match[2]))), text)
    text = _AGE.sub(
        lambda match: match["lead"] + _ONE_AGE.sub(lambda age: keep(decade(int(age[1]))), match["ages"]), text
    )
    text = _OWNING.sub(lambda match: keep(year(int(match[1]))), text)
    for pattern in (_DATED, _CITED):
        text = pattern.sub(lambda match: match["lead"] + keep(year(int(match[2]))), text)

    def said(match: re.Match[str]) -> str:
        words = year(int(match[2]))
        return match["lead"] + keep(f"{words} to {year(int(match[3]))}" if match[3] else words)

    text = _YEAR_RANGE.sub(
        lambda match: match["lead"] + keep(f"{year(int(match[2]))} to {year(int(match[3]))}"), text
    )
    text = _YEARS.sub(said, text)
    return _YEAR_FIRST.sub(lambda match: keep(year(int(match[1]))), text)


_POWERS = re.compile(r"(?<![\w.])(-?\d+)(?:\^(-?\d+)|([\u00b2\u00b3\u00b9\u2070\u2074-\u207b]+))")
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_AREA = re.compile(r"(?<![\w\d])(mm|cm|m|km|ft|in)([²³])")


def powers(text: str, keep: FinishedSpans) -> str:
    """Numbers raised to a power: "two to the fifth"."""

    def said(match: re.Match[str]) -> str:
        base, power = match[1], int((match[2] or match[3]).translate(_SUPERSCRIPTS))
        words = ("minus " if base.startswith("-") else "") + cardinal(base.lstrip("-"))
        if power in {2, 3}:
            return keep(f"{words} {'squared' if power == 2 else 'cubed'}")
        return keep(f"{words} to the {'minus ' if power < 0 else ''}{ordinal(abs(power))}")

    return _POWERS.sub(said, text)


_MINUS = re.compile(r"(?:(?<=^)|(?<=\s))-(?=\d)")
_HYPHENED = re.compile(rf"(?<![\w.]){N}(?=-[a-z])")
_NUMBER = re.compile(N)


def bare_numbers(text: str, keep: FinishedSpans) -> str:
    """Every number that is left, and units of area without one."""
    text = _AREA.sub(lambda match: keep((unit_names(match[0]) or ("", match[0]))[1]), text)
    text = _MINUS.sub(lambda _: keep("minus") + " ", text)
    text = _HYPHENED.sub(lambda match: keep(cardinal(match[0])) + " ", text)
    return _NUMBER.sub(lambda match: keep(cardinal(match[0])), text)
