"""How many rows of a table are tried: a share in the fast suite, all where VOICEGUIDE_EXAMPLES says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

# make test-full and CI set the variable: they try every row
ALL_ROWS = os.environ.get("VOICEGUIDE_EXAMPLES", "quick") != "quick"


def some_of(rows: Sequence[T], every: int) -> Sequence[T]:
    """One row of so many, from the first on, or all of them in a thorough run."""
    return rows if ALL_ROWS else rows[::every]
