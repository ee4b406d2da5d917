"""Repeats: unrolled in one place, with the numbers of their rounds, and each step at its own place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import InputError
from voiceguide.script import ResolvedHold, ResolvedSay, Script, parse_script, resolve, unrolled, write_script
from voiceguide.script._unroll import MOST_STEPS, Round, in_round
from voiceguide.yamlfile import from_values

HEAD = "voiceguide: 1\ntitle: One\n"


def script(*steps: dict[str, Any], **heading: Any) -> Script:
    return from_values(Script, {"voiceguide": "1", "title": "One", **heading, "steps": steps})


def said(*steps: dict[str, Any]) -> list[str]:
    found = resolve(script(*steps)).steps
    return [str(part) for step in found if isinstance(step, ResolvedSay) for part in step.parts]


def test_rounds_come_one_after_another_and_between_is_left_out_after_the_last() -> None:
    repeat = {
        "repeat": 3,
        "steps": [{"say": "Round {round} of {rounds}."}],
        "between": [{"say": "Then {next}."}],
    }
    assert said(repeat, {"say": "Done."}) == [
        *("Round one of three.", "Then two.", "Round two of three.", "Then three.", "Round three of three."),
        "Done.",
    ]


def test_inner_rounds_are_those_of_the_innermost_repeat() -> None:
    inner = {"repeat": 2, "steps": [{"say": "Set {round}."}]}
    assert said({"repeat": "2", "steps": [{"say": "Leg {round}."}, inner]}) == [
        *("Leg one.", "Set one.", "Set two."),
        *("Leg two.", "Set one.", "Set two."),
    ]


@pytest.mark.parametrize(
    ("text", "turn", "told"),
    [
        ("{left} rounds left.", Round(1, 3), "Two rounds left."),
        ("{left} rounds left.", Round(2, 3), "One round left."),
        ("{left} rounds left.", Round(3, 3), "No rounds left."),
        ("Go: {left} to go.", Round(3, 3), "Go: Zero to go."),
        ("Now {round}, of {rounds} sets", Round(21, 34), "Now twenty-one, of thirty-four sets"),
        ("Well done. {next} is next.", Round(1, 2), "Well done. Two is next."),
        ("Next is {next}.", Round(2, 2), "Next is {next}."),
        ("Hold for {hold}.", Round(1, 2), "Hold for {hold}."),
    ],
)
def test_numbers_are_words_and_nouns_fit_them(text: str, turn: Round, told: str) -> None:
    assert in_round(text, turn) == told


def test_titles_have_digits() -> None:
    one = script({"repeat": 2, "steps": [{"chapter": "Round {round} of {rounds}"}, {"say": "Go."}]})
    titles = [step.chapter.title for step in resolve(one).steps if hasattr(step, "chapter") and step.chapter]
    assert titles[::2] == ["Round 1 of 2", "Round 2 of 2"]


def test_every_unrolled_step_keeps_its_place() -> None:
    one = script(
        {"say": "A."},
        {"repeat": 2, "steps": [{"repeat": 2, "steps": [{"pause": "1s"}]}], "between": [{"say": "B."}]},
    )
    inner = ("steps", 1, "steps", 0, "steps", 0)
    assert [placed.path for placed in unrolled(one)] == [
        *(("steps", 0), inner, inner, ("steps", 1, "between", 0), inner, inner)
    ]
    assert resolve(one).paths == tuple(placed.path for placed in unrolled(one))


def test_all_rounds_get_the_same_time_and_so_do_the_sides_in_them() -> None:
    sides = [
        *({"chapter": {"title": "L", "point": "A-1", "side": "left"}}, {"hold": {"for": "30s..2m"}}),
        *({"chapter": {"title": "R", "point": "A-1", "side": "right"}}, {"hold": {"for": "40s..3m"}}),
        {"pause": "1s..5s"},
    ]
    found = resolve(script({"repeat": 2, "steps": [{"repeat": 2, "steps": sides}]}))
    hold, pause = found.times
    assert len(hold.steps) == 8
    assert (hold.span.min, hold.span.max) == (40_000, 120_000)
    assert len(pause.steps) == 4
    assert {step.pair.number for step in found.steps if isinstance(step, ResolvedHold)} == {0}


def titled(*sides: tuple[str, str]) -> Script:
    return script(
        *(
            step
            for title, side in sides
            for step in ({"chapter": {"title": title, "side": side}}, {"hold": {"for": "1m..3m"}})
        )
    )


@pytest.mark.parametrize(
    "right", ["Sleeping Swan", "sleeping  swan", "Sleeping Swan, right", "Sleeping Swan (right)"]
)
def test_sides_without_a_point_pair_by_their_title(right: str) -> None:
    (time,) = resolve(titled((right, "right"), ("Sleeping Swan", "left"))).times
    assert (time.steps, time.on_point) == ((1, 3), True)


def test_a_side_that_is_missing_is_explained_at_its_chapter() -> None:
    text = f"{HEAD}steps:\n  - chapter: {{title: Swan, side: right}}\n  - hold: {{for: 1m}}\n"
    with pytest.raises(InputError) as caught:
        parse_script(text, "my.yaml")
    assert str(caught.value) == (
        "my.yaml:4:14: 'Swan' is held once on the right and never on the left: both sides get the same time, "
        "so add the hold that is missing in a chapter with this title and 'side: left', or leave out 'side'"
    )


@pytest.mark.parametrize(
    ("steps", "place", "message"),
    [
        (
            "- say: Round {round}.",
            "4:10",
            "{round} is a number of a repeat's rounds, and this stands in none",
        ),
        (
            "- repeat: 2\n    steps:\n      - say: Next is {next}.",
            "6:14",
            "{next} has no number in the last round, after which none comes; put this step under 'between'",
        ),
        ("- repeat: 2\n    steps:\n      - say: Round {rond}.", "6:14", "'{rond}' is not a placeholder"),
        ("- repeat: 0\n    steps: [say: Go.]", "4:13", "repeat: must be at least 1, not '0'"),
        ("- repeat: four\n    steps: [say: Go.]", "4:13", "repeat: must be a whole number, not 'four'"),
        ("- repeat: 4", "4:5", "the key 'steps' is missing"),
        ("- repeat: 4\n    steps: []", "5:12", "steps: must not be empty"),
        (
            "- repeat: 4\n    step: [say: Go.]\n    steps: [say: Go.]",
            "5:5",
            "unknown key 'step'; did you mean 'steps'?",
        ),
        ("- repeat: 4\n    steps:\n      - sya: Go.", "6:9", "unknown step 'sya'; did you mean 'say'?"),
    ],
)
def test_what_is_wrong_is_told_once_and_with_its_place(steps: str, place: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_script(f"{HEAD}steps:\n  {steps}\n", "my.yaml")
    (line,) = str(caught.value).splitlines()
    assert line.startswith(f"my.yaml:{place}")
    assert message in line


def nested(depth: int, count: int) -> dict[str, Any]:
    step: dict[str, Any] = {"say": "Go."}
    for _ in range(depth):
        step = {"repeat": count, "steps": [step]}
    return step


def test_repeats_are_four_deep_at_most_and_make_no_more_steps_than_can_be_heard() -> None:
    assert len(resolve(script(nested(4, 3))).steps) == 81
    with pytest.raises(InputError, match=r"step 1.1.1.1.1: repeats are at most 4 deep inside each other"):
        resolve(script(nested(5, 1)))
    with pytest.raises(InputError, match=f"make more than {MOST_STEPS} steps; repeat less often"):
        resolve(script(nested(3, 18)))


@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 2))
def test_a_repeat_reads_back_as_it_was_written(outer: int, inner: int, between: int) -> None:
    one = script(
        {
            "repeat": outer,
            "steps": [{"repeat": inner, "steps": [{"say": "Go, {round}."}]}],
            "between": [{"pause": "1s"}] * between,
        }
    )
    assert parse_script(write_script(one)) == one
    assert len(unrolled(one)) == outer * inner + (outer - 1) * between
