"""English in commands: whether a word stands where a verb stands, by the words around it.

Taggers that are trained on news take "Close your eyes" for an adverb and "Contract the belly" for a noun:
they hardly met a command. Here one word is looked at, and a handful of closed classes of words decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[\ue000-\uf8ff]")
"""A word, or the private character that stands for a name."""


def word_classes(text: str) -> dict[str, frozenset[str]]:
    """Classes of words by name, from lines such as ``owners: my your``; an indented line goes on with one."""
    lines = re.sub(r"\n\s+", " ", text).splitlines()
    pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {name: frozenset(words.split()) for name, _, words in pairs}


CLASSES: Final = word_classes(Path(__file__).with_name("word_classes.txt").read_text("utf-8"))
"""Classes of words by name; the file says what they are."""


OWNERS: Final = CLASSES["owners"]
POINTERS: Final = CLASSES["pointers"]
NUMBERS: Final = CLASSES["numbers"]
DETERMINERS: Final = OWNERS | POINTERS | NUMBERS
SUBJECTS: Final = CLASSES["subjects"]
OBJECTS: Final = CLASSES["objects"]
PLACES: Final = CLASSES["places"]
ALSO: Final = CLASSES["also"]
HELPERS: Final = CLASSES["helpers"]
BEING: Final = CLASSES["being"]
LETTING: Final = CLASSES["letting"]
SENSING: Final = CLASSES["sensing"]
KEEPING: Final = CLASSES["keeping"]
ASKING: Final = CLASSES["asking"]
ADVERBS: Final = CLASSES["adverbs"]
ADJECTIVES: Final = CLASSES["adjectives"]
_NOT_ADVERBS: Final = CLASSES["not_adverbs"]
PLURALS: Final = CLASSES["plurals"]
_NOT_PLURALS: Final = CLASSES["not_plurals"]
FINITE: Final = CLASSES["finite"]
COMPOUNDS: Final = CLASSES["compounds"]
JOINING: Final = CLASSES["joining"]


def is_adverb(word: str) -> bool:
    """Whether a word may stand between a subject, or a clause's start, and its verb."""
    return word in ADVERBS or (word.endswith("ly") and word not in _NOT_ADVERBS and len(word) > 4)


def is_plural(word: str) -> bool:
    """Whether a word looks like a noun in the plural."""
    return word in PLURALS or (
        word not in FINITE
        and word.endswith("s")
        and not word.endswith(("ss", "us", "'s"))
        and word not in _NOT_PLURALS
        and len(word) > 3
    )


@dataclass(frozen=True, slots=True)
class WordSequence:
    """A sentence split into words."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Where each word stands in the text."""
    lower: tuple[str, ...]
    """Each word without capitals."""
    breaks: tuple[str, ...]
    """What stands before each word, and at last after the final one: a space, or marks, or a hyphen."""

    @classmethod
    def of(cls, text: str) -> WordSequence:
        """Take a sentence apart."""
        spans = tuple(match.span() for match in _WORD.finditer(text))
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        breaks = tuple(text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2))
        lower = tuple(text[start:end].lower().replace("\u2019", "'") for start, end in spans)
        return cls(text, spans, lower, breaks)

    def before(self, place: int, back: int = 1) -> str:
        """A word of the same clause before a place; empty if the clause begins in between."""
        if place - back < 0 or any(self._parts(at) for at in range(place - back + 1, place + 1)):
            return ""
        return self.lower[place - back]

    def after(self, place: int, ahead: int = 1) -> str:
        """A word of the same clause after a place; empty if the clause ends in between."""
        if place + ahead >= len(self.lower) or any(
            self._parts(at) for at in range(place + 1, place + ahead + 1)
        ):
            return ""
        return self.lower[place + ahead]

    def clause_before(self, place: int) -> list[str]:
        """All words of the clause before a place, in order."""
        start = place
        while start and not self._parts(start):
            start -= 1
        return list(self.lower[start:place])

    def joined_before(self, place: int) -> bool:
        """Whether a hyphen ties the word to the one before."""
        return place > 0 and self.breaks[place] == "-"

    def joined_after(self, place: int) -> bool:
        """Whether a hyphen ties the word to the one after."""
        return place + 1 < len(self.lower) and self.breaks[place + 1] == "-"

    def _parts(self, place: int) -> bool:
        return any(mark in self.breaks[place] for mark in ",;:.!?")


def governor(words: WordSequence, place: int) -> str:
    """The word before, adverbs left out, which decides what may follow; empty at a clause's start."""
    back = 1
    while (word := words.before(place, back)) and is_adverb(word) and word not in {"not", "never"}:
        back += 1
    return word


