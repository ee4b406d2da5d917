"""Byte ranges: which parts of a file are asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.web._ranges import MOST_RANGES, Unsatisfiable, parse_ranges


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        (None, None),
        ("", None),
        ("bytes=0-0", [(0, 1)]),
        ("bytes=0-1", [(0, 2)]),
        ("bytes=10-", [(10, 100)]),
        ("bytes=90-900", [(90, 100)]),
        ("bytes=-10", [(90, 100)]),
        ("bytes=-1000", [(0, 100)]),
        ("bytes=0-9, 20-29,-5", [(0, 10), (20, 30), (95, 100)]),
        ("bytes=0-9,200-300", [(0, 10)]),
        ("Bytes=5-6", [(5, 7)]),
        ("bytes=9-5", None),
        ("bytes=a-b", None),
        ("bytes=-", None),
        ("bytes=--5", None),
        ("seconds=0-5", None),
        ("bytes", None),
        ("bytes=0-" + "9" * 40, None),
    ],
)
def test_ranges(header: str | None, parts: list[tuple[int, int]] | None) -> None:
    assert parse_ranges(header, 100) == parts


@pytest.mark.parametrize(
    "header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=" + ",".join(["0-1"] * (MOST_RANGES + 1))]
)
def test_what_is_not_there_is_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        parse_ranges(header, 100)


@given(st.text("bytes=0123456789-, ", max_size=30), st.integers(1, 1000))
def test_no_part_lies_outside(header: str, size: int) -> None:
    try:
        parts = parse_ranges(f"bytes={header}", size)
    except Unsatisfiable:
        return
    assert parts is None or all(0 <= start < end <= size for start, end in parts)
