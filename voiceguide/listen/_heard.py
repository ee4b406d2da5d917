"""What was said against what was heard, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from voiceguide.speech import NAME_ASIDE, names_aside

_NAME_WORDS: Final = 4
"""The most words that a recogniser of English makes of a point's name, of which it knows none."""

_SPELLINGS: Final = {"centre": "center"}


@dataclass(frozen=True, slots=True)
class HeardLine:
    """A line, and what a recogniser made of it."""

    said: str
    """As displayed."""
    heard: str

    @property
    def words(self) -> int:
        """How many words were said, without names."""
        return sum(word != NAME_ASIDE for word in plain_words(self.said))

    @property
    def wrong(self) -> int:
        """How many words were heard wrong, missed or added."""
        return wrong_words(self.said, self.heard)

    @property
    def names(self) -> int:
        """How many names were put aside."""
        return sum(word == NAME_ASIDE for word in plain_words(self.said))


def plain_words(text: str) -> list[str]:
    """Plain lower-case words, with numbers written out and each name as one word."""
    spoken = names_aside(text).lower().replace("-", " ")
    return [_SPELLINGS.get(word, word) for word in re.findall("[a-z]+", spoken.replace("'", ""))]


def wrong_words(said: str, heard: str) -> int:
    """Words wrong, left out or put in; a name may be heard as anything, of up to four words."""
    wanted = [
        each
        for word in plain_words(said)
        for each in ([word] * _NAME_WORDS if word == NAME_ASIDE else [word])
    ]
    other_words = plain_words(heard)
    row = list(range(len(other_words) + 1))
    for word in wanted:
        free = word == NAME_ASIDE
        following = [row[0] + (not free)]
        for place, other in enumerate(other_words, 1):
            following.append(
                min(
                    row[place - 1] + (not free and word != other),
                    row[place] + (not free),
                    following[-1] + 1,
                )
            )
        row = following
    return row[-1]
