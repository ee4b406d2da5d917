"""Worker slots: each speaks one sentence after another, by a worker that is replaced when it is lost."""

from __future__ import annotations

import logging
import queue
import threading
from typing import TYPE_CHECKING

from voiceguide.errors import CacheError, SpeechError, VoiceguideError
from voiceguide.speech._process import WorkerLostError, WorkerProcess
from voiceguide.timeline import ClipRef

if TYPE_CHECKING:
    from collections import deque
    from typing import TypeAlias

    from voiceguide.speech._clip_cache import ClipCache
    from voiceguide.speech._utterance import Utterance
    from voiceguide.speech._voice import VoiceSettings

    Results: TypeAlias = queue.SimpleQueue[tuple[str, ClipRef | Exception]]

_logger = logging.getLogger(__name__)

LOADING_S = 60.0
"""Time limit of a worker's start, in seconds: a cold disk may take long to give a model."""
_TRIES = 2
_POLL_S = 0.5


class WorkerSlot:
    """A worker, and another in its place when it is lost."""

    def __init__(self, cache: ClipCache, settings: VoiceSettings, timeout_s: float) -> None:
        self._cache = cache
        self._settings = settings
        self._timeout_s = timeout_s
        self._guard = threading.Lock()
        self._closed = False
        self._worker: WorkerProcess | None = None
        self._loading = True
        self._start()

    def say(self, utterance: Utterance) -> ClipRef:
        """Have one utterance spoken into the cache.

        Raises
        ------
        SpeechError
            If it failed twice, the second time in a fresh worker.
        """
        reason = ""
        for _ in range(_TRIES):
            worker = self._start()
            try:
                if self._loading:
                    answer = worker.answer(LOADING_S)
                    self._loading = False
                else:
                    answer = {"ok": True}
                if answer.get("ok"):
                    answer = worker.ask({"op": "speak", **utterance.message()}, self._timeout_s)
            except WorkerLostError as e:
                answer = {"error": str(e)}
            if answer.get("ok"):
                return ClipRef(utterance.key, answer["frames"])
            reason = str(answer.get("error"))
            if answer.get("kind") == "CacheError":
                raise CacheError(reason)
            _logger.info("a worker of %s is replaced: %s", self._settings.voice.engine, reason)
            self._drop(worker)
        voice, text = utterance.settings.voice, utterance.displayed
        raise SpeechError(
            f"the engine {voice.engine} could not say {text!r} with the voice {voice}, tried {_TRIES} times. "
            f"Probable cause: {reason}. 'voiceguide doctor' shows which voices work here"
        )

    def kill(self) -> None:
        """End the worker and start no other."""
        with self._guard:
            self._closed = True
            if self._worker:
                self._worker.kill()
                self._worker.release()

    def _start(self) -> WorkerProcess:
        with self._guard:
            if self._closed:
                raise SpeechError("the speaker was closed while it spoke")
            if self._worker is None:
                self._worker = WorkerProcess(
                    self._settings.voice.engine, self._cache.store, self._settings.voice.name
                )
                self._loading = True
            return self._worker

    def _drop(self, worker: WorkerProcess) -> None:
        with self._guard:
            worker.kill()
            worker.release()
            self._worker = None


def work(
    slot: WorkerSlot,
    tasks: deque[tuple[str, Utterance]],
    results: Results,
    cache: ClipCache,
) -> None:
    """Take tasks until there are none; the first error ends the slot."""
    while True:
        try:
            key, utterance = tasks.popleft()
        except IndexError:
            return
        try:
            told = slot.say(utterance)
            # somebody may have cleared the cache meanwhile
            ref = cache.ref(key) or told
        except (VoiceguideError, OSError) as e:
            results.put((key, e))
            return
        results.put((key, ref))


def next_result(results: Results) -> tuple[str, ClipRef | Exception]:
    """Wait for the next clip, or for what became of it."""
    # in short waits, since Ctrl-C does not interrupt an endless one on Windows
    while True:
        try:
            return results.get(timeout=_POLL_S)
        except queue.Empty:
            continue
