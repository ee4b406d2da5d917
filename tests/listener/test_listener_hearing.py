"""What sentences do with a listener, in several people's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.listener import hear

TABLE = Path(__file__).with_name("sentences.tsv")
ROWS = [
    line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")
]
DOING = frozenset(
    {
        "lies-down", "turns-over", "gets-up", "sits", "stands", "goes-to-wall", "at-wall", "leaves-wall",
        "goes-to-chair", "asks-for", "takes", "brings", "lays-by", "puts-away", "puts-under", "comes-off",
        "closes-eyes", "opens-eyes", "keeps-eyes-open", "places-arm", "swaps-arms", "frees-arm", "bares-feet",
        "promises-tones", "promises-chimes", "rests", "ends",
    }
)  # fmt: skip


def done(sentence: str) -> str:
    deeds = [deed for deed in hear(sentence).deeds if deed.name in DOING]
    if any(deed.name in {"stands", "goes-to-wall"} for deed in deeds):
        deeds = [deed for deed in deeds if deed.name != "at-wall"]
    if any(deed.name == "comes-off" for deed in deeds):
        deeds = [deed for deed in deeds if deed.name != "rests"]
    return " ".join(deed.name + "?" * deed.in_case for deed in deeds) or "-"


@pytest.mark.parametrize(("deeds", "sentence"), ROWS, ids=[sentence for _, sentence in ROWS])
def test_a_sentence_does_what_a_person_would_do(deeds: str, sentence: str) -> None:
    assert done(sentence) == deeds


def test_there_are_enough_sentences() -> None:
    assert len(ROWS) >= 150


@given(st.text(max_size=200))
def test_anything_can_be_heard(text: str) -> None:
    heard = hear(text)
    assert [deed.start for deed in heard.deeds] == sorted(deed.start for deed in heard.deeds)
