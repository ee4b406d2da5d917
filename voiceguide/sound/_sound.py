"""The contract of everything that can be rendered, and the identity of its samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Block: TypeAlias = NDArray[np.float32]
    """Samples of shape ``(frames, channels)``, in [-1, 1]."""
else:
    Block = Any  # numpy is loaded where it is used

Identity: TypeAlias = Any
"""A JSON-able identity of a sound; equal identities mean equal samples."""


class Loop(Protocol):
    """A sound without an end that repeats."""

    @property
    def period(self) -> int:
        """Frames after which it repeats."""
        ...

    @property
    def identity(self) -> Identity:
        """A JSON-able identity; equal identities mean equal samples."""
        ...

    def frames(self, start: int, count: int) -> Block:
        """Frames ``start`` to ``start + count``; ``start`` may be negative."""
        ...


@dataclass(frozen=True, slots=True)
class Sections:
    """The stretches in which a sound depends only on what has begun there."""

    spans: tuple[tuple[int, int], ...]
    """First frame and end of each section, in order. A section is the same wherever in a session it stands.
    Some may overlap."""
    silent_between: bool
    """Whether digital silence is between them; otherwise one passes over into the next."""
    loop: Loop | None = None
    """What is heard in sections whose cues are silent, if it repeats. Each first cue is at its beginning."""
    runs: tuple[tuple[int, int], ...] = ()
    """First frame and end of each section's cues, if there is a loop; equal where there are none."""


class Sound(Protocol):
    """A sound of a known length that can be rendered from any frame, as often as wanted."""

    @property
    def rate(self) -> int:
        """Frames a second."""
        ...

    @property
    def channels(self) -> int:
        """1 or 2."""
        ...

    @property
    def frames(self) -> int:
        """Exact length."""
        ...

    def blocks(self, size: int = ..., start: int = ...) -> Iterator[Block]:
        """Yield float32 blocks of ``size`` frames from frame ``start`` on; the last may be shorter."""
        ...

    def identity(self, start: int, end: int) -> Identity:
        """Return a JSON-able identity of frames ``start`` to ``end``; equal identities mean equal samples.

        It does not depend on where in the sound the frames are, so that two sounds can share what was made of
        them. ``start`` may be negative, and ``end`` beyond the sound's: there is silence.
        """
        ...

    def sections(self) -> Sections:
        """The stretches in which the sound depends only on what has begun there."""
        ...
