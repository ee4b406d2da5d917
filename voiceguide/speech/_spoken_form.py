"""Shows how a sentence is said: its words, what the engine is given, and its phonemes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.script import RecordedLine, Say, parts_of, unrolled
from voiceguide.speech._catalogue import find_voice
from voiceguide.speech._engine import find_engine
from voiceguide.speech._lexicon import lexicon_of
from voiceguide.speech._text import spoken_form
from voiceguide.speech._utterance import words_for

if TYPE_CHECKING:
    from voiceguide.script import Script
    from voiceguide.speech._voice import VoiceSettings


@dataclass(frozen=True, slots=True)
class SpokenForm:
    """A sentence as it is said."""

    spoken: str
    """Its words: numbers, codes and symbols written out, names as they are."""
    given: str
    """What the engine gets: names and words of the lexicon respelt, IPA in ``[[...]]``."""
    phonemes: str | None
    """What the engine makes of it; None where that cannot be known."""


def shown(sentence: str, settings: VoiceSettings) -> SpokenForm:
    """Show a sentence as a voice gets it; nothing is spoken, and no model loaded.

    Raises
    ------
    InputError
        If there is no such voice, or a lexicon is wrong.
    """
    english = find_voice(settings.voice).english
    engine = find_engine(settings.voice.engine)
    respeller = lexicon_of(settings.lexicons).respeller(engine.family, english=english)
    given = spoken_form(sentence, english=english, respell=respeller)
    spoken = spoken_form(sentence, english=english) or given
    # an engine of one's own may have none
    tell = getattr(engine, "phonemes", lambda *_: None)
    try:
        phonemes = tell(given, settings) if given else ""
    except ImportError:  # no phonemizer is installed
        phonemes = None
    return SpokenForm(spoken, given, phonemes)


def check_sayable(sentence: str, settings: VoiceSettings) -> None:
    """Find out whether a voice has anything to say of a sentence; nothing is spoken.

    Raises
    ------
    InputError
        If it has not, or there is no such voice, or a lexicon is wrong.
    """
    words_for(sentence, settings, find_engine(settings.voice.engine), lexicon_of(settings.lexicons))


def shown_lines(script: Script, settings: VoiceSettings) -> list[SpokenForm | int]:
    """What all that a script's say steps say is for a voice, with the breaks in milliseconds.

    A line that was recorded has no phonemes. Raises as :func:`shown`.
    """
    found: list[SpokenForm | int] = []
    for placed in unrolled(script):
        step = placed.step
        for part in parts_of(step.say) if isinstance(step, Say) else ():
            if isinstance(part, RecordedLine):
                found.append(SpokenForm(str(part), "", None))
            else:
                found.append(part if isinstance(part, int) else shown(part, settings))
    return found
