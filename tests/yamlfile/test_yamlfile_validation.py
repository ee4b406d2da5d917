"""Checking a document against a model: every mistake at once, at its place, in words a person knows."""

from dataclasses import field
from enum import Enum
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BeforeValidator, Discriminator, Field, Tag

from voiceguide.errors import InputError, InputErrors, Place, ScriptError
from voiceguide.units import parse_duration
from voiceguide.yamlfile import Limits, model, read_text, validate
from voiceguide.yamlfile._document import MAX_COMPLAINTS


class Wood(Enum):
    OAK = "oak"
    ASH = "ash"


Duration = Annotated[int, BeforeValidator(parse_duration)]


@model()
class Say:
    say: str


@model()
class Pause:
    pause: Duration


@model()
class Chimes:
    start: Literal["bowl", "bell"] = "bowl"
    wood: Wood = Wood.OAK


@model(written={"for_": "for"})
class HoldBody:
    for_: Duration
    chimes: Chimes | None = None
    rounds: Annotated[int, Limits(ge=1, le=9)] = 1
    at: int | Literal["half"] = "half"


@model()
class Hold:
    hold: HoldBody


@model()
class ChapterBody:
    title: str
    side: Literal["left", "right"] | None = None


@model()
class Chapter:
    chapter: str | ChapterBody


@model()
class Script:
    title: Annotated[str, Field(min_length=1)] = "untitled"
    tags: tuple[str, ...] = ()
    level: float = 0.0
    loud: bool = False
    names: dict[Annotated[str, Field(max_length=3)], int] = field(default_factory=dict)
    steps: list[Say | Pause | Hold | Chapter]


def step_kind(step: object) -> str | None:
    return next((key for key in ("say", "hold", "chapter") if isinstance(step, dict) and key in step), None)


@model()
class TaggedScript:
    steps: list[
        Annotated[
            Annotated[Say, Tag("say")] | Annotated[Hold, Tag("hold")] | Annotated[Chapter, Tag("chapter")],
            Discriminator(
                step_kind,
                custom_error_type="step",
                custom_error_message="a step is a say, a hold or a chapter",
            ),
        ]
    ]


@model()
class Rain:
    kind: Literal["rain"]
    drops: int = 1


@model()
class File:
    kind: Literal["file"]
    path: str


@model()
class Beds:
    beds: list[Annotated[Rain | File, Field(discriminator="kind")]]


def refusal(text: str, model: type = Script) -> str:
    with pytest.raises(InputError) as caught:
        validate(model, read_text(text, "f"), ScriptError)
    parts = caught.value.errors if isinstance(caught.value, InputErrors) else (caught.value,)
    assert all(isinstance(part, ScriptError) for part in parts)
    return str(caught.value)


