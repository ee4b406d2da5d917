"""Patterns that are compiled when they are used."""

from __future__ import annotations

import re

import pytest

from voiceguide._lib.late_pattern import late_pattern


def test_it_does_what_a_pattern_does() -> None:
    late, usual = late_pattern(r"(\d+)\s*s", re.IGNORECASE), re.compile(r"(\d+)\s*s", re.IGNORECASE)
    for _ in range(2):
        assert late.fullmatch("12 S") is not None
        assert late.findall("1s 2 s") == usual.findall("1s 2 s")
        assert late.sub("x", "1s") == usual.sub("x", "1s")
    assert (late.pattern, late.flags) == (usual.pattern, usual.flags)


def test_a_mistake_is_found_when_it_is_used() -> None:
    late = late_pattern("(")
    with pytest.raises(re.error):
        late.match("")
