"""The English words keep the rules of narration: short, nothing misheard, enough to choose from."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from voiceguide.packs import default_pack
from voiceguide.script import split_sentences
from voiceguide.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = words_of("en")
SILENT = (
    "title.",
    "glue.",
    "side.",
    "count.",
    "method",
    "area",
    "occasion.",
    "focus.",
    "subject.",
    "thing.",
    "the.",
    "chime.",
)
"""Phrases that are no sentences: titles, and words inside of others."""


def pack_sentences() -> Iterator[str]:
    pack = default_pack()
    yield from pack.guidance.safety
    told = [*pack.guidance.teach, *pack.guidance.teach_when]
    for point in pack.points:
        yield from point.cautions
        told += [
            point.tradition,
            *point.find,
            *point.where,
            *((point.helps_most,) if point.helps_most else ()),
        ]
        for way in point.ways:
            told += [*way.where, *way.reach, *way.again, *way.later, *way.move, *way.pressure, *way.wrong]
            told += [way.lighter] if way.lighter else []
    for wordings in told:
        yield from wordings


def sentences() -> Iterator[str]:
    texts = [
        wording
        for key, wordings in WORDS.phrases.items()
        if not key.startswith(SILENT)
        for wording in wordings
    ]
    for lines in WORDS.lines.values():
        texts += [*lines.brief, *lines.long]
    for text in (*texts, *pack_sentences()):
        yield from split_sentences(text)


ALL = sorted(set(sentences()))


def test_sentences_are_short_and_never_one_word() -> None:
    for sentence in ALL:
        # what stands for a time or for things is counted as three words
        count = sum(3 if "{" in word else 1 for word in sentence.split())
        assert 2 <= count <= 16, sentence


@pytest.mark.parametrize(
    "misheard",
    [
        r"^Lift\b",
        r"\bdizzy\b",
        r"\bninety\b",
        "!",
        r"\d",
        r"\bIn the tradition\b",
        r"Have ready",
        r"Take up",
        r"\bmend\b",
    ],
)
def test_what_is_misheard_or_not_said_is_not_there(misheard: str) -> None:
    assert [sentence for sentence in ALL if re.search(misheard, sentence)] == []


def test_there_are_lines_for_every_kind_of_hold() -> None:
    assert sum(len(lines.brief) + len(lines.long) for lines in WORDS.lines.values()) >= 120
    in_holds = [
        line
        for kind, lines in WORDS.lines.items()
        if kind not in {"scan", "scan_back", "rest"}
        for line in (*lines.brief, *lines.long)
    ]
    assert len(set(in_holds)) >= 100
    for kind, lines in WORDS.lines.items():
        assert len(lines.brief) >= 6, kind
        assert len(lines.long) >= 4, kind
        every = [*lines.brief, *lines.long]
        assert Counter(line.split()[0] for line in every)["Let"] <= len(every) / 2, kind


def test_every_text_of_a_point_has_two_wordings() -> None:
    for point in default_pack().points:
        assert len(point.tradition) >= 2
        for way in point.ways:
            for sentence in (
                *point.find,
                *point.where,
                *way.reach,
                *way.again,
                *way.later,
                *way.move,
                *way.pressure,
                *way.wrong,
            ):
                assert len(sentence) >= 2, sentence
            assert way.lighter is not None
            if point.paired:  # once in each round
                assert len(way.again[0]) >= 3
                assert all(len(sentence) >= 2 for sentence in way.later)


def test_a_point_has_a_handle_and_a_landmark_of_few_words() -> None:
    handles = [point.handle for point in default_pack().points]
    assert handles == [
        "upper back",
        "hand point",
        "middle back",
        "waist",
        "foot point",
        "shoulder blade",
        "crown",
    ]
    assert all(point.landmark and len(point.landmark.split()) <= 5 for point in default_pack().points)


def test_nothing_but_titles_is_said_in_one_wording() -> None:
    signals = ("point.side", "point.halfway", "point.ten_left", "now.", "ready.")
    single = [
        key
        for key, wordings in WORDS.phrases.items()
        if len(wordings) == 1 and not key.startswith((*SILENT, *signals))
    ]
    assert single == []
