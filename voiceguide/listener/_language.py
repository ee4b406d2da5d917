"""What a language file says: how sentences tell what a listener does. Read once, compiled once."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

from voiceguide.errors import ScriptError
from voiceguide.listener._phrases import PhraseError, Phrasing
from voiceguide.yamlfile import Form, Limits, NonEmpty, TextLength, model, read, validate

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

Thing: TypeAlias = Literal["tennis-ball", "massage-tool", "towel", "cushion", "chair", "wall", "mat"]
"""What a listener may need."""

DeedName: TypeAlias = Literal[
    "lies-down", "turns-over", "gets-up", "sits", "stands",
    "goes-to-wall", "at-wall", "leaves-wall", "goes-to-chair", "goes-to-mat",
    "asks-for", "takes", "brings", "lays-by", "puts-away", "puts-under", "comes-off",
    "closes-eyes", "opens-eyes", "keeps-eyes-open", "eyes-are-closed",
    "places-arm", "swaps-arms", "frees-arm", "bares-feet", "works-on-foot",
    "promises-tones", "promises-chimes", "rests", "breathes", "ends",
    "explains", "measures", "moves", "same-place",
    "halfway", "time-left", "says-left", "says-right",
    "sinks", "lies-on-floor", "stands-there",
    "speaks-of-ball", "speaks-of-tool", "speaks-of-wall", "speaks-of-thumb", "speaks-of-fist",
    "speaks-of-ache",
]  # fmt: skip
"""What a sentence may do with the listener, or take for granted."""

_Phrase = Annotated[str, TextLength(400)]
_Phrases = tuple[_Phrase, ...]


@model()
class DeedPhrases:
    """How one deed is told."""

    said: Annotated[_Phrases, NonEmpty()]
    unless: _Phrases = ()
    """Where one of these overlaps, it is another deed."""
    anew: _Phrases = ()
    """What makes sense only if it is not so already."""


@model()
class LanguageFile:
    """One language, as a person writes it."""

    language: Annotated[str, Form(r"^[a-z]{2}$", "a language code such as en")]
    small: _Phrases
    things: dict[Thing, _Phrases]
    words: dict[str, _Phrases]
    sites: _Phrases
    again: _Phrases
    denied: _Phrases
    case: _Phrases
    choice: _Phrases
    later: _Phrases
    foretold: _Phrases
    breathing: _Phrases
    tender: _Phrases
    numbers: dict[str, Annotated[int, Limits(ge=1, le=600)]]
    deeds: dict[DeedName, DeedPhrases]


@dataclass(frozen=True, slots=True)
class DeedPatterns:
    """How one deed is found."""

    said: re.Pattern[str]
    unless: re.Pattern[str]
    anew: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Language:
    """One language, ready to listen in."""

    deeds: Mapping[DeedName, DeedPatterns]
    things: Mapping[Thing, re.Pattern[str]]
    sites: re.Pattern[str]
    """Places on the body."""
    again: re.Pattern[str]
    denied: re.Pattern[str]
    """Words after which, in a clause, a deed is not done."""
    case: re.Pattern[str]
    """Words that make a sentence one for some cases only."""
    choice: re.Pattern[str]
    """Words that leave a choice."""
    later: re.Pattern[str]
    foretold: re.Pattern[str]
    breathing: re.Pattern[str]
    """A chapter's title that promises breathing."""
    tender: re.Pattern[str]
    """Places where no ache is asked for."""
    numbers: Mapping[str, int]


def read_language(path: Path) -> Language:
    """Read, check and compile a language file.

    Raises
    ------
    InputError
        If it is wrong, or a deed is missing.
    """
    found = validate(LanguageFile, read(path), ScriptError)
    if missing := [name for name in get_args(DeedName) if name not in found.deeds]:
        raise ScriptError(f"{path.name}: nothing says how these are told: {', '.join(missing)}")
    try:
        return _compiled(found)
    except PhraseError as error:
        raise ScriptError(f"{path.name}: {error}") from error


@functools.cache
def english() -> Language:
    """English, as it comes with the program."""
    return read_language(Path(__file__).with_name("en.yaml"))


def _compiled(file: LanguageFile) -> Language:
    lists = {
        **file.words,
        "thing": [word for words in file.things.values() for word in words],
        "number": list(file.numbers),
    }
    phrasing = Phrasing(lists, file.small)
    return Language(
        deeds={
            name: DeedPatterns(*map(phrasing.pattern, (deed.said, deed.unless, deed.anew)))
            for name, deed in file.deeds.items()
        },
        things={thing: phrasing.pattern(words) for thing, words in file.things.items()},
        sites=phrasing.pattern(file.sites),
        again=phrasing.pattern(file.again),
        denied=phrasing.pattern(file.denied),
        case=phrasing.pattern(file.case),
        choice=phrasing.pattern(file.choice),
        later=phrasing.pattern(file.later),
        foretold=phrasing.pattern(file.foretold),
        breathing=phrasing.pattern(file.breathing),
        tender=phrasing.pattern(file.tender),
        numbers=file.numbers,
    )