def test_what_is_right_becomes_the_model() -> None:
    script = validate(
        Script,
        read_text(
            "loud: yes\nlevel: -2.5\ntags: [a]\nsteps:\n- hold: {for: 1:30, chimes: {wood: ash}}\n", "f"
        ),
    )
    assert script.loud
    assert script.level == -2.5
    assert script.tags == ("a",)
    assert script.steps == [Hold(hold=HoldBody(for_=90_000, chimes=Chimes(wood=Wood.ASH)))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x", "f:1:1: the key 'steps' is missing"),
        ("hello", "f:1:1: must be a mapping, not 'hello'; it begins with 'title: ...'"),
        ("- a", "f:1:1: must be a mapping, not a list; it begins with 'title: ...'"),
        (
            "steps: []\ntitel: x",
            "f:2:1: unknown key 'titel'; did you mean 'title'? "
            "allowed: title, tags, level, loud, names, steps",
        ),
        ("steps: []\nqqqq: x", "f:2:1: unknown key 'qqqq'; allowed: title, tags, level, loud, names, steps"),
        ("steps: x", "f:1:8: steps: must be a list, not 'x'; begin each line of it with '- '"),
        ("steps: []\ntitle: ''", "f:2:8: title: must not be empty"),
        ("steps: []\ntags: a", "f:2:7: tags: must be a list, not 'a'; begin each line of it with '- '"),
        (
            "steps: []\ntags: [[a]]",
            "f:2:8: tags: must be text, not a list; text that begins with '[' must be in quotes",
        ),
        ("steps: []\nlevel: .nan", "f:2:8: level: must be a number, not '.nan'"),
        ("steps: []\nlevel: nan", "f:2:8: level: must be a number, not 'nan'"),
        ("steps: []\nlevel:", "f:2:7: level: must be a number, not nothing"),
        ("steps: []\nloud: maybe", "f:2:7: loud: must be true or false, not 'maybe'"),
        ("steps: []\nnames: {abc: x}", "f:2:14: abc: must be a whole number, not 'x'"),
        ("steps: []\nnames: {abcd: 1}", "f:2:9: abcd: must have at most 3 characters"),
        (
            "steps: [{paus: 2s}]",
            "f:1:10: unknown key 'paus'; did you mean 'pause'? allowed: say, pause, hold, chapter",
        ),
        ("steps: [{pause: -5s}]", "f:1:17: pause: a duration cannot be negative, and this is '-5s'"),
        (
            "steps: [{say: [a]}]",
            "f:1:15: say: must be text, not a list; text that begins with '[' must be in quotes",
        ),
        ("steps: [text]", "f:1:9: steps: must be a mapping, not 'text'"),
        ("steps: [{}]", "f:1:9: steps: needs one of the keys say, pause, hold, chapter"),
        (
            "steps: [{say: x, pause: 1s}]",
            "f:1:9: steps: the keys pause and say cannot be combined; use one of them",
        ),
        ("steps: [{hold: {}}]", "f:1:16: hold: the key 'for' is missing"),
        (
            "steps: [{hold: {for: 1m, chimes: [a]}}]",
            "f:1:34: chimes: must be a mapping, not a list; write {start: ..., wood: ...}",
        ),
        (
            "steps: [{hold: {for: 1m, chimes: {start: bowel}}}]",
            "f:1:42: start: must be bowl or bell, not 'bowel'; did you mean 'bowl'?",
        ),
        ("steps: [{hold: {for: 1m, chimes: {wood: fir}}}]", "f:1:41: wood: must be oak or ash, not 'fir'"),
        ("steps: [{hold: {for: 1m, rounds: 12}}]", "f:1:34: rounds: must be at most 9, not '12'"),
        ("steps: [{hold: {for: 1m, at: x}}]", "f:1:30: at: must be a whole number or half, not 'x'"),
        (
            "steps: [{hold: {for: 1m, side: left}}]",
            "f:1:26: unknown key 'side'; allowed: for, chimes, rounds, at",
        ),
        ("steps: [{chapter: {title: x, side: up}}]", "f:1:36: side: must be left or right, not 'up'"),
        (
            "steps: [{chapter: [x]}]",
            "f:1:19: chapter: must be text or a mapping, not a list; text that begins with '[' must be in quotes",  # noqa: E501
        ),
        ("steps: [{chapter: {}}]", "f:1:19: chapter: the key 'title' is missing"),
    ],
)
def test_one_mistake_is_one_clear_line(text: str, message: str) -> None:
    assert refusal(text) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("steps: [{paus: 2s}]", "f:1:9: steps: a step is a say, a hold or a chapter"),
        ("steps: [{say: x, paus: 2s}]", "f:1:18: unknown key 'paus'; allowed: say"),
        ("steps: [{hold: {for: 1m, rounds: x}}]", "f:1:34: rounds: must be a whole number, not 'x'"),
        (
            "steps: [{hold: {for: 1m, round: 2}}]",
            "f:1:26: unknown key 'round'; did you mean 'rounds'? allowed: for, chimes, rounds, at",
        ),
        (
            "steps: [{chapter: {title: x, site: left}}]",
            "f:1:30: unknown key 'site'; did you mean 'side'? allowed: title, side",
        ),
    ],
)
def test_tagged_unions_blame_the_member_that_was_meant(text: str, message: str) -> None:
    assert refusal(text, TaggedScript) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("beds: [{kind: rain, path: x}]", "f:1:21: unknown key 'path'; allowed: kind, drops"),
        ("beds: [{kind: snow}]", "f:1:8: beds: kind must be one of rain, file, not 'snow'"),
        ("beds: [{path: x}]", "f:1:8: beds: the key 'kind' is missing"),
    ],
)
def test_unions_told_apart_by_a_word(text: str, message: str) -> None:
    assert refusal(text, Beds) == message


def test_all_mistakes_come_at_once_in_the_files_order() -> None:
    text = "loud: maybe\nsteps:\n  - pause: -5s\n  - paus: 1s\n  - chapter: {titel: x}\ntitle: ''\n"
    places = [line.partition(": ")[0] for line in refusal(text).splitlines()]
    assert places == ["f:1:7", "f:3:12", "f:4:5", "f:5:14", "f:5:15", "f:6:8"]


def test_a_flood_of_mistakes_is_counted_not_told() -> None:
    lines = refusal("steps:\n" + "- nonsense\n" * 3000).splitlines()
    assert len(lines) == MAX_COMPLAINTS + 1
    assert lines[-1] == f"f:{MAX_COMPLAINTS + 2}:3: and {3000 - MAX_COMPLAINTS} more mistakes from here on"


def test_the_place_is_there_for_programs_too() -> None:
    with pytest.raises(ScriptError) as caught:
        validate(Script, read_text("steps: x", "f"), ScriptError)
    assert caught.value.place == Place("f", 1, 8)


NAMES = st.sampled_from(
    ["say", "pause", "hold", "chapter", "for", "chimes", "title", "start", "steps", "kind", "x"]
)
VALUES = st.recursive(
    st.sampled_from(["x", "1m", "'\\n'", "bowl", "-5s", "''"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(NAMES, inner, max_size=3).map(
            lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}"
        )
    ),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([Script, TaggedScript, Beds]))
def test_any_mistake_has_a_place_and_no_jargon(text: str, model: type) -> None:
    try:
        validate(model, read_text(text, "f"), ScriptError)
    except InputError as error:
        message = str(error)
        parts = error.errors if isinstance(error, InputErrors) else (error,)
    else:
        message, parts = "", ()
    assert all(part.place for part in parts)
    assert len(message.splitlines()) == len(parts)
    assert not any(
        word in message for word in ("Input", "pydantic", "instance", "valid ", "None", "union", "tag ")
    )
