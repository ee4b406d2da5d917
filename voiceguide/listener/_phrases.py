"""Compiles the phrases of a language file into patterns.

A sentence is matched as a row of words, each after one space: ``" open your eyes , and roll"``. So a phrase
needs no word boundaries of its own, and a comma is a word like any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIGN = re.compile(r"\.\.\.|[()\[\]|~^$,]|\{[a-z-]+\}|[\w'-]+\*?")
_NOTHING = re.compile(r"(?!)")
_GAP = r"(?: [^ ,]+){0,6}?"
_ENDS = r"(?= |$)"
_AT_START, _AT_END = r"(?:^|(?<= ,))", r"(?=$| ,)"
_MARKS = re.compile(r"[,;:()\[\]\u2013\u2014]|--")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|,")


class PhraseError(ValueError):
    """A phrase that cannot be read."""


def as_words(sentence: str) -> str:
    """A sentence as a row of words, in the form that patterns expect.

    >>> as_words("Open your eyes; then, slowly, come up.")
    ' open your eyes , then , slowly , come up'
    """
    plain = sentence.lower().replace("\u2019", "'").replace("-", " ")
    words = _WORD.findall(_MARKS.sub(" , ", plain))
    return "".join(f" {word}" for word in words).removesuffix(" ,")


class Phrasing:
    """What phrases may be made of, besides words.

    Parameters
    ----------
    words : mapping of str to iterable of str
        Words or phrases by the name that stands for them in braces.
    small : iterable of str
        Words of which ``~`` leaves out up to three.
    """

    def __init__(self, words: Mapping[str, Iterable[str]], small: Iterable[str]) -> None:
        self._words = {name: list(listed) for name, listed in words.items()}
        self._filler = ""
        self._filler = f"{self._any_of(small)}{{0,3}}?"

    def pattern(self, phrases: Iterable[str]) -> re.Pattern[str]:
        """A pattern that finds any of the phrases.

        Raises
        ------
        PhraseError
            If one cannot be read.
        """
        choices = [self._regex(phrase) for phrase in phrases]
        return re.compile("|".join(choices)) if choices else _NOTHING

    def _regex(self, phrase: str) -> str:
        if _SIGN.sub("", phrase).strip():
            raise PhraseError(f"{phrase!r} has a character that means nothing in a phrase")
        signs = _SIGN.findall(phrase.lower())
        made, rest = self._row(signs, phrase)
        if rest:
            raise PhraseError(f"{phrase!r} closes a bracket that it does not open")
        return made

    def _any_of(self, phrases: Iterable[str]) -> str:
        """Any of some phrases, most of them single words, which share what surrounds them."""
        listed = list(phrases)
        words = [re.escape(phrase) for phrase in listed if phrase.isalpha()]
        choices = [self._regex(phrase) for phrase in listed if not phrase.isalpha()]
        if words:
            choices.append(f" (?:{'|'.join(words)}){_ENDS}")
        return f"(?:{'|'.join(choices)})"

    def _row(self, signs: list[str], phrase: str, closing: str = "") -> tuple[str, list[str]]:
        """The choices up to a closing bracket, and what comes after it."""
        choices: list[str] = []
        row = ""
        while signs:
            sign, *signs = signs
            if sign in {")", "]"}:
                if sign != closing:
                    return "|".join([*choices, row]), [sign, *signs]
                return "|".join([*choices, row]), signs
            if sign == "|":
                choices.append(row)
                row = ""
            elif sign in {"(", "["}:
                inside, signs = self._row(signs, phrase, ")" if sign == "(" else "]")
                row += f"(?:{inside}){'?' if sign == '[' else ''}"
            else:
                row += self._element(sign, phrase)
        if closing:
            raise PhraseError(f"{phrase!r} opens a bracket that it does not close")
        return "|".join([*choices, row]), []

    def _element(self, sign: str, phrase: str) -> str:
        if sign.startswith("{"):
            if sign[1:-1] not in self._words:
                known = ", ".join(sorted(self._words))
                raise PhraseError(f"{phrase!r} names a list that there is not, {sign}; there are: {known}")
            return self._any_of(self._words[sign[1:-1]])
        if sign == "~":
            return self._filler
        special = {"...": _GAP, "^": _AT_START, "$": _AT_END, ",": " ,"}
        if sign in special:
            return special[sign]
        if sign.endswith("*"):
            return f" {re.escape(sign[:-1])}[^ ]*{_ENDS}"
        return f" {re.escape(sign.replace('-', ' '))}{_ENDS}"
