"""Writing YAML: what was written is what is read, here and elsewhere, and a person can edit it."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import YamlError
from voiceguide.yamlfile import read_text, render
from voiceguide.yamlfile._writer import FLOW_WIDTH

SCRIPT = """\
voiceguide: 1
title: Back flexibility, ten minutes
length: 10m
bed: {sound: rain, level: -20dB}
steps:
  - chapter: Welcome
  - say: Find a quiet place, and have your tennis ball within reach.
  - pause: 2s..4s
  - chapter: {title: "Gao Huang, BL-43, left", point: BL-43, side: left}
  - settle: 8s..25s
  - hold:
      for: 30s..3m
      chimes: {start: bowl, half: wood, end: bowl}
      breathe: {in: 4s, out: 6s}
      say: [{at: half, text: Halfway.}, {at: -10s, text: Ten seconds left.}]
  - chime: end
"""


def test_a_script_is_written_as_a_person_would() -> None:
    root: Any = read_text(SCRIPT, "f").root
    assert render({**root, "voiceguide": 1}) == SCRIPT


def test_numbers_and_booleans_are_bare_and_read_back_as_text() -> None:
    text = render({"count": 3, "x": 0.5, "loud": True, "list": [False, 2]})
    assert text == "count: 3\nx: 0.5\nloud: true\nlist: [false, 2]\n"
    assert read_text(text, "f").root == {"count": "3", "x": "0.5", "loud": "true", "list": ["false", "2"]}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Lie on your back, knees bent.", "Lie on your back, knees bent."),
        ("-10s", "-10s"),
        ("30s..3m", "30s..3m"),
        ("BL-43", "BL-43"),
        ("It's over (really)!", "It's over (really)!"),
        ("太冲, Tài Chōng", "太冲, Tài Chōng"),
        ("<speak>Hi</speak>", '"<speak>Hi</speak>"'),
        ("Breathe: in, out", '"Breathe: in, out"'),
        ("one #2", '"one #2"'),
        ("no", '"no"'),
        ("010", '"010"'),
        ("1:30", '"1:30"'),
        ("null", '"null"'),
        ("", '""'),
        ("- x", '"- x"'),
        ('say "hi": now', '"say \\"hi\\": now"'),
        ("\x07", '"\\x07"'),
        ("one\ntwo", "|-\n  one\n  two"),
        ("one\n\ntwo\n", "|\n  one\n\n  two"),
        ("one \ntwo", '"one \\ntwo"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(value: str, written: str) -> None:
    assert render({"a": value}) == f"a: {written}\n"


def test_long_collections_take_a_line_for_each_entry() -> None:
    text = render({"a": {"b": "x" * 50, "c": "y" * 50}, "d": ["x" * 50, "y" * 50]})
    assert text == f"a:\n  b: {'x' * 50}\n  c: {'y' * 50}\nd:\n  - {'x' * 50}\n  - {'y' * 50}\n"


def test_half_a_character_cannot_be_written() -> None:
    with pytest.raises(YamlError, match="half a character"):
        render({"a": "x\ud800"})


# fmt: off
SIGNS = [
    "---", "...", "#", ":", "-", "?", "!", "&a", "*a", "%", "@", "`", "|", ">", "'", "\"", "{", "]",
    ",", "🧘", "é", "no", "010", "=", "<<", "~", "\\",
]
# fmt: on
SPACES = [" ", " #", ": ", "- ", "? ", "\n", "\n\n", "\t", "\r", "\0", "\x85", "\u2028", "\ufeff"]
TRICKY = st.sampled_from([*SIGNS, *SPACES])
TEXT = st.one_of(st.text(), st.lists(TRICKY, max_size=6).map("".join), st.text(min_size=1000, max_size=1100))
VALUES = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)
)


@given(VALUES)
def test_what_was_written_is_what_is_read(value: Any) -> None:
    assert read_text(render(value), "f").root == value


@given(st.dictionaries(TEXT, TEXT.filter(lambda text: "\ufeff" not in text)))
def test_other_readers_take_text_for_text_too(value: dict[str, str]) -> None:
    assert yaml.safe_load(render(value)) == value


WORDS = st.text(alphabet="abc, ", min_size=1, max_size=30)


@given(st.dictionaries(WORDS, st.dictionaries(WORDS, WORDS, max_size=5), max_size=3))
def test_no_line_of_several_entries_is_long(value: dict[str, dict[str, str]]) -> None:
    assert all(len(line) <= FLOW_WIDTH for line in render(value).splitlines())
