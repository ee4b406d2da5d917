"""A script's heading, as flags and requests give it, and a script with some of its heading replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from voiceguide.errors import RequestError, ScriptError
from voiceguide.script.model import Script
from voiceguide.yamlfile.wording import wrong_value

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """How a session is to sound. What is None stays as it is."""

    voice: str | None = None
    """Written ``engine/name``."""
    rate: float | None = None
    """Pace of speech against the voice's own."""
    pitch: float | None = None
    """Semitones above the voice's own, for voices that have it."""
    chimes: str | None = None
    """A theme, or a file of one's own chimes."""
    chime_level_db: float | None = None
    """The chimes against what is usual, in decibels."""
    bed: str | None = None
    """A bed's name, or a sound file."""
    bed_level_db: float | None = None
    """The bed against the voice, in decibels."""
    bed_duck_db: float | None = None
    """How far the bed goes down under the voice, in decibels."""

    def values(self, sound: str | None = None) -> dict[str, Any]:
        """What a script's heading says, without what is None.

        Parameters
        ----------
        sound : str, optional
            The bed that levels are for where the heading names none.

        Raises
        ------
        RequestError
            If a bed's level is given and there is no bed.
        """
        bed = self.bed or sound
        levels = {"level": _level(self.bed_level_db), "duck": _level(self.bed_duck_db)}
        given = {name: level for name, level in levels.items() if level is not None}
        if given and bed is None:
            raise RequestError("a bed's level needs a bed; add --bed rain, for example")
        values = {
            "voice": self.voice,
            "rate": self.rate,
            "pitch": self.pitch,
            "chimes": self.chimes,
            "chime_level": _level(self.chime_level_db),
            "bed": {"sound": bed, **given} if given or self.bed else None,
        }
        return {name: value for name, value in values.items() if value is not None}


def override(script: Script, heading: Heading, *, length_ms: int | None = None) -> Script:
    """A script with some of its heading replaced, as flags beside a script do.

    Raises
    ------
    InputError
        If a value is out of range, or a bed's level is given where there is no bed.
    """
    length = {} if length_ms is None else {"length": length_ms}
    sound = script.bed.sound if script.bed else None
    return make_script({**dict(script), **length, **heading.values(sound)})


def make_script(values: Mapping[str, Any]) -> Script:
    """A script from Python's values.

    Raises
    ------
    ScriptError
        If a value is out of range.
    """
    try:
        return Script.model_validate(values)
    except ValidationError as e:
        wrong = [wrong_value(tuple(detail["loc"]), detail) for detail in e.errors(include_url=False)]
        raise ScriptError("; ".join(wrong)) from e


def _level(level_db: float | None) -> str | None:
    """A level as scripts write it, to a tenth of a decibel."""
    return None if level_db is None else f"{round(level_db, 1):g}dB"
