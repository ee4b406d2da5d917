"""Tools, postures, focuses and activities: those that are known without a pack, and how others are named."""

from __future__ import annotations

from typing import Annotated, Literal

from voiceguide.yamlfile import Form

TOOLS = ("none", "tennis-ball", "massage-tool")
"""Tools that need no declaration."""
POSTURES = ("standing", "lying", "seated")
"""Postures that need no declaration."""
FOCUSES = ("upper-back", "lower-back", "shoulders", "relax")
"""Focuses that need no declaration."""

WORD = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
Tool = Annotated[str, Form(WORD, "a tool's name, in small letters, such as foam-roller")]
Posture = Annotated[str, Form(WORD, "a posture's name, in small letters, such as kneeling")]
Focus = Annotated[str, Form(WORD, "a focus's name, in small letters, such as lower-back")]
Activity = Literal["yoga", "gardening", "workout", "sitting"]
