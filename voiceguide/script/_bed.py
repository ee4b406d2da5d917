"""A script's bed, and levels in decibels as files write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from voiceguide.script._lines import Line
from voiceguide.units import LEVEL_PATTERN, parse_level
from voiceguide.yamlfile import AsText, model

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_DB = 99.9
"""Highest level in decibels, and the lowest below 0."""
USUAL_LEVEL_DB = -23.0
"""A bed's level against the voice, where nobody says another. No louder: the meter of BS.1770 leaves out what
is 10 LU below the mean, and in a session with few words a bed at -20 would be counted for voice."""
USUAL_DUCK_DB = 8.0
"""How far a bed goes down under the voice."""


def decibels(value: Any) -> Any:
    """The number in ``-20dB``, or one of Python's own, to a tenth."""
    if isinstance(value, str):
        try:
            value = parse_level(value)
        except ValueError:
            raise ValueError(f"must be a level such as -20dB, not {value[:40]!r}") from None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MOST_DB:
        return round(float(value), 1)
    raise ValueError(f"must be a level such as -20dB, not {value!r}")


def _depth(value: Any) -> Any:
    return abs(decibels(value))


def _written(level: float) -> str:
    return f"{round(level, 1):g}dB"


def _field(read: Callable[[Any], Any], about: str) -> AsText:
    # an editor takes -20 for a number, and our reader for the text that it is
    types: Any = ["string", "number"]
    return AsText(
        read,
        _written,
        type=types,
        minimum=-MOST_DB,
        maximum=MOST_DB,
        pattern=LEVEL_PATTERN,
        description=about,
    )


Level = Annotated[float, _field(decibels, "A level in decibels, such as -20dB or -20")]
"""Decibels, to a tenth; ``-20dB`` in YAML."""
Depth = Annotated[float, _field(_depth, "How far a level goes down, in decibels, such as 8dB or 8")]
"""How far a level goes down: decibels, at least 0."""


@model(written={"level_db": "level", "duck_db": "duck"})
class Bed:
    """Sound under the whole session."""

    sound: Line
    """A bed's name (see: voiceguide beds), or a sound file."""
    level_db: Level = USUAL_LEVEL_DB
    """Against the voice."""
    duck_db: Depth = USUAL_DUCK_DB
    """How far it goes down under the voice; chimes duck it less."""
