"""The program's side of a worker process: start it, ask it, and end it, whatever state it is in."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import subprocess
import sys
import tempfile
import threading
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from voiceguide.speech import _wire as wire

if TYPE_CHECKING:
    from voiceguide.store import Store

_LAST_WORDS_BYTES = 4096
_GRACE_S = 2.0
_LISTING_S: Final = 20.0


class WorkerLostError(Exception):
    """Raised when a worker has died or was too slow; the worker cannot be used again."""


class WorkerProcess:
    """One worker. Ask it from one thread at a time; kill it from any.

    Parameters
    ----------
    engine : str
        The engine's name.
    store : Store, optional
        Where it is to keep the clips.
    voice : str, optional
        The voice to load at once, so that the first sentence does not wait for it.
    """

    def __init__(self, engine: str, store: Store | None = None, voice: str | None = None) -> None:
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 (read when the worker has died)
        # -P: a file in the working folder must not stand in for a module
        command = [sys.executable, "-P", "-m", "voiceguide.speech._worker", engine]
        if store is not None:
            command += [str(store.root), str(store.spare() or "")]
        self._process = subprocess.Popen(
            [*command, voice] if voice else command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            # a session of its own: Ctrl-C in a terminal reaches the program only, and what the worker itself
            # starts (pyttsx3 may run a player) can be killed with it
            start_new_session=os.name == "posix",
        )
        self._requests = cast("BinaryIO", self._process.stdin)
        self._answers = cast("BinaryIO", self._process.stdout)
        self._too_slow = False
        self._ending = threading.Lock()

    def ask(self, message: wire.Message, limit_s: float) -> wire.Message:
        """Send one request and wait for its answer.

        Raises
        ------
        WorkerLostError
            If the worker dies, talks nonsense, or does not answer in ``limit_s`` seconds; the message says
            which, with its last words.
        """
        with contextlib.suppress(OSError):  # a worker that has gone is found out by what it does not answer
            wire.send(self._requests, {**message, "kill_after_s": limit_s * 2})
        return self.answer(limit_s)

    def answer(self, limit_s: float) -> wire.Message:
        """Wait for the next answer; a new worker gives one unasked, when it has loaded its voice.

        Raises
        ------
        WorkerLostError
            As for :meth:`ask`.
        """
        timer = threading.Timer(limit_s, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            answer = wire.receive(self._answers)
        except (OSError, ValueError):
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self.kill()
            if self._too_slow:
                raise WorkerLostError(f"no answer in {limit_s:g} s")
            raise WorkerLostError(f"its process ended ({self._last_words()})")
        return answer

    def close(self) -> None:
        """Let the worker end, and see that it does."""
        with contextlib.suppress(OSError):
            self._requests.close()  # the worker ends at once when its pipe closes
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()

    def kill(self) -> None:
        """End the worker and all that it started, now."""
        with self._ending:
            if self._process.poll() is None:
                if os.name == "posix":
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(self._process.pid, signal.SIGKILL)
                self._process.kill()
                self._process.wait()

    def release(self) -> None:
        """Close the pipes of a worker that has ended."""
        for stream in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                stream.close()
        self._stderr.close()

    def _give_up(self) -> None:
        self._too_slow = True
        self.kill()

    def _last_words(self) -> str:
        code = self._process.returncode
        with contextlib.suppress(OSError, ValueError):
            self._stderr.seek(0, os.SEEK_END)
            self._stderr.seek(max(0, self._stderr.tell() - _LAST_WORDS_BYTES))
            lines = self._stderr.read().decode(errors="replace").strip().splitlines()
            if lines:
                return lines[-1].strip()
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return f"signal {signal.Signals(-code).name}"
        return f"exit code {code}"


@functools.cache
def installed_system_voices() -> tuple[tuple[str, str, str], ...]:
    """Identifier, name and language of the system's voices; none if the system does not say in time."""
    worker = WorkerProcess("system")
    try:
        worker.answer(_LISTING_S)
        answer = worker.ask({"op": "voices"}, _LISTING_S)
    except WorkerLostError:
        return ()
    finally:
        worker.kill()
        worker.release()
    return tuple((str(a), str(b), str(c)) for a, b, c in answer.get("voices", ()))
