"""Durations as people write them: ``45s``, ``1 min 30 sec``, ``1,5 min``, ``1:30``, ``half a minute``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from voiceguide._lib.late_pattern import late_pattern
from voiceguide.units._conversions import MAX_DURATION_MS, Ms

SECOND: Final = 1_000
MINUTE: Final = 60_000
HOUR: Final = 3_600_000

FORMS: Final = "write it like 45s, 1m30s, 1:30 or 250ms"

_UNIT_MS: Final = {
    **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds"), 1),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", '"', "\N{DOUBLE PRIME}"), SECOND),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "'", "\N{PRIME}"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR),
}
_UNIT: Final = "|".join(sorted(map(re.escape, _UNIT_MS), key=len, reverse=True))
_NUMBER: Final = r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+"
_WHOLE: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "twenty-five": 25, "thirty-five": 35, "forty-five": 45, "fifty-five": 55, "seventy-five": 75,
    "twenty five": 25, "thirty five": 35, "forty five": 45, "fifty five": 55, "seventy five": 75,
}  # fmt: skip
_SHARES: Final = {
    "half": Fraction(1, 2), "half a": Fraction(1, 2), "half an": Fraction(1, 2),
    "three quarters of an": Fraction(3, 4), "three-quarters of an": Fraction(3, 4),
    "quarter of an": Fraction(1, 4), "a quarter of an": Fraction(1, 4),
    "\N{VULGAR FRACTION ONE HALF}": Fraction(1, 2), "1/2": Fraction(1, 2),
    "\N{VULGAR FRACTION ONE QUARTER}": Fraction(1, 4), "1/4": Fraction(1, 4),
    "\N{VULGAR FRACTION THREE QUARTERS}": Fraction(3, 4), "3/4": Fraction(3, 4),
}  # fmt: skip
_WORDED: Final = "|".join(sorted(map(re.escape, (*_WHOLE, *_SHARES)), key=len, reverse=True))

_PART: Final = late_pattern(rf"({_NUMBER})(?:\s*-?\s*({_UNIT}))?\.?(?![a-z])")
_BETWEEN: Final = late_pattern(r"\s*(?:,|&|\+|and\b)?\s*")
_WORDS: Final = late_pattern(
    rf"(?:([0-9]+)\s*)?({_WORDED})(?:\s+(and\s+a\s+half))?\s*({_UNIT})(\s+and\s+a\s+half|\s+and\s+a\s+quarter)?\.?"
)
_CLOCK: Final = late_pattern(
    rf"(?:(?P<h>[0-9]+):(?=[0-9]+:))?(?P<m>[0-9]+):(?P<s>[0-9]+(?:[.,][0-9]+)?)(?:\s*(?P<unit>{_UNIT})\.?)?"
)
_ISO: Final = late_pattern(r"pt(?=\d)")


def parse_duration(text: str, *, unit: int | None = SECOND) -> Ms:
    """Read a duration as people write it.

    Parameters
    ----------
    text : str
        ``45s``, ``30 sec``, ``2.5s``, ``1,5 min``, ``1m30s``, ``1m30``, ``1 min 30 s``, ``1h``, ``250ms``,
        ``1:30`` (minutes and seconds), ``1:00:00``, ``half an hour`` and the like, in small letters or large.
    unit : int, optional
        Milliseconds in what a number without a unit counts: seconds by default. None where it may be
        seconds or minutes, so that a number has to have its unit.

    Returns
    -------
    Ms
        0 to :data:`MAX_DURATION_MS`.

    Raises
    ------
    ValueError
        If the text is not a duration, could mean two, is negative, is finer than a millisecond, or is over
        four hours.
    """
    written = " ".join(text.split())
    if re.match(r"[-\u2212\u2013]\s*[\d.,]", written):
        raise ValueError(f"a duration cannot be negative, and this is {_shown(written)}")
    plain = _ISO.sub("", written.casefold()) if written.isascii() else _straight(written)
    found = _clock(plain, written) if ":" in plain else _worded(plain)
    exact = _counted(plain, written, unit) if found is None else found
    if exact > MAX_DURATION_MS:
        raise ValueError(f"{_shown(written)} is longer than 4 hours")
    if exact.denominator != 1:
        raise ValueError(f"{_shown(written)} is finer than a millisecond; {FORMS}")
    return Ms(int(exact))


def format_duration(ms: int) -> str:
    """Write milliseconds as :func:`parse_duration` reads them: ``1m30s``, ``2.5s``, ``250ms``."""
    if ms < SECOND:
        return f"{ms}ms" if ms else "0s"
    minutes, rest = divmod(ms, MINUTE)
    hours, minutes = divmod(minutes, 60)
    seconds, fraction = divmod(rest, SECOND)
    text = f"{hours}h" if hours else ""
    # 2h40.7s would be taken for two hours and forty minutes
    text += f"{minutes}m" if minutes or (hours and rest) else ""
    if fraction:
        text += f"{seconds}.{fraction:03d}".rstrip("0") + "s"
    elif seconds:
        text += f"{seconds}s"
    return text


def ends_with_unit(text: str) -> str:
    """The unit at the end of a duration, as written; empty where there is none."""
    match = re.search(rf"(?<![a-z])({_UNIT})\.?$", text.strip().casefold())
    return match[1] if match else ""


def _counted(plain: str, written: str, unit: int | None) -> Fraction:
    """Numbers with units, from the largest unit to the smallest."""
    total, at, last = Fraction(0), 0, 0
    while at < len(plain) or not plain:
        match = _PART.match(plain, at)
        if match is None:
            raise _no_duration(written)
        number, name = match.groups()
        if name is None and not last and match.end() < len(plain):
            raise _no_duration(written)
        ms = _UNIT_MS[name] if name else _unwritten_unit(number, last, written, unit)
        if last and (ms >= last or _is_broken(plain, last)):
            raise _no_duration(written)
        total += _value(number, ms, written)
        between, last = _BETWEEN.match(plain, match.end()), ms
        at = between.end()  # type: ignore[union-attr]
        if at == len(plain) and between[0].strip():  # type: ignore[index]
            raise _no_duration(written)
        if at < len(plain) and ("." in number or "," in number):
            # "1.5m 30s" has two fractions of a minute
            raise _no_duration(written)
    return total


def _is_broken(plain: str, last: int) -> bool:
    """Whether what follows an apostrophe is no second part: ``1'000 ms`` is a thousand."""
    return last == MINUTE and re.search(r"'\d{3}", plain) is not None


