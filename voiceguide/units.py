"""Time and level: what people write, what is counted in, and the only conversions between them that round.

People write durations as text (``45s``, ``1m30s``, ``1:30``). Inside a script they are whole milliseconds
(:data:`Ms`), and after layout they are whole frames (:data:`Frames`). At 48 and 24 kHz a millisecond is a
whole number of frames, so nothing is rounded there at all.

Conversions take plain numbers as well. Their names say how they round: ``_of`` to the nearest (half up),
``_up`` and ``_down`` to the next. What counts in units of its own, such as a grid's steps, a meter's slots or
a picture's columns, does so where those are at home.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from decimal import Decimal

Ms = NewType("Ms", int)
"""Milliseconds: what scripts count in."""
Frames = NewType("Frames", int)
"""Audio frames: what timelines and sound count in."""

MAX_DURATION_MS = Ms(4 * 60 * 60 * 1000)
"""The longest time that any field takes, in milliseconds (4 hours): more is a slip of the pen."""

_UNITS = r"(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m(?!s))?(?:(?P<s>\d+(?:\.\d+)?)s)?(?:(?P<ms>\d+)ms)?"
_CLOCK = r"(?:(?P<h>\d+):(?=\d+:))?(?P<m>\d+):(?P<s>[0-5]\d(?:\.\d+)?)"
_FORMS = "write it like 45s, 1m30s, 1:30 or 250ms"


def parse_duration(text: str) -> Ms:
    """Read a duration as people write it.

    Parameters
    ----------
    text : str
        ``45s``, ``2.5s``, ``1m30s``, ``1h``, ``250ms``, ``1:30`` (minutes and seconds) or ``1:00:00``.

    Returns
    -------
    Ms
        0 to :data:`MAX_DURATION_MS`.

    Raises
    ------
    ValueError
        If the text is not a duration, is negative, is finer than a millisecond, or is over four hours.
    """
    stripped = text.strip()
    if stripped.startswith(("-", "\N{MINUS SIGN}")):
        raise ValueError(f"a duration cannot be negative, and this is {stripped!r}")
    match = re.fullmatch(_CLOCK, stripped, re.ASCII) or (
        re.fullmatch(_UNITS, stripped, re.ASCII) if stripped else None
    )
    if match is None:
        raise ValueError(f"{stripped!r} is not a duration; {_FORMS}")
    part = match.groupdict()
    # whole numbers only: a float would make 0.1 s something else than 100 ms
    seconds, _, fraction = (part["s"] or "0").partition(".")
    if len(fraction) > 3:
        raise ValueError(f"{stripped!r} is finer than a millisecond; {_FORMS}")
    if max(len(part[key] or "") for key in ("h", "m")) > 6 or len(seconds) > 6:
        raise ValueError(f"{stripped!r} is longer than 4 hours")
    total = (
        int(part["h"] or 0) * 3_600_000
        + int(part["m"] or 0) * 60_000
        + int(seconds) * 1000
        + int(fraction.ljust(3, "0") or 0)
        + int((part.get("ms") or "0")[:9])
    )
    if total > MAX_DURATION_MS:
        raise ValueError(f"{stripped!r} is longer than 4 hours")
    return Ms(total)


def format_duration(ms: int) -> str:
    """Write milliseconds as :func:`parse_duration` reads them: ``1m30s``, ``2.5s``, ``250ms``."""
    if ms < 1000:
        return f"{ms}ms" if ms else "0s"
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds, fraction = divmod(rest, 1000)
    text = f"{hours}h" if hours else ""
    text += f"{minutes}m" if minutes else ""
    if fraction:
        text += f"{seconds}.{fraction:03d}".rstrip("0") + "s"
    elif seconds:
        text += f"{seconds}s"
    return text


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


@dataclass(frozen=True, slots=True)
class Span:
    """An elastic time: at least ``min``, at best ``preferred``, at most ``max`` (whole milliseconds)."""

    min: int
    preferred: int
    max: int

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read ``45s``, ``45s..2m`` (the middle is preferred) or ``45s..1m..2m``.

        Raises
        ------
        ValueError
            If a part is not a duration, or the parts do not rise.
        """
        parts = [parse_duration(part) for part in text.split("..")]
        if len(parts) > 3:
            raise ValueError(f"{text.strip()!r} has {len(parts)} parts; write 45s, 45s..2m or 45s..1m..2m")
        low, high = parts[0], parts[-1]
        best = parts[1] if len(parts) == 3 else (low + high) // 2
        if not low <= best <= high:
            raise ValueError(f"{text.strip()!r} does not rise; write the shortest time first")
        return cls(low, best, high)

    def __str__(self) -> str:
        if self.min == self.max:
            return format_duration(self.min)
        ends = (self.min, self.max)
        middle = () if self.preferred == sum(ends) // 2 else (self.preferred,)
        return "..".join(format_duration(ms) for ms in (self.min, *middle, self.max))
