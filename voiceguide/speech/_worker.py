"""The worker process: ``python -m voiceguide.speech._worker ENGINE [STORE SPARE [VOICE]]``.

Speaks one sentence after another, puts each finished clip into the cache and reports its length. Engines run
here because they print, hang and crash; the program survives all three. A worker never outlives its program:
a thread reads the pipe and ends the process when the other side is gone, even amid a sentence.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.errors import VoiceguideError
from voiceguide.speech import _wire as wire

if TYPE_CHECKING:
    from typing import BinaryIO

    from voiceguide.speech._clip_cache import ClipCache
    from voiceguide.speech._engine import Engine


def main(arguments: list[str]) -> int:
    """Serve requests until the pipe closes."""
    engine_name, root, spare, *voice = [*arguments, "", ""][: max(3, len(arguments))]
    replies = _private_stdout()
    # Ctrl-C is for the program, which then closes the pipe; it must not make every worker print a traceback
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests: queue.SimpleQueue[wire.Message] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()

    from voiceguide.speech._clip_cache import ClipCache
    from voiceguide.speech._engine import find_engine
    from voiceguide.store import Store

    cache = ClipCache(Store(Path(root), spare=Path(spare) if spare else False))
    try:
        try:
            engine = find_engine(engine_name)
            for name in voice:
                engine.load(name)
        except Exception as e:  # whatever an engine raises must reach the program as a reply
            wire.send(replies, _failed(e))
            return 1
        wire.send(replies, {"ok": True})
        while True:
            request = requests.get()
            _arm(request["kill_after_s"])
            reply = _answer(engine, cache, request)
            _arm(0)
            wire.send(replies, reply)
    except OSError:
        return 0  # the program has gone


def _answer(engine: Engine, cache: ClipCache, request: wire.Message) -> wire.Message:
    try:
        if request["op"] == "speak":
            return _speak(engine, cache, request)
        if request["op"] == "voices":
            from voiceguide.speech.engines import list_installed

            return {"ok": True, "voices": list_installed()}
        return {"ok": False, "error": f"unknown request {request['op']!r}"}
    except Exception as e:
        return _failed(e)


def _speak(engine: Engine, cache: ClipCache, request: wire.Message) -> wire.Message:
    from voiceguide.speech._utterance import Utterance

    ref = Utterance.from_message(request).make(engine, cache)
    return {"ok": True, "frames": ref.frames}


def _failed(e: Exception) -> wire.Message:
    # our own errors already read like a sentence
    text = str(e) if isinstance(e, VoiceguideError) else f"{type(e).__name__}: {e}"
    return {"ok": False, "error": text, "kind": type(e).__name__}


def _private_stdout() -> BinaryIO:
    """Keep the pipe for replies, and point stdout to stderr: pyttsx3 and C libraries print."""
    private = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(private, "wb")


def _listen(requests: queue.SimpleQueue[wire.Message]) -> None:
    """Pass requests on, and end the process at once when there can be no more."""
    while True:
        try:
            request = wire.receive(sys.stdin.buffer)
        except (OSError, ValueError):
            request = None
        if request is None:
            os._exit(0)
        requests.put(request)


def _arm(seconds: float) -> None:
    """Let the kernel end this process after a time, even if a C library never gives control back.

    The program kills a worker that takes too long; this is for a worker whose program was killed meanwhile.
    """
    alarm: Any = getattr(signal, "setitimer", None)  # not on Windows
    if alarm is not None:
        alarm(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
