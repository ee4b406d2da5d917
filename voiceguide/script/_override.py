"""Overrides parts of a script's heading, and builds scripts from Python values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from voiceguide.errors import ScriptError
from voiceguide.script._chime_names import Chimes, with_theme
from voiceguide.script._heading import check_length
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from voiceguide.script._chime_names import RoleChime
    from voiceguide.script._heading import Heading
    from voiceguide.script._script_heading import ScriptHeading
    from voiceguide.script._script_model import Script
    from voiceguide.units import Ms

    S = TypeVar("S", bound=ScriptHeading)

_SAMPLE = "This is how I sound. Take a slow breath in, and let it go."


def voice_sample(voice: str) -> Script:
    """A script in which a voice introduces itself.

    Raises
    ------
    ScriptError
        If that is no voice's name.
    """
    return make_script({"voiceguide": "1", "title": voice, "voice": voice, "steps": [{"say": _SAMPLE}]})


def override(script: S, heading: Heading, *, length_ms: Ms | None = None) -> S:
    """A script, or a heading, with some of its heading replaced, as flags beside a script do.

    Raises
    ------
    InputError
        If the length is out of range, or a bed's level is given where there is no bed.
    """
    if length_ms is not None:
        check_length(length_ms)
        script = replace(script, length=length_ms)
    values = heading.values(script.bed)
    if "lexicon" in values:
        # the words that a script brings with it stay; of two for one word, the later counts
        named = values["lexicon"]
        values["lexicon"] = (*(each for each in script.lexicon if each not in named), *named)
    if "chimes" in values:
        values["chimes"] = with_theme(script.chimes, values["chimes"])
    return replace(script, **values)


def with_chimes(script: S, roles: Mapping[str, RoleChime]) -> S:
    """A script, or a heading, with other sounds for some roles."""
    if not roles:
        return script
    own = script.chimes if isinstance(script.chimes, Chimes) else Chimes(theme=script.chimes)
    for name, role in roles.items():
        own = own.with_role(name, role)
    return replace(script, chimes=own)


def make_script(values: Mapping[str, Any]) -> Script:
    """A script from Python's values.

    Raises
    ------
    ScriptError
        If a value is out of range.
    """
    from pydantic import ValidationError

    from voiceguide.script._script_model import Script
    from voiceguide.yamlfile import wrong_value

    try:
        return from_values(Script, values)
    except ValidationError as e:
        wrong = [wrong_value(tuple(detail["loc"]), detail) for detail in e.errors(include_url=False)]
        raise ScriptError("; ".join(wrong)) from e
