"""The file to be written: everything a format's check needs, known before there is any sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceguide.export._encoding import Encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The sound that a file will hold, and its encoding."""

    rate: int
    """Frames a second."""
    channels: int
    frames: int
    """Length of the session: what was asked for, known before the sound is."""
    encoding: Encoding
