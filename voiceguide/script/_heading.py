"""A script's heading, as flags and requests give it, and a script with some of its heading replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voiceguide.errors import RequestError, ScriptError
from voiceguide.script._model import (
    FASTEST,
    HIGHEST,
    LEAST_LENGTH,
    LOWEST,
    MOST_LINE,
    SLOWEST,
    Bed,
    Script,
)
from voiceguide.script._voice_name import split_voice, voice_name
from voiceguide.units import MAX_DURATION_MS, format_duration
from voiceguide.yamlfile import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVELS = ("chime_level_db", "bed_level_db", "bed_duck_db")
_MOST_DB = 99.9


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

    def __post_init__(self) -> None:
        if self.voice is not None:
            try:
                split_voice(self.voice)
            except ValueError as e:
                raise RequestError(f"voice: {e}") from e
        for name, text in (("chimes", self.chimes), ("bed", self.bed)):
            if text is not None and not 0 < len(text.strip()) <= MOST_LINE:
                raise RequestError(f"{name}: must be a name or a file of at most {MOST_LINE} characters")
        for name, number, least, most in (
            ("rate", self.rate, SLOWEST, FASTEST),
            ("pitch", self.pitch, LOWEST, HIGHEST),
            *((name, getattr(self, name), -_MOST_DB, _MOST_DB) for name in _LEVELS),
        ):
            if number is not None and not least <= number <= most:
                raise RequestError(f"{name}: must be {least:g} to {most:g}, and not {number:g}")

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
            "voice": self.voice and voice_name(self.voice),
            "rate": self.rate,
            "pitch": self.pitch,
            "chimes": self.chimes,
            "chime_level": _level(self.chime_level_db),
            "bed": Bed(sound=bed, **given) if bed and (given or self.bed) else None,
        }
        return {name: value for name, value in values.items() if value is not None}


def override(script: Script, heading: Heading, *, length_ms: int | None = None) -> Script:
    """A script with some of its heading replaced, as flags beside a script do.

    Raises
    ------
    InputError
        If the length is out of range, or a bed's level is given where there is no bed.
    """
    if length_ms is not None:
        check_length(length_ms)
        script = replace(script, length=length_ms)
    return replace(script, **heading.values(script.bed.sound if script.bed else None))


def check_length(length_ms: int) -> None:
    """Refuse a session's length that makes no sense.

    Raises
    ------
    RequestError
        If it is under a second or over four hours.
    """
    if not LEAST_LENGTH <= length_ms <= MAX_DURATION_MS:
        raise RequestError(
            f"a session of {format_duration(max(0, length_ms))} makes no sense; ask for a minute or more, "
            f"and at most {format_duration(MAX_DURATION_MS)}"
        )


def make_script(values: Mapping[str, Any]) -> Script:
    """A script from Python's values.

    Raises
    ------
    ScriptError
        If a value is out of range.
    """
    from pydantic import ValidationError

    from voiceguide.yamlfile import wrong_value

    try:
        return checked(Script, values)
    except ValidationError as e:
        wrong = [wrong_value(tuple(detail["loc"]), detail) for detail in e.errors(include_url=False)]
        raise ScriptError("; ".join(wrong)) from e


def _level(level_db: float | None) -> str | None:
    """A level as scripts write it, to a tenth of a decibel."""
    return None if level_db is None else f"{round(level_db, 1):g}dB"
