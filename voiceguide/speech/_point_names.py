"""Names of acupressure points in a text, found without taking English words for pinyin.

Many of Mandarin's syllables are English words ("he", "long", "pan"), and so are pairs of them ("line",
"dance"). So words are pinyin only where something says so: a point of that name, tone marks, the code of a
point beside them, or capitals on syllables of which not all are English.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide.speech._pinyin import bare, has_tones, split, without_tones
from voiceguide.speech._point_codes import beside_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

KNOWN: Final = Path(__file__).with_name("point_names.txt")
"""The names of the points of the WHO standard, of extra points, and what else they are called."""

_ENGLISH: Final = frozenset(
    """
    a ai an ang ban bang ben bi bin bing bo bu can chai chang chi da dai dan dang de den di die ding
    dong du dun e en er fa fan fang fen fu gang gay ge gen gong gun ha hai han hang he hen hong hu hui
    ju juan jun ka kai kang ken kong la lai lan lang lao lei li lie lin ling long lou lu luan lun ma mai
    man mang mao me mei men mi min ming mo mu na nan ne ni nu o pa pan pang pen pi pie pin ping po pu
    ran rang re ren run sai san sang sen sha she shun si so song sun ta tai tan tang tao te ti tie ting
    tong tun wan wang wen wo wu ya yang ye yen yi yin ying yo you yu za zen
    """.split()  # noqa: SIM905 (a list of it would be a page)
)
"""Syllables that are English words, given names, or parts of other languages' names."""

_NO_PINYIN: Final = frozenset(
    {"tai chi", "ai chi", "chi nei", "hong kong", "san juan", "yin yang", "yang yin"}
)
"""What looks like pinyin and is said otherwise in English."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*(?<!['\u2019]s)")
_JOINT: Final = re.compile(r"\s+|-")
_CHARACTERS: Final = re.compile("[\u4e00-\u9fff\u8b69\u8b46]{2,6}")
_MOST_WORDS: Final = 6
_LEAST_LETTERS: Final = 4
"""Letters of a name that is written as one word in small letters."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was found in a text."""

    start: int
    end: int
    syllables: tuple[str, ...]
    """In bare pinyin."""
    known: bool
    """True for the name of a point, or one with tone marks."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    syllables: tuple[str, ...]

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def toned(self) -> bool:
        """True if any tone is marked."""
        return without_tones(self.text) != unicodedata.normalize("NFD", self.text)

    @property
    def foreign(self) -> bool:
        """True if no English word is written so."""
        return len(self.syllables) == 1 and self.syllables[0] not in _ENGLISH


def find_names(text: str) -> list[Name]:
    """The names in a text, in order, none inside another."""
    found = [
        Name(match.start(), match.end(), _characters()[match[0]], known=True)
        for match in _CHARACTERS.finditer(text)
        if match[0] in _characters()
    ]
    for run in _runs(text):
        found += _names_in(run, text)
    return sorted(found, key=lambda name: name.start)


def _runs(text: str) -> Iterator[list[_Word]]:
    """Words of pinyin that follow each other with nothing but a space or a hyphen between them."""
    run: list[_Word] = []
    for match in _WORD.finditer(text):
        syllables = split(bare(match[0]).replace("\u2019", "'"))
        if run and not (syllables and _JOINT.fullmatch(text, run[-1].end, match.start())):
            yield run
            run = []
        if syllables:
            run.append(_Word(match.start(), match.end(), match[0], syllables))
    if run:
        yield run


def _names_in(run: Sequence[_Word], text: str) -> Iterator[Name]:
    at = 0
    while at < len(run):
        words = next(
            (
                run[at : at + count]
                for count in range(min(_MOST_WORDS, len(run) - at), 0, -1)
                if _is_known(run[at : at + count], text)
            ),
            None,
        )
        known = words is not None
        if words is None:
            words = _toned(run[at:])
            known = bool(words)
        if not words:
            words = _capitals(run[at:], text)
        if words:
            yield Name(words[0].start, words[-1].end, _syllables(words), known)
        at += len(words) or 1


def _syllables(words: Sequence[_Word]) -> tuple[str, ...]:
    """The syllables of a name; of a known one, as it is known: ``Yingu`` might be read otherwise."""
    joined = "".join(syllable for word in words for syllable in word.syllables)
    return _known().get(joined) or tuple(syllable for word in words for syllable in word.syllables)


def _is_known(words: Sequence[_Word], text: str) -> bool:
    """Whether words are the name of a point."""
    if "".join(bare(word.text) for word in words).replace("'", "").replace("\u2019", "") not in _known():
        return False
    if all(word.capital for word in words) or any(word.toned for word in words):
        return True
    if len(words) == 1:
        return len(words[0].text) >= _LEAST_LETTERS or beside_code(text, words[0].start, words[0].end)
    return any(word.foreign for word in words) or beside_code(text, words[0].start, words[-1].end)


def _toned(words: Sequence[_Word]) -> Sequence[_Word]:
    """The words with tone marks that a run begins with, if there is a macron, a caron, or any two tones."""
    count = next((at for at, word in enumerate(words) if not word.toned), len(words))
    marked = words[:count]
    return marked if len(marked) > 1 or any(has_tones(word.text) for word in marked) else ()


def _capitals(words: Sequence[_Word], text: str) -> Sequence[_Word]:
    """The capitalised syllables that a run begins with, if they cannot all be English."""
    count = next(
        (at for at, word in enumerate(words) if not word.capital or len(word.syllables) > 1), len(words)
    )
    found = words[:count]
    if count < 2 or " ".join(word.syllables[0] for word in found[:2]) in _NO_PINYIN:
        return ()
    opens = not text[: found[0].start].strip(" \"'\u201c\u2018([*")
    # "Can Xi ...": a capital that every sentence begins with says nothing
    if opens and count == 2 and not found[0].foreign:
        return ()
    return found if any(word.foreign for word in found) else ()


@functools.cache
def _read() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    names: dict[str, tuple[str, ...]] = {}
    characters: dict[str, tuple[str, ...]] = {}
    for line in KNOWN.read_text("utf-8").splitlines():
        name, _, written = line.partition("\t")
        syllables = tuple(bare(name).split())
        names["".join(syllables)] = syllables
        # without dots, as most people type it
        names.setdefault("".join(syllables).replace("ü", "u"), syllables)
        characters |= dict.fromkeys(written.split(), syllables)
    return names, characters


def _known() -> Mapping[str, tuple[str, ...]]:
    """The syllables of each known name, by its letters."""
    return _read()[0]


def _characters() -> Mapping[str, tuple[str, ...]]:
    """The syllables of each known name, by its characters."""
    return _read()[1]
