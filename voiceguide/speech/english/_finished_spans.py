"""Spans of a text that are finished: hidden from every later pass, and put back at the end."""

from __future__ import annotations

import re
from typing import Final

_FIRST: Final = 0xF0000
"""Where a private plane of Unicode begins; what a text holds of it was left out before."""

SPAN: Final = "[\U000f0000-\U000ffffd]"
"""A finished span, in a regular expression."""

READS_IPA: Final = frozenset({"piper", "kokoro", "espeak"})
"""Families of engines that take phonemes in ``[[...]]``."""

_SPAN = re.compile(SPAN)
_NAME: Final = "\ue000-\uf8ff"


class FinishedSpans:
    """What is said for each span that a pass has written out.

    A pass calls it with words, and gets one private character to put into the text. So no pass works on
    another's words: "max." became "at most" because one did.
    """

    def __init__(self, family: str = "") -> None:
        self.family = family
        """The family of engines that the words are for; empty for words that are only shown."""
        self._words: list[str] = []

    def __call__(self, words: str) -> str:
        """Hide words behind a private character."""
        self._words.append(words)
        return chr(_FIRST + len(self._words) - 1)

    def restored(self, text: str) -> str:
        """Put all words back, parted from what is written right beside them."""
        # a span may hold another one
        while _SPAN.search(text):
            text = re.sub(rf"(?<=[\w\U000f0000-\U000ffffd{_NAME}])(?={SPAN})", " ", text)
            text = re.sub(rf"(?<={SPAN})(?=[\w{_NAME}])", " ", text)
            text = _SPAN.sub(lambda match: self._words[ord(match[0]) - _FIRST], text)
        return text
