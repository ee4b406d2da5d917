# ruff: noqa: E501, RUF001, RUF002 (tables; phonemes look like letters)
"""Sanskrit names of yoga's poses, said as English-speaking teachers say them, by rule: ``trikonasana``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_POSE: Final = re.compile(r"(?<![^\W_])([a-z]{2,24}?)(?:asana)(s|['\u2019]s)?(?![^\W_])", re.IGNORECASE)

_SOUNDS: Final = (
    # the order matters: longer before shorter
    ("cch", "tʃ"), ("ch", "tʃ"), ("sch", "ʃtʃ"), ("sh", "ʃ"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("kh", "k"),
    ("gh", "ɡ"), ("ph", "p"), ("ksh", "kʃ"), ("vrks", "vɹɪkʃ"), ("jn", "ɡnj"), ("ng", "ŋɡ"), ("nk", "ŋk"),
    ("ai", "aɪ"), ("au", "aʊ"), ("aa", "ɑː"), ("ee", "iː"), ("oo", "uː"), ("ou", "aʊ"),
    ("a", "ə"), ("e", "eɪ"), ("i", "ɪ"), ("o", "oʊ"), ("u", "uː"),
    ("b", "b"), ("c", "tʃ"), ("d", "d"), ("f", "f"), ("g", "ɡ"), ("h", "h"), ("j", "dʒ"), ("k", "k"), ("l", "l"),
    ("m", "m"), ("n", "n"), ("p", "p"), ("q", "k"), ("r", "ɹ"), ("s", "s"), ("t", "t"), ("v", "v"), ("w", "v"),
    ("x", "ks"), ("y", "j"), ("z", "z"),
)  # fmt: skip
_LONGEST_FIRST: Final = sorted(_SOUNDS, key=lambda sound: len(sound[0]), reverse=True)
_ENDING: Final = "ˈɑːsənə"
_VOWEL: Final = re.compile("aɪ|aʊ|ɑː|iː|uː|eɪ|oʊ|ə|ɪ")


def find_poses(text: str) -> Iterator[tuple[int, int, str]]:
    """The names of poses in a text: first and last place, and their sounds in espeak's IPA."""
    for match in _POSE.finditer(text):
        yield match.start(), match.end(), pose(match[1].lower()) + ("z" if match[2] else "")


def pose(stem: str) -> str:
    """The sounds of a pose's name, by what stands before ``asana``.

    >>> pose("tad"), pose("trikon"), pose("virabhadr")
    ('tɑːdˈɑːsənə', 'tɹˌɪkoʊnˈɑːsənə', 'vˌɪɹəbədɹˈɑːsənə')
    """
    sounds: list[str] = []
    at = 0
    while at < len(stem):
        # a doubled consonant is one sound
        if stem[at : at + 1] == stem[at + 1 : at + 2] and stem[at] not in "aeo":
            at += 1
            continue
        letters, sound = next((pair for pair in _LONGEST_FIRST if stem.startswith(pair[0], at)), ("?", ""))
        sounds.append(sound)
        at += len(letters)
    said = "".join(sounds)
    vowels = list(_VOWEL.finditer(said))
    if not vowels:
        return said + _ENDING
    first = vowels[0]
    full = "ɑː" if first[0] == "ə" else first[0]
    stress = "ˌ" if len(vowels) > 1 else ""
    return f"{said[: first.start()]}{stress}{full}{said[first.end() :]}{_ENDING}"
