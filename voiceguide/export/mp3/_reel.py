"""Reads a sound in overlapping stretches, front to back, rendering each block only once."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.sound import Block


class Reel:
    """A sound that is wound forward.

    Parameters
    ----------
    blocks : iterable of NDArray[np.float32]
        Each of shape ``(frames, channels)``.
    start : int
        Where the first one begins.
    """

    def __init__(self, blocks: Iterable[Block], start: int = 0) -> None:
        self._coming = iter(blocks)
        self._held: deque[Block] = deque()
        self.start = start
        """First frame that can still be read."""
        self.end = start
        """First frame that has not come yet."""

    def read(self, start: int, end: int) -> Block:
        """Frames ``start`` to ``end``, fewer where the sound ends; what is before ``start`` is let go."""
        if start < self.start:
            raise ValueError(f"frame {start} is gone; the first one left is {self.start}")
        while self.end < end and (block := next(self._coming, None)) is not None:
            self._held.append(block)
            self.end += len(block)
            self._let_go(start)
        self._let_go(start)
        if not self._held:
            raise ValueError(f"there is no frame {start}; the sound ended at {self.end}")
        joined = self._held[0] if len(self._held) == 1 else np.concatenate(list(self._held))
        return joined[start - self.start : end - self.start]

    def _let_go(self, start: int) -> None:
        while len(self._held) > 1 and self.start + len(self._held[0]) <= start:
            self.start += len(self._held.popleft())
