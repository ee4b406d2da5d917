"""How many rows of a table are tried: a share in the fast suite, all where VOICEGUIDE_EXAMPLES says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
_THOROUGH = ("thorough", "all")

# make test-full and CI set the variable: they try every row
ALL_ROWS = os.environ.get("VOICEGUIDE_EXAMPLES", "quick") != "quick"


def few_of(rows: Sequence[T], every: int) -> Sequence[T]:
    """One row of so many, from the first on, in CI, too: of tests that take many seconds each."""
    return rows if os.environ.get("VOICEGUIDE_EXAMPLES") in _THOROUGH else rows[::every]


def many(examples: int) -> int:
    """So many examples of a property in a thorough run, a quarter of them in CI."""
    return examples if os.environ.get("VOICEGUIDE_EXAMPLES") in _THOROUGH else examples // 4


def some_of(rows: Sequence[T], every: int) -> Sequence[T]:
    """One row of so many, from the first on, or all of them in a thorough run."""
    return rows if ALL_ROWS else rows[::every]
