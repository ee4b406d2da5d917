"""The knobs of a script's heading: how a session is to sound.

This is the one table of them. The flags of the commands, a request and the script model have each knob that
stands here, and flags replace in a script what they name.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from voiceguide.errors import RequestError
from voiceguide.script._bed import MOST_DB, USUAL_DUCK_DB, USUAL_LEVEL_DB, Bed, Level
from voiceguide.script._chime_names import NO_CHIMES, Chimes
from voiceguide.script._lines import MOST_LINE, Line
from voiceguide.script._room_tone import NO_TONE, TONE_PATTERN, USUAL_TONE_DB, tone_level
from voiceguide.script._voice_name import (
    DEFAULT_VOICE,
    LONGEST_VOICE,
    VOICE_PATTERN,
    voice_name,
)
from voiceguide.units import MAX_DURATION_MS, Ms, format_duration
from voiceguide.yamlfile import After, EditorSchema, Limits, model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SLOWEST = 0.5
"""Least pace of speech, relative to a voice's default."""
FASTEST = 2.0
"""Greatest pace of speech."""
LOWEST = -6.0
"""Lowest pitch in semitones against a voice's own: what espeak-ng's range of 0 to 99 allows."""
HIGHEST = 8.0
"""Highest pitch."""
LEAST_LENGTH = Ms(1_000)
"""Shortest session, in milliseconds."""

VoiceName = Annotated[
    str, After(voice_name), EditorSchema(type="string", maxLength=LONGEST_VOICE, pattern=VOICE_PATTERN)
]

ToneLevel = Annotated[
    str,
    After(tone_level),
    EditorSchema(type="string", pattern=TONE_PATTERN, description="off, or a level such as -72dB"),
]


def _name(text: str) -> str:
    """A name or a file's path, without the blanks around it."""
    if not 0 < len(text.strip()) <= MOST_LINE:
        raise ValueError(f"must be a name or a file of at most {MOST_LINE} characters")
    return text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """What a knob's flag says of it and takes, beside what its field tells. A mark on that field."""

    metavar: str
    help: str
    least: float | None = None
    """Least number that the flag takes; None where it takes a text."""
    most: float | None = None
    read: Callable[[str], str] = _name
    """Checks a text."""


