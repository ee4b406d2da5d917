"""Clips: immutable PCM, and the contract of their sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


CHIME_PREFIX = "chime/"
"""What the keys of chimes begin with."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """Immutable PCM of one utterance, chime or sound."""

    samples: NDArray[np.float32]
    """Shape ``(frames, channels)``, in [-1, 1], read-only; one channel (centre) or two."""
    rate: int
    """Frames a second."""

    @property
    def frames(self) -> int:
        """Exact length."""
        return len(self.samples)


class ClipSource(Protocol):
    """A source of clips, read one at a time so that memory does not grow with the session."""

    def clip(self, key: str) -> Clip:
        """Return the clip of a key that the timeline names.

        Raises
        ------
        CacheError
            If the clip is gone or damaged.
        """
        ...
