"""The speaker: turns sentences into cached clips, each spoken once, on as many cores as help."""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from voiceguide._lib.cores import cores
from voiceguide.errors import CacheError, VoiceError
from voiceguide.speech._catalogue import check_voice
from voiceguide.speech._clip_cache import ClipCache
from voiceguide.speech._engine import engine_names, find_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

    from voiceguide.sound import Clip
    from voiceguide.speech._engine import Engine
    from voiceguide.speech._lexicon import Lexicon
    from voiceguide.speech._phrasebook import Phrasebook
    from voiceguide.speech._slot import Results, WorkerSlot
    from voiceguide.speech._utterance import Utterance
    from voiceguide.speech._voice import VoiceSettings
    from voiceguide.timeline import ClipRef

    Progress = Callable[[int, int, bool], None]

_logger = logging.getLogger(__name__)

TIMEOUT_S = 90.0
"""Time limit of one sentence, in seconds: the longest in the slowest voice takes about 20 on an idle core."""


@dataclass(frozen=True, slots=True)
class SpeechStats:
    """What a speaker has done so far, each clip counted once."""

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
    """

    def __init__(
        self,
        cache: ClipCache,
        *,
        workers: int | None = None,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._cache = cache
        self._most = workers
        self._timeout_s = timeout_s
        self._books: dict[tuple[VoiceSettings, int], Phrasebook] = {}
        self._idle: dict[str, list[WorkerSlot]] = {}
        self._slots: set[WorkerSlot] = set()
        self._guard = threading.Lock()
        self._seen: set[str] = set()
        self._spoken: set[str] = set()
        self._remaking = threading.Lock()

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

    def warm_up(self, settings: VoiceSettings, *, most: int | None = None) -> None:
        """Start workers now, all or so many; they load the voice while the caller goes on.

        Raises
        ------
        VoiceError
            If there is no such voice, or it is not installed.
        """
        check_voice(settings.voice)
        engine = find_engine(settings.voice.engine)
        with self._guard:
            idle = self._idle.setdefault(engine.name, [])
            while len(idle) < min(self._width(engine), most or cores()):
                idle.append(self._new_slot(settings))

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
        book = self._book(settings, rate)
        wanted = _by_key(book, sentences)
        missing: list[tuple[str, Utterance]] = []
        done = 0
        for key, displayed in wanted.items():
            ref = self._cache.ref(key)
            self._seen.add(key)
            if ref is None:
                missing.append((key, book.utterance(displayed[0])))
                continue
            done += 1
            if on_progress:
                on_progress(done, len(wanted), True)
            yield from ((sentence, ref) for sentence in displayed)
        for key, ref in self._spoken_by(find_engine(settings.voice.engine), missing):
            self._spoken.add(key)
            done += 1
            if on_progress:
                on_progress(done, len(wanted), False)
            yield from ((sentence, ref) for sentence in wanted[key])
        book.keep()

    def known(
        self, sentences: Iterable[str], settings: VoiceSettings, rate: int, *, at_once: bool = False
    ) -> dict[str, ClipRef]:
        """The clips of those sentences that are in the cache; nothing is spoken, and no worker started.

        Parameters
        ----------
        at_once : bool
            Whether only those are looked for whose words were worked out before: that of all others takes a
            millisecond a sentence.

        Raises
        ------
        VoiceError, InputError, CacheError
            As for :meth:`speak`.
        """
        found: dict[str, ClipRef] = {}
        book = self._book(settings, rate)
        if at_once:
            sentences = [sentence for sentence in sentences if sentence in book]
        wanted = _by_key(book, sentences)
        for key, displayed in wanted.items():
            ref = self._cache.ref(key)
            if ref is not None:
                self._seen.add(key)
                found.update((sentence, ref) for sentence in displayed)
        book.keep()
        return found

    def note(self, keys: Iterable[str]) -> None:
        """Count clips that are in the cache as found there."""
        self._seen.update(keys)

    def clip(self, key: str) -> Clip:
        """The samples of a clip that was spoken or found here; made again if it has gone meanwhile.

        Raises
        ------
        CacheError
            If the key is none of this speaker's.
        SpeechError
            If the clip cannot be spoken again.
        """
        try:
            return self._cache.clip(key)
        except CacheError:
            if key not in self._seen or not self._speak_again():
                raise
            return self._cache.clip(key)

    def _speak_again(self) -> bool:
        """Speak what has gone from the cache into its spare folder; whether there is one.

        Somebody may have emptied the cache, and may do so again: what is in the spare folder is ours alone.
        """
        spare = self._cache.store.spare()
        if spare is None:
            return False
        with self._remaking:
            for (settings, rate), book in self._books.items():
                gone = [sentence for key, sentence in book.sentences() if not self._is_there(key)]
                if gone:
                    _logger.info("%d clips have gone from the cache: they are spoken again", len(gone))
                    with Speaker(
                        ClipCache(spare),
                        workers=self._most,
                        timeout_s=self._timeout_s,
                    ) as again:
                        again.speak(gone, settings, rate)
        return True

    def _is_there(self, key: str) -> bool:
        return key not in self._seen or self._cache.ref(key) is not None

    def close(self) -> None:
        """End all workers; the speaker may be used again."""
        with self._guard:
            slots, self._slots = self._slots, set()
            self._idle.clear()
        for slot in slots:
            slot.kill()

    def _book(self, settings: VoiceSettings, rate: int) -> Phrasebook:
        """The phrasebook of a voice."""
        check_voice(settings.voice)
        check_pitch(settings)
        engine = find_engine(settings.voice.engine)
        if (book := self._books.get((settings, rate))) is None:
            from voiceguide.speech._phrasebook import Phrasebook

            book = Phrasebook(
                settings,
                rate,
                engine=engine,
                cache=self._cache,
                lexicon=lambda: _lexicon(settings),
            )
            self._books[settings, rate] = book
        return book

    def _spoken_by(
        self, engine: Engine, missing: list[tuple[str, Utterance]]
    ) -> Iterator[tuple[str, ClipRef]]:
        if not missing:
            return
        _logger.debug("speaking %d sentences with the engine %s", len(missing), engine.name)
        if engine.in_process:
            for key, utterance in missing:
                yield key, utterance.make(engine, self._cache)
            return
        # worker processes, and all that they need, are loaded only where they have something to say
        from voiceguide.speech._slot import next_result, work

        results: Results = queue.SimpleQueue()
        slots = self._take_slots(engine, missing[0][1].settings, len(missing))
        tasks = deque(missing)  # one queue that all take from
        threads = [
            threading.Thread(target=work, args=(slot, tasks, results, self._cache), daemon=True)
            for slot in slots
        ]
        for thread in threads:
            thread.start()
        finished = False
        try:
            for _ in missing:
                key, outcome = next_result(results)
                if isinstance(outcome, Exception):
                    raise outcome
                yield key, outcome
            finished = True
        finally:
            tasks.clear()
            if not finished:
                # an error, Ctrl-C, or a caller that wants no more: do not wait for what is under way
                for slot in slots:
                    slot.kill()
            for thread in threads:
                thread.join()
            if finished:
                with self._guard:
                    self._idle.setdefault(engine.name, []).extend(slots)

    def _take_slots(self, engine: Engine, settings: VoiceSettings, sentences: int) -> list[WorkerSlot]:
        with self._guard:
            idle = self._idle.setdefault(engine.name, [])
            slots = [idle.pop() for _ in range(min(sentences, len(idle)))]
            while len(slots) < min(self._width(engine), -(-sentences // engine.worth)):
                slots.append(self._new_slot(settings))
            return slots

    def _new_slot(self, settings: VoiceSettings) -> WorkerSlot:
        from voiceguide.speech._slot import WorkerSlot

        slot = WorkerSlot(self._cache, settings, self._timeout_s)
        self._slots.add(slot)
        return slot

    def _width(self, engine: Engine) -> int:
        return max(1, min(engine.parallel, self._most or cores()))


def _lexicon(settings: VoiceSettings) -> Lexicon:
    from voiceguide.speech._lexicon import lexicon_of

    return lexicon_of(settings.lexicons)


def check_pitch(settings: VoiceSettings) -> None:
    """Refuse a pitch where the voice has only its own.

    Raises
    ------
    VoiceError
        If it cannot be changed, or there is no such engine.
    """
    if settings.pitch and "pitch" not in find_engine(settings.voice.engine).settings:
        others = [name for name in engine_names() if "pitch" in find_engine(name).settings]
        instead = f", or use a voice of {' or '.join(others)}" if others else ""
        raise VoiceError(f"the pitch of {settings.voice} cannot be changed; leave it out{instead}")


def _by_key(book: Phrasebook, sentences: Iterable[str]) -> dict[str, list[str]]:
    """What is to be said, by the clip's key: "BL-43" and "BL 43" differ on the page only."""
    wanted: dict[str, list[str]] = {}
    for sentence in dict.fromkeys(sentences):
        wanted.setdefault(book.key(sentence), []).append(sentence)
    return wanted
