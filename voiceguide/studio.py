"""The studio: from a request or a script to a finished session. The one place where all parts meet."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from voiceguide.export.frame_cache import FrameCache, KeptBlobs
from voiceguide.session import Session
from voiceguide.sources import digest_of
from voiceguide.speech import ClipCache, Speaker, VoiceId, VoiceSettings, check_voice, find_voice, locate
from voiceguide.timeline import Grid, Layout, utterances
from voiceguide.units import frames_of
from voiceguide.yamlfile.ready import frozen, thawed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from voiceguide.compose import Fit, Request
    from voiceguide.packs import Pack
    from voiceguide.script import Script
    from voiceguide.session import Progress
    from voiceguide.sound.beds import BedSound
    from voiceguide.sound.chimes import ChimeSet
    from voiceguide.sound.clip import ClipSource
    from voiceguide.speech import SpeechStats
    from voiceguide.timeline import Bounds, ClipRef

DEFAULT_VOICE = VoiceId("piper", "joe")
DEFAULT_RATE = 48_000
"""Frames a second. Not 44,100: at 48 and 24 kHz every MP3 frame of a constant rate has the same size."""
DEFAULT_LUFS = -16.0
"""Integrated loudness (ITU-R BS.1770-4) of a finished session: what podcasts agree on."""
NO_CHIMES = "none"
"""The chime theme without a sound."""

_COMFORT = {"piper": 0.06, "silent": 0.0}
_COMFORT_ELSE = 0.25
"""How far a guess of a script's bounds may be off, as a share of its shortest length: the guess is made
after the default voice, and others may speak much faster."""


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
        Own sounds for chimes: a pydub ``AudioSegment`` or a sound file, under a role's name (``start``,
        ``half``, ``switch``, ``stop``, ``end``, ``inhale``, ``exhale``) or a new one that scripts then use.
    bed : AudioSegment or path, optional
        An own sound under all sessions, in place of what their scripts name.
    loudness : float, optional
        Integrated loudness of all sessions in LUFS.
    workers : int, optional
        Most speech processes; by default one a core.
    on_progress : callable, optional
        Told what is being done.
    on_notice : callable, optional
        Told, in one line, what a person should know: that another voice speaks than was asked for.

    Raises
    ------
    InputError
        If a sound cannot be used.
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
        loudness: float = DEFAULT_LUFS,
        workers: int | None = None,
        on_progress: Progress | None = None,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self.rate = rate
        self.channels = channels
        self.loudness = loudness
        self.cache = ClipCache(locate(Path(cache_dir) if cache_dir is not None else None))
        self._own_chimes = dict(chimes or {})
        self._own_bed = bed
        self._kept = KeptBlobs(FrameCache(self.cache.root))
        self._speaker = Speaker(self.cache, workers=workers, kept=self._kept)
        self._on_progress = on_progress
        self._on_notice = on_notice
        self._missing: set[VoiceId] = set()
        self._themes: dict[str, ChimeSet] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the speech workers; the studio may be used again."""
        self._speaker.close()

    @property
    def stats(self) -> SpeechStats:
        """How many clips were needed so far, and how many of them were in the cache."""
        return self._speaker.stats

    def compose(self, request: Request, pack: Pack | None = None) -> Script:
        """Make the script of a request.

        Where a guess from the letters is sure enough, nothing is spoken for it; near the ends of what can
        be done, the voice itself tells how long its sentences are.

        Raises
        ------
        InputError
            If the request cannot be met. A :class:`~voiceguide.errors.LengthError` says the shortest and
            the longest length that could.
        """
        from voiceguide.compose import Composer
        from voiceguide.packs import default_pack

        composer = Composer(request, pack or default_pack())
        self._speaking_voice(request.voice)
        for fit in composer.fits():
            if self._is_sure(fit) or self._meets(fit.script):
                return fit.script
        for script in composer.extremes():
            if self._meets(script):
                return script
        raise composer.refuse(self.bounds)

    def read_script(self, path: str | Path) -> Script:
        """Read and check a script; one that was checked before is only read.

        Raises
        ------
        InputError
            As :func:`voiceguide.script.read_script`.
        """
        path = Path(path)
        try:
            content = path.read_bytes()
        except (OSError, ValueError):
            return _read_script(path)  # which says why it cannot be read
        name = f"script {hashlib.sha256(content).hexdigest()} {digest_of('script', 'packs', 'yamlfile')}"
        known = self._kept.get(name)
        script: Script | None = thawed(known, of=content) if known else None
        if script is None:
            script = _read_script(path)
            self._kept.put(name, frozen(script, of=content).encode())
        return script

    def bounds(self, script: Script) -> Bounds:
        """What lengths a script can have, in its own voice, which speaks for it.

        Raises
        ------
        InputError, SpeechError, CacheError
            As for :meth:`session`.
        """
        return self._layout(script).bounds()

    def session(self, script: Script) -> Session:
        """Speak a script and lay it out.

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
        script = replace(script, voice=str(self._speaking_voice(script.voice)))
        timeline = self._layout(script).timeline()
        sources: list[ClipSource] = [self.cache]
        if script.chimes != NO_CHIMES:
            sources.append(self._chimes(script))
        return Session(
            script,
            timeline,
            self.channels,
            self.loudness,
            self._bed(script),
            tuple(sources),
            self._on_progress,
            kept=self._kept,
        )

    def warm_up(self, voice: str | None = None) -> None:
        """Start loading a voice in the background.

        Raises
        ------
        VoiceError
            If there is no such voice, or it is not installed.
        """
        self._speaker.warm_up(VoiceSettings(self._speaking_voice(voice)))

    def _speaking_voice(self, name: str | None) -> VoiceId:
        """The voice of that name; the default one, with a notice, if its engine is not installed.

        Raises
        ------
        VoiceError
            If there is no such voice, or the default one is missing itself.
        """
        voice = _voice(name)
        info = find_voice(voice)
        if info.available or voice == DEFAULT_VOICE:
            return check_voice(voice).id
        if voice not in self._missing and self._on_notice:
            self._missing.add(voice)
            self._on_notice(
                f"the voice {voice} cannot speak here: {info.why_not}. {DEFAULT_VOICE} speaks in its place. "
                f"To mend it: {info.mend}"
            )
        return check_voice(DEFAULT_VOICE).id

    def progress(self, doing: str, done: int, total: int) -> None:
        """Tell what is being done to whoever listens."""
        if self._on_progress:
            self._on_progress(doing, done, total)

    def _layout(self, script: Script) -> Layout:
        theme = None if script.chimes == NO_CHIMES else self._chimes(script)

        @functools.cache
        def chime(name: str) -> ClipRef | None:
            return theme.ref(name, self.rate) if theme else None

        settings = VoiceSettings(self._speaking_voice(script.voice), script.rate or 1.0, script.pitch or 0.0)
        speech = self._speaker.speak(
            utterances(script),
            settings,
            self.rate,
            lambda done, total, _: self.progress("speaking", done, total),
        )
        return Layout(script, rate=self.rate, speech=speech, chime=chime, grid=Grid.of_mp3(self.rate))

    def _chimes(self, script: Script) -> ChimeSet:
        """The chimes of a script's theme, with the studio's own sounds in their places."""
        from voiceguide.sound.chimes import THEMES, ChimeSet

        name = script.chimes or THEMES[0]
        if name not in self._themes:
            own = {chime: self._own_clip(sound) for chime, sound in self._own_chimes.items()}
            self._themes[name] = ChimeSet(name, own)
        return self._themes[name]

    def _own_clip(self, sound: Any) -> Any:
        from voiceguide.sound.decode import clip_from_file
        from voiceguide.sound.sources import clip_from_segment

        make = clip_from_file if isinstance(sound, str | Path) else clip_from_segment
        return make(sound, self.rate)

    def _bed(self, script: Script) -> BedSound | None:
        """The sound under a script's session: the studio's own, or one by name, or a file."""
        own = self._own_bed
        name = script.bed.sound if script.bed else None
        if own is None and name is None:
            return None
        from voiceguide.sound.beds import SynthesisedBed, bed_names
        from voiceguide.sound.loop import bed_from_file, bed_from_segment

        if own is None and name is not None and (name in bed_names() or not Path(name).suffix):
            return SynthesisedBed(name, self.rate, channels=self.channels)
        if own is None or isinstance(own, str | Path):
            return bed_from_file(own or str(name), self.rate)
        return bed_from_segment(own, self.rate)

    def _is_sure(self, fit: Fit) -> bool:
        """Whether a guess leaves room enough at both ends."""
        engine = _voice(fit.script.voice).engine
        margin = int(fit.bounds.shortest * _COMFORT.get(engine, _COMFORT_ELSE))
        target = frames_of(fit.script.length or 0, fit.bounds.rate)
        return fit.bounds.shortest + margin <= target <= fit.bounds.longest - margin

    def _meets(self, script: Script) -> bool:
        bounds = self.bounds(script)
        return bounds.shortest <= frames_of(script.length or 0, bounds.rate) <= bounds.longest


def _read_script(path: Path) -> Script:
    from voiceguide.script import read_script

    return read_script(path)


def _voice(name: str | None) -> VoiceId:
    return VoiceId.parse(name) if name else DEFAULT_VOICE
