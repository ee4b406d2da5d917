"""The speaker: sentences in, clips in the cache out; each is spoken once, on all cores that help."""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from voiceguide.errors import CacheError, SpeechError, VoiceError, VoiceguideError
from voiceguide.speech.catalogue import check_voice
from voiceguide.speech.engine import find_engine
from voiceguide.speech.lexicon import Lexicon
from voiceguide.speech.process import WorkerLostError, WorkerProcess
from voiceguide.speech.utterance import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from voiceguide.speech.cache import ClipCache
    from voiceguide.speech.engine import Engine
    from voiceguide.speech.voice import VoiceSettings
    from voiceguide.timeline.model import ClipRef

    Progress = Callable[[int, int, bool], None]

TIMEOUT_S = 90.0
"""Time limit of one sentence, in seconds: the longest in the slowest voice takes about 20 on an idle core."""
LOADING_S = 60.0
"""Time limit of a worker's start, in seconds: a cold disk may take long to give a model."""
_TRIES = 2
_POLL_S = 0.5


@dataclass(frozen=True, slots=True)
class SpeechStats:
    """What a speaker did so far, each clip counted once."""

    clips: int
    from_cache: int
    spoken: int


class Speaker:
    """Speaks sentences into a cache. A context manager; workers live until it closes.

    Parameters
    ----------
    cache : ClipCache
        Where clips are looked for and kept.
    workers : int, optional
        Most worker processes; by default one a core, as far as the engine profits.
    timeout_s : float, optional
        Time limit of one sentence.
    lexicon : Lexicon, optional
        How to say names; by default the built-in one.
    """

    def __init__(
        self,
        cache: ClipCache,
        *,
        workers: int | None = None,
        timeout_s: float = TIMEOUT_S,
        lexicon: Lexicon | None = None,
    ) -> None:
        self._cache = cache
        self._most = workers
        self._timeout_s = timeout_s
        self._lexicon = lexicon
        self._idle: dict[str, list[_Lane]] = {}
        self._lanes: set[_Lane] = set()
        self._guard = threading.Lock()
        self._seen: set[str] = set()
        self._spoken: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def stats(self) -> SpeechStats:
        """Clips so far, and where they came from."""
        spoken = len(self._spoken)
        return SpeechStats(len(self._seen), len(self._seen) - spoken, spoken)

    def warm_up(self, settings: VoiceSettings) -> None:
        """Start workers now; they load the voice while the caller goes on.

        Raises
        ------
        VoiceError
            If there is no such voice, or it is not installed.
        """
        check_voice(settings.voice)
        engine = find_engine(settings.voice.engine)
        with self._guard:
            idle = self._idle.setdefault(engine.name, [])
            while len(idle) < self._width(engine):
                idle.append(self._new_lane(settings))

    def speak(
        self,
        sentences: Iterable[str],
        settings: VoiceSettings,
        rate: int,
        on_progress: Progress | None = None,
    ) -> dict[str, ClipRef]:
        """Speak sentences, or find them in the cache.

        Parameters
        ----------
        sentences : iterable of str
            As displayed; the same one may come several times.
        settings : VoiceSettings
        rate : int
            The session's frames a second.
        on_progress : callable, optional
            Called with clips done, clips in all, and whether the last one came from the cache.

        Returns
        -------
        dict
            The clip of each sentence.

        Raises
        ------
        VoiceError
            If there is no such voice, it is not installed, or its pitch cannot be changed.
        InputError
            If there is nothing to say in a sentence.
        SpeechError
            If a sentence failed twice. What was spoken before stays in the cache.
        CacheError
            If the cache cannot be used.
        """
        return dict(self.stream(sentences, settings, rate, on_progress))

    def stream(
        self,
        sentences: Iterable[str],
        settings: VoiceSettings,
        rate: int,
        on_progress: Progress | None = None,
    ) -> Iterator[tuple[str, ClipRef]]:
        """Like :meth:`speak`, each sentence as it is ready: cached ones, then the rest about in order."""
        engine, wanted = self._wanted(sentences, settings, rate)
        missing: list[tuple[str, Utterance]] = []
        done = 0
        for key, utterances in wanted.items():
            ref = self._cache.ref(key)
            self._seen.add(key)
            if ref is None:
                missing.append((key, utterances[0]))
                continue
            done += 1
            if on_progress:
                on_progress(done, len(wanted), True)
            yield from ((utterance.displayed, ref) for utterance in utterances)
        for key, ref in self._spoken_by(engine, missing):
            self._spoken.add(key)
            done += 1
            if on_progress:
                on_progress(done, len(wanted), False)
            yield from ((utterance.displayed, ref) for utterance in wanted[key])

    def known(self, sentences: Iterable[str], settings: VoiceSettings, rate: int) -> dict[str, ClipRef]:
        """The clips of those sentences that are in the cache; nothing is spoken, and no worker started.

        Raises
        ------
        VoiceError, InputError, CacheError
            As for :meth:`speak`.
        """
        found: dict[str, ClipRef] = {}
        for key, utterances in self._wanted(sentences, settings, rate)[1].items():
            ref = self._cache.ref(key)
            if ref is not None:
                self._seen.add(key)
                found.update((utterance.displayed, ref) for utterance in utterances)
        return found

    def close(self) -> None:
        """End all workers; the speaker may be used again."""
        with self._guard:
            lanes, self._lanes = self._lanes, set()
            self._idle.clear()
        for lane in lanes:
            lane.kill()

    def _wanted(
        self, sentences: Iterable[str], settings: VoiceSettings, rate: int
    ) -> tuple[Engine, dict[str, list[Utterance]]]:
        """The engine, and what it is to say, by key: "BL-43" and "BL 43" differ on the page only."""
        info = check_voice(settings.voice)
        if settings.pitch and not info.has_pitch:
            raise VoiceError(
                f"the pitch of {settings.voice} cannot be changed; leave it out, or use system/default"
            )
        engine = find_engine(settings.voice.engine)
        if self._lexicon is None:
            self._lexicon = Lexicon.load()
        wanted: dict[str, list[Utterance]] = {}
        for sentence in dict.fromkeys(sentences):
            utterance = Utterance.of(sentence, settings, rate, engine, self._lexicon)
            wanted.setdefault(utterance.key, []).append(utterance)
        return engine, wanted

    def _spoken_by(
        self, engine: Engine, missing: list[tuple[str, Utterance]]
    ) -> Iterator[tuple[str, ClipRef]]:
        if not missing:
            return
        if engine.parallel == 0:
            for key, utterance in missing:
                yield key, utterance.make(engine, self._cache)
            return
        tasks = deque(missing)
        results: queue.SimpleQueue[tuple[str, ClipRef | Exception]] = queue.SimpleQueue()
        lanes = self._take_lanes(engine, missing[0][1].settings, min(len(missing), self._width(engine)))
        threads = [
            threading.Thread(target=_work, args=(lane, tasks, results, self._cache), daemon=True)
            for lane in lanes
        ]
        for thread in threads:
            thread.start()
        finished = False
        try:
            for _ in missing:
                key, outcome = _next(results)
                if isinstance(outcome, Exception):
                    raise outcome
                yield key, outcome
            finished = True
        finally:
            tasks.clear()
            if (
                not finished
            ):  # an error, Ctrl-C, or a caller that wants no more: do not wait for what is under way
                for lane in lanes:
                    lane.kill()
            for thread in threads:
                thread.join()
            if finished:
                with self._guard:
                    self._idle.setdefault(engine.name, []).extend(lanes)

    def _take_lanes(self, engine: Engine, settings: VoiceSettings, count: int) -> list[_Lane]:
        with self._guard:
            idle = self._idle.setdefault(engine.name, [])
            lanes = [idle.pop() for _ in range(min(count, len(idle)))]
            while len(lanes) < count:
                lanes.append(self._new_lane(settings))
            return lanes

    def _new_lane(self, settings: VoiceSettings) -> _Lane:
        lane = _Lane(self._cache, settings, self._timeout_s)
        self._lanes.add(lane)
        return lane

    def _width(self, engine: Engine) -> int:
        return max(1, min(engine.parallel, self._most or _cores()))


