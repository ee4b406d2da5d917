"""The gate before a hold: it opens when the listener is ready, or after a while."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

READY_SECONDS = 60.0
"""How long a hold waits for the listener."""


@dataclass(slots=True)
class Gate:
    """Which holds may begin, and since when one waits."""

    open: set[int] = field(default_factory=set)
    """The steps of holds that may begin."""
    since: float | None = None
    """When the hold that waits came to it, by the monotonic clock; None while none waits."""

    def is_over(self) -> bool:
        """Whether a hold has waited long enough; the first time that it is asked for one, it begins to."""
        self.since = time.monotonic() if self.since is None else self.since
        return time.monotonic() - self.since >= READY_SECONDS

    def waited(self) -> float:
        """How many seconds a hold has waited so far."""
        return 0.0 if self.since is None else time.monotonic() - self.since

    def let(self, step: int) -> None:
        """Let a hold begin."""
        self.open.add(step)
        self.since = None
