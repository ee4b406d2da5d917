"""All voices of all engines, and whether one can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import VoiceError
from voiceguide.speech._engine import engine_names, find_engine

if TYPE_CHECKING:
    from voiceguide.speech._voice import VoiceId, VoiceInfo


def voices() -> list[VoiceInfo]:
    """All voices that are known here, the default engine's first; an engine that is broken adds none."""
    found: list[VoiceInfo] = []
    for name in engine_names():
        try:
            found.extend(find_engine(name).voices())
        except Exception:  # one broken engine must not hide the others
            import logging

            logger = logging.getLogger(__name__)
            logger.warning("the speech engine %s cannot list its voices", name, exc_info=True)
    return found


def find_voice(voice: VoiceId) -> VoiceInfo:
    """Find a voice, whether or not it can speak here.

    Raises
    ------
    VoiceError
        If there is no such voice; the message names those that there are.
    """
    return find_engine(voice.engine).voice(voice.name)


def check_voice(voice: VoiceId) -> VoiceInfo:
    """Find a voice and see that it can speak here; no model is loaded.

    Raises
    ------
    VoiceError
        If there is no such voice, or it is not installed; the message names those that there are, or says
        what to do.
    """
    info = find_voice(voice)
    if not info.available:
        raise VoiceError(f"the voice {voice} cannot speak here: {info.why_not}. Try: {info.fix}")
    return info
