"""Speaks sentences in the background while the program continues."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from voiceguide._lib.cores import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from voiceguide.timeline import ClipRef

    Speak = Callable[[list[str]], Iterator[tuple[str, ClipRef]]]
    """Speaks sentences, as :meth:`voiceguide.speech.Speaker.stream` does."""

_FIRST = 1
"""Sentences in the first go: nothing takes a core from the one that a listener waits for."""
_YIELD_SECONDS = 1.0
"""How long the second sentence waits at most, where one core has to do all, until the first sounds."""
_LEAST = 4
"""Sentences that are spoken in one go after that, at the least."""
_MOST = 64
_GO_SECONDS = 2.0
"""How long one go takes: so long may what is wanted at once have to wait."""


class Feed:
    """Clips by sentence, more of them from moment to moment.

    Parameters
    ----------
    clips : dict of str to ClipRef
        What there is at once, by sentence; it grows.
    speak : callable, optional
        Speaks more; called in a thread, with a few sentences at a time.
    stop : callable, optional
        Makes ``speak`` give up what is under way.
    wanted : sequence of str
        What is to be spoken, in this order; see :meth:`want`.
    """

    def __init__(
        self,
        clips: dict[str, ClipRef],
        speak: Speak | None = None,
        stop: Callable[[], None] | None = None,
        wanted: Sequence[str] = (),
    ) -> None:
        self.clips = clips
        self._speak = speak
        self._stop = stop
        self._changed = threading.Condition()
        self._wanted = list(wanted)
        self._error: Exception | None = None
        self._closing = False
        self._sounds = cores() > 1
        self._thread: threading.Thread | None = None
        self._spent = 0.0
        self._spoken = 0
        if wanted:
            self.want(wanted)

    @property
    def pace(self) -> float | None:
        """Seconds that a frame of speech has taken so far, in the mean; None before anything was spoken."""
        return self._spent / self._spoken if self._spoken else None

    def want(self, sentences: Sequence[str]) -> None:
        """Speak these next, in this order, and nothing else that was wanted before."""
        with self._changed:
            self._wanted = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self.clips]
            if self._wanted and self._speak and not (self._closing or self._error) and self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, args=(self._speak,), name="voiceguide-feed", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

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

    def note_sound(self) -> None:
        """Take it that the first sentence sounds, so that a single core has time for the others."""
        if not self._sounds:
            with self._changed:
                self._sounds = True
                self._changed.notify_all()

    def check(self) -> None:
        """Raise what speaking raised, if it has ended with an error."""
        if self._error is not None:
            raise self._error

    def close(self) -> None:
        """Speak no more."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is None:
            return
        if self._stop is not None and self._thread.is_alive():
            self._stop()
        self._thread.join()

    def _run(self, speak: Speak) -> None:
        count = _FIRST
        try:
            while (sentences := self._next(count)) is not None:
                begun = time.monotonic()
                started, done = begun, 0
                for sentence, clip in speak(sentences):
                    now = time.monotonic()
                    with self._changed:
                        if self._spoken or done:  # the first is late, since the voice is loaded for it
                            self._spent += now - begun
                        self._spoken += clip.frames if self._spoken or done else 0
                        begun, done = now, done + 1
                        self.clips[sentence] = clip
                        self._changed.notify_all()
                    if self._closing:
                        return
                took = max(time.monotonic() - started, 1e-3)
                with self._changed:
                    self._changed.wait_for(lambda: self._sounds or self._closing, _YIELD_SECONDS)
                    self._sounds = True
                like_it = int(len(sentences) * _GO_SECONDS / took) if count > _FIRST else 0
                count = max(_LEAST, min(_MOST, like_it))
        except Exception as error:  # kept for the thread that waits, which raises it
            with self._changed:
                self._error = error
                self._changed.notify_all()

    def _next(self, count: int) -> list[str] | None:
        """The sentences of the next go; None at the end."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._wanted or self._closing)
                if self._closing:
                    return None
                sentences, self._wanted = self._wanted[:count], self._wanted[count:]
                # what was wanted anew may have been under way
                if missing := [sentence for sentence in sentences if sentence not in self.clips]:
                    return missing
