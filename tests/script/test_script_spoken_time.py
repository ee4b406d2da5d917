"""Numbers that need no library are said as the library says them."""

import pytest
from num2words import num2words

from voiceguide.script import in_words, length_words, number
from voiceguide.script._spoken_time import hold_words


@pytest.mark.parametrize("value", [*range(121), 999, 1000])
def test_numbers_are_those_of_the_library(value: int) -> None:
    assert number(value) == num2words(value)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (3600, "an hour"),
        (4500, "an hour and a quarter"),
        (5400, "an hour and a half"),
        (6300, "an hour and three quarters"),
        (7200, "two hours"),
        (7800, "two hours and ten minutes"),
        (9000, "two and a half hours"),
        (12_600, "three and a half hours"),
        (14_400, "four hours"),
    ],
)
def test_times_over_an_hour_are_said_as_people_say_them(seconds: int, words: str) -> None:
    assert length_words(seconds * 1000) == words
    assert hold_words(seconds) == f"about {words}"


def test_placeholders_are_filled_and_nothing_else() -> None:
    assert in_words("{hold}, of {length}.", hold_s=90, length_ms=750_000) == (
        f"{hold_words(90).capitalize()}, of {length_words(750_000)}."
    )
    assert in_words("{hold} of {length}.") == "{hold} of {length}."
    assert in_words("press.", hold_s=30, length_ms=1000) == "Press."
