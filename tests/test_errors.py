"""The error family: whose fault it was, where, and in what order."""

import pickle

import pytest

from voiceguide import errors
from voiceguide.errors import InputError, InputErrors, Place, ScriptError, VoiceguideError

FAMILY = [
    member
    for member in vars(errors).values()
    if isinstance(member, type) and issubclass(member, VoiceguideError)
]


@pytest.mark.parametrize("member", FAMILY)
def test_every_error_knows_whose_fault_it_was(member: type[VoiceguideError]) -> None:
    assert member.exit_code == (2 if issubclass(member, InputError) else 1)
    assert member.__doc__


def test_a_place_stands_before_the_message() -> None:
    error = ScriptError("a pause cannot be negative", Place("mine.yaml", 3, 12))
    assert str(error) == "mine.yaml:3:12: a pause cannot be negative"
    assert error.message == "a pause cannot be negative"
    assert str(ScriptError("no place")) == "no place"


def test_places_are_ordered_as_a_reader_meets_them() -> None:
    places = [Place("a", 10, 1), Place("a", 9, 12), Place("a", 9, 2)]
    assert sorted(places) == places[::-1]


def test_several_errors_are_a_line_each() -> None:
    together = InputErrors([ScriptError("x", Place("a", 1, 2)), InputError("y")])
    assert str(together) == "a:1:2: x\ny"
    assert [type(error) for error in together.errors] == [ScriptError, InputError]
    assert together.exit_code == 2


def test_a_place_crosses_a_process_boundary() -> None:
    assert pickle.loads(pickle.dumps(Place("a", 1, 2))) == Place("a", 1, 2)  # noqa: S301
