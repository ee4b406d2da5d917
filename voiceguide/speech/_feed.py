"""Speaks sentences in the background while the program continues."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.timeline import ClipRef


class Feed:
    """Clips by sentence, more of them from moment to moment.

    Parameters
    ----------
    clips : dict of str to ClipRef
        What there is at once, by sentence; it grows.
    coming : iterator of str and ClipRef, optional
        The rest, as :meth:`voiceguide.speech.Speaker.stream` gives it; consumed by a thread.
    stop : callable, optional
        Makes ``coming`` give up what is under way.
    """

    def __init__(
        self,
        clips: dict[str, ClipRef],
        coming: Iterator[tuple[str, ClipRef]] | None = None,
        stop: Callable[[], None] | None = None,
    ) -> None:
        self.clips = clips
        self._stop = stop
        self._changed = threading.Condition()
        self._error: Exception | None = None
        self._closing = False
        self._thread: threading.Thread | None = None
        if coming is not None:
            self._thread = threading.Thread(
                target=self._run, args=(coming,), name="voiceguide-feed", daemon=True
            )
            self._thread.start()

    def wait(self, ready: Callable[[], bool], timeout: float) -> bool:
        """Wait until something holds that depends on the clips; return whether it did in ``timeout`` seconds.

        Raises
        ------
        VoiceguideError
            What speaking raised, if it has ended and it does not hold.
        """
        with self._changed:
            # the clips' thread holds the lock for moments only, so this may look at them
            if self._changed.wait_for(lambda: ready() or self._error is not None, timeout) and not ready():
                raise self._error or RuntimeError("nothing is waited for")
            return ready()

    def close(self) -> None:
        """Speak no more."""
        self._closing = True
        if self._thread is None:
            return
        if self._stop is not None and self._thread.is_alive():
            self._stop()
        self._thread.join()

    def _run(self, coming: Iterator[tuple[str, ClipRef]]) -> None:
        try:
            for sentence, clip in coming:
                with self._changed:
                    self.clips[sentence] = clip
                    self._changed.notify_all()
                if self._closing:
                    return
        except Exception as error:  # kept for the thread that waits, which raises it
            with self._changed:
                self._error = error
                self._changed.notify_all()
