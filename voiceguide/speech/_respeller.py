"""Respells names and words that a family of engines would mispronounce."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voiceguide.speech._ipa import in_letters, with_ending
from voiceguide.speech._pinyin import ipa
from voiceguide.speech._point_names import find_names
from voiceguide.speech._sanskrit import find_poses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LETTERS: Final = "letters"
"""The family of voices that read letters only: those of Windows and macOS."""

_GAPS: Final = re.compile(r"[\s-]+")
_ENDING: Final = r"(?P<ending>['\u2019]s|es|s)?"
_POSSESSIVE: Final = re.compile(r"['\u2019]s(?![^\W_])")
_RAW: Final = re.compile(r"\[\[(.*?)\]\]")


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One spelling of a word, and what to say for it."""

    spelling: str
    said: str
    """Plain letters, with ``[[...]]`` around IPA."""
    exact: bool = False
    """True if capitals count."""
    endings: bool = True
    """True if it stands for the word's plural and possessive, too."""

    def matches(self, found: str, ending: str) -> bool:
        """Whether words of a text, without regard to capitals the same, are meant by this entry."""
        if ending and not self.endings:
            return False
        if not self.exact:
            return True
        plain = " ".join(_GAPS.split(found))
        spelling = " ".join(_GAPS.split(self.spelling))
        # every sentence begins with a capital
        return plain == spelling or (spelling[:1].islower() and plain == spelling[:1].upper() + spelling[1:])


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    said: str
    rank: int
    """Of two that overlap, the one of lower rank is taken."""


class _Words:
    """Entries that are looked for together, the longest first."""

    def __init__(self, entries: Sequence[LexiconEntry]) -> None:
        self._entries: dict[str, list[LexiconEntry]] = {}
        for entry in entries:
            self._entries.setdefault(_folded(entry.spelling), []).append(entry)
        # a name may be written over a line's end, or with a hyphen
        choices = "|".join(
            re.escape(spelling).replace(r"\ ", r"[\s-]+")
            for spelling in sorted(self._entries, key=len, reverse=True)
        )
        self._pattern = re.compile(rf"(?<![^\W_])(?:({choices}){_ENDING})(?![^\W_])", re.IGNORECASE)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        if not self._entries:
            return
        for match in self._pattern.finditer(text):
            ending = match["ending"] or ""
            for entry in self._entries[_folded(match[1])]:
                if entry.matches(match[1], ending):
                    yield match.start(), match.end(), _ended(entry.said, ending)
                    break


class Respeller:
    """Finds names and words in a text, and gives what to say for them.

    A listener's own entries win over all. Of the rest, the longer wins: ``Qi Hai`` is a point, though ``qi``
    is in the lexicon.

    Parameters
    ----------
    own : sequence of LexiconEntry
        The listener's.
    built_in : sequence of LexiconEntry
    family : str, optional
        The family of engines that it is for.
    by_rule : bool
        Whether names in pinyin, and of yoga's poses, are said by rule.
    """

    def __init__(
        self,
        own: Sequence[LexiconEntry],
        built_in: Sequence[LexiconEntry],
        family: str = "",
        *,
        by_rule: bool = True,
    ) -> None:
        self.family = family
        self._own, self._built_in = _Words(own), _Words(built_in)
        self._by_rule = by_rule

    def respell(self, text: str, keep: Callable[[str], str]) -> str:
        """Replace names and words.

        Parameters
        ----------
        text : str
            Composed (NFC), with its accents.
        keep : callable
            Gets what is to be said, and gives what stands for it in the text from here on.
        """
        pieces: list[str] = []
        at = 0
        for span in self._spans(text):
            pieces += [text[at : span.start], keep(self._given(span.said))]
            at = span.end
        return "".join((*pieces, text[at:]))

    def _given(self, said: str) -> str:
        return _RAW.sub(lambda raw: in_letters(raw[1]), said) if self.family == LETTERS else said

    def _spans(self, text: str) -> list[_Span]:
        """What is replaced, in order, without overlaps."""
        plain = without_accents(text)
        found = [_Span(*span, 0) for span in self._own.find(plain)]
        found += [_Span(*span, 2) for span in self._built_in.find(plain)]
        if self._by_rule:
            for name in find_names(text):
                said = " ".join(ipa(syllable) for syllable in name.syllables)
                possessive = _POSSESSIVE.match(text, name.end)
                end = possessive.end() if possessive else name.end
                found.append(
                    _Span(name.start, end, _ended(f"[[{said}]]", possessive and "s"), 1 if name.known else 3)
                )
            found += [_Span(start, end, f"[[{said}]]", 4) for start, end, said in find_poses(plain)]
        taken: list[_Span] = []
        for span in sorted(found, key=lambda span: (span.rank > 0, span.start - span.end, span.rank)):
            if all(span.end <= other.start or other.end <= span.start for other in taken):
                taken.append(span)
        return sorted(taken, key=lambda span: span.start)


def without_accents(text: str) -> str:
    """Letters without marks, each in its place, so that a name is found with its tones and without them."""
    return "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character < "\x80":
        return character
    decomposed = unicodedata.normalize("NFD", character)
    marks = decomposed[1:]
    is_letter = marks and all(unicodedata.category(mark) in {"Mn", "Me"} for mark in marks)
    return decomposed[0] if is_letter else character


def _folded(text: str) -> str:
    return " ".join(_GAPS.split(text.casefold()))


def _ended(said: str, ending: str | None) -> str:
    """What to say for a word with its ending."""
    if not ending:
        return said
    if said.endswith("]]"):
        return f"{with_ending(said[:-2], ending)}]]"
    return said + ending
