"""Pauses written into plain text: ``[pause]``, ``[pause 2s]``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.units import Ms, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE_MS: Final = Ms(1_000)
"""How long ``[pause]`` is."""
_SHORT_MS: Final = Ms(500)
_LONG_MS: Final = Ms(3_000)

_LENGTHS: Final = {"short": _SHORT_MS, "brief": _SHORT_MS, "long": _LONG_MS, "": PAUSE_MS}
_HOW: Final = "write [pause] or [pause 2s]"
_UNIT: Final = r"(?:ms|milliseconds?|msecs?|s|secs?|seconds?|m|mins?|minutes?)"
_TIME: Final = rf"\.?\d[\w.:,]*(?:[\s-]*{_UNIT}\b)?\.?"
_KIND: Final = r"(?:(?P<kind>short|brief|long)[\s-]+)?"
_INSIDE: Final = re.compile(
    rf"(?:an?\s+)?{_KIND}(?:pause|break|silence)(?:[\s:=,\u2013-]*(?:for|of|time\s*=)?\s*[\"']?(?P<after>{_TIME})[\"']?)?"
    rf"|(?:an?\s+)?(?P<before>{_TIME})[\s-]*(?:of\s+)?(?:pause|break|silence)",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(
    # whatever begins with the word is meant as a pause; in round brackets it may be a remark
    r"\[\s*(?P<square>(?:(?:an?|short|brief|long|of|\d[\w.:,]*|[sm]\w*)[\s-]+){0,3}"
    r"(?:pause|break|silence)\b[^\[\]\n]*)\]"
    r"|\[\[\s*slnc\s+(?P<slnc>\d+)\s*\]\]"
    r"|\(\s*(?P<round>(?:(?:short|brief|long)[\s-]+)?pause(?:[\s:,]*(?:for\s+)?"
    rf"{_TIME})?|{_TIME}[\s-]*pause)\s*\)",
    re.IGNORECASE,
)


def pause_ms(text: str) -> Ms:
    """A pause's length: ``2s``, ``2 seconds``, ``+.5s``.

    Raises
    ------
    ValueError
        If it is no length.
    """
    return parse_duration(text.strip().removeprefix("+"))


def cut_at_pauses(text: str) -> Iterator[str | Ms]:
    """The words of a text and the pauses written into it, in milliseconds, in order.

    Raises
    ------
    ValueError
        If what stands in square brackets begins like a pause and is none.

    >>> list(cut_at_pauses("Breathe in [pause 2s], and out."))
    ['Breathe in ', 2000, ', and out.']
    """
    at = 0
    for match in _BRACKETS.finditer(text):
        yield text[at : match.start()]
        at = match.end()
        if match["slnc"]:
            yield pause_ms(f"{match['slnc']}ms")
            continue
        yield _length((match["square"] or match["round"]).strip(), match[0])
    yield text[at:]


def _length(inside: str, written: str) -> Ms:
    match = _INSIDE.fullmatch(inside)
    if match is None:
        raise ValueError(f"{written!r} is no pause; {_HOW}")
    time = match["after"] or match["before"]
    if time is None:
        return _LENGTHS[(match["kind"] or "").lower()]
    try:
        return pause_ms(time)
    except ValueError as error:
        raise ValueError(f"{written!r} is no pause: {error}; {_HOW}") from error
