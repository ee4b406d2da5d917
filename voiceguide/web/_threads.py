"""Threads beside the loop that answers; unlike asyncio's own, a program that ends does not wait for them."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Threads:
    """A few threads that do what is put to them, in order.

    What is under way when the program ends is dropped in its midst: only for work that leaves nothing half.

    Parameters
    ----------
    most : int
        How many; each is started when it is needed.
    name : str
        What they are called.
    """

    def __init__(self, most: int, name: str) -> None:
        self._most = most
        self._name = name
        self._coming: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._started = 0
        self._busy = 0
        self._lock = threading.Lock()

    async def do(self, work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Call a function in one of the threads, and wait for what it returns or raises."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Any] = loop.create_future()

        def tell(put: Callable[[Any], None], outcome: Any) -> None:
            if not answer.done():  # nobody may wait any more
                put(outcome)

        def call() -> None:
            try:
                told = (answer.set_result, work(*args, **options))
            except BaseException as error:  # it is raised where it is waited for
                told = (answer.set_exception, error)
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(tell, *told)

        self._put(call)
        return await answer

    def _put(self, call: Callable[[], None]) -> None:
        with self._lock:
            self._busy += 1
            if self._started < min(self._busy, self._most):
                self._started += 1
                name = f"{self._name}-{self._started}"
                threading.Thread(target=self._run, name=name, daemon=True).start()
        self._coming.put(call)

    def _run(self) -> None:
        while True:
            self._coming.get()()
            with self._lock:
                self._busy -= 1
