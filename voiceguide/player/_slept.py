"""Notices that the machine slept: its clock went on, and the program did not."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_SECONDS = 5.0
"""A shorter sleep is no reason to wait for the listener, and a clock may be put right by as much."""


def _clock() -> float:
    """Seconds by a clock that goes on while the machine sleeps."""
    # Linux has one of its own for that; on macOS this is what CLOCK_MONOTONIC does, and not time.monotonic
    kind = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.time() if kind is None else time.clock_gettime(kind)


@dataclass(slots=True)
class Slept:
    """Compares a clock that goes on during sleep with one that does not."""

    clock: Callable[[], float] = _clock
    awake: Callable[[], float] = time.monotonic
    _ahead: float = field(init=False)

    def __post_init__(self) -> None:
        self._ahead = self.clock() - self.awake()

    def look(self) -> bool:
        """Whether the machine slept since it was looked last."""
        ahead = self.clock() - self.awake()
        slept, self._ahead = ahead - self._ahead >= LEAST_SECONDS, ahead
        return slept
