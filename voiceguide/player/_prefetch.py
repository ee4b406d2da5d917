"""Renders blocks ahead of the device in a thread, so that a slow disk is never heard."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]
"""Samples, shape ``(frames, channels)``, in [-1, 1]."""
BlocksFrom = Callable[[int], Iterator[Block]]
"""Renders from a frame to the end of the session, in blocks of any size."""

FinalPlace = Callable[[int], int | None]
"""Gives the place of a frame that may still move, or None while that is not known."""

_ASK_SECONDS = 0.02
"""Interval at which a place is asked for again."""
_JOIN_SECONDS = 5.0
"""How long closing waits for a block being rendered; the thread is a daemon and never keeps the program."""


class Prefetch:
    """A queue of frames that a producer thread keeps filled, and empties and refills at a jump.

    Parameters
    ----------
    blocks_from : callable
        Gives blocks from a frame on; called in the producer thread, once at the start and once a jump.
    start : int
        First frame.
    capacity : int
        Frames to hold ready.
    final_place : callable, optional
        Gives the place of a frame before it is rendered from; called in the producer thread.
    """

    def __init__(
        self, blocks_from: BlocksFrom, start: int, capacity: int, final_place: FinalPlace | None = None
    ) -> None:
        self._blocks_from = blocks_from
        self._capacity = capacity
        self._final_place: FinalPlace = final_place or (lambda frame: frame)
        self._changed = threading.Condition()
        self._queue: deque[Block] = deque()
        self._frames = 0
        self._start = start
        self._generation = 0
        self._woken = 0
        self._ended = False
        self._closed = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._produce, name="voiceguide-prefetch", daemon=True)
        self._thread.start()

    @property
    def error(self) -> BaseException | None:
        """What rendering raised, if it did; the queue then ends early."""
        return self._error

    @property
    def head(self) -> int:
        """The frame that is taken next."""
        with self._changed:
            return self._start

    @property
    def exhausted(self) -> bool:
        """Whether the last frame was rendered and taken."""
        with self._changed:
            return self._ended and not self._frames

    def ready(self, frames: int) -> bool:
        """Whether ``frames`` frames, or all that are left, can be taken now."""
        with self._changed:
            return self._ended or self._frames >= frames

    def wait(self, frames: int, timeout: float) -> None:
        """Wait until ``frames`` frames (more than the capacity, too) are :meth:`ready`, or ``timeout`` s."""
        with self._changed:
            self._capacity = max(self._capacity, frames)
            self._changed.notify_all()
            woken = self._woken
            self._changed.wait_for(
                lambda: self._ended or self._closed or self._frames >= frames or self._woken != woken, timeout
            )

    def wake(self) -> None:
        """End every :meth:`wait`: there is a command to be followed."""
        with self._changed:
            self._woken += 1
            self._changed.notify_all()

    def take(self, out: Block) -> int:
        """Move frames into ``out``, shape ``(frames, channels)``; returns how many there were."""
        filled = 0
        with self._changed:
            while filled < len(out) and self._queue:
                block = self._queue[0]
                count = min(len(block), len(out) - filled)
                out[filled : filled + count] = block[:count]
                filled += count
                if count == len(block):
                    self._queue.popleft()
                else:
                    self._queue[0] = block[count:]
            self._frames -= filled
            self._start += filled
            self._changed.notify_all()
        return filled

    def jump(self, frame: int) -> None:
        """Drop what is ready and go on from ``frame``."""
        with self._changed:
            self._generation += 1
            self._start = frame
            self._queue.clear()
            self._frames = 0
            self._ended = self._error is not None
            self._changed.notify_all()

    def close(self) -> None:
        """End the producer."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(_JOIN_SECONDS)

    def _produce(self) -> None:
        blocks: Iterator[Block] = iter(())
        generation = -1
        while True:
            with self._changed:
                while not (self._closed or self._generation != generation or self._wants_more()):
                    self._changed.wait()
                if self._closed:
                    return
                moved = generation != self._generation
                generation = self._generation
                start = self._start
            try:
                if moved:
                    place = self._final_place(start)
                    if place is None:
                        generation = -1  # not begun: ask again
                        self._rest()
                        continue
                    with self._changed:
                        if self._generation == generation:
                            self._start = place
                    blocks = self._blocks_from(place)
                block = next(blocks, None)
            except Exception as error:  # kept for the main thread, which raises it
                with self._changed:
                    self._error = error
                    self._ended = True
                    self._changed.notify_all()
                return
            with self._changed:
                if generation != self._generation:
                    continue
                if block is None:
                    self._ended = True
                elif len(block):
                    # a mixer may use its block again, so the queue holds a copy
                    self._queue.append(np.array(block, dtype=np.float32))
                    self._frames += len(block)
                else:
                    self._changed.wait(_ASK_SECONDS)  # what comes is not known, or waits for the listener
                    continue
                self._changed.notify_all()

    def _rest(self) -> None:
        with self._changed:
            if not self._closed:
                self._changed.wait(_ASK_SECONDS)

    def _wants_more(self) -> bool:
        return not self._ended and self._frames < self._capacity
