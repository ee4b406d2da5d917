"""What finished sessions and those that are still being spoken have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.sound import Block, Identity, Master, Sections
    from voiceguide.timeline import Timeline


class BaseSession(ABC):
    """The base of finished sessions and of those that are still being spoken. Both are a ``Sound``.

    Parameters
    ----------
    rate : int
        Frames a second.
    channels : int
        1 or 2.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self.rate = rate
        self.channels = channels

    @property
    @abstractmethod
    def timeline(self) -> Timeline:
        """What is heard when."""

    @abstractmethod
    def blocks(self, size: int = 8192, start: int = 0) -> Iterator[Block]:
        """Yield the sound, float32 ``(frames, channels)`` in [-1, 1], from frame ``start`` to the end."""

    @abstractmethod
    def master(self) -> Master:
        """The sound at its loudness."""

    @property
    def frames(self) -> int:
        """Length of the whole session."""
        return self.timeline.frames

    def identity(self, start: int, end: int) -> Identity:
        """Return a JSON-able identity of frames ``start`` to ``end``; equal identities mean equal samples."""
        return self.master().identity(start, end)

    def sections(self) -> Sections:
        """The stretches in which the sound depends only on what has begun there."""
        return self.master().sections()

    def to_segment(self) -> Any:
        """The session as a pydub ``AudioSegment``: 16 bits, all of it in memory (11 MB a minute)."""
        from voiceguide.sound import segment_from_blocks

        return segment_from_blocks(self.blocks(), self.rate, self.channels)
