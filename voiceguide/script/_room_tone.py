"""A room tone's level, as flags and files write it: ``off``, or decibels such as ``-72dB``."""

from __future__ import annotations

import math
import re

USUAL_TONE_DB = -67.0
"""RMS level of the room tone in dBFS. Its noise is then at -71.4 LUFS in stereo, which the absolute gate of
ITU-R BS.1770 at -70 LUFS leaves out of every loudness figure."""
LEAST_TONE_DB, MOST_TONE_DB = -90.0, -60.0
"""What may be asked for: from where 16 bits and lossy codecs hardly hold it, to the noise floor that spoken
audio is allowed to have. Over -66 a meter counts it."""
NO_TONE = "off"

TONE_PATTERN = r"^(off|on|-[0-9]{2}(\.[0-9])? ?dB)$"
"""For editors; the level's bounds are checked when it is read."""


def tone_level(value: object) -> str:
    """A room tone as files write it: ``off``, or a level such as ``-72dB``; ``on`` is the usual level.

    Parameters
    ----------
    value : str or float
        As it is written, or decibels.

    Raises
    ------
    ValueError
        If it is neither.
    """
    text = f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    text = text.strip().casefold()
    if text in {NO_TONE, "on"}:
        return NO_TONE if text == NO_TONE else _written(USUAL_TONE_DB)
    number = re.fullmatch(r"([+-]?\d{1,3}(?:\.\d+)?) ?(?:db(?:fs)?)?", text, re.ASCII)
    level = float(number[1]) if number else math.nan
    if not LEAST_TONE_DB <= level <= MOST_TONE_DB:
        raise ValueError(
            f"{value!r} is no room tone; write off, or a level from {_written(LEAST_TONE_DB)} to "
            f"{_written(MOST_TONE_DB)}"
        )
    return _written(level)


def tone_db(level: str | float | None) -> float | None:
    """The room tone's RMS level in dBFS, the usual one for None; None if it is off."""
    text = _written(USUAL_TONE_DB) if level is None else tone_level(level)
    return None if text == NO_TONE else float(text.removesuffix("dB"))


def _written(decibels: float) -> str:
    return f"{round(decibels, 1):g}dB"
