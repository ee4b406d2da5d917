"""Locks on open files, which end with the process that holds them."""

from __future__ import annotations

import sys
from typing import IO, Any


def lock(file: IO[Any], *, wait: bool) -> bool:
    """Lock an open file for this process; whether that was possible.

    Where the system has no such locks (Windows, some networks' file systems), every file counts as free.

    Parameters
    ----------
    wait : bool
        Whether to wait for another process that holds the lock.
    """
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
