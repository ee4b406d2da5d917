"""The queue: in order, bounded, and what is in it can be cancelled."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import SpeechError
from voiceguide.web._queue import Busy, Queue

if TYPE_CHECKING:
    from voiceguide.web._queue import Job


def test_a_full_queue_refuses() -> None:
    queue, going, free = Queue(workers=1, most_waiting=3), threading.Event(), threading.Event()

    def wait(_: Job) -> None:
        going.set()
        free.wait(30)

    first = queue.add(wait, kind="download", routine="a", title="A")
    assert going.wait(30)
    for _ in range(3):
        queue.add(wait, kind="download", routine="b", title="B")
    refused = 0
    for _ in range(1000):
        with pytest.raises(Busy):
            queue.add(wait, kind="download", routine="c", title="C")
        refused += 1
    assert refused == 1000
    queue.cancel_all("b")
    assert [job.state for job in queue.jobs()] == ["running", "cancelled", "cancelled", "cancelled"]
    queue.add(wait, kind="download", routine="c", title="C")
    free.set()
    assert first.ended.wait(30)
    assert first.state == "done"


def test_a_running_job_stops_at_its_next_step() -> None:
    queue, going, free = Queue(workers=1), threading.Event(), threading.Event()

    def work(job: Job) -> None:
        job.progress("speaking", 1, 4)
        going.set()
        free.wait(30)
        job.progress("speaking", 2, 4)
        raise AssertionError

    job = queue.add(work, kind="play", routine="a", title="A")
    assert going.wait(30)
    assert (job.as_json()["done"], job.as_json()["total"], job.as_json()["doing"]) == (1, 4, "speaking")
    job.cancel()
    free.set()
    assert job.ended.wait(30)
    assert job.state == "cancelled"


def test_a_failure_is_told_in_a_line() -> None:
    queue = Queue(workers=1)

    def ours(_: Job) -> None:
        raise SpeechError("the voice failed twice")

    def bug(_: Job) -> None:
        raise ZeroDivisionError("secret")

    first = queue.add(ours, kind="play", routine="a", title="A")
    second = queue.add(bug, kind="play", routine="a", title="A")
    assert first.ended.wait(30)
    assert second.ended.wait(30)
    assert first.error == "the voice failed twice"
    assert second.error is not None
    assert "secret" not in second.error
