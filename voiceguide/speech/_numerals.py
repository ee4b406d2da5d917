"""Codes of acupressure points in words."""

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
    "PC": "pericardium",
    "TE": "triple energizer",
    "TB": "triple energizer",
    "SJ": "triple energizer",
    "GB": "gallbladder",
    "LR": "liver",
    "LV": "liver",
    "LIV": "liver",
    "GV": "governing vessel",
    "DU": "governing vessel",
    "CV": "conception vessel",
    "REN": "conception vessel",
}
"""The fourteen channels by their codes: WHO's (2008) and those that are common beside them."""

# a code as people type it: BL-43, BL43, BL 43, Liv-3, Du-20, but not "du 20" or "he 3"
_CODE = re.compile(
    rf"\b({'|'.join(sorted(CHANNELS, key=len, reverse=True))}|Liv|Lv|Du|Ren|Liver)[- ]?(\d{{1,2}})\b"
)


def point_codes(text: str, keep: Callable[[str], str]) -> str:
    """Write codes of points out: "BL-43" is "bladder forty-three"."""
    return _CODE.sub(
        lambda match: keep(f"{CHANNELS.get(match[1].upper(), match[1])} {number(int(match[2]))}"), text
    )
