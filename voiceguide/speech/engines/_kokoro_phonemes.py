# ruff: noqa: RUF001 (phonemes look like letters)
"""Kokoro's alphabet: from the IPA that espeak-ng writes to the symbols that the model was trained on.

Kokoro learnt from the phonemes of misaki, which writes a diphthong or an affricate as one letter. The rules
are those of misaki's own reading of espeak (``misaki/espeak.py``, and what its ``en.py`` does to the result
for the model's version 1.0), adapted to espeak's output without ties.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

SYMBOLS: Final = {
    **dict(zip(";:,.!?", range(1, 7), strict=True)),
    " ": 16,
    "A": 24,
    "I": 25,
    "O": 31,
    "Q": 33,
    "T": 36,
    "W": 39,
    "Y": 41,
    "ᵊ": 42,
    "a": 43,
    "b": 44,
    "d": 46,
    "f": 48,
    "h": 50,
    "i": 51,
    "j": 52,
    "k": 53,
    "l": 54,
    "m": 55,
    "n": 56,
    "p": 58,
    "s": 61,
    "t": 62,
    "u": 63,
    "v": 64,
    "w": 65,
    "z": 68,
    "ɑ": 69,
    "ɒ": 71,
    "æ": 72,
    "ɔ": 76,
    "ð": 81,
    "ʤ": 82,
    "ə": 83,
    "ɛ": 86,
    "ɜ": 87,
    "ɡ": 92,
    "ɪ": 102,
    "ŋ": 112,
    "θ": 119,
    "ɹ": 123,
    "ʃ": 131,
    "ʧ": 133,
    "ʊ": 135,
    "ʌ": 138,
    "ʒ": 147,
    "ˈ": 156,
    "ˌ": 157,
    "ː": 158,
    "ᵻ": 177,
}
"""Number of each symbol of English in the model's vocabulary (``config.json`` of Kokoro-82M 1.0)."""

EDGE: Final = 0
"""Number that stands before the first and after the last symbol."""

RULES_VERSION: Final = "1"
"""Changes with what :func:`kokoro_phonemes` writes, as a clip with other phonemes is another clip."""

_VOWELS = "aæeɐɑɒɔəɛɜiɪoʊuʌᵻAIOQWY"
# the order matters: longer before shorter
_SHARED: Final = (
    (r"ʔˌ?n\u0329", "tᵊn"),
    (r"ʔn", "tᵊn"),
    (r"(\S)\u0329", r"ᵊ\1"),
    (r"[\u0303\u0329]", ""),
    (r"aɪ", "I"),
    (r"aʊ", "W"),
    (r"ɔɪ", "Y"),
    (r"eɪ", "A"),
    (r"dʒ", "ʤ"),
    (r"tʃ", "ʧ"),
    # a syllable that is only an l, unless the l begins the next syllable
    (rf"əl(?![ˈˌ{_VOWELS}])", "ᵊl"),
    (r"[xçq]", "k"),
    (r"ɬ", "l"),
    (r"r", "ɹ"),
    (r"ɐ", "ə"),
    (r"ɾ", "T"),
    (r"ʔ", "t"),
    (r"ʲ", ""),
)
_AMERICAN: Final = (
    (r"oʊ", "O"),
    (r"ɚ", "əɹ"),
    (r"ɜːɹ?", "ɜɹ"),
    (r"ɪə", "iə"),
    (r"ː", ""),
    (r"o", "ɔ"),
    (r"e", "A"),
)
_BRITISH: Final = (
    (r"oʊ|əʊ", "Q"),
    (r"eə", "ɛː"),
    (r"iə", "ɪə"),
    (r"ɚ", "ə"),
    (r"o", "ɔ"),
    (r"e", "A"),
)
_RULES: Final = {
    british: tuple((re.compile(pattern), new) for pattern, new in (*_SHARED, *rules))
    for british, rules in ((False, _AMERICAN), (True, _BRITISH))
}


def kokoro_phonemes(ipa: str, *, british: bool) -> str:
    """Write espeak's IPA in Kokoro's symbols.

    Parameters
    ----------
    ipa : str
        With stress marks, spaces and ``;:,.!?``, composed or decomposed.
    british : bool
        Whether the IPA and the voice are British.

    Returns
    -------
    str
        Keys of :data:`SYMBOLS` only: what the model does not know is left out.
    """
    text = unicodedata.normalize("NFC", ipa)
    for pattern, new in _RULES[british]:
        text = pattern.sub(new, text)
    return "".join(symbol for symbol in text if symbol in SYMBOLS).strip()


def token_ids(symbols: str) -> list[int]:
    """Numbers of the symbols, between the two edges."""
    return [EDGE, *(SYMBOLS[symbol] for symbol in symbols), EDGE]
