"""The queue: what is being made, at most one thing a core; it is bounded, and each may be cancelled."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from voiceguide._lib.cores import cores
from voiceguide.errors import VoiceguideError

if TYPE_CHECKING:
    from collections.abc import Callable

    Work = Callable[["Job"], None]

_logger = logging.getLogger(__name__)

MOST_WAITING = 16
"""Jobs that may wait; one more is refused."""
_MOST_REMEMBERED = 40
"""Jobs that are shown after they have ended."""

State = Literal["waiting", "running", "done", "failed", "cancelled"]


class Busy(VoiceguideError):
    """Raised when too much waits already."""


class Cancelled(BaseException):
    """Raised in a job's thread once the job is cancelled. No error: nothing may catch it on its way."""


@dataclass(eq=False, slots=True)
class Job:
    """One thing that is made."""

    kind: Literal["play", "download"]
    routine: str
    """The routine's id."""
    title: str
    tell: Callable[[], None]
    """Called whenever something changes."""
    format: str | None = None
    """Of a download."""
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    state: State = "waiting"
    doing: str = ""
    done: int = 0
    total: int = 0
    error: str | None = None
    started: float = 0.0
    _cancelled: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def progress(self, doing: str, done: int, total: int) -> None:
        """Note how much is done.

        Raises
        ------
        Cancelled
            If the job was cancelled meanwhile.
        """
        self.check()
        changed = doing != self.doing or done * 100 // max(total, 1) != self.done * 100 // max(self.total, 1)
        if doing != self.doing:
            self.started = time.monotonic()
        self.doing, self.done, self.total = doing, done, total
        if changed:
            self.tell()

    def check(self) -> None:
        """Raise Cancelled if the job was cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Have it stop as soon as it can."""
        self._cancelled.set()
        if self.state == "waiting":
            self.end("cancelled")

    def end(self, state: State, error: str | None = None) -> None:
        """Note how it ended."""
        self.state, self.error = state, error
        self.ended.set()
        self.tell()

    def as_json(self) -> dict[str, Any]:
        """What the page and other programs are told of it."""
        left = None
        if self.state == "running" and self.done:
            left = round((time.monotonic() - self.started) / self.done * (self.total - self.done))
        return {
            "id": self.id,
            "kind": self.kind,
            "format": self.format,
            "routine": self.routine,
            "title": self.title,
            "state": self.state,
            "doing": self.doing,
            "done": self.done,
            "total": self.total,
            "seconds_left": left,
            "error": self.error,
        }


class Queue:
    """Jobs in order, each in one of a few threads.

    Parameters
    ----------
    workers : int, optional
        Most jobs at once; by default one a core.
    most_waiting : int
        More are refused.
    """

    def __init__(self, workers: int | None = None, most_waiting: int = MOST_WAITING) -> None:
        self._coming: queue.SimpleQueue[tuple[Job, Work]] = queue.SimpleQueue()
        self._most_waiting = most_waiting
        self._lock = threading.Lock()
        self._jobs: deque[Job] = deque()
        self.version = 0
        """Raised whenever something changes that is to be told."""
        for number in range(workers or cores()):
            threading.Thread(target=self._run, name=f"voiceguide-job-{number}", daemon=True).start()

    def tell(self) -> None:
        """Note that something has changed."""
        self.version += 1

    def add(
        self,
        work: Work,
        *,
        kind: Literal["play", "download"],
        routine: str,
        title: str,
        format: str | None = None,  # noqa: A002
    ) -> Job:
        """Put something to be made at the end.

        Raises
        ------
        Busy
            If too much waits already.
        """
        job = Job(kind, routine, title, self.tell, format)
        with self._lock:
            if sum(other.state == "waiting" for other in self._jobs) >= self._most_waiting:
                raise Busy(
                    f"{self._most_waiting} things wait to be made; try again in a minute, or cancel one"
                )
            self._jobs.append(job)
            ended = [other for other in self._jobs if other.ended.is_set()]
            for other in ended[:-_MOST_REMEMBERED]:
                self._jobs.remove(other)
        self._coming.put((job, work))
        self.tell()
        return job

    def jobs(self) -> list[Job]:
        """All jobs, those that ended last among them, the oldest first."""
        with self._lock:
            return list(self._jobs)

    def find(self, name: str) -> Job | None:
        """A job by its id."""
        return next((job for job in self.jobs() if job.id == name), None)

    def cancel_all(self, routine: str | None = None) -> None:
        """Cancel every job, or those of one routine."""
        for job in self.jobs():
            if not job.ended.is_set() and routine in {None, job.routine}:
                job.cancel()

    def _run(self) -> None:
        while True:
            job, work = self._coming.get()
            if job.ended.is_set():
                continue
            job.state, job.started = "running", time.monotonic()
            self.tell()
            try:
                work(job)
                job.end("done")
            except Cancelled:
                job.end("cancelled")
            except VoiceguideError as error:
                job.end("failed", str(error))
            except Exception as error:
                _logger.exception("a job failed")
                job.end("failed", f"something unexpected went wrong ({type(error).__name__}); try once more")
