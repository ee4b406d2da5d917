"""What is counted in, and the only conversions between units that round.

Conversions take plain numbers as well. Their names say how they round: ``_of`` to the nearest (half up),
``_up`` and ``_down`` to the next. What counts in units of its own, such as a grid's steps, a meter's slots or
a picture's columns, does so where those are at home.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from decimal import Decimal

Ms = NewType("Ms", int)
"""Milliseconds: what scripts count in."""
Frames = NewType("Frames", int)
"""Audio frames: what timelines and sound count in."""

MAX_DURATION_MS = Ms(4 * 60 * 60 * 1000)
"""The longest time that any field takes, in milliseconds (4 hours): more is a slip of the pen."""


def frames_of(ms: int, rate: int) -> Frames:
    """Frames in ``ms`` milliseconds at ``rate`` frames a second, rounded half up."""
    return Frames((ms * rate * 2 + 1000) // 2000)


def frames_down(ms: int, rate: int) -> Frames:
    """Whole frames in ``ms`` milliseconds, rounded down."""
    return Frames(ms * rate // 1000)


def frames_in(seconds: float, rate: int) -> Frames:
    """Frames in a time in seconds, to the nearest (of two as near, the even one)."""
    return Frames(round(seconds * rate))


def resampled_frames(frames: int, from_rate: int, to_rate: int) -> Frames:
    """Frames that take as long at ``to_rate`` as ``frames`` do at ``from_rate``, rounded half up."""
    return Frames((frames * to_rate * 2 + from_rate) // (2 * from_rate))


def frames_up(frames: float) -> Frames:
    """The least whole number of frames that is not under ``frames``."""
    return Frames(math.ceil(frames))


def ms_of(frames: int, rate: int) -> Ms:
    """Milliseconds in ``frames`` frames, rounded half up."""
    return Ms((frames * 2000 + rate) // (2 * rate))


def ms_up(frames: int, rate: int) -> Ms:
    """Milliseconds in ``frames`` frames, rounded up."""
    return Ms(-(-frames * 1000 // rate))


def ms_down(frames: int, rate: int) -> Ms:
    """Milliseconds in ``frames`` frames, rounded down."""
    return Ms(frames * 1000 // rate)


def nearest_ms(ms: float | Decimal) -> Ms:
    """A time in milliseconds to the nearest whole one (of two as near, the even one)."""
    return Ms(round(ms))


def seconds_of(frames: int, rate: int) -> int:
    """Whole seconds in ``frames`` frames, rounded half up."""
    return (frames + rate // 2) // rate


def seconds_up(frames: int, rate: int) -> int:
    """Whole seconds in ``frames`` frames, rounded up."""
    return -(-frames // rate)


def seconds_down(frames: int, rate: int) -> int:
    """Whole seconds in ``frames`` frames, rounded down."""
    return frames // rate


def clock(frames: int, rate: int, *, millis: bool = False) -> str:
    """Frames as a clock shows them: ``9:41``, ``1:02:03``, or ``10:00.000`` with ``millis``.

    Without ``millis`` the time is cut, not rounded, so that a countdown reaches 0:00 at the end only.
    """
    ms = ms_of(frames, rate) if millis else ms_down(frames, rate)
    seconds, fraction = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{text}.{fraction:03d}" if millis else text


def gain_of(db: float) -> float:
    """Amplitude factor of a level in decibels."""
    return float(10.0 ** (db / 20.0))