def is_verb(words: WordSequence, place: int) -> bool:
    """Whether a word that may be a verb in its base form is one here."""
    if words.joined_before(place) or words.joined_after(place):
        # "contract-relax" are two commands
        return words.after(place) in {"relax", "release"}
    follower, decider = words.after(place), governor(words, place)
    if f"{words.lower[place]}-{follower}" in COMPOUNDS:
        return False
    if not decider:
        return _opens_command(words, place)
    if decider in {"not", "never"}:
        earlier = _before_not(words, place)
        if earlier in BEING or (decider == "not" and not earlier):
            # "are not separate", "good, not perfect"
            return False
    if decider in {"not", "never"} or decider in HELPERS:
        return follower != "of"
    if decider in ALSO:
        return _is_joined_verb(words, place)
    if decider == "that":
        return is_plural(words.before(place, 2))
    if decider in {"it", "he", "she"}:
        # "let it increase", but "give it perfect attention"
        return any(word in LETTING for word in words.clause_before(place))
    if decider in SUBJECTS:
        return True
    if decider in DETERMINERS or decider in PLACES or decider in BEING:
        return False
    return decider not in ADJECTIVES and _has_subject(words, place)


def _before_not(words: WordSequence, place: int) -> str:
    """The word before the nearest "not"."""
    back = 1
    while words.before(place, back) not in {"not", "never"}:
        back += 1
    return words.before(place, back + 1)


def _opens_command(words: WordSequence, place: int) -> bool:
    """A word at the start of its clause: the verb of a command, unless what follows makes it a subject."""
    ahead = [words.after(place, step) for step in (1, 2, 3)]
    earlier = words.lower[place - 1] if place else ""
    # "a slow, separate breath"
    listed = "," in words.breaks[place] and earlier in ADJECTIVES and words.before(place - 1) in DETERMINERS
    if listed and ahead[0]:
        return False
    if ahead[0] == "of" or ahead[0] in FINITE:
        return False
    if ahead[0] in {"and", "but"} and ahead[1] in ADJECTIVES and not ahead[2]:
        # "Present and calm, you rest"
        return False
    known = ahead[0] in DETERMINERS or ahead[0] in PLACES or ahead[0] in OBJECTS or ahead[0] in ALSO
    return known or not (ahead[1] in FINITE or (ahead[2] in FINITE and ahead[1] not in DETERMINERS | PLACES))


def _is_joined_verb(words: WordSequence, place: int) -> bool:
    """A word after "and": a verb, unless an adjective or a noun without a verb comes before."""
    back = 1
    while words.before(place, back) not in ALSO:
        back += 1
    earlier = words.before(place, back + 1)
    follower = words.after(place)
    if follower == "of" or follower in FINITE or earlier in ADJECTIVES:
        return False
    if follower in DETERMINERS or follower in PLACES or follower in OBJECTS or not earlier:
        return True
    clause = words.clause_before(place)
    if any(word in HELPERS for word in clause):
        return True
    # "between rest and use": nothing in the clause could be a command
    return clause[0] not in DETERMINERS and clause[0] not in PLACES


def _has_subject(words: WordSequence, place: int) -> bool:
    """A word after a noun: a verb, if that noun is somebody who acts."""
    clause = words.clause_before(place)
    noun = governor(words, place)
    if any(word in LETTING for word in clause):
        # "Make use", "help the use": the noun must be one that is let
        return clause[-1] not in LETTING or is_adverb(words.before(place))
    if any(word in SENSING for word in clause[:-1]):
        return True
    if clause[0] in ASKING:
        return True
    if clause[0] in PLACES and words.after(place) in DETERMINERS:
        # "On the exhale increase the depth"
        return True
    if is_plural(noun):
        return clause[0] not in KEEPING
    return False


def is_third_person(words: WordSequence, place: int) -> bool:
    """Whether a word in -s is a verb ("it uses") rather than a plural ("many uses")."""
    decider, follower = governor(words, place), words.after(place)
    if not decider or decider in DETERMINERS - {"this", "one", "each", "which"} or decider in PLACES:
        return False
    if decider in SUBJECTS or decider in {"this", "each", "one", "which"}:
        return True
    if decider in ADJECTIVES or decider in BEING or decider in HELPERS or follower == "of":
        return False
    if follower in DETERMINERS or follower in OBJECTS:
        return True
    if decider in ALSO:
        return False
    # "The muscle contracts as you lift": a noun with its article before, and not the object of a command
    clause = words.clause_before(place)
    if len(clause) < 2 or is_plural(decider):
        return False
    opens = clause[0] in DETERMINERS or any(word in JOINING for word in clause)
    return opens or words.lower[place] in CLASSES["rarely_plural"]
