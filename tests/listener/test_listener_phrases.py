"""The notation of phrases, and language files that are wrong."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide import listener
from voiceguide.errors import InputError
from voiceguide.listener._language import read_language
from voiceguide.listener._phrases import PhraseError, Phrasing, as_words

ENGLISH = Path(listener.__file__).with_name("en.yaml")
PHRASING = Phrasing({"ball": ["ball", "tennis ball"]}, ["slowly", "once more"])


def found(phrase: str, sentence: str) -> bool:
    return PHRASING.pattern([phrase]).search(as_words(sentence)) is not None


@pytest.mark.parametrize(
    ("phrase", "yes", "no"),
    [
        ("lie down", "Then LIE  down.", "Lie slowly down."),
        ("lie ~ down", "Lie once more slowly down.", "Lie slowly slowly slowly slowly down."),
        ("(sit|lie back) there", "Lie back there.", "Lie there."),
        ("sit [up|down] now", "Sit now.", "Sit back now."),
        ("sit [up|down] now", "Sit down now.", "Sit, now."),
        ("roll*", "Rolling on.", "Scroll on."),
        ("take ... {ball}", "Take the soft old tennis ball.", "Take it, and the ball."),
        ("take ... {ball}", "Take your ball.", "Take one two three four five six seven ball."),
        ("^ rest", "Now, rest.", "You rest."),
        ("rest $", "Now rest; then go.", "Rest now."),
        ("eyes , and", "Open your eyes, and look.", "Open your eyes and look."),
        ("tennis-ball", "A tennis-ball.", "A tennis racket ball."),
        ("don't", "Don\u2019t move.", "Do not move."),
    ],
)
def test_what_a_phrase_finds(phrase: str, yes: str, no: str) -> None:
    assert found(phrase, yes)
    assert not found(phrase, no)


@pytest.mark.parametrize("phrase", ["lie (down", "lie down)", "sit [up", "take {bal}", "50%", "a+b", "(a]"])
def test_a_phrase_that_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError, match=re.escape(repr(phrase))):
        PHRASING.pattern([phrase])


@given(st.text(max_size=60))
def test_any_phrase_is_a_pattern_or_refused(phrase: str) -> None:
    with contextlib.suppress(PhraseError):
        PHRASING.pattern([phrase]).search(as_words("Lie down on your back, slowly."))


@given(st.text(max_size=200))
def test_any_sentence_is_a_row_of_words(sentence: str) -> None:
    words = as_words(sentence)
    assert words == "" or words.startswith(" ")
    assert "  " not in words


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  halfway:\n", "  half-way:\n", "half-way"),
        ("      - halfway\n", "      - (halfway\n", "opens a bracket"),
        ("      - halfway\n", "      - '{midway}'\n", "{midway}"),
        ("language: en", "language: English", "language"),
    ],
)
def test_a_language_file_that_is_wrong_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = ENGLISH.read_text("utf-8")
    assert old in text
    path = tmp_path / "xx.yaml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        read_language(path)


def test_a_deed_that_is_missing_is_named(tmp_path: Path) -> None:
    text = ENGLISH.read_text("utf-8")
    start = text.index("  halfway:\n")
    path = tmp_path / "xx.yaml"
    path.write_text(text[:start] + text[text.index("  time-left:\n") :], "utf-8")
    with pytest.raises(InputError, match="halfway"):
        read_language(path)
