"""Codes of points in every writing, and what only looks like one."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.speech._point_codes import CHANNELS, beside_code, point_codes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Li4", "large intestine four"),
        ("LI 4", "large intestine four"),
        ("li-4 and st36", "large intestine four and stomach thirty-six"),
        ("Sp6", "spleen six"),
        ("St 36", "stomach thirty-six"),
        ("TW5, Tw 5, SJ5, TE-5, TB 5, TH5", ", ".join(["triple energizer five"] * 6)),
        ("P6", "pericardium six"),
        ("P6, H7 and K3", "pericardium six, heart seven and kidney three"),
        ("PC6 and Per6", "pericardium six and pericardium six"),
        ("EX-HN3", "extra head and neck three"),
        ("Ex-LE 10, EX UE 8, EXB2", "extra lower limb ten, extra upper limb eight, extra back two"),
        ("BL 43, UB-43", "bladder forty-three, bladder forty-three"),
        (
            "Du-20, Du 20 and GV20",
            ", ".join(["governing vessel twenty"] * 2) + " and governing vessel twenty",
        ),
        ("Ren 17 and CV-17", "conception vessel seventeen and conception vessel seventeen"),
        ("Liv3, Lv 3, LR-3, LIV-3", ", ".join(["liver three"] * 4)),
        ("Kid3, KD 3, Ki 3", ", ".join(["kidney three"] * 3)),
        ("BL-10\u2013BL-12", "bladder ten to bladder twelve"),
        ("BL-10-12", "bladder ten to twelve"),
        ("LI4/LR3", "large intestine four, liver three"),
        ("LI-4 \u2013 LR-3", "large intestine four, liver three"),
        ("SP-6's place", "spleen six's place"),
        ("Liver-3", "Liver 3"),
        ("(SI3)", "(small intestine three)"),
    ],
)
def test_codes_are_put_into_words(text, said):
    assert point_codes(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "per 6 breaths", "Per 6 breaths", "he 3", "He 3", "a kid 3 years old", "page P 6", "p. 6", "p6", "h7", "du 20",
        "vitamin K2", "vitamins B6 and K2", "B12", "CO2", "H2O", "H1N1", "K9", "10 GB", "MP3", "T4, L5, C7 and S1",
        "Th12", "P12", "K30", "LI 4:30", "LI 4.5", "st 36", "li 4", "Li 43", "ST 36%", "A4", "the 1st 36", "-St-36x",
        "sp500", "te5",
    ],
)  # fmt: skip
def test_what_is_no_code_stays(text):
    assert point_codes(text) == text


@pytest.mark.parametrize("code", sorted(CHANNELS))
def test_all_channels_are_named(code):
    assert point_codes(f"{code}-3") == point_codes(f"{code}3") == f"{CHANNELS[code]} three"


@pytest.mark.parametrize(
    ("text", "beside"),
    [("NAME (LI-4)", True), ("NAME, st36", True), ("St 36: NAME", True), ("LI-4 NAME", True), ("NAME 4", False),
     ("NAME and LI-4", False), ("per 6 NAME", False), ("NAME", False)],
)  # fmt: skip
def test_a_code_beside_a_name(text, beside):
    start = text.index("NAME")
    assert beside_code(text, start, start + 4) is beside


@given(st.text(max_size=40) | st.text(alphabet="LISTPH-/\u2013 0123456", max_size=40))
def test_any_text_is_searched(text):
    if not any(character.isdigit() for character in text):
        assert point_codes(text) == text
    else:
        point_codes(text)
