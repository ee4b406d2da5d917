"""How a session begins to play: it is laid out by what is known of its words, and the rest is guessed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from voiceguide.compose import cannot_be
from voiceguide.live._guess import SpeechGuess
from voiceguide.live._guide import Guide
from voiceguide.live._present import Present
from voiceguide.live._start import Start
from voiceguide.live._steering import Steering
from voiceguide.packs import default_pack
from voiceguide.script import DEFAULT_VOICE, resolve
from voiceguide.speech import Feed
from voiceguide.timeline import SESSION_LEAD, Grid, LiveTimeline
from voiceguide.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.compose import Course
    from voiceguide.live._journal import Origin, Place
    from voiceguide.script import Script
    from voiceguide.script_speaker import ScriptSpeaker
    from voiceguide.session import Session
    from voiceguide.sound import Selection
    from voiceguide.timeline import Timeline

_logger = logging.getLogger(__name__)


class Beginning:
    """Begins sessions that play while they are spoken.

    Parameters
    ----------
    voices : ScriptSpeaker
        Speaks their sentences.
    sounds : Selection
        Their chimes and sounds.
    rate : int
        Frames a second.
    make_session : callable
        Makes the session of a script and a timeline.
    tell : callable
        Is told in one line what a listener should know.
    on_progress : callable
        Takes how many sentences are spoken, and of how many.
    """

    def __init__(
        self,
        voices: ScriptSpeaker,
        sounds: Selection,
        rate: int,
        *,
        make_session: Callable[[Script, Timeline], Session],
        tell: Callable[[str], None],
        on_progress: Callable[[int, int], None],
    ) -> None:
        self._voices = voices
        self._sounds = sounds
        self._rate = rate
        self._make_session = make_session
        self._tell = tell
        self._on_progress = on_progress

    def of(
        self,
        script: Script,
        find_course: Callable[[], Course | None],
        origin: Origin | None = None,
        *,
        extends: bool = False,
        as_file: bool = False,
        place: Place | None = None,
    ) -> Start:
        """Lay out a script for playing, and start speaking its missing sentences.

        Parameters
        ----------
        find_course : callable
            Finds how the session was composed; None for a script by a person.
        origin : Origin, optional
            What it was composed from.
        extends : bool
            Whether it may grow with what the listener asks for.
        as_file : bool
            Whether a file is made of it, which begins as all files do.
        place : Place, optional
            Where it goes on, if it was left.
        """
        resolved = resolve(script)
        settings = self._voices.settings(script)
        # what others wrote may have words that no voice can say: that has to be told before it plays
        is_ours = origin is not None and origin.pack == default_pack()
        clips = self._voices.known(resolved, at_once=is_ours)
        calibration = self._voices.calibration(script.voice)
        guess = SpeechGuess(script, calibration, self._rate)

        def laid_out() -> LiveTimeline:
            return LiveTimeline(
                resolved,
                rate=self._rate,
                speech=clips,
                chime=self._sounds.chime(script),
                sound=self._sounds.sound,
                grid=Grid.of_mp3(self._rate),
                guess=guess,
                stands=place.commitments if place else None,
                lead=place.lead if place else SESSION_LEAD if as_file else None,
            )

        live = laid_out()
        if (
            place is None
            and not live.is_known
            and cannot_be(script, live.bounds, live.guessed(), calibration)
        ):
            _logger.debug("the length cannot be met: all is spoken, to tell which could")
            clips = self._voices.speak(resolved, self._on_progress)
            live = laid_out()
        if live.is_known and place is None:
            live.require_length()
        feed = Feed(
            clips,
            lambda sentences: self._voices.coming(sentences, settings),
            self._voices.speaker.close,
            [] if live.is_known else live.in_order(),
        )
        guide = Guide(
            live,
            feed,
            guess,
            find_course=find_course,
            extends=extends,
            origin=origin,
            tell=self._tell,
            slow_voice=(
                f"the voice {script.voice} is slower here than real time, so there will be waits; "
                f"speak the session first (voiceguide export), or choose {DEFAULT_VOICE}"
            ),
        )
        present = Present(words_of("en"), origin.pack if origin else default_pack())
        start = 0
        if place is not None:
            heard = min(live.starts[place.step] + place.offset, live.timeline.frames)
            start = Steering(guide, present).take_up(heard, place.left)
        return Start(self._make_session(script, live.timeline), guide, present, start)
