"""How a voice is named, wherever a person names one: ``engine/name``."""

from __future__ import annotations

import re

DEFAULT_VOICE = "piper/joe"
"""Speaks where nobody says another."""
VOICE_PATTERN = r"^[a-z0-9_]+/.+$"
"""The engine, a slash, the engine's own name for the voice, which may hold slashes (a path to a model)."""
LONGEST_VOICE = 400
"""Most characters of a voice's name."""

_NAME = re.compile(VOICE_PATTERN, re.IGNORECASE | re.ASCII)


def split_voice(text: str) -> tuple[str, str]:
    """Read ``piper/joe``: the engine, in lower case, and its voice.

    Raises
    ------
    ValueError
        If it is not written so.
    """
    text = text.strip()
    if len(text) > LONGEST_VOICE or not _NAME.fullmatch(text):
        shown = text if len(text) <= LONGEST_VOICE else f"{text[:40]}..."
        raise ValueError(f"{shown!r} is not one; write it like {DEFAULT_VOICE} or system/default")
    engine, _, name = text.partition("/")
    return engine.lower(), name


def voice_name(text: str) -> str:
    """A voice's name in its usual form; raises as :func:`split_voice`."""
    return "/".join(split_voice(text))
