"""The studio: turns a request or a script into a finished session. The one place where all parts meet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from voiceguide import stages
from voiceguide.errors import RequestError
from voiceguide.known_timelines import KnownClips, KnownTimelines
from voiceguide.live import Origins
from voiceguide.script import LateScript, tone_db
from voiceguide.script_speaker import ScriptSpeaker
from voiceguide.session import Session
from voiceguide.sound import TARGET_LUFS, Selection
from voiceguide.speech import ClipCache, find_engine, lexicon_sources
from voiceguide.store import Store, locate, use_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

    from voiceguide.compose import Course, Request
    from voiceguide.live import Beginning, Journal, Live, Origin, ReadyBy, Start
    from voiceguide.packs import Pack
    from voiceguide.script import Script
    from voiceguide.session import Progress
    from voiceguide.sound import Clip, ClipSource
    from voiceguide.speech import LexiconLike, SpeechStats, SpokenForm
    from voiceguide.timeline import Bounds, Layout, Timeline

DEFAULT_RATE = 48_000
"""Frames a second. Not 44,100: at 48 and 24 kHz every MP3 frame of a constant rate has the same size."""


class Studio:
    """Makes sessions. A context manager: its speech workers live until it closes.

    Parameters
    ----------
    cache_dir : path, optional
        Where clips are kept; by default ``$VOICEGUIDE_CACHE``, ``./audio_cache`` if it is there, or the
        platform's user cache folder.
    rate : int, optional
        Frames a second of all sessions.
    channels : int, optional
        1 or 2.
    chimes : mapping of name to AudioSegment or path, optional
        Sounds to use as chimes: a pydub ``AudioSegment`` or a sound file, under a role's name (``start``,
        ``half``, ``switch``, ``stop``, ``end``, ``inhale``, ``exhale``) or a new one that scripts then use.
    bed : AudioSegment or path, optional
        A background sound for all sessions, in place of the one that their scripts name.
    lexicon : path or mapping, or several of them, optional
        How words are said in all sessions: a file (YAML, or a W3C lexicon in PLS), or words and their
        respellings. Wins over the lexicons that scripts name.
    loudness : float, optional
        Integrated loudness of all sessions in LUFS (ITU-R BS.1770-4).
    room_tone : str or float, optional
        The soft noise under sessions whose scripts say nothing of it, and that have no bed: its RMS level in
        dBFS (``-72`` or ``"-72dB"``), or ``"off"``. -67 by default.
    workers : int, optional
        Most speech processes; by default one a core.
    on_progress : callable, optional
        Called with the task, and how much of it is done.
    on_notice : callable, optional
        Called with a one-line notice, such as that another voice speaks than the one asked for.

    Raises
    ------
    InputError
        If a sound, a lexicon or the room tone's level cannot be used.
    CacheError
        If the cache folder cannot be used.
    """

    def __init__(
        self,
        *,
        cache_dir: str | Path | None = None,
        rate: int = DEFAULT_RATE,
        channels: int = 2,
        chimes: Mapping[str, Any] | None = None,
        bed: Any = None,
        lexicon: LexiconLike | Sequence[LexiconLike] = (),
        loudness: float = TARGET_LUFS,
        room_tone: str | float | None = None,
        workers: int | None = None,
        on_progress: Progress | None = None,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self.rate = rate
        self.channels = channels
        self.loudness = loudness
        try:
            self._room_tone_db = tone_db(room_tone)
        except ValueError as e:
            raise RequestError(f"room_tone: {e}") from e
        root = locate(Path(cache_dir) if cache_dir is not None else None)
        self._store = Store(root, spare=True, on_notice=on_notice)
        use_store(self._store)
        self.cache = ClipCache(self._store)
        self._sounds = Selection(rate, channels, chimes or {}, bed)
        self._voices = ScriptSpeaker(self.cache, rate, lexicon=lexicon, workers=workers, on_notice=on_notice)
        self._known = KnownTimelines(self.cache, self._voices, rate, own_chimes=bool(chimes))
        self._on_progress = on_progress
        self._on_notice = on_notice
        self._origins = Origins()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the speech workers; the studio may be used again."""
        self._voices.speaker.close()

    @property
    def stats(self) -> SpeechStats:
        """How many clips were needed so far, and how many of them were in the cache."""
        return self._voices.speaker.stats

    def compose(self, request: Request, pack: Pack | None = None) -> Script:
        """Make the script of a request.

        Where a guess from the letters is sure enough, nothing is spoken for it; near the ends of what can
        be done, the voice itself is asked how long its sentences are.

        Raises
        ------
        InputError
            If the request cannot be met. A :class:`~voiceguide.errors.LengthError` says the shortest and
            the longest length that could.
        """
        from voiceguide.packs import default_pack

        pack = pack or default_pack()
        voice = self._voices.voice(request.voice)
        fingerprint = find_engine(voice.engine).fingerprint(voice.name)
        calibration = self._voices.calibration(request.voice)
        asked = (*pack.lexicon, *((request.lexicon,) if request.lexicon else ()))
        words = (*lexicon_sources(asked), *self._voices.lexicons)
        speech = [fingerprint, self.rate, words]
        script = stages.composed(self._store, request, pack, self.bounds, calibration, voice=speech)
        self._origins.note(script, request, pack)
        return script

    def sketch(self, request: Request, pack: Pack | None = None) -> stages.Sketch:
        """What :meth:`compose` would make of a request, by the guess from the letters alone.

        Nothing is spoken for it, so it is there at once.

        Raises
        ------
        InputError
            If the request cannot be met, by the guess. A :class:`~voiceguide.errors.LengthError` says the
            shortest and the longest length that could.
        """
        from voiceguide.packs import default_pack

        return stages.sketch(request, pack or default_pack(), self._voices.calibration(request.voice))

    def read_script(self, path: str | Path, *, allow_outside: bool = False) -> Script:
        """Read and check a script; one that was checked before is only read.

        Parameters
        ----------
        path : str or path
            The script; the files that it names are looked for beside it.
        allow_outside : bool, optional
            Whether it may name files that do not lie in its folder, or in one inside it.

        Raises
        ------
        InputError
            As :func:`voiceguide.script.read_script`.
        """
        return self.late_script(path, allow_outside=allow_outside).load()

    def late_script(self, path: str | Path, *, allow_outside: bool = False) -> LateScript:
        """A script whose steps are read when they are needed; arguments and errors of :meth:`read_script`."""
        return stages.late_script(self._store, Path(path), allow_outside=allow_outside)

    def bounds(self, script: Script) -> Bounds:
        """Find the lengths that a script can have, by having its voice speak.

        Raises
        ------
        InputError, SpeechError, CacheError
            As for :meth:`session`.
        """
        return self._layout(script).bounds()

    def session(self, script: Script | LateScript) -> Session:
        """Speak a script and lay it out, or take what was made of it before.

        Raises
        ------
        InputError
            If the script breaks a rule, its voice, a chime or its bed is not known, or its length cannot
            be met.
        SpeechError
            If the voice fails twice at a sentence.
        CacheError
            If the cache cannot be used.
        """
        late = script if isinstance(script, LateScript) else LateScript.of(script)
        late = late.changed(self._voices.voiced)
        if (timeline := self._known.recall(late)) is not None:
            return self._session(late, timeline, KnownClips(self._voices, late))
        layout = self._layout(late.load())
        timeline = layout.timeline()
        self._known.remember(late, timeline, (ref.key for ref in layout.speech.values()))
        return self._session(late, timeline)

    def _session(self, script: LateScript, timeline: Timeline, voice: ClipSource | None = None) -> Session:
        heading = script.heading
        return Session(
            script,
            timeline,
            channels=self.channels,
            loudness=self.loudness,
            bed=self._sounds.bed(heading),
            beds=self._sounds.beds(timeline),
            room_tone_db=self._room_tone_db if heading.room_tone is None else tone_db(heading.room_tone),
            sources=[voice or self._voices.speaker, *self._sounds.sources(heading)],
            on_progress=self._on_progress,
            store=self._store,
        )

    def live(
        self,
        session: Script | Request,
        pack: Pack | None = None,
        *,
        extends: bool = False,
        as_file: bool = False,
        waits_ready: bool = False,
        ready_by: Sequence[ReadyBy] = ("key",),
    ) -> Live:
        """A session that plays while it is spoken: the opening first, the rest meanwhile.

        It starts on a guess of how long its sentences are. Where the guess was wrong, or the listener asks
        for something, the rest is fitted to the time that is left; if that is not enough, a session that was
        composed is composed again from there on. A script by a person can only be stretched, and rested in
        before its last words: where that does not do, it is longer than asked for, or ends sooner (see
        ``Live.missed``).

        Parameters
        ----------
        session : Script or Request
            What to play. A script that this studio composed counts as composed.
        pack : Pack, optional
            Of a request; the built-in one without.
        extends : bool
            Whether the session may grow or shrink when the listener asks for something, rather than end on
            time.
        as_file : bool
            Whether a file is made of it (:meth:`voiceguide.live.Live.seekable`), which begins with the same
            quiet as one that is made when all is spoken. Nothing sounds before it, as it does on a device.
        waits_ready : bool
            Whether a hold on a point begins only when the listener is ready, or after a minute.
        ready_by : sequence of str
            What the listener can answer with, for the guide to say: ``voice``, ``button``, ``key``.

        Returns
        -------
        Live
            To be played or rendered once, and closed.

        Raises
        ------
        InputError
            If there is no such voice, or the request cannot be met. All else is raised when it begins.
        """
        from voiceguide.live import Origin
        from voiceguide.packs import default_pack
        from voiceguide.script import Script

        origin: Origin | None
        if isinstance(session, Script):
            script, origin = session, self._origins.of(session)
        else:
            origin = Origin(session, pack or default_pack())
            script = self._outline(origin)
        voiced = self._voices.voiced(script)

        def find() -> Course | None:
            return stages.course(origin.request, origin.pack, script) if origin else None

        def begin() -> Start:
            return self._beginning().of(voiced, find, origin, extends=extends, as_file=as_file)

        return self._live(begin, waits_ready, ready_by)

    @property
    def journal(self) -> Journal:
        """Where the place of a session is noted that plays, and what was heard to the end."""
        from voiceguide.live import Journal

        return Journal(self._store.root)

    def resume(
        self, *, extends: bool = False, waits_ready: bool = False, ready_by: Sequence[ReadyBy] = ("key",)
    ) -> Live:
        """The session that was left, from the start of the last instruction; options as for :meth:`live`.

        Raises
        ------
        InputError
            If there is none, or it was heard to its end.
        """
        place = self.journal.place()
        if place.rate != self.rate:
            raise RequestError(f"the session that was left has a rate of {place.rate}, not {self.rate}")
        script = self._voices.voiced(place.script)

        def find() -> Course | None:
            if place.course is not None or place.origin is None:
                return place.course
            return stages.course(place.origin.request, place.origin.pack, place.script)

        def begin() -> Start:
            return self._beginning().of(script, find, place.origin, extends=extends, place=place)

        return self._live(begin, waits_ready, ready_by)

    def _live(self, begin: Callable[[], Start], waits: bool, by: Sequence[ReadyBy]) -> Live:
        from voiceguide.live import Live

        return Live(begin, rate=self.rate, channels=self.channels, waits_ready=waits, ready_by=by)

    def _outline(self, origin: Origin) -> Script:
        """The script of a request by guesses alone."""
        request, pack = origin.request, origin.pack
        self._voices.voice(request.voice)
        script = stages.outlined(self._store, request, pack)
        # close to what cannot be done, or beyond: the voice itself has to say
        return self.compose(request, pack) if script is None else script

    def warm_up(
        self, voice: str | None = None, *, if_empty: bool = False, workers: int | None = None
    ) -> None:
        """Start loading a voice in the background.

        Parameters
        ----------
        voice : str, optional
            The default one without.
        if_empty : bool
            Only if there is no clip in the cache: then it is sure to be needed.
        workers : int, optional
            How many processes load it, at most; one speaks the first sentence soonest.

        Raises
        ------
        VoiceError
            If there is no such voice, or it is not installed.
        """
        self._voices.warm_up(voice, if_empty=if_empty, workers=workers)

    def progress(self, doing: str, done: int, total: int) -> None:
        """Report progress to the callback, if there is one."""
        if self._on_progress:
            self._on_progress(doing, done, total)

    def _layout(self, script: Script) -> Layout:
        from voiceguide.script import resolve

        chime, resolved = self._sounds.chime(script), resolve(script)
        speech = self._voices.speak(resolved, partial(self.progress, "speaking"))
        return stages.lay_out(resolved, self.rate, speech, chime, self._sounds.sound)

    def spoken(self, script: Script) -> Iterator[tuple[str, Clip]]:
        """Each line that a script's session has, once, with its clip; raises as :meth:`session`."""
        said = (cue for cue in self.session(script).timeline.cues() if cue.kind == "say")
        for line, ref in {str(cue.text): cue.clip for cue in said}.items():
            yield line, self._voices.speaker.clip(ref.key)

    def shown(self, script: Script) -> list[SpokenForm | int]:
        """Show how a script's sentences are said, with its breaks in ms; raises as :meth:`session`."""
        from voiceguide.script import require
        from voiceguide.speech import shown_lines

        return shown_lines(require(script), self._voices.settings(script))

    def _beginning(self) -> Beginning:
        from voiceguide.live import Beginning

        return Beginning(
            self._voices, self._sounds, self.rate,
            make_session=lambda script, timeline: self._session(LateScript.of(script), timeline),
            tell=self._on_notice or (lambda _: None),
            on_progress=partial(self.progress, "speaking"),
        )  # fmt: skip
