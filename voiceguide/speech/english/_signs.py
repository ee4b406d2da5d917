"""Symbols that carry meaning, in words: each is said, and none is turned into its opposite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._capitals import spelt
from voiceguide.speech.english._finished_spans import SPAN
from voiceguide.speech.english._number_words import cardinal
from voiceguide.speech.english._units import DENOMINATORS, UNIT, unit_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech.english._finished_spans import FinishedSpans

_BEFORE_NUMBER: Final = r"\s?(?=[-+±~]?\s?[€$£]?\.?\d)"
_RULES: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (rf"(?:about|around|approximately|roughly)\s+[~\u2248\u223c]{_BEFORE_NUMBER}", "about"),
        (rf"(?<!\w)[~\u2248\u223c]{_BEFORE_NUMBER}", "about"),
        (r"\s[\u2248\u223c]\s", "is about"),
        (rf"(?:\u2264|\u2a7d|<=){_BEFORE_NUMBER}", "at most"),
        (rf"(?:\u2265|\u2a7e|>=){_BEFORE_NUMBER}", "at least"),
        (r"(?<=\d)\s*<\s*(?=\d)", "is less than"),
        (r"(?<=\d)\s*>\s*(?=\d)", "is more than"),
        (rf"(?<!\w)<{_BEFORE_NUMBER}", "less than"),
        (rf"(?<!\w)>{_BEFORE_NUMBER}", "more than"),
        (r"(?<=\w)\s*(?:\u2264|<=)\s*(?=\w)", "is at most"),
        (r"(?<=\w)\s*(?:\u2265|>=)\s*(?=\w)", "is at least"),
        (r"\s*(?:\u00b1|\+/-|\+-)\s*", "plus or minus"),
        (r"\s*(?:\u2260|!=|=/=)\s*", "is not"),
        (r"\s*(?:[\u2194\u21d4\u2b0c]\ufe0f?|<[-=]+>)\s*", "and"),
        (r"\s*(?:[\u2192\u21d2\u279c\u27a1\u27f6]\ufe0f?|[-=]+>)\s*", "to"),
        (r"\s*(?:[\u2190\u21d0\u2b05]\ufe0f?|<[-=]+)(?=\s)\s*", "from"),
        (r"\s*[\u2191\u21d1\u2b06]\ufe0f?\s*", "up"),
        (r"\s*[\u2193\u21d3\u2b07]\ufe0f?\s*", "down"),
        (r"(?<!\w)#\s*(?=\d)", "number"),
        (r"(?<!\w)(?:\u2116|N\u00ba|n\u00ba)\s?(?=\d)", "number"),
        (r"(?<!\w)#(?=[A-Za-z])", "hashtag"),
        (r"\u00a7\s?(?=\d)", "section"),
        (r"(?<=\w)\s*<\s*(?=\w)", "less than"),
        (r"(?<=\w)\s*>\s*(?=\w)", "more than"),
        (r"\s*=\s*", "equals"),
        (r"\s*&\s*", "and"),
        (r"(?<=\d)\s*\u00f7\s*(?=\d)", "divided by"),
        (r"(?<=\d)\s*\*\s*(?=\d)", "times"),
        (r"(?<=\b[a-ln-zA-Z])\u00b2", "squared"),
        (r"(?<=\b[a-ln-zA-Z])\u00b3", "cubed"),
        (r"\u03c0", "pi"),
        (r"(?<=\d)\s?\+\s(?=[a-z])", "or more"),
        (r"(?<=\d)\+(?!\s?[\d\w])", "or more"),
        (r"\s*\+\s*(?=[\w.])", "plus"),
        (r"\+", "plus"),
        (r"\u221e", "infinity"),
        (r"\u221a\s?(?=\d)", "the square root of"),
        (r"(?<=\w)@(?=\w)|\s@\s|(?<!\w)@\s?(?=\w)", "at"),
    )
)
_TAKEN_AWAY = re.compile(r"(?<=\d)\s*[-\u2013\u2212]\s*(?=\d+\s*=\s*-?\d)")
_RANGE = re.compile(rf"(?<=\d)(\s?{UNIT}\.?)?\s*[~\u301c\u223c]\s*(?=\d)")
"""A range as it is written in East Asia: "10~15 min"."""
_OF_SEVERAL = re.compile(r"(?<!\w)#\s*(\d+)\s?/\s?(\d+)(?![\d/])")
_NUMBERED = re.compile(r"(?<!\w)#\s?(\d+)\s?[-\u2013\u2014]\s?#?(\d+)(?![\w-])")
_ADDED_LETTERS = re.compile(r"(?<![^\W\d_])([A-Z])\s?&\s?([A-Z])(?!\w)")
_DIALLED = re.compile(r"(?<!\w)\+(?=\d{1,3}[\s-]\d[\d\s-]{6,}\d(?![\d-]))")
"""The plus before a telephone number of another country."""
_STARS = re.compile(r"(?<=\d)\s?[\u2605\u2b50]\ufe0f?")


def signs(text: str, keep: FinishedSpans) -> str:
    """Write symbols out in words, by their context."""
    text = _TAKEN_AWAY.sub(lambda _: f" {keep('minus')} ", text)
    text = _RANGE.sub(lambda match: f"{match[1] or ''}-", text)
    text = _OF_SEVERAL.sub(
        lambda match: f" {keep(f'number {cardinal(match[1])} of {cardinal(match[2])}')} ", text
    )
    text = _NUMBERED.sub(
        lambda match: f" {keep(f'number {cardinal(match[1])} to {cardinal(match[2])}')} ", text
    )
    text = _ADDED_LETTERS.sub(
        lambda match: " ".join(
            keep(words) for words in (spelt(match[1], keep.family), "and", spelt(match[2], keep.family))
        ),
        text,
    )
    text = _DIALLED.sub(lambda _: f" {keep('plus')} ", text)
    text = _STARS.sub("\u2605", text)
    for pattern, words in _RULES:
        text = pattern.sub(lambda _, words=words: f" {keep(words)} ", text)  # type: ignore[misc]
    return text


_PER = re.compile(
    rf"(?:(?<=[a-z])|(?<={SPAN}))\s?/\s?({'|'.join(sorted(DENOMINATORS, key=len, reverse=True))})\b"
)
_OR = re.compile(r"(?<=[^\W\d])\s?/\s?(?=[^\W\d])")


_BETWEEN_SPANS = re.compile(
    rf"(?<=\w)\s/\s(?=\w*\s?{SPAN})|(?<={SPAN})\s?/\s?(?={SPAN})|\s/\s(?=(?:in|out)\b)"
)
_UNIT_PER = re.compile(rf"(?<!\w)({UNIT})/({'|'.join(sorted(DENOMINATORS, key=len, reverse=True))})\b")


def _unit_per(keep: FinishedSpans) -> Callable[[re.Match[str]], str]:
    def said(match: re.Match[str]) -> str:
        names = unit_names(match[1])
        return keep(f"{names[1]} per {DENOMINATORS[match[2]]}") if names else match[0]

    return said


def slashes(text: str, keep: FinishedSpans) -> str:
    """Slashes that are left: "breaths per minute", "left or right"."""
    text = re.sub(r"\bL/R\b", lambda _: keep("left, right"), text)
    text = re.sub(r"\bR/L\b", lambda _: keep("right, left"), text)
    text = _UNIT_PER.sub(_unit_per(keep), text)
    text = _PER.sub(lambda match: f" {keep(f'per {DENOMINATORS[match[1]]}')}", text)
    text = _BETWEEN_SPANS.sub(", ", text)
    text = re.sub(r"(?<=\d)\s?/\s?(?=[A-Za-z]{2})", ", ", text)
    return _OR.sub(lambda _: f" {keep('or')} ", text)
