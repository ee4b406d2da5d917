"""Codes of acupressure points, in every writing that people use, put into words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.script import number

if TYPE_CHECKING:
    from collections.abc import Callable

CHANNELS: Final = {
    "LU": "lung",
    "LI": "large intestine",
    "ST": "stomach",
    "SP": "spleen",
    "HT": "heart",
    "HE": "heart",
    "SI": "small intestine",
    "BL": "bladder",
    "UB": "bladder",
    "KI": "kidney",
    "KD": "kidney",
    "KID": "kidney",
    "PC": "pericardium",
    "PER": "pericardium",
    "TE": "triple energizer",
    "TB": "triple energizer",
    "TW": "triple energizer",
    "TH": "triple energizer",
    "SJ": "triple energizer",
    "GB": "gallbladder",
    "LR": "liver",
    "LV": "liver",
    "LIV": "liver",
    "GV": "governing vessel",
    "DU": "governing vessel",
    "CV": "conception vessel",
    "REN": "conception vessel",
    "EX-HN": "extra head and neck",
    "EX-CA": "extra chest and abdomen",
    "EX-B": "extra back",
    "EX-UE": "extra upper limb",
    "EX-LE": "extra lower limb",
    "M-HN": "extra head and neck",
    "M-CA": "extra chest and abdomen",
    "M-BW": "extra back",
    "M-UE": "extra upper limb",
    "M-LE": "extra lower limb",
}
"""The fourteen channels and the extra points by their codes: WHO's (2008) and those that are common, too."""

_POINTS: Final = {
    "lung": 11,
    "large intestine": 20,
    "stomach": 45,
    "spleen": 21,
    "heart": 9,
    "small intestine": 19,
    "bladder": 67,
    "kidney": 27,
    "pericardium": 9,
    "triple energizer": 23,
    "gallbladder": 44,
    "liver": 14,
    "governing vessel": 28,
    "conception vessel": 24,
}
"""How many points a channel has."""

_LETTERS: Final = {"P": "pericardium", "H": "heart", "K": "kidney"}
"""Codes of one letter, with the number right after it: ``P6`` is a point, ``P 6`` may be a page."""

_WORDS: Final = frozenset({"he", "per", "kid", "th"})
"""Codes that are words or endings, too: no code where a space follows ("per 6 breaths")."""

_NEVER_SMALL: Final = frozenset({*_WORDS, "te", "du"})
"""Codes that are not written in small letters: ``du20`` may be anything."""

_CODES: Final = "|".join(
    code.replace("-", "[- \u2010-\u2015]?") for code in sorted(CHANNELS, key=len, reverse=True)
)
_DASH: Final = "-\u2010-\u2015"
_GAP: Final = rf"(?:[{_DASH}_# .]|\. )?"
"""What may stand between letters and number."""
_ITEM: Final = (
    rf"(?:{_CODES}){_GAP}\d{{1,2}}(?!\d)|[PHK][{_DASH}]?[1-9]\d?(?!\d)|(?:(?<=point )|(?<=points ))P \d(?!\d)"
)
_BETWEEN: Final = r"\s*[-\u2010-\u2015]\s*|\s*/\s*"
_RUN: Final = re.compile(
    rf"(?<![\w/.-])(?:{_ITEM})(?:(?:{_BETWEEN})(?:{_ITEM})|[-\u2010-\u2015/]\d{{1,2}})*(?![\w%\u00b0]|[.:/]\d)",
    re.IGNORECASE,
)
_PART: Final = re.compile(rf"(?P<between>{_BETWEEN})?(?P<item>{_ITEM}|\d{{1,2}})", re.IGNORECASE)
_NAMED: Final = re.compile(rf"\b({'|'.join(_POINTS)})-(?=\d)", re.IGNORECASE)
_MOST_EXTRA: Final = 99
_NEAR: Final = 24
"""How far from a name its code may stand, in characters."""
_BEFORE: Final = re.compile(rf"(?<![\w/.-])(?P<run>{_ITEM})[\s,:;()\u2013\u2014-]*\Z", re.IGNORECASE)
_AFTER: Final = re.compile(rf"[\s,:;(\u2013\u2014-]*(?P<run>{_ITEM})(?!\w)", re.IGNORECASE)
_APART: Final = frozenset(" ._#")
_SQUEEZED: Final = {code.replace("-", ""): channel for code, channel in CHANNELS.items()}
_VITAMIN: Final = re.compile(r"\bvitamins? (?:[A-Z]\d*,? (?:and |or )?)*$", re.IGNORECASE)


def point_codes(text: str, keep: Callable[[str], str] = str) -> str:
    """Put the codes of points into words.

    A code with a hyphen or in capitals is one as it stands. In other writings (``Li4``, ``st36``), and for a
    code of one letter, there must be a point of that number. ``keep`` gets the words, and gives what stands
    for them.

    >>> point_codes("Press Li4, St 36 or BL-10\u2013BL-12.")
    'Press large intestine four, stomach thirty-six or bladder ten to bladder twelve.'
    """
    if not any(character.isdigit() for character in text):
        return text

    def said(match: re.Match[str]) -> str:
        words = _run(match)
        return match[0] if words is None else keep(words)

    return _RUN.sub(said, _NAMED.sub(r"\1 ", text))


def beside_code(text: str, start: int, end: int) -> bool:
    """Whether the code of a point stands right before or after a stretch of a text."""
    before = _BEFORE.search(text[max(0, start - _NEAR) : start])
    after = _AFTER.match(text[end : end + _NEAR])
    return any(found and _words_of(found["run"]) is not None for found in (before, after))


def _run(match: re.Match[str]) -> str | None:
    """One code, or several with dashes or slashes between them, in words; None if it is none."""
    if _VITAMIN.search(match.string, 0, match.start()):
        return None
    said: list[str] = []
    channel = ""
    for part in _PART.finditer(match.string, match.start(), match.end()):
        words = number(int(part["item"])) if part["item"].isdigit() else _words_of(part["item"])
        if words is None:
            return None
        before, channel = channel, channel if part["item"].isdigit() else words.rpartition(" ")[0]
        if said:
            said.append(" to " if channel == before and "/" not in part["between"] else ", ")
        said.append(words)
    return "".join(said)


def _words_of(item: str) -> str | None:
    """A code in words; None if it is none."""
    letters = item.rstrip("0123456789")
    count, gap = int(item[len(letters) :]), letters[-1:]
    letters = letters.rstrip("- ._#\u2010\u2011\u2012\u2013\u2014\u2015")
    if letters.upper() in _LETTERS:
        channel = _LETTERS[letters.upper()]
        is_point = letters.isupper() and count <= _POINTS[channel] and item != "K9"
        return f"{channel} {number(count)}" if is_point else None
    channel = _SQUEEZED[re.sub(rf"[{_DASH} ]", "", letters.upper())]
    if letters.lower() in _WORDS and gap in _APART:
        return None
    if not letters.isupper():
        # Th12 is a vertebra
        if letters == "Th" or (letters.islower() and (letters in _NEVER_SMALL or gap in _APART)):
            return None
        if not 1 <= count <= _POINTS.get(channel, _MOST_EXTRA):
            return None
    return f"{channel} {number(count)}"
