"""Words: everything that is said aloud and comes from no pack, in one YAML file a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.words._load import languages, load_words, words_of
    from voiceguide.words._words_model import Lines, LintWords, Times, Words

__all__ = ["Lines", "LintWords", "Times", "Words", "languages", "load_words", "words_of"]

__getattr__ = lazy(
    __name__,
    {
        "_load": "languages load_words words_of",
        "_words_model": "Lines LintWords Times Words",
    },
)
