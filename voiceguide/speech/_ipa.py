# ruff: noqa: E501, RUF001, RUF002 (tables; phonemes look like letters)
"""IPA as people write it, made into what engines read, and into letters for voices that read no IPA."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

VOWELS: Final = "aeiouyæɐɑɒɔəɘɚɛɜɝɞɤɨɪɯɵøœʉʊʌʏᵻ"
_CONSONANTS: Final = "bcdfghjklmnpqrstvwxzçðħŋɓɕɖɗɟɡɣɦɫɬɭɱɲɳɴɸɹɺɻɽɾʀʁʂʃʈʋʍʐʑʒʔʝʦʣʤʧβθχʎ"
_MARKS: Final = "ːˑˈˌ̩̯ʰʲʷˠˤ̃ "
_DROPPED: Final = dict.fromkeys(map(ord, "./[]|‿‖͜͡-\u0361\u035c"))
_USUAL: Final = str.maketrans({"g": "ɡ", "'": "ˈ", "’": "ˈ", ",": "ˌ", ":": "ː", "r": "ɹ", "ʦ": "ts", "ʣ": "dz",
                               "ʧ": "tʃ", "ʤ": "dʒ", "ɝ": "ɜ"})  # fmt: skip
_MISPLACED: Final = re.compile(rf"([ˈˌ])([^{VOWELS}ˈˌ ]+)(?=[{VOWELS}])")

_LETTERS: Final = (
    # the order matters: longer before shorter
    ("aɪ", "igh"), ("aʊ", "ow"), ("eɪ", "ay"), ("oʊ", "oh"), ("əʊ", "oh"), ("ɔɪ", "oy"), ("ɑːɹ", "ar"), ("ɜːɹ", "ur"),
    ("ɑː", "ah"), ("ɔː", "aw"), ("iː", "ee"), ("uː", "oo"), ("ɜː", "ur"), ("tʃ", "ch"), ("dʒ", "j"), ("ts", "ts"),
    ("ɑ", "ah"), ("a", "ah"), ("æ", "a"), ("ɐ", "uh"), ("ʌ", "uh"), ("ə", "uh"), ("ɚ", "er"), ("ɛ", "e"), ("e", "e"),
    ("ɪ", "i"), ("ᵻ", "i"), ("i", "ee"), ("ɔ", "o"), ("ɒ", "o"), ("o", "o"), ("ʊ", "oo"), ("u", "oo"), ("ɜ", "ur"),
    ("ʃ", "sh"), ("ʒ", "zh"), ("θ", "th"), ("ð", "th"), ("ŋ", "ng"), ("ɡ", "g"), ("j", "y"), ("ɹ", "r"), ("ɾ", "t"),
)  # fmt: skip
"""How sounds of English are best spelt for a voice that reads letters."""


def checked_ipa(text: str) -> str:
    """IPA as espeak writes it: stress marks before the vowel, no ties, no dots between syllables.

    Raises
    ------
    ValueError
        If there is a character in it that is no IPA, or no vowel.

    >>> checked_ipa("/soʊ.ˈɡɑː.wə/"), checked_ipa("t͡ʃiː")
    ('soʊɡˈɑːwə', 'tʃˈiː')
    """
    ipa = unicodedata.normalize("NFD", text).translate(_DROPPED).translate(_USUAL)
    ipa = " ".join(unicodedata.normalize("NFC", ipa).split())
    for character in unicodedata.normalize("NFD", ipa):
        if character not in f"{VOWELS}{_CONSONANTS}{_MARKS}\u0327":
            raise ValueError(f"{character!r} is no sound of the International Phonetic Alphabet")
    if not any(character in VOWELS for character in ipa):
        raise ValueError("there is no vowel in it")
    ipa = _MISPLACED.sub(r"\2\1", ipa)
    return " ".join(word if "ˈ" in word or "ˌ" in word else _stressed(word) for word in ipa.split())


def _stressed(word: str) -> str:
    """A word with a stress on its first vowel, where none is marked."""
    place = next((at for at, character in enumerate(word) if character in VOWELS), None)
    return word if place is None else f"{word[:place]}ˈ{word[place:]}"


def with_ending(ipa: str, ending: str) -> str:
    """A word's sounds with its plural's or possessive's ``s``.

    >>> with_ending("ˈɑːsənə", "s"), with_ending("fˈæʃ", "es"), with_ending("kˈʌp", "'s")
    ('ˈɑːsənəz', 'fˈæʃᵻz', 'kˈʌps')
    """
    if not ending:
        return ipa
    if ipa.endswith(("s", "z", "ʃ", "ʒ")):
        return f"{ipa}ᵻz"
    return ipa + ("s" if ipa.endswith(("p", "t", "k", "f", "θ")) else "z")


def in_letters(ipa: str) -> str:
    """Sounds of English as a person would spell them for an English reader.

    >>> in_letters("hˈoʊ ʃˈiː"), in_letters("nˌɑːməstˈeɪ")
    ('hoh shee', 'nah-muhs-tay')
    """
    return " ".join(_spelt(word) for word in ipa.split())


def _spelt(word: str) -> str:
    text = re.sub(r"[^\w]|[ˈˌʲ]", "", word)
    syllables = re.findall(rf"[^{VOWELS}]*[{VOWELS}ː]+(?:[^{VOWELS}ː]+$|[^{VOWELS}ː](?=[^{VOWELS}ː]))?", text)
    return "-".join(_letters_of(syllable) for syllable in syllables) or _letters_of(text)


def _letters_of(syllable: str) -> str:
    for sound, letters in _LETTERS:
        syllable = syllable.replace(sound, letters.upper())
    return syllable.replace("ː", "").lower()
