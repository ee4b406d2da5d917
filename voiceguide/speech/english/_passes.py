"""The passes that write English out, in their order."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from voiceguide.speech._numerals import point_codes
from voiceguide.speech.english._abbreviations import abbreviations
from voiceguide.speech.english._capitals import initialisms, roman_numerals
from voiceguide.speech.english._clock import lengths, times_of_day
from voiceguide.speech.english._figures import bare_numbers, figures, powers, shares, vertebrae, years
from voiceguide.speech.english._quantities import counts, dates, multiples, quantities
from voiceguide.speech.english._signs import signs
from voiceguide.speech.english._units import DENOMINATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech.english._finished import Finished

    Pass = Callable[[str, Finished], str]
    """Gets the text and what hides finished words; gives the text."""

_NAME: Final = "\ue000-\uf8ff"
_PER = re.compile(rf"(?<=[a-z])\s?/\s?({'|'.join(sorted(DENOMINATORS, key=len, reverse=True))})\b")
_OR = re.compile(r"(?<=[^\W\d])\s?/\s?(?=[^\W\d])")


def slashes(text: str, keep: Finished) -> str:
    """Slashes that are left: "breaths per minute", "left or right"."""
    text = _PER.sub(lambda match: f" {keep(f'per {DENOMINATORS[match[1]]}')}", text)
    return _OR.sub(lambda _: f" {keep('or')} ", text)


def dashes(text: str) -> str:
    """A dash that is left is a pause; a hyphen between letters stays."""
    return re.sub(r"\s*[\u2013\u2014\u2015]+\s*|\s+-+\s+|--+", ", ", text)


def percents(text: str) -> str:
    """One form of percents and degrees, so that units are found."""
    return re.sub(r"\s*(?=[%\u2030])", "", text)


def ascii_digits(text: str) -> str:
    """Digits of other scripts as ASCII; superscripts stay."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _only_text(step: Callable[[str], str]) -> Pass:
    def run(text: str, _: Finished) -> str:
        return step(text)

    return run


PASSES: Final[tuple[tuple[str, Pass], ...]] = (
    ("signs", signs),
    ("digits", _only_text(ascii_digits)),
    ("figures", _only_text(figures)),
    ("percents", _only_text(percents)),
    ("powers", powers),
    # three numbers with dashes are a date before they are a count
    ("dates", dates),
    # "L4-5" is a disc, "ST-36" a point, before they are ranges
    ("point codes", point_codes),
    ("vertebrae", vertebrae),
    ("counts", counts),
    # "hold 1:30" is a length before it is a time of the day
    ("lengths", lengths),
    ("times of day", times_of_day),
    # "the 80s" are years before they are seconds
    ("years", years),
    ("multiples", multiples),
    # "10 min." is ten minutes before "min." is "minutes"
    ("quantities", quantities),
    ("Roman numerals", roman_numerals),
    # "24/7" before fractions
    ("abbreviations", abbreviations),
    ("shares", shares),
    ("initialisms", initialisms),
    ("slashes", slashes),
    ("bare numbers", bare_numbers),
    ("dashes", _only_text(dashes)),
)
"""What the passes are called, and what they do. The comments tell why one stands before another."""
