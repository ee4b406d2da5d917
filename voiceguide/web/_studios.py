"""Studios in use: one a job, and an idle one whose voice stays loaded."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from voiceguide.errors import VoiceguideError
from voiceguide.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voiceguide.session import Progress

_MOST_IDLE = 1


class Studios:
    """Studios that share one cache.

    Parameters
    ----------
    cache_dir : Path, optional
    on_notice : callable, optional
        Called with a one-line notice, such as that another voice speaks than the one asked for.
    """

    def __init__(self, cache_dir: Path | None = None, on_notice: Callable[[str], None] | None = None) -> None:
        self._cache_dir = cache_dir
        self._on_notice = on_notice
        self._idle: list[tuple[Studio, list[Progress]]] = []
        self._used: list[Studio] = []
        self._lock = threading.Lock()
        self.planner = Studio(cache_dir=cache_dir, on_notice=on_notice)
        """Composes, and never speaks."""

    @contextlib.contextmanager
    def use(self, progress: Progress | None = None) -> Iterator[Studio]:
        """A studio for one job, which is told of its progress."""
        with self._lock:
            studio, told = self._idle.pop() if self._idle else self._new()
            self._used.append(studio)
        if progress is not None:
            told.append(progress)
        try:
            yield studio
        finally:
            told.clear()
            with self._lock:
                self._used.remove(studio)
                keep = len(self._idle) < _MOST_IDLE
                if keep:
                    self._idle.append((studio, told))
            if not keep:
                studio.close()

    def warm_up(self) -> None:
        """Load the default voice in the background, if nothing was spoken yet."""
        with self._lock:
            if not self._idle and not self._used:
                self._idle.append(self._new())
                with contextlib.suppress(VoiceguideError):  # told when it is to speak
                    self._idle[0][0].warm_up(if_empty=True)

    def close(self) -> None:
        """End all speech workers."""
        with self._lock:
            every = [*self._used, *(studio for studio, _ in self._idle), self.planner]
        for studio in every:
            studio.close()

    def _new(self) -> tuple[Studio, list[Progress]]:
        told: list[Progress] = []

        def progress(doing: str, done: int, total: int) -> None:
            for tell in told:
                tell(doing, done, total)

        return Studio(cache_dir=self._cache_dir, on_progress=progress, on_notice=self._on_notice), told
