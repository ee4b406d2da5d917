"""A device that discards what it plays, as fast as it can: for tests and dry runs."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.player._prefetch import Block
    from voiceguide.player.devices._contract import Source

_BLOCK = 4096
_PATIENCE = 60.0
_NAP = 0.002
"""Seconds between two looks at a paused transport."""


class NullDevice:
    """Takes every frame, in order, and discards it, or keeps it on request.

    Parameters
    ----------
    block : int
        Frames a pull.
    keep : bool
        Whether :attr:`blocks` collects what was taken.
    """

    name = "null"
    latency = 0
    longest_wait = 2 * _PATIENCE

    def __init__(self, *, block: int = _BLOCK, keep: bool = False) -> None:
        self._block = block
        self._keep = keep
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self.blocks: list[Block] = []
        """What was taken, in order."""

    def start(self, source: Source) -> None:
        """Begin to pull."""
        self._thread = threading.Thread(
            target=self._pull, args=(source,), name="voiceguide-null", daemon=True
        )
        self._thread.start()

    def pending(self) -> int:
        """Nothing: what is taken counts as heard."""
        return 0

    def interrupted(self) -> AbstractContextManager[int]:
        """Nothing is pending, so nothing is dropped."""
        return nullcontext(0)

    def close(self) -> None:
        """Stop pulling."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()

    def _pull(self, source: Source) -> None:
        try:
            while not (self._closing.is_set() or source.finished.is_set()):
                block = source.take(self._block, _PATIENCE)
                if self._keep and len(block):
                    self.blocks.append(block)
                if len(block) < self._block:
                    source.idle(self._block)
                    self._closing.wait(_NAP)
        except Exception as error:  # kept for the main thread, which raises it
            source.fail(error)
