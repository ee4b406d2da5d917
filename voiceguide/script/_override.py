"""Overrides parts of a script's heading, and builds scripts from Python values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from voiceguide.errors import ScriptError
from voiceguide.script._heading import check_length
from voiceguide.script._script_model import Script
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.script._heading import Heading
    from voiceguide.units import Ms


def override(script: Script, heading: Heading, *, length_ms: Ms | None = None) -> Script:
    """A script with some of its heading replaced, as flags beside a script do.

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
    return replace(script, **values)


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
        return from_values(Script, values)
    except ValidationError as e:
        wrong = [wrong_value(tuple(detail["loc"]), detail) for detail in e.errors(include_url=False)]
        raise ScriptError("; ".join(wrong)) from e
