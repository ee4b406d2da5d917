"""A script with some of its heading replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from voiceguide.errors import InputError, ScriptError
from voiceguide.script.model import Script
from voiceguide.yamlfile.wording import wrong_value

if TYPE_CHECKING:
    from collections.abc import Mapping


def override(
    script: Script,
    *,
    length_ms: int | None = None,
    voice: str | None = None,
    rate: float | None = None,
    bed: str | None = None,
    bed_level_db: float | None = None,
    chimes: str | None = None,
) -> Script:
    """A script with some of its heading replaced, as flags beside a script do.

    Raises
    ------
    InputError
        If a value is out of range, or a bed's level is given where there is no bed.
    """
    changes: dict[str, Any] = {"length": length_ms, "voice": voice, "rate": rate, "chimes": chimes}
    sound = bed or (script.bed.sound if script.bed else None)
    if bed_level_db is not None and sound is None:
        raise InputError("--bed-level needs a bed; add --bed rain, for example")
    if bed is not None or bed_level_db is not None:
        changes["bed"] = bed_of(sound, bed_level_db)
    given = {key: value for key, value in changes.items() if value is not None}
    return make_script({**dict(script), **given})


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


def bed_of(sound: str | None, level_db: float | None) -> dict[str, str] | None:
    """A bed as a script names it, its level to a tenth of a decibel; None without a sound."""
    if sound is None:
        return None
    return {"sound": sound, **({"level": f"{round(level_db, 1):g}dB"} if level_db is not None else {})}
