# ruff: noqa: E501, RUF001, RUF002 (tables; phonemes look like letters)
"""Pinyin: which words are made of Mandarin's syllables, and how an English voice says them, by rule.

An English voice has neither Mandarin's tones nor its two rows of sibilants, so both are left out: ``j`` and ``zh``
are one sound, as are ``q`` and ``ch``, ``x`` and ``sh``. All else keeps what tells one syllable from another.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

_INITIALS: Final = {
    "b": "b", "p": "p", "m": "m", "f": "f", "d": "d", "t": "t", "n": "n", "l": "l", "g": "ɡ", "k": "k", "h": "h",
    "j": "dʒ", "q": "tʃ", "x": "ʃ", "zh": "dʒ", "ch": "tʃ", "sh": "ʃ", "r": "ɹ", "z": "dz", "c": "ts", "s": "s",
    "": "",
}  # fmt: skip
"""What a syllable begins with, in espeak's IPA for American English."""

_FINALS: Final = {
    # a syllable's vowel is stressed, and the mark stands before it, as espeak writes it
    "a": "ˈɑː", "o": "wˈɔː", "e": "ˈʌ", "ai": "ˈaɪ", "ei": "ˈeɪ", "ao": "ˈaʊ", "ou": "ˈoʊ",
    "an": "ˈɑːn", "en": "ˈʌn", "ang": "ˈɑːŋ", "eng": "ˈʌŋ", "ong": "ˈʊŋ", "er": "ˈɜː",
    "i": "ˈiː", "ia": "jˈɑː", "ie": "jˈɛ", "iao": "jˈaʊ", "iu": "jˈoʊ", "ian": "jˈɛn", "in": "ˈɪn",
    "iang": "jˈɑːŋ", "ing": "ˈɪŋ", "iong": "jˈʊŋ",
    "u": "ˈuː", "ua": "wˈɑː", "uo": "wˈɔː", "uai": "wˈaɪ", "ui": "wˈeɪ", "uan": "wˈɑːn", "un": "ˈʊn",
    "uang": "wˈɑːŋ", "ueng": "wˈʌŋ",
    "ü": "jˈuː", "üe": "wˈɛ", "üan": "wˈɛn", "ün": "jˈuːn",
}  # fmt: skip
"""What a syllable ends with. Mandarin's rounded front vowel is what English has for it in "few"."""

_BUZZED: Final = {"zh": "ˈɜː", "ch": "ˈɜː", "sh": "ˈɜː", "r": "ˈɜː", "z": "ˈʌ", "c": "ˈʌ", "s": "ˈʌ"}
"""The vowel that ``i`` stands for after these: not the one of ``li``."""

_ROWS: Final = {
    "": "a o e ai ei ao ou an en ang eng er",
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un ü üe",
    "l": "a o e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "ch": "a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong i u uo ui uan un",
    "z": "a e ai ei ao ou an en ang eng ong i u uo ui uan un",
    "c": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "s": "a e ai ao ou an en ang eng ong i u uo ui uan un",
}
"""The finals that each initial goes with; what begins with ``y`` and ``w`` is below."""

_WITHOUT_INITIAL: Final = {
    "yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in", "yang": "iang",
    "ying": "ing", "yong": "iong", "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan",
    "wen": "un", "wang": "uang", "weng": "ueng", "yu": "ü", "yue": "üe", "yuan": "üan", "yun": "ün", "yo": "o",
}  # fmt: skip
"""Syllables without an initial, spelt with ``y`` or ``w`` in its place."""

_GLIDES: Final = {"yi": "jˈiː", "yin": "jˈɪn", "ying": "jˈɪŋ", "wu": "wˈuː", "wen": "wˈʌn", "yue": "jwˈɛ",
                  "yuan": "jwˈɛn", "yo": "jˈɔː"}  # fmt: skip
"""What ``y`` and ``w`` are heard as where the final has no glide of its own."""

_LONGEST: Final = 6
_LONGEST_WORD: Final = 40
_TONES: Final = frozenset("\u0304\u0301\u030c\u0300")
"""The four tones, as marks that follow a vowel: macron, acute, caron, grave."""


def _syllables() -> dict[str, tuple[str, str]]:
    table = {initial + final: (initial, final) for initial, row in _ROWS.items() for final in row.split()}
    return table | {syllable: ("", final) for syllable, final in _WITHOUT_INITIAL.items()}


SYLLABLES: Final = _syllables()
"""Mandarin's syllables without their tones: what each begins and ends with."""


def bare(text: str) -> str:
    """Pinyin in small letters without tones: ``Lǚ`` and ``LV`` are ``lü``.

    Other marks stay, so that what has them is no pinyin.
    """
    letters = unicodedata.normalize("NFC", without_tones(text.casefold()))
    return re.sub(r"(?<=[nl])(?:v|u:)", "ü", letters)


def without_tones(text: str) -> str:
    """A text, decomposed (NFD), without the marks of tones."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c not in _TONES)


def has_tones(text: str) -> bool:
    """Whether a text carries tone marks that English and its loan words do not: macrons or carons."""
    marked = unicodedata.normalize("NFD", text)
    return "\u0304" in marked or "\u030c" in marked


@functools.cache
def split(word: str) -> tuple[str, ...]:
    """The syllables of a word of bare pinyin; none if it is no pinyin.

    An apostrophe stands before a syllable that begins with a vowel, by pinyin's own rule, so a reading without
    such syllables wins, and then the one whose syllables are longest.

    >>> split("houxi"), split("xian"), split("xi'an"), split("sanyinjiao"), split("press")
    (('hou', 'xi'), ('xian',), ('xi', 'an'), ('san', 'yin', 'jiao'), ())
    """
    if "'" in word:
        pieces = [split(piece) for piece in word.split("'")]
        return tuple(syllable for piece in pieces for syllable in piece) if all(pieces) else ()
    if len(word) > _LONGEST_WORD:
        return ()
    # the best reading of what follows each letter: how many vowels begin a syllable in it, and its syllables
    best: list[tuple[int, tuple[str, ...]] | None] = [None] * len(word) + [(0, ())]
    for start in reversed(range(len(word))):
        choices = [
            (rest[0] + (start > 0 and word[start] in "aoe"), (word[start:end], *rest[1]))
            for end in range(start + 1, min(start + _LONGEST, len(word)) + 1)
            if word[start:end] in SYLLABLES and (rest := best[end]) is not None
        ]
        best[start] = min(choices, key=lambda choice: (choice[0], len(choice[1])), default=None)
    found = best[0]
    return found[1] if found else ()


def ipa(syllable: str) -> str:
    """How an English voice says a syllable, in espeak's IPA, stressed.

    >>> ipa("xi"), ipa("zhong"), ipa("he")
    ('ʃˈiː', 'dʒˈʊŋ', 'hˈʌ')
    """
    if syllable in _GLIDES:
        return _GLIDES[syllable]
    initial, final = SYLLABLES[syllable]
    if final == "i" and initial in _BUZZED:
        return _INITIALS[initial] + _BUZZED[initial]
    if initial in {"j", "q", "x"} and final.startswith("u"):
        # the spelling leaves out the dots; after these sounds the y of "few" is not heard
        return _INITIALS[initial] + _FINALS["ü" + final[1:]].removeprefix("j")
    if final == "o" and not initial:
        return "ˈɔː"
    return _INITIALS[initial] + _FINALS[final]