def _unwritten_unit(number: str, last: int, written: str, unit: int | None) -> int:
    """The unit of a number that has none: ``1m30`` and ``1h30`` go on with the next smaller one."""
    if last in {MINUTE, HOUR}:
        if not re.fullmatch(r"[0-5]?\d", number):
            raise _no_duration(written)
        return last // 60
    if last:
        raise _no_duration(written)
    if unit == SECOND and re.fullmatch(r"[1-5]?[0-9]\.[1-5]0", number) and number[0] != "0":
        whole, fraction = number.split(".")
        raise ValueError(
            f"{_shown(written)} could be {whole}.{fraction[0]}s or {whole}m{fraction}s; write one of these"
        )
    if unit is None and number.strip("0"):
        number = number[:12]
        raise ValueError(f"{_shown(written)} could be seconds or minutes; write {number}s or {number}m")
    return unit or SECOND


def _value(number: str, ms: int, written: str) -> Fraction:
    whole, mark, fraction = number.replace(",", ".").partition(".")
    whole = whole.lstrip("0")
    if len(whole) > 9:
        raise ValueError(f"{_shown(written)} is longer than 4 hours")
    if "," in number and whole and len(fraction) == 3:
        raise ValueError(
            f"{_shown(written)} could be {whole} and a fraction or {whole}{fraction}; "
            f"write {whole}.{fraction} or {whole}{fraction}"
        )
    if ms >= MINUTE and len(fraction) == 2 and fraction[1] == "0" and "0" < fraction[0] < "6" and whole:
        exact = format_duration(int(Fraction(f"{whole}.{fraction}") * ms))
        clock = format_duration(int(whole) * ms + int(fraction) * ms // 60)
        raise ValueError(f"{_shown(written)} could be {exact} or {clock}; write one of these")
    if len(fraction) > 12:
        raise ValueError(f"{_shown(written)} is finer than a millisecond; {FORMS}")
    return Fraction(f"{whole or 0}.{fraction or 0}" if mark else whole or "0") * ms


def _clock(plain: str, written: str) -> Fraction | None:
    """``1:30`` in minutes and seconds, ``1:30 h`` in hours and minutes, ``1:00:00``."""
    match = _CLOCK.fullmatch(plain)
    if match is None:
        raise _no_duration(written)
    ms = _UNIT_MS[match["unit"]] if match["unit"] else 0
    whole = re.split(r"[.,]", match["s"])[0]
    is_hours = ms == HOUR and not match["h"] and whole == match["s"]
    if ms in {1, HOUR} and not is_hours and not (ms == HOUR and match["h"]):
        raise _no_duration(written)
    if len(whole) != 2 or int(whole) > 59 or (match["h"] and len(match["m"]) != 2):
        raise ValueError(f"{_shown(written)} is not a duration; after a colon there are two digits, 00 to 59")
    if max(len(match["m"]), len(match["h"] or "")) > 9:
        raise ValueError(f"{_shown(written)} is longer than 4 hours")
    low = _value(match["s"], SECOND, "0" + written)
    total = int(match["h"] or 0) * HOUR + int(match["m"]) * MINUTE + low
    return total * 60 if is_hours else total


def _worded(plain: str) -> Fraction | None:
    """``half an hour``, ``a minute and a half``, ``1½ min``, ``two minutes``."""
    match = _WORDS.fullmatch(plain)
    if match is None:
        return None
    before, word, half, name, after = match.groups()
    if half is not None and (word in _SHARES or after is not None):
        return None
    if before is not None and (word not in _SHARES or word[0].isalpha()):
        return None
    if before is not None and word[0].isascii() and not re.match(r"\d+ ", plain):
        # "11/2 min" is eleven halves, or one and a half
        return None
    number = Fraction(before or 0) + (_SHARES[word] if word in _SHARES else _WHOLE[word])
    share = Fraction(0) if after is None else Fraction(1, 2) if after.endswith("half") else Fraction(1, 4)
    if half is not None:
        share = Fraction(1, 2)
    return (number + share) * _UNIT_MS[name]


def _straight(text: str) -> str:
    """A text with the quotation marks that word processors make, as plain ones."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\u201d", '"').casefold()


def _no_duration(written: str) -> ValueError:
    return ValueError(f"{_shown(written)} is not a duration; {FORMS}")


def _shown(written: str) -> str:
    return repr(written if len(written) <= 40 else f"{written[:40]}...")
