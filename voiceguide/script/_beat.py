"""Words on the beat: numbers whose clips are no longer than the beat that they are said on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from voiceguide.script._hold_model import SECOND_MS
from voiceguide.script._spoken_time import number
from voiceguide.units import Ms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.script._hold_model import CountBody, CountdownBody

GAP_MS = Ms(60)
"""What is kept free from the end of a word to the next beat."""


class BeatWord(str):
    """A word that is said faster if its clip would be longer than a beat.

    It is shown as any other text is. The same word for another beat, or for none, is another one.
    """

    __slots__ = ("most_ms",)

    most_ms: Ms
    """The longest that its clip may be."""

    def __new__(cls, text: str, most_ms: Ms) -> Self:
        """A word and its room."""
        made = super().__new__(cls, text)
        made.most_ms = most_ms
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BeatWord) and str(self) == str(other) and self.most_ms == other.most_ms

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((str(self), self.most_ms))

    def __str__(self) -> str:
        return "".join(self)


def words_of_count(count: CountBody) -> tuple[BeatWord | None, ...]:
    """What is said on each beat of a count; None for a tick."""
    return _words(count.numbers, Ms(count.every.min), tick=count.tick)


def words_of_countdown(countdown: CountdownBody) -> tuple[BeatWord | None, ...]:
    """What is said in each of the last seconds; None for a tick."""
    return _words(countdown.numbers, SECOND_MS, tick=countdown.tick)


def _words(numbers: Iterable[int], beat_ms: Ms, *, tick: bool) -> tuple[BeatWord | None, ...]:
    if tick:
        return tuple(None for _ in numbers)
    return tuple(BeatWord(_said(value), Ms(beat_ms - GAP_MS)) for value in numbers)


def _said(value: int) -> str:
    word = number(value)
    return f"{word[:1].upper()}{word[1:]}."
