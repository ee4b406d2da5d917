"""Times: of the day, and lengths written with a colon or with quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._grammar import CLASSES
from voiceguide.speech.english._number_words import cardinal

if TYPE_CHECKING:
    from voiceguide.speech.english._finished_spans import FinishedSpans

_HOLDING: Final = rf"(?:{'|'.join(sorted(CLASSES['holding']))})"
_PERHAPS: Final = r"(?:\s+(?:about|around|at\s+least|at\s+most|up\s+to|only|just|another|a|the|full))*"
_MEETING: Final = re.compile(
    r"\b(?:come|meet|alarm|wake|book|arrive|ready|class|dinner|bed|scheduled)\b", re.IGNORECASE
)
_HALF_DAY: Final = r"\s?(?:(?P<half>[ap])\.\s?m\.?|(?P<plain>[ap]m|[AP]M))(?!\w)"
_TIME: Final = r"(\d{1,2})(?:[:.](\d{2}))?"
_OF_DAY = re.compile(
    rf"(?<![\w:.]){_TIME}(?:\s?(?P<own>[ap])\.?m\.?(?=\s*[-\u2013\u2014t]))?(?:\s*(?:[-\u2013\u2014]|to)\s*{_TIME})?{_HALF_DAY}",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\w:])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\w:])(?:\s?h(?:ours?|rs?)?\b)?")
_WITH_UNIT = re.compile(
    r"(?<![\w:])(\d{1,3}):([0-5]?\d)\s?(?:(?P<minutes>min(?:ute)?s?|m)|(?P<seconds>s|sec(?:ond)?s?)|(?P<hours>h|hrs?|hours?))\b\.?"
)
_SHORT_FORM = re.compile(
    r"(?<![\w.])(\d+)\s?m(?:in)?\s?([0-5]?\d)\s?s(?:ec)?(?!\w)|(?<![\w.])(\d+)\s?h\s?([0-5]\d|\d(?=\s?m))(?:\s?m(?:in)?)?(?!\w)"
)
_AFTER_HOLD = re.compile(
    rf"(?P<lead>\b{_HOLDING}\s*[:,\u2013\u2014-]?{_PERHAPS}\s*)(?<!\w)(\d{{1,2}}):([0-5]\d)"
    r"(?:\s*(?:[-\u2013\u2014]|to)\s*(\d{1,2}):([0-5]\d))?(?![\w:]|\s?\d)",
    re.IGNORECASE,
)
_BEFORE_HOLD = re.compile(
    r"(?P<lead>\b(?:an?|the|each|one)\s+)(\d{1,2}):([0-5]\d)(?=\s+(?:hold|rest|pause|break|breath|stretch|round)\b)",
    re.IGNORECASE,
)
_BODY: Final = r"(?:side|leg|arm|hand|foot|hip|point|pose|set|round|way)s?"
_BEFORE_SIDES = re.compile(
    r"(?<![\w:])(?<!\bat )(?<!\bby )(?<!\bfrom )(?<!\bsince )(?<!\bafter )(?<!\bbefore )(?<!\buntil )"
    rf"(\d{{1,2}}):([0-5]\d)(?=\s+(?:left|remaining|to\s+go|(?:(?:on|for|per)\s+)?(?:each|both|per|a|the|every)\s+(?:left\s+|right\s+)?{_BODY}"
    r"|each(?=[.,;]|\s*$))\b)",
    re.IGNORECASE,
)
"""A length, by the words after it: "2:30 left", "1:00 each side"."""
_ZERO = re.compile(r"(?<![\w:])00?:([0-5]\d)(?![\w:])")
_QUOTED = re.compile(
    rf"(?P<lead>\b{_HOLDING}:?{_PERHAPS}\s+)(?:(\d+)'(?![A-Za-z])\s?(?:(\d+)\"?)?|(\d+)\")(?!\w)",
    re.IGNORECASE,
)
_QUOTED_RANGE = re.compile(
    rf"(?P<lead>\b{_HOLDING}:?{_PERHAPS}\s+)(\d+)(['\"])?\s?[-\u2013\u2014]\s?(\d+)(['\"])(?!\w)",
    re.IGNORECASE,
)
_CLOCK_RANGE = re.compile(r"(?<![\w:])(\d{1,2}):([0-5]\d)\s*[-\u2013\u2014]\s*(\d{1,2}):([0-5]\d)(?![\w:])")
_OPEN_RANGE = re.compile(
    r"(?<![\w:.])(\d{1,2})(?::([0-5]\d))?\s?[-\u2013\u2014]\s?(\d{1,2})(?::([0-5]\d))?(?![\w:]|[.,]\d)"
)
_CLOCK = re.compile(r"(?<![\w:])([01]?\d|2[0-4]):([0-5]\d)(?![\w:])")
_RATIO = re.compile(r"(?<![\w:.])(\d{1,2})\s?:\s?(\d{1,2})(?::(\d{1,2}))?(?![\w:])")


def lengths(text: str, keep: FinishedSpans) -> str:
    """Lengths with a colon or quotes: after "hold", with a unit, with hours before or no minutes at all."""
    text = _LONG.sub(lambda match: keep(_length(int(match[1]), int(match[2]), int(match[3]))), text)
    text = _WITH_UNIT.sub(lambda match: keep(_with_unit(match)), text)
    text = _SHORT_FORM.sub(
        lambda match: keep(
            _length(0, int(match[1]), int(match[2])) if match[1] else _length(int(match[3]), int(match[4]), 0)
        ),
        text,
    )
    text = _QUOTED_RANGE.sub(lambda match: match["lead"] + keep(_quoted_range(match)), text)
    text = _QUOTED.sub(
        lambda match: match["lead"] + keep(_length(0, int(match[2] or 0), int(match[3] or match[4] or 0))),
        text,
    )
    text = _BEFORE_HOLD.sub(
        lambda match: match["lead"] + keep(_length(0, int(match[2]), int(match[3]), described=True)), text
    )
    if not _MEETING.search(text):
        text = _AFTER_HOLD.sub(lambda match: match["lead"] + keep(_range(match)), text)
    text = _BEFORE_SIDES.sub(lambda match: keep(_length(0, int(match[1]), int(match[2]))), text)
    return _ZERO.sub(lambda match: keep(_length(0, 0, int(match[1]))), text)


def times_of_day(text: str, keep: FinishedSpans) -> str:
    """Times of the day, with "a.m." and "p.m." or without, and ratios."""
    text = _OF_DAY.sub(lambda match: _of_day(match, keep), text)
    text = _CLOCK_RANGE.sub(
        lambda match: keep(f"{_time(match[1], match[2])} to {_time(match[3], match[4])}"), text
    )
    text = _OPEN_RANGE.sub(lambda match: _half_open(match, keep), text)
    text = _CLOCK.sub(lambda match: keep(_time(match[1], match[2])), text)
    return _RATIO.sub(
        lambda match: keep(" to ".join(cardinal(figure) for figure in match.groups() if figure)), text
    )


def _length(hours: int, minutes: int, seconds: int, *, described: bool = False) -> str:
    parts = [
        f"{cardinal(str(count))} {unit if count == 1 or described else unit + 's'}"
        for count, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
        if count
    ]
    if not parts:
        return "zero seconds"
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _range(match: re.Match[str]) -> str:
    words = _length(0, int(match[2]), int(match[3]))
    return f"{words} to {_length(0, int(match[4]), int(match[5]))}" if match[4] else words


def _quoted_range(match: re.Match[str]) -> str:
    low, high = (
        _length(0, int(number), 0) if mark == "'" else _length(0, 0, int(number))
        for number, mark in ((match[2], match[3] or match[5]), (match[4], match[5]))
    )
    if match[3] in {None, match[5]}:
        low = cardinal(match[2])
    return f"{low} to {high}"


def _with_unit(match: re.Match[str]) -> str:
    first, second = int(match[1]), int(match[2])
    if match["hours"]:
        return _length(first, second, 0)
    return _length(0, first, second)


def _of_day(match: re.Match[str], keep: FinishedSpans) -> str:
    hour, minute, hour2, minute2 = match[1], match[2], match[4], match[5]
    if int(hour) > 24 or int(hour2 or 0) > 24 or int(minute or 0) > 59 or int(minute2 or 0) > 59:
        return match[0]
    letter = (match["half"] or match["plain"][0]).upper()
    first = _time(hour, minute, bare=True)
    second = f" to {_time(hour2, minute2, bare=True)}" if hour2 else ""
    own = f" {match['own'].upper()}M" if match["own"] else ""
    # the letters are left to the pass that spells initialisms
    return f"{keep(first)}{own}{keep(second) if second else ''} {letter}M"


def _half_open(match: re.Match[str], keep: FinishedSpans) -> str:
    """A range of which one end has minutes: "8:30-9"; others stay."""
    if (match[2] is None) == (match[4] is None):
        return match[0]
    return keep(f"{_time(match[1], match[2])} to {_time(match[3], match[4])}")


def _time(hour: str, minute: str | None, *, bare: bool = False) -> str:
    words = cardinal(str(int(hour)))
    if minute is None or minute == "00":
        return words if bare or minute is None else f"{words} o'clock"
    return f"{words} {'oh ' if minute[0] == '0' else ''}{cardinal(str(int(minute)))}"
