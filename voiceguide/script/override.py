"""A script with some of its heading replaced."""

from __future__ import annotations

from typing import Any

from voiceguide.errors import InputError
from voiceguide.script.model import Script


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
        level = f"{bed_level_db:g}dB" if bed_level_db is not None else None
        changes["bed"] = {"sound": sound, **({"level": level} if level else {})}
    given = {key: value for key, value in changes.items() if value is not None}
    return Script.model_validate({**dict(script), **given})
