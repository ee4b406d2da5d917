"""A stretch of a session that was passed over, and is laid out when all of it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Gap:
    """Steps that were passed over, to be laid out when all is known."""

    first: int
    """The first step of which nothing was heard."""
    end: int
    """The step that it went on with."""
    place: int
    """Where that stands, in frames."""
    stood: frozenset[int]
    """Steps whose times were chosen for good before."""

    def frees(self, steps: Iterable[int]) -> bool:
        """Whether a time of these steps is open yet."""
        return all(self.first <= step < self.end and step not in self.stood for step in steps)
