"""What one sentence asks of a listener, or takes for granted: found by the phrases of a language."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.listener._language import english
from voiceguide.listener._phrases import as_words

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from voiceguide.listener._language import DeedName, Language, Thing

_POSTURES = frozenset({"lies-down", "turns-over", "sits", "stands", "goes-to-wall"})
_MOVES_BODY: frozenset[DeedName] = frozenset(
    {
        "lies-down",
        "turns-over",
        "gets-up",
        "sits",
        "stands",
        "takes",
        "brings",
        "lays-by",
        "opens-eyes",
        "closes-eyes",
    }
)
"""Deeds whose own words may name a part of the body without telling where a point is."""
_SAID_AHEAD = frozenset({"explains", "asks-for", "promises-tones", "promises-chimes"})
"""Deeds that are done by being told, of whatever comes later."""
_LATER_WORDS = (" you", " we")


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a sentence does with the listener, or takes for granted."""

    name: DeedName
    start: int
    """Where it stands in the sentence, as a row of words."""
    things: tuple[Thing, ...] = ()
    """The things that it is done with."""
    by_pronoun: bool = False
    """Whether the thing is only an "it"."""
    in_case: bool = False
    """Whether it is for some cases only ("If it is too much, ...")."""
    again: bool = False
    """Whether it is told as done before ("Lie down again")."""
    anew: bool = False
    """Whether it makes sense only if it is not so already ("Lie down")."""
    number: int | None = None
    """The number in it, if it is about one."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a listener understands from a sentence."""

    sentence: str
    deeds: tuple[Deed, ...]
    """In the order of the words."""
    things: tuple[Thing, ...]
    """All things that are named."""
    names_site: bool
    """Whether a place on the body is named."""
    names_tender: bool
    """Whether that is one where no ache is asked for."""
    leaves_choice: bool
    """Whether an "or" is in it."""

    def deed(self, name: DeedName) -> Deed | None:
        """The deed of a name, if the sentence does it."""
        return next((deed for deed in self.deeds if deed.name == name), None)


@functools.lru_cache(maxsize=4096)  # sentences come again, in one session and in many
def hear(sentence: str) -> Meaning:
    """Listen to one sentence."""
    language = english()
    words = as_words(sentence)
    deeds = sorted(_deeds(words, language), key=lambda deed: deed.start)
    if any(deed.name == "speaks-of-fist" for deed in deeds):
        deeds = [replace(deed, by_pronoun=False) for deed in deeds]  # "it" is the fist
    site_words = words
    for name in _MOVES_BODY:  # "lie on your back" is not where a point is
        site_words = language.deeds[name].said.sub(" ,", site_words)
    return Meaning(
        sentence,
        tuple(_without_choices(deeds, words)),
        tuple(thing for thing, pattern in language.things.items() if pattern.search(words)),
        bool(language.sites.search(site_words)),
        bool(language.tender.search(site_words)),
        " or " in words,
    )


def _deeds(words: str, language: Language) -> Iterator[Deed]:
    cases = [
        match.start()
        for match in language.case.finditer(words)
        if not _is_choice(words, match, language) and not words[: match.start()].endswith(" as")
    ]
    is_foretold = bool(language.foretold.search(words))
    for name, patterns in language.deeds.items():
        others = [match.span() for match in patterns.unless.finditer(words)]
        for match in patterns.said.finditer(words):
            if any(start < match.end() and match.start() < end for start, end in others):
                continue
            clause = words[words.rfind(" ,", 0, match.start()) + 1 : match.start()]
            if name != "puts-away" and language.denied.search(f" {clause.strip(' ,')}"):
                continue
            if name not in _SAID_AHEAD and (
                language.later.search(words[: match.start()])
                or (is_foretold and clause.endswith(_LATER_WORDS))
            ):
                continue
            yield _deed(name, match, words, language, in_case=bool(cases))
            break


def _is_choice(words: str, match: re.Match[str], language: Language) -> bool:
    """Whether an "if" only leaves a choice ("if you like")."""
    # the pattern of a case may take a comma or small words along: the choice begins at its last word
    at = words.rfind(" ", 0, match.end())
    return bool(language.choice.match(words, at) or language.choice.match(words, match.start()))


def _deed(name: DeedName, match: re.Match[str], words: str, language: Language, *, in_case: bool) -> Deed:
    told = words[match.start() :] if name == "asks-for" else match[0]
    things = tuple(thing for thing, pattern in language.things.items() if pattern.search(told))
    clause_end = words.find(" ,", match.end())
    clause_start = words.rfind(" ,", 0, match.start()) + 1
    clause = words[clause_start : clause_end if clause_end >= 0 else None]
    number = max(
        ((len(word), value) for word, value in language.numbers.items() if f" {word} " in f"{told} "),
        default=(0, None),
    )[1]
    return Deed(
        name,
        match.start(),
        things,
        not things and any(f" {word} " in f"{match[0]} " for word in ("it", "them")),
        in_case,
        bool(language.again.search(clause)),
        bool(language.deeds[name].anew.search(words)),
        number,
    )


def _without_choices(deeds: list[Deed], words: str) -> Iterator[Deed]:
    """Postures between which a sentence leaves the choice ("sit or lie down") are for some cases only."""
    told = [deed for deed in deeds if deed.name in _POSTURES]
    open_ones = {
        name
        for first, second in itertools.pairwise(told)
        if " or " in f"{words[first.start : second.start]} "
        for name in (first.name, second.name)
    }
    for deed in deeds:
        yield replace(deed, in_case=True) if deed.name in open_ones else deed
