"""The pronunciation lexicon: words and names that engines would say wrong, and what they are given instead.

A lexicon is a YAML file, or a W3C Pronunciation Lexicon (PLS 1.0). The built-in one comes first, then the
listener's own, whose entries win.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from voiceguide import yamlfile
from voiceguide.errors import InputError, VoiceError
from voiceguide.speech._ipa import checked_ipa
from voiceguide.speech._pinyin import bare, ipa, split, without_tones
from voiceguide.speech._respeller import LETTERS, LexiconEntry, Respeller
from voiceguide.store import Stage, json_stage, own_file
from voiceguide.yamlfile import After, Before, model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from voiceguide.speech._lexicon_source import LexiconSource

BUILT_IN = Path(__file__).with_name("lexicon.yaml")
"""The lexicon that comes with the program."""

PLS_SUFFIXES = (".pls", ".xml")
"""Files that are W3C Pronunciation Lexicons."""


def _filled(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError("there is nothing to say in it")
    return text


def _sounds(text: str) -> str:
    """A pronunciation: plain letters, IPA between slashes or in ``[[...]]``, or pinyin with its tones."""
    text = text.strip()
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return f"[[{checked_ipa(text)}]]"
    if without_tones(text) != unicodedata.normalize("NFD", text) and (syllables := _pinyin(text)):
        return f"[[{' '.join(map(ipa, syllables))}]]"
    return _filled(text)


def _pinyin(text: str) -> tuple[str, ...]:
    words = [split(word) for word in bare(text).replace("-", " ").split()]
    return tuple(syllable for word in words for syllable in word) if all(words) else ()


Spelling = Annotated[str, After(_filled)]
Sounds = Annotated[str, After(_sounds)]


@model()
class Word:
    """One word or phrase: its other spellings, and what each family of engines is given in its place."""

    also: tuple[Spelling, ...] = ()
    """Other spellings of it."""
    case: Literal["any", "exact"] = "any"
    """``exact`` where capitals count: ``Ms`` is not ``ms``."""
    endings: Literal["any", "none"] = "any"
    """``any`` if it stands for its plural and possessive, too."""
    ipa: Annotated[str, After(checked_ipa)] | None = None
    """For every engine; those that read letters only are given a spelling of it."""
    piper: Sounds | None = None
    kokoro: Sounds | None = None
    espeak: Sounds | None = None
    """For the voices of the system."""
    all: Sounds | None = None
    """For every family that has no line of its own."""

    def respelling(self, family: str) -> str | None:
        """What an engine of this family is given; None leaves the word as it is."""
        mine: str | None = getattr(self, "espeak" if family == LETTERS else family, None)
        sounds = f"[[{self.ipa}]]" if self.ipa else None
        # Kokoro's phonemes come from the same IPA as piper's
        likely = (self.all, self.piper) if family == LETTERS else (self.piper, self.all)
        return next((each for each in (mine, sounds, *likely) if each), None)


def _word(value: Any) -> Any:
    # "Hou Xi: hoe shee" is short for "Hou Xi: {all: hoe shee}"
    return {"all": value} if isinstance(value, str) else value


Words = dict[Spelling, Annotated[Word, Before(_word)]]


@model()
class LexiconFile:
    """A lexicon as a person writes it."""

    version: Spelling = "1"
    words: Words


class Lexicon:
    """Words and how to say them.

    Parameters
    ----------
    own : sequence of mapping
        A listener's lexicons; of two entries for a word, the later one wins.
    """

    def __init__(self, own: Sequence[Mapping[str, Word]] = ()) -> None:
        self._own = own
        self._respellers: dict[tuple[str, bool], Respeller] = {}

    @classmethod
    def load(cls, own: Path | None = None) -> Self:
        """The built-in lexicon, and a listener's own.

        Raises
        ------
        InputError
            If the listener's file is wrong; the message says where.
        """
        return cls([read_lexicon(own).words] if own is not None else [])

    def respeller(self, family: str, *, english: bool = True) -> Respeller:
        """The lexicon for a family of engines.

        Parameters
        ----------
        family : str
            ``piper``, ``kokoro``, ``espeak``, or ``letters`` for voices that read no IPA.
        english : bool
            Whether the voice is English. The built-in lexicon is for those only.
        """
        key = family, english
        if key not in self._respellers:
            own = [entry for words in reversed(self._own) for entry in _entries(words, family)]
            built_in = list(_entries(_built_in_words(), family)) if english else []
            self._respellers[key] = Respeller(own, built_in, family, by_rule=english)
        return self._respellers[key]


def _entries(words: Mapping[str, Word], family: str) -> Iterator[LexiconEntry]:
    for name, word in words.items():
        said = word.respelling(family)
        if said:
            exact, endings = word.case == "exact", word.endings == "any"
            yield from (LexiconEntry(spelling, said, exact, endings) for spelling in (name, *word.also))


def read_lexicon(path: Path) -> LexiconFile:
    """Read and check a lexicon.

    Raises
    ------
    InputError
        If the file is wrong; the message says where.
    """
    if path.suffix.lower() in PLS_SUFFIXES:
        from voiceguide.speech._pls import read_pls

        return LexiconFile(words=dict(read_pls(path)))
    return LexiconFile(words=dict(lexicon_words(yamlfile.read(path))))


def lexicon_words(document: yamlfile.Document) -> Mapping[str, Word]:
    """The words of a document that holds a lexicon; raises as :func:`read_lexicon`."""
    return yamlfile.validate(LexiconFile, document, VoiceError).words


@functools.cache
def lexicon_of(sources: tuple[LexiconSource, ...]) -> Lexicon:
    """The built-in lexicon with a listener's own.

    Raises
    ------
    InputError
        If one of them is wrong; the message says where.
    """
    return Lexicon([_words_of(source) for source in sources])


def built_in() -> Lexicon:
    """The built-in lexicon alone."""
    return lexicon_of(())


def _words_of(source: LexiconSource) -> Mapping[str, Word]:
    if source.path:
        return read_lexicon(Path(source.path)).words
    from pydantic import ValidationError

    try:
        return yamlfile.from_values(LexiconFile, {"words": json.loads(source.words)}).words
    except ValidationError as e:
        wrong = [
            yamlfile.wrong_value(tuple(detail["loc"][1:]), detail) for detail in e.errors(include_url=False)
        ]
        raise InputError(f"{source.name}: {'; '.join(wrong)}") from e


_READ: Stage[LexiconFile] = json_stage("lexicon", "speech")


@functools.cache
def _built_in_words() -> Mapping[str, Word]:
    return own_file(_READ, BUILT_IN, read_lexicon).words
