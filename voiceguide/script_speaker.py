"""Speaks the sentences of scripts: which voice says them, and how long each lasts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script import DEFAULT_VOICE
from voiceguide.speech import (
    Speaker,
    VoiceId,
    VoiceSettings,
    check_voice,
    find_engine,
    find_voice,
    lexicon_sources,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeVar

    from voiceguide.script import Calibration, ResolvedScript, ScriptHeading
    from voiceguide.speech import ClipCache, LexiconLike
    from voiceguide.timeline import ClipRef

    S = TypeVar("S", bound=ScriptHeading)

_DEFAULT_VOICE = VoiceId.parse(DEFAULT_VOICE)


class ScriptSpeaker:
    """Speaks scripts at one rate, with a listener's lexicons; its workers live until it closes.

    Parameters
    ----------
    cache : ClipCache
        Where clips are kept.
    rate : int
        Frames a second.
    lexicon : lexicon or sequence of lexicons
        How words are said, beside what a script says of them.
    workers : int, optional
        Most worker processes.
    on_notice : callable, optional
        Is told in one line if another voice speaks than was asked for.
    """

    def __init__(
        self,
        cache: ClipCache,
        rate: int,
        *,
        lexicon: LexiconLike | Sequence[LexiconLike] = (),
        workers: int | None = None,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self._cache = cache
        self._rate = rate
        self.lexicons = lexicon_sources(lexicon)
        self.speaker = Speaker(cache, workers=workers)
        self._on_notice = on_notice
        self._missing: set[VoiceId] = set()

    def voice(self, name: str | None) -> VoiceId:
        """The voice of that name; the default one, with a notice, if its engine is not installed.

        Raises
        ------
        VoiceError
            If there is no such voice, or the default one is missing itself.
        """
        voice = VoiceId.parse(name) if name else _DEFAULT_VOICE
        info = find_voice(voice)
        if info.available or voice == _DEFAULT_VOICE:
            return check_voice(voice).id
        if voice not in self._missing and self._on_notice:
            self._missing.add(voice)
            self._on_notice(
                f"the voice {voice} cannot speak here: {info.why_not}. {DEFAULT_VOICE} speaks instead. "
                f"To fix it: {info.fix}"
            )
        return check_voice(_DEFAULT_VOICE).id

    def voiced(self, script: S) -> S:
        """A script, or its heading, with the voice that will speak it; raises as :meth:`voice`."""
        return replace(script, voice=str(self.voice(script.voice)))

    def calibration(self, voice: str | None) -> Calibration:
        """How far a guess of a voice's pace can be trusted."""
        return find_engine(self.voice(voice).engine).calibration

    def settings(self, script: ScriptHeading) -> VoiceSettings:
        """How a script is to be spoken."""
        return VoiceSettings(
            self.voice(script.voice),
            script.rate or 1.0,
            script.pitch or 0.0,
            (*lexicon_sources(script.lexicon), *self.lexicons),
        )

    def lines(self, script: ResolvedScript) -> tuple[list[str], dict[str, ClipRef]]:
        """The sentences of a script that a voice speaks, and the clips of those that were recorded."""
        # a timeline that is known needs none of this
        from voiceguide.script import RecordedLine
        from voiceguide.speech import recorded_clips
        from voiceguide.timeline import utterances

        lines = utterances(script)
        spoken = [line for line in lines if not isinstance(line, RecordedLine)]
        return spoken, recorded_clips(lines, self._rate, self._cache)

    def speak(
        self, script: ResolvedScript, on_progress: Callable[[int, int], None] | None = None
    ) -> dict[str, ClipRef]:
        """The clips of all lines of a script; what is missing is spoken.

        Parameters
        ----------
        on_progress : callable, optional
            Takes how many sentences are spoken, and of how many.
        """
        from voiceguide.speech import speak_lines

        lines, recorded = self.lines(script)
        spoken = speak_lines(
            self.speaker,
            lines,
            self.settings(script.script),
            self._rate,
            lambda done, total, _: on_progress(done, total) if on_progress else None,
        )
        return {**spoken, **recorded}

    def known(self, script: ResolvedScript, *, at_once: bool = False) -> dict[str, ClipRef]:
        """The clips of the lines of a script that need not be spoken any more.

        Parameters
        ----------
        at_once : bool
            Whether some of them may be missed, rather than all sentences worked out.
        """
        from voiceguide.speech import known_lines

        lines, recorded = self.lines(script)
        settings = self.settings(script.script)
        kept = known_lines(self.speaker, lines, settings, self._rate, at_once=at_once)
        return {**kept, **recorded}

    def coming(self, texts: list[str], settings: VoiceSettings) -> Iterator[tuple[str, ClipRef]]:
        """Speak sentences about in order; words for a beat by themselves, as they come."""
        from voiceguide.speech import stream_lines

        return stream_lines(self.speaker, texts, settings, self._rate)

    def warm_up(self, voice: str | None, *, if_empty: bool, workers: int | None = None) -> None:
        """Start loading a voice in the background; see :meth:`voiceguide.Studio.warm_up`."""
        settings = VoiceSettings(self.voice(voice))
        if not if_empty or self._cache.is_empty:
            self.speaker.warm_up(settings, most=workers)
