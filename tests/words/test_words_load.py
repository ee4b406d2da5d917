"""A language's words: what is complete is read, what is not is told with its place."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import InputError, WordsError
from voiceguide.words import languages, load_words, words_of
from voiceguide.words._load import FOLDER

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = FOLDER / "en.yaml"


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    text = ENGLISH.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "xx.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_english_is_there() -> None:
    assert "en" in languages()
    assert words_of("en") == load_words(ENGLISH)
    with pytest.raises(WordsError, match="no words in the language 'xx'; languages: en"):
        words_of("xx")


def test_what_is_missing_is_listed_at_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        ("language: en", "language: de"),
        ("  point.halfway: Halfway there.\n", ""),
        ("  title.rest: Rest\n", ""),
        ("  crown:\n    brief:", "  crowns:\n    brief:"),
    )
    with pytest.raises(InputError) as caught:
        load_words(path)
    first, second = str(caught.value).splitlines()
    assert first.endswith(
        "the words of the language 'de' are not complete; missing: title.rest, point.halfway, lines.crown"
    )
    assert second.endswith("nothing is said by the name 'crowns'; did you mean 'crown'?")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title.rest: Rest", "title.resting: Rest", "did you mean 'title.rest'?"),
        ('"Once the {chime} sounds, stay for {hold}."', '"At the {chime}, stay."', "point.announce has {chime} and {hold} in each of its wordings ({chime} is text, {hold} is a time in words)"),
        ("Halfway there.", "Halfway {there}.", "point.halfway has no placeholder in each of its wordings"),
        ("Two more breaths, slow and quiet.", '"Two more {breaths."', "end.breaths has no placeholder"),
        ("- Unlock your jaw.", '- "Unlock your {jaw}."', "a line in a hold has no placeholder"),
        ("voiceguide_words: 1", "voiceguide_words: 2", "voiceguide_words"),
        ("language: en", "language: English", "language"),
        ("  hyphen:", "  dash:", "'hyphen' is missing"),
        ("ones: [zero, ", "ones: [", "twenty ones"),
        ("  title.rest: Rest", "  title.rest: []", "must not be empty"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write(tmp_path, (old, new))
    with pytest.raises(InputError) as caught:
        load_words(path)
    told = str(caught.value)
    assert message in told
    assert all(line.startswith(f"{path}:") for line in told.splitlines())
    assert caught.value.exit_code == 2


def test_small_words() -> None:
    words = words_of("en")
    assert words.listed([]) == ""
    assert words.listed(["a mat"]) == "a mat"
    assert words.listed(["a mat", "a ball", "a wall"]) == "a mat, a ball and a wall"
    assert words.counted("count.points", 1) == "point"
    assert words.counted("count.points", 21) == "twenty-one points"
    assert words.text("title.breathing_again", number=2) == "Breathing (2)"
    assert words.text("point.announce", chime="bowl") == "Once the bowl sounds, stay for {hold}."
