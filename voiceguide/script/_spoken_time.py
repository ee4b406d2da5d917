"""Times in words: ``{length}`` and ``{hold}`` in a sentence become what a guide would say."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.units import seconds_of

if TYPE_CHECKING:
    from voiceguide.units import Span

HOLD = "{hold}"
"""Stands for the time of the next hold, to the nearest that one would say."""
LENGTH = "{length}"
"""Stands for the session's length."""

_SAID_SECONDS: tuple[int, ...] = (
    *(5, 10, 15, 20, 30, 45),
    *range(60, 180, 30),
    *range(180, 600, 60),
    *range(600, 14_401, 300),
)
"""The hold times that a guide says, in seconds: coarser as they grow, since all are "about"."""


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@cache
def number(value: int) -> str:
    """A whole number in words.

    >>> number(45), number(120)
    ('forty-five', 'one hundred and twenty')
    """
    # num2words takes 20 ms to load, for numbers that nearly always are minutes and seconds
    if 0 <= value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    from num2words import num2words

    return str(num2words(value))


def said_seconds(ms: int) -> int:
    """The nearest time that a guide would say for a hold, in seconds (the longer of two as near)."""
    after = bisect_left(_SAID_SECONDS, ms / 1000)
    near = _SAID_SECONDS[max(0, after - 1) : after + 1]
    return min(reversed(near), key=lambda said: abs(said * 1000 - ms), default=_SAID_SECONDS[-1])


def hold_words(seconds: int) -> str:
    """A hold's time in words: ``about a minute and a half``."""
    if seconds < 60:
        return f"about {number(seconds)} seconds"
    minutes, rest = divmod(seconds, 60)
    if not rest:
        return "about one minute" if minutes == 1 else f"about {number(minutes)} minutes"
    return "about a minute and a half" if minutes == 1 else f"about {number(minutes)} and a half minutes"


def hold_choices(span: Span) -> list[int]:
    """Every time that may be said for a hold of that span, in seconds."""
    low, high = said_seconds(span.min), said_seconds(span.max)
    return [said for said in _SAID_SECONDS if low <= said <= high]


def length_words(ms: int) -> str:
    """A session's length in words, exact to the second.

    >>> length_words(600_000), length_words(750_000)
    ('ten minutes', 'twelve minutes and thirty seconds')
    """
    minutes, seconds = divmod(seconds_of(ms, 1000), 60)
    said = []
    if minutes:
        said.append("one minute" if minutes == 1 else f"{number(minutes)} minutes")
    if seconds:
        said.append("one second" if seconds == 1 else f"{number(seconds)} seconds")
    return " and ".join(said) or "no time"


def in_words(sentence: str, *, hold_s: int | None = None, length_ms: int | None = None) -> str:
    """Fill the placeholders of a sentence; a sentence that starts with one starts with a capital."""
    if hold_s is not None and HOLD in sentence:
        sentence = sentence.replace(HOLD, hold_words(hold_s))
    if length_ms is not None and LENGTH in sentence:
        sentence = sentence.replace(LENGTH, length_words(length_ms))
    return sentence[:1].upper() + sentence[1:]
