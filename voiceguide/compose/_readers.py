"""Readers of numbers as people write them in flags, links and forms."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from voiceguide.units import MAX_DURATION_MS, Ms, nearest_ms, parse_duration, parse_level

if TYPE_CHECKING:
    from collections.abc import Callable


def minutes(text: str) -> Ms:
    """Milliseconds in a number of minutes; a decimal, so that 7.1 is 426,000 exactly."""
    most = MAX_DURATION_MS // 60_000
    try:
        ms = decimal(text.replace(",", "."), "a number of minutes") * 60_000
    except ValueError:
        try:  # "10 min" can mean one thing only
            ms = Decimal(parse_duration(text))
        except ValueError as error:
            raise ValueError(
                f"{text!r} is not a number of minutes; write 10, 7.5, or --length 12m30s"
                if "could be" not in str(error)
                else str(error)
            ) from error
    if not 0 < ms <= MAX_DURATION_MS:
        raise ValueError(f"{text} is not more than 0 and at most {most} minutes")
    return nearest_ms(ms)


def level(low: float, high: float) -> Callable[[str], float]:
    """A reader of decibels, as in ``-20dB`` or ``-20``, between two bounds."""

    def read(text: str) -> float:
        decibels = parse_level(text)
        if not low <= decibels <= high:
            raise ValueError(f"{text} is not between {low:g}dB and {high:g}dB")
        return decibels

    return read


def decimal(text: str, what: str) -> Decimal:
    """A finite number; ``what`` says in a message what was wanted."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{text!r} is not {what}")
    return number
