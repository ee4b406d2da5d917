"""Sentences that are spoken in the background while the program goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.timeline.model import ClipRef


class Feed:
    """Clips by sentence, more of them from moment to moment.

    Parameters
    ----------
    known : mapping of str to ClipRef
        What there is at once.
    coming : iterator of str and ClipRef
        The rest, as :meth:`voiceguide.speech.Speaker.stream` gives it; consumed by a thread.
    stop : callable
        Makes ``coming`` give up what is under way.
    """

    def __init__(
        self,
        known: dict[str, ClipRef],
        coming: Iterator[tuple[str, ClipRef]] = iter(()),
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        self.clips = dict(known)
        """By sentence; grows, and nothing in it changes."""
        self._coming = coming
        self._stop = stop
        self._changed = threading.Condition()
        self._error: Exception | None = None
        self._ended = False
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="voiceguide-feed", daemon=True)
        self._thread.start()

    def wait(self, ready: Callable[[], bool], timeout: float) -> bool:
        """Wait until something holds that depends on the clips; tell whether it did in ``timeout`` seconds.

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
        with self._changed:
            self._closing = True
            ended = self._ended
        if not ended:
            self._stop()
        self._thread.join()

    def _run(self) -> None:
        try:
            for sentence, clip in self._coming:
                with self._changed:
                    if self._closing:
                        return
                    self.clips[sentence] = clip
                    self._changed.notify_all()
        except Exception as error:  # kept for the thread that waits, which raises it
            self._error = error
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()
