"""Times in words: ``{length}`` and ``{hold}`` in a sentence become what a guide would say."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from voiceguide.units import seconds_of
from voiceguide.words import words_of

if TYPE_CHECKING:
    from voiceguide.units import Span

HOLD = "{hold}"
"""Stands for the time of the next hold, to the nearest that one would say."""
LENGTH = "{length}"
"""Stands for the session's length."""

_SAID_SECONDS: tuple[int, ...] = (
    *(5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 75, 90, 105, 120),
    *range(150, 301, 30),
    *range(360, 601, 60),
    *range(720, 1_201, 120),
    *range(1_500, 14_401, 300),
)
"""The hold times that a guide says, in seconds: none is off by much more than a tenth."""

_LANGUAGE = "en"
"""A script does not name its language yet."""


def number(value: int) -> str:
    """A whole number in words.

    >>> number(45), number(120)
    ('forty-five', 'one hundred and twenty')
    """
    return words_of(_LANGUAGE).number(value)


def said_seconds(ms: int) -> int:
    """The nearest time that a guide would say for a hold, in seconds (the longer of two as near)."""
    after = bisect_left(_SAID_SECONDS, ms / 1000)
    near = _SAID_SECONDS[max(0, after - 1) : after + 1]
    return min(reversed(near), key=lambda said: abs(said * 1000 - ms), default=_SAID_SECONDS[-1])


def hold_words(seconds: int) -> str:
    """A hold's time in words.

    >>> hold_words(40), hold_words(90)
    ('about forty seconds', 'about a minute and a half')
    """
    times = words_of(_LANGUAGE).times
    said = times.holds.get(str(seconds)) or _exactly(seconds)
    return times.about.replace("{time}", said)


def hold_choices(span: Span) -> list[int]:
    """Every time that may be said for a hold of that span, in seconds."""
    low, high = said_seconds(span.min), said_seconds(span.max)
    return [said for said in _SAID_SECONDS if low <= said <= high]


def length_words(ms: int) -> str:
    """A session's length in words, exact to the second.

    >>> length_words(600_000), length_words(750_000), length_words(3_600_000)
    ('ten minutes', 'twelve minutes and thirty seconds', 'an hour')
    """
    seconds = seconds_of(ms, 1000)
    return words_of(_LANGUAGE).times.sessions.get(str(seconds)) or _exactly(seconds)


def _exactly(seconds: int) -> str:
    words = words_of(_LANGUAGE)
    times = words.times
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    counted = (
        (hours, times.hour, times.hours),
        (minutes, times.minute, times.minutes),
        (seconds, times.second, times.seconds),
    )
    said = [
        one if count == 1 else several.replace("{count}", words.number(count))
        for count, one, several in counted
        if count
    ]
    return words.listed(said) or times.none


def in_words(sentence: str, *, hold_s: int | None = None, length_ms: int | None = None) -> str:
    """Fill the placeholders of a sentence; a sentence that starts with one starts with a capital."""
    if hold_s is not None and HOLD in sentence:
        sentence = sentence.replace(HOLD, hold_words(hold_s))
    if length_ms is not None and LENGTH in sentence:
        sentence = sentence.replace(LENGTH, length_words(length_ms))
    return sentence[:1].upper() + sentence[1:]
