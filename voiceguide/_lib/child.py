"""Work in a child process that starts as a copy of this one."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_OK, _FAILED = b"+", b"-"


class ChildError(Exception):
    """Raised when the work failed, with what it said, or the child ended without a word."""


def in_child(work: Callable[[], bytes]) -> bytes:
    """Do some work in a forked child, so that it finds this process's state and leaves it as it was.

    Only where the system has ``os.fork``, and from a thread that holds no locks which the work needs.

    Raises
    ------
    ChildError
        If the work raises, or the child dies.
    """
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # other threads only wait in system calls, and are not needed in the child
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _work_and_end(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if answer[:1] == _OK:
        return answer[1:]
    if answer[:1] == _FAILED:
        raise ChildError(answer[1:].decode(errors="replace"))
    raise ChildError(f"a child process ended with status {os.waitstatus_to_exitcode(status)}")


def _work_and_end(work: Callable[[], bytes], writing: int) -> None:
    try:
        with os.fdopen(writing, "wb") as pipe:
            try:
                answer = _OK + work()
            except Exception as error:  # whatever it is, the parent is to hear of it
                answer = _FAILED + str(error).encode()
            pipe.write(answer)
    finally:
        os._exit(0)
