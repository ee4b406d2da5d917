"""A script without its steps: what a session that is laid out already needs of it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Final, Literal

from voiceguide.packs import Length, Lexicons, TimeLimits, Version
from voiceguide.script._bed import Bed
from voiceguide.script._heading import LEAST_LENGTH, Knobs
from voiceguide.script._lines import Line
from voiceguide.yamlfile import Shorthand, model

if TYPE_CHECKING:
    from voiceguide.script._script_model import Script

Talk = Literal["full", "short", "minimal"]

FIRST_KEYS: Final = ("voiceguide", "title", "length", "voice", "rate", "pitch", "talk", "to_sleep")
"""What a script begins with in a file."""


@model(first=FIRST_KEYS)
class ScriptHeading(Knobs):
    """All of a script but its steps."""

    voiceguide: Version
    """The version of the file's form."""
    title: Line
    """The session's title."""
    length: Annotated[Length, TimeLimits(LEAST_LENGTH)] | None = None
    """Met exactly; without it the preferred times hold."""
    talk: Talk | None = None
    """How much is said; ``check`` asks for what narration at that level needs."""
    to_sleep: bool = False
    """Whether the listener may fall asleep: from the middle on the voice and the chimes grow softer, the bed
    fades out over the last minutes, and no chime ends it."""
    bed: Annotated[Bed, Shorthand("sound")] | None = None
    lexicon: Lexicons = ()
    """How words are said: files, or words with their sounds."""


def heading_of(script: Script) -> ScriptHeading:
    """A script without its steps."""
    return ScriptHeading(**{field.name: getattr(script, field.name) for field in fields(ScriptHeading)})