@model(written={"chime_level_db": "chime_level"})
class Knobs:
    """The knobs that a script writes as they are. What is None is left to the default."""

    voice: Annotated[
        VoiceName | None,
        Knob(metavar="VOICE", help=f"See: voiceguide voices. [{DEFAULT_VOICE}]", read=voice_name),
    ] = None
    """Who speaks, such as piper/joe."""
    rate: Annotated[
        Annotated[float, Limits(ge=SLOWEST, le=FASTEST)] | None,
        Knob(metavar="PACE", help="Pace of speech; 0.9 is slower. [1]", least=SLOWEST, most=FASTEST),
    ] = None
    """The pace of speech against the voice's own: 0.9 is slower."""
    pitch: Annotated[
        Annotated[float, Limits(ge=LOWEST, le=HIGHEST)] | None,
        Knob(metavar="SEMITONES", help="Pitch, for voices that support it. [0]", least=LOWEST, most=HIGHEST),
    ] = None
    """Semitones above the voice's own, for voices that have it."""
    chimes: Annotated[
        Line | Chimes | None,
        Knob(
            metavar="THEME",
            help=f"Theme: see voiceguide chimes; {NO_CHIMES}; or a .yaml file of your own. [bowl]",
        ),
    ] = None
    """The theme that gives the chimes their sounds, or a file of one's own chimes; or a mapping of roles."""
    chime_level_db: Annotated[
        Level | None, Knob(metavar="LEVEL", help="Relative to the usual level. [0dB]", least=-40, most=12)
    ] = None
    """The chimes relative to their usual level: ``-3dB`` is softer."""
    room_tone: Annotated[
        ToneLevel | None,
        Knob(
            metavar="LEVEL",
            help=f"Soft noise that keeps headphones awake where there is no bed, or {NO_TONE}. "
            f"[{USUAL_TONE_DB:g}dB]",
            read=tone_level,
        ),
    ] = None
    """Soft noise under a session that has no bed: ``off``, or its level, as in ``-72dB``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Knobs):
    """How a session should sound, as flags and requests give it: the parts of a bed are knobs, too."""

    bed: Annotated[
        str | None, Knob(metavar="SOUND", help="Background sound: see voiceguide beds, or a file.")
    ] = None
    """A bed's name, or a sound file."""
    bed_level_db: Annotated[
        float | None,
        Knob(metavar="LEVEL", help=f"Relative to the voice. [{USUAL_LEVEL_DB:g}dB]", least=-60, most=0),
    ] = None
    """The bed relative to the voice, in decibels."""
    bed_duck_db: Annotated[
        float | None,
        Knob(
            metavar="DEPTH",
            help=f"How far the bed is lowered under the voice. [{USUAL_DUCK_DB:g}dB]",
            least=0,
            most=40,
        ),
    ] = None
    """How far the bed goes down under the voice, in decibels."""
    lexicon: Annotated[
        str | None, Knob(metavar="FILE", help="Pronunciations: YAML, or a W3C lexicon (PLS).")
    ] = None
    """A file that says how words are said, beside what a script says of them."""

    def __post_init__(self) -> None:
        for name, knob in knobs().items():
            value = getattr(self, name)
            if value is None:
                continue
            try:
                _check(value, knob, is_level=is_level(name))
            except ValueError as e:
                raise RequestError(f"{name}: {e}") from e

    def values(self, bed: Bed | None = None) -> dict[str, Any]:
        """What a script's heading says, without what is None.

        Parameters
        ----------
        bed : Bed, optional
            What levels are for where the heading names no bed.

        Raises
        ------
        RequestError
            If a bed's level is given and there is no bed.
        """
        said = {field.name: self._value(field.name) for field in fields(Knobs)}
        if self.lexicon:
            said["lexicon"] = (self._value("lexicon"),)
        if self.bed:
            bed = said["bed"] = Bed(sound=self._value("bed"))
        level, duck = self._value("bed_level_db"), self._value("bed_duck_db")
        given = {"level_db": level, "duck_db": None if duck is None else abs(duck)}
        given = {name: decibels for name, decibels in given.items() if decibels is not None}
        if given:
            if bed is None:
                raise RequestError("a bed's level needs a bed; add --bed rain, for example")
            said["bed"] = replace(bed, **given)
        return {name: value for name, value in said.items() if value is not None}

    def _value(self, name: str) -> Any:
        """A knob as a script has it."""
        value, knob = getattr(self, name), knobs()[name]
        if value is not None and knob.least is None:
            read = knob.read(value)
            return os.path.expanduser(read) if isinstance(read, str) else read  # noqa: PTH111 (a name stays a name)
        return round(value, 1) if value is not None and is_level(name) else value


@functools.cache
def knobs() -> Mapping[str, Knob]:
    """All knobs, by the names of their fields in :class:`Heading`."""
    return {
        name: mark
        for name, hint in get_type_hints(Heading, include_extras=True).items()
        for mark in getattr(hint, "__metadata__", ())
        if isinstance(mark, Knob)
    }


def is_level(name: str) -> bool:
    """Whether a knob is a level in decibels."""
    return name.endswith("_db")


def flag_of(name: str) -> str:
    """The flag of a knob: ``--bed-level`` for ``bed_level_db``."""
    return f"--{name.removesuffix('_db').replace('_', '-')}"


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


def _check(value: Any, knob: Knob, *, is_level: bool) -> None:
    if knob.least is None or knob.most is None:
        knob.read(value)
        return
    # files may go further than flags with a level
    least, most = (-MOST_DB, MOST_DB) if is_level else (knob.least, knob.most)
    if not least <= value <= most:
        raise ValueError(f"must be {least:g} to {most:g}, not {value:g}")
