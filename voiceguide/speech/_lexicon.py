"""The pronunciation lexicon: names that engines would say wrong, respelt for each family of engines."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from voiceguide import yamlfile
from voiceguide.errors import VoiceError
from voiceguide.store import Stage, json_stage, own_file
from voiceguide.yamlfile import After, Before, model

if TYPE_CHECKING:
    from collections.abc import Mapping

BUILT_IN = Path(__file__).with_name("lexicon.yaml")
"""The lexicon that comes with the program."""

ALL_FAMILIES = "all"

_LIKE = {"kokoro": "piper"}
"""Families that read another's respellings: Kokoro's phonemes come from the same espeak IPA."""


_GAPS = re.compile(r"[\s-]+")


def _filled(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError("there is nothing to say in it")
    return text


Respelling = Annotated[str, After(_filled)]


@model()
class Word:
    """One name: its other spellings, and what each family of engines is given in its place."""

    also: tuple[Respelling, ...] = ()
    piper: Respelling | None = None
    kokoro: Respelling | None = None
    espeak: Respelling | None = None
    all: Respelling | None = None

    def respelling(self, family: str) -> str | None:
        """What an engine of this family is given; None leaves the name as it is."""
        for each in (family, _LIKE.get(family, ALL_FAMILIES), ALL_FAMILIES):
            found: str | None = getattr(self, each, None)
            if found:
                return found
        return None


def _word(value: Any) -> Any:
    # "Hou Xi: hoe shee" is short for "Hou Xi: {all: hoe shee}"
    return {"all": value} if isinstance(value, str) else value


@model()
class LexiconFile:
    """A lexicon as a person writes it."""

    version: Annotated[str, After(_filled)] = "1"
    words: dict[Respelling, Annotated[Word, Before(_word)]]


@dataclass(frozen=True, slots=True)
class Respeller:
    """The lexicon for one family of engines."""

    pattern: re.Pattern[str]
    """Finds each name as whole words, the longest first."""
    table: Mapping[str, str]
    """What to say, by case-folded name with single spaces."""
    family: str = ""
    """The family of engines that it is for."""

    def said(self, found: str) -> str:
        """What to say for a name as the pattern found it: in any case, with spaces or hyphens."""
        folded = found.casefold()
        return self.table[folded] if folded in self.table else self.table[" ".join(_GAPS.split(folded))]


class Lexicon:
    """Names and how to say them."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        self._words = words
        self._respellers: dict[str, Respeller] = {}

    @classmethod
    def load(cls, own: Path | None = None) -> Self:
        """The built-in lexicon, and a listener's own, whose entries win.

        Raises
        ------
        InputError
            If the listener's file is wrong; the message says where.
        """
        words = dict(_own_words())
        if own is not None:
            words |= read_lexicon(own).words
        return cls(words)

    def respeller(self, family: str) -> Respeller:
        """The lexicon for a family of engines."""
        if family not in self._respellers:
            self._respellers[family] = self._compiled(family)
        return self._respellers[family]

    def _compiled(self, family: str) -> Respeller:
        table: dict[str, str] = {}
        for name, word in self._words.items():
            said = word.respelling(family)
            if said:
                table |= {" ".join(spelling.split()).casefold(): said for spelling in (name, *word.also)}
        longest_first = sorted(table, key=len, reverse=True)
        # a name may be written over a line's end, or with a hyphen
        choices = "|".join(re.escape(name).replace(r"\ ", r"[\s-]+") for name in longest_first)
        pattern = re.compile(rf"(?<![^\W_])(?:{choices})(?![^\W_])", re.IGNORECASE)
        return Respeller(pattern, table, family)


def read_lexicon(path: Path) -> LexiconFile:
    """Read and check a lexicon.

    Raises
    ------
    InputError
        If the file is wrong; the message says where.
    """
    return yamlfile.validate(LexiconFile, yamlfile.read(path), VoiceError)


_READ: Stage[LexiconFile] = json_stage("lexicon", "speech")


@functools.cache
def _own_words() -> Mapping[str, Word]:
    return own_file(_READ, BUILT_IN, read_lexicon).words


@functools.cache
def built_in() -> Lexicon:
    """The built-in lexicon alone."""
    return Lexicon.load()
