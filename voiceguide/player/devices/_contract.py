"""The contracts between a sound device and the source that it pulls frames from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading
    from contextlib import AbstractContextManager

    from voiceguide.player._prefetch import Block


class Source(Protocol):
    """The side of the transport that a device sees; see :class:`voiceguide.player._transport.Transport`."""

    @property
    def finished(self) -> threading.Event:
        """Set when nothing more will sound."""
        ...

    def read(self, frames: int) -> Block:
        """Give exactly ``frames`` frames at once; for callbacks."""
        ...

    def take(self, frames: int, patience: float) -> Block:
        """Give up to ``frames`` frames, waiting for the disk up to ``patience`` seconds."""
        ...

    def idle(self, frames: int) -> None:
        """Hear that ``frames`` frames of silence have sounded after all that was taken."""
        ...

    def fail(self, error: BaseException) -> None:
        """Keep an error for the main thread."""
        ...


class Device(Protocol):
    """An opened sound device. It pulls from the source in a thread of its own from start to close."""

    @property
    def name(self) -> str:
        """The backend and what it plays through, for people: ``miniaudio (ALSA)``."""
        ...

    @property
    def latency(self) -> int:
        """Frames between a frame's being taken and its being heard, at most."""
        ...

    @property
    def longest_wait(self) -> float:
        """Seconds between two pulls, at most; longer means that the device is gone."""
        ...

    def start(self, source: Source) -> None:
        """Begin to pull.

        Raises
        ------
        DeviceError
            If the device refuses.
        """
        ...

    def pending(self) -> int:
        """Frames taken and not heard yet, beyond the latency."""
        ...

    def interrupted(self) -> AbstractContextManager[int]:
        """Stop what is pending; gives how many frames were dropped. Nothing is pulled inside the context."""
        ...

    def close(self) -> None:
        """Stop and let go of the device; no pull comes after. May be called twice."""
        ...
