"""Numbers that need no library are said as the library says them."""

import pytest
from num2words import num2words

from voiceguide.script import in_words, length_words, number
from voiceguide.script._spoken_time import hold_words


@pytest.mark.parametrize("value", [*range(121), 999, 1000])
def test_numbers_are_those_of_the_library(value: int) -> None:
    assert number(value) == num2words(value)


def test_placeholders_are_filled_and_nothing_else() -> None:
    assert in_words("{hold}, of {length}.", hold_s=90, length_ms=750_000) == (
        f"{hold_words(90).capitalize()}, of {length_words(750_000)}."
    )
    assert in_words("{hold} of {length}.") == "{hold} of {length}."
    assert in_words("press.", hold_s=30, length_ms=1000) == "Press."
