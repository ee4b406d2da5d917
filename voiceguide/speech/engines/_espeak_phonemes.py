# ruff: noqa: E501, RUF001, RUF002 (tables; phonemes look like letters)
"""espeak-ng's own names for phonemes, and what it makes of a text."""

from __future__ import annotations

import ctypes
import functools
import re
import unicodedata
from typing import Any, Final

from voiceguide.speech._ipa import VOWELS

PHONEMES_FLAG: Final = 0x100
"""espeak-ng's ``espeakPHONEMES``: what stands in ``[[...]]`` is phonemes."""

RAW: Final = re.compile(r"\[\[(.*?)\]\]")

# the order matters: longer before shorter
_NAMES: Final = (
    ("aɪ", "aI"), ("aʊ", "aU"), ("eɪ", "eI"), ("oʊ", "oU"), ("əʊ", "oU"), ("ɔɪ", "OI"),
    ("tʃ", "tS"), ("dʒ", "dZ"), ("ɑː", "A:"), ("ɔː", "O:"), ("iː", "i:"), ("uː", "u:"), ("ɜː", "3:"),
    ("ɑ", "A:"), ("ɐ", "a#"), ("æ", "a"), ("ʌ", "V"), ("ɒ", "0"), ("ɔ", "O:"), ("ɚ", "3"), ("ə", "@"), ("ɛ", "E"),
    ("ɜ", "3:"), ("ɪ", "I"), ("ᵻ", "I2"), ("ʊ", "U"), ("ʃ", "S"), ("ʒ", "Z"), ("θ", "T"), ("ð", "D"), ("ŋ", "N"),
    ("ɹ", "r"), ("ɾ", "t#"), ("ɡ", "g"), ("ʲ", ";"), ("ː", ":"), ("ˈ", "'"), ("ˌ", ","),
    *((letter, letter) for letter in "abdefhijklmnoprstuvwxz "),
)  # fmt: skip
_COLOURED: Final = {"ɑːɹ": "A@", "ɔːɹ": "O@", "ɛɹ": "e@", "ʊɹ": "U@"}
"""Vowels with the r that ends their syllable."""
_TABLE: Final = {**dict(_NAMES), **_COLOURED}
_SOUND: Final = re.compile(
    f"(?:{'|'.join(_COLOURED)})(?![{VOWELS}])|{'|'.join(re.escape(sound) for sound, _ in _NAMES)}|."
)


_SYNCHRONOUS, _UTF_8, _IPA = 2, 1, 2


def mnemonics(ipa: str) -> str:
    """IPA as espeak-ng takes it between ``[[`` and ``]]``; a sound that English has not is left out.

    >>> mnemonics("hˈoʊ ʃˈiː")
    "h'oU S'i:"
    """
    text = unicodedata.normalize("NFC", ipa)
    return "".join(_TABLE.get(match[0], "") for match in _SOUND.finditer(text))


def for_espeak(sentence: str) -> str:
    """A sentence with the IPA in it as espeak-ng takes it."""
    return RAW.sub(lambda raw: f"[[{mnemonics(raw[1])}]]", sentence)


def spelt_out(sentence: str, library: str, data: str, accent: str) -> str:
    """What a library of espeak-ng makes of a sentence, in IPA.

    Parameters
    ----------
    sentence : str
        ``[[...]]`` in it is IPA, and stays as it is.
    library, data : str
        Where the library and its data lie.
    accent : str
        espeak-ng's name for the voice.
    """
    espeak = _loaded(library, data)
    if espeak.espeak_SetVoiceByName(accent.encode()) != 0:
        return ""
    pieces = RAW.split(sentence)
    # split() by a pattern with one group alternates text and raw phonemes
    return "".join(
        piece if place % 2 else _of_text(espeak, piece) for place, piece in enumerate(pieces)
    ).strip()


def _of_text(espeak: Any, text: str) -> str:
    """The phonemes of a text without any given ones, clause by clause, with a space where it has one."""
    if not any(character.isalnum() for character in text):
        return text
    left = ctypes.c_char_p(text.encode())
    clauses: list[str] = []
    while left.value is not None:
        made = espeak.espeak_TextToPhonemes(ctypes.byref(left), _UTF_8, _IPA)
        clauses.append((made or b"").decode())
    spaces = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() else "")
    return spaces[0] + ", ".join(filter(None, clauses)).strip() + spaces[1]


@functools.cache
def _loaded(library: str, data: str) -> Any:
    espeak = ctypes.CDLL(library)
    espeak.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), 0)
    espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
    return espeak