class _Lane:
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

    def say(self, utterance: Utterance) -> None:
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
                return
            reason = str(answer.get("error"))
            if answer.get("kind") == "CacheError":
                raise CacheError(reason)
            self._drop(worker)
        voice, text = utterance.settings.voice, utterance.displayed
        raise SpeechError(
            f"the engine {voice.engine} could not say {text!r} with the voice {voice}, tried {_TRIES} times. "
            f"Probable cause: {reason}. 'voiceguide doctor' tells which voices work here"
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
                    self._settings.voice.engine, self._cache.root, self._settings.voice.name
                )
                self._loading = True
            return self._worker

    def _drop(self, worker: WorkerProcess) -> None:
        with self._guard:
            worker.kill()
            worker.release()
            self._worker = None


def _work(
    lane: _Lane,
    tasks: deque[tuple[str, Utterance]],
    results: queue.SimpleQueue[tuple[str, ClipRef | Exception]],
    cache: ClipCache,
) -> None:
    """Take tasks until there are none; the first error ends the lane."""
    while True:
        try:
            key, utterance = tasks.popleft()
        except IndexError:
            return
        try:
            lane.say(utterance)
            ref = cache.ref(key)
            if ref is None:
                raise CacheError(f"a clip has gone from the cache {cache.root} as soon as it was put there")
        except (VoiceguideError, OSError) as e:
            results.put((key, e))
            return
        results.put((key, ref))


def _next(results: queue.SimpleQueue[tuple[str, ClipRef | Exception]]) -> tuple[str, ClipRef | Exception]:
    # in short waits, since Ctrl-C does not interrupt an endless one on Windows
    while True:
        try:
            return results.get(timeout=_POLL_S)
        except queue.Empty:
            continue


def _cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1
