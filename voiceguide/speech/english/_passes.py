"""The passes that write English out, in their order."""

from __future__ import annotations

import importlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._grammar import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech.english._finished_spans import FinishedSpans

_WORD = re.compile(r"[^\W\d_]+")


def _has_digits(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _has(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.search(text) is not None


def _has_abbreviations(text: str) -> bool:
    return "/" in text or not CLASSES["abbreviated"].isdisjoint(_WORD.findall(text.lower()))


@dataclass(frozen=True, slots=True)
class Pass:
    """One step of the front end."""

    name: str
    function: str
    """``module:function``: gets the text and what hides finished words, and gives the text. A module is
    loaded when a text needs it: most need few, and patterns take a while to compile."""
    wanted: Callable[[str], bool]
    """Tells from a text whether the pass has anything to do."""

    def run(self, text: str, keep: FinishedSpans) -> str:
        """Apply the pass to a text."""
        if not self.wanted(text):
            return text
        module, _, name = self.function.partition(":")
        function: Callable[[str, FinishedSpans], str] = getattr(importlib.import_module(module), name)
        return function(text, keep)


def ascii_digits(text: str, _: FinishedSpans) -> str:
    """Digits of other scripts as ASCII; superscripts stay."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def dashes(text: str, _: FinishedSpans) -> str:
    """A dash that is left is a pause; a hyphen between letters stays."""
    return re.sub(r"\s*[\u2013\u2014\u2015]+\s*|\s+-+\s+|--+", ", ", text)


_HERE: Final = "voiceguide.speech.english."
_CLOCK: Final = f"{_HERE}_clock:"
_FIGURES: Final = f"{_HERE}_figures:"
_QUANTITIES: Final = f"{_HERE}_quantities:"
_CAPITALS: Final = f"{_HERE}_capitals:"

PASSES: Final = (
    Pass("signs", f"{_HERE}_signs:signs", _has(r"[^a-zA-Z\d\s.,;:!?'\"/-]")),
    Pass("digits", f"{_HERE}_passes:ascii_digits", lambda text: not text.isascii()),
    Pass("figures", f"{_FIGURES}figures", _has_digits),
    Pass("powers", f"{_FIGURES}powers", _has_digits),
    # three numbers with dashes are a date before they are a count
    Pass("dates", f"{_QUANTITIES}dates", _has_digits),
    # "ST-36" is a point before it is anything else
    Pass("point codes", "voiceguide.speech._point_codes:point_codes", _has_digits),
    # "L4-5" is a disc before it is a range
    Pass("vertebrae", f"{_FIGURES}vertebrae", _has_digits),
    Pass("counts", f"{_QUANTITIES}counts", _has_digits),
    # "hold 1:30" is a length before it is a time of the day
    Pass("lengths", f"{_CLOCK}lengths", _has_digits),
    Pass("times of day", f"{_CLOCK}times_of_day", _has_digits),
    # "the 80s" are years before they are seconds
    Pass("years", f"{_FIGURES}years", _has_digits),
    Pass("multiples", f"{_QUANTITIES}multiples", _has_digits),
    # "10 min." is ten minutes before "min." is "minutes"
    Pass("quantities", f"{_QUANTITIES}quantities", _has_digits),
    Pass(
        "Roman numerals",
        f"{_CAPITALS}roman_numerals",
        _has(r"(?i:\b[ivx]{2,}[ab]?\b)|[A-Za-z]\s[IVX]\b|^[IVX][.)]"),
    ),
    # "24/7" before fractions
    Pass("abbreviations", f"{_HERE}_abbreviations:abbreviations", _has_abbreviations),
    Pass("shares", f"{_FIGURES}shares", _has_digits),
    # what is no initialism, though it is in capitals
    Pass("stressed words", f"{_CAPITALS}stressed_words", _has(r"\b[A-Z]{2,3}\b")),
    Pass("initialisms", f"{_CAPITALS}initialisms", _has(r"[A-Z]{2}|\b[A-Za-z]\.[A-Za-z]\.")),
    Pass("slashes", f"{_HERE}_signs:slashes", _has("/")),
    Pass("bare numbers", f"{_FIGURES}bare_numbers", _has(r"\d|[²³]")),
    Pass("dashes", f"{_HERE}_passes:dashes", _has(r"[-\u2013-\u2015]")),
)
"""The passes in their order; the comments tell why one stands before another."""
