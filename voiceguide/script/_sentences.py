"""Text cut into sentences: one sentence is one clip, one cue and one caption."""

from __future__ import annotations

import itertools
import re
import unicodedata

MAX_CHARS = 300
"""The longest sentence in characters. A neural voice's memory grows with the square of the length, and no
listener keeps more than this in mind; longer ones are cut at a clause, else at a word."""

_NEVER_LAST = frozenset(
    [
        "a.k.a",
        "approx",
        "ca",
        "cf",
        "dr",
        "e.g",
        "eg",
        "esp",
        "excl",
        "fig",
        "i.e",
        "ie",
        "incl",
        "messrs",
        "mr",
        "mrs",
        "ms",
        "mt",
        "mx",
        "prof",
        "resp",
        "rev",
        "st",
        "viz",
        "vs",
    ]
)
"""Abbreviations that always have something after them."""

_SELDOM_LAST = frozenset(
    ["a.m", "cm", "etc", "ft", "hr", "hrs", "in", "min", "mins", "mm", "no", "p.m", "sec", "secs"]
)
"""Abbreviations and units that end a sentence only where the next word has a capital."""

_BEFORE_NUMBERS = frozenset(
    [
        "apr",
        "art",
        "aug",
        "avg",
        "bl",
        "c",
        "ch",
        "chap",
        "dec",
        "eq",
        "ex",
        "feb",
        "figs",
        "fri",
        "gb",
        "jan",
        "jul",
        "jun",
        "liv",
        "lu",
        "mar",
        "max",
        "mon",
        "nos",
        "nov",
        "nr",
        "num",
        "oct",
        "p",
        "pg",
        "pp",
        "ref",
        "refs",
        "rot",
        "sep",
        "sept",
        "tel",
        "temp",
        "thu",
        "thurs",
        "tue",
        "tues",
        "ub",
        "vol",
        "wed",
    ]
)
"""Abbreviations before a number; elsewhere they are words, or end a sentence as words do."""

_LETTERED = frozenset(
    [
        "figure",
        "group",
        "option",
        "part",
        "phase",
        "plan",
        "point",
        "side",
        "stage",
        "step",
        "type",
        "vitamin",
    ]
)
"""What is named by a letter: "Vitamin C." ends a sentence, "P. Sze" does not."""

_TRUE_WORDS = frozenset({"in", "no"})
"""Members of the set above that are words too: before a number they are abbreviations."""

_END = re.compile(
    # "[12]" is a note's number, as pages have it
    r"(?<=[.!?\u2026])(?:\[\d{1,3}\])*[\"'\u201d\u2019)\]]*\s+|(?<=[\u3002\uff01\uff1f])"
    r"|\n\s*\n|(?P<line>[ \t]*\n[ \t]*)"
)
_BLANK_LINE = 2
"""Line breaks that part sentences, whatever stands before and after them."""
_LINE_START = re.compile(
    r"(?P<item>[-*\u2022\u2013\u2023\u25aa\u25e6\u00b7]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+)?"
    r"[\"'\u201c\u2018(\[]*(?P<letter>[^\W\d_])\w*"
)
_GOES_ON = re.compile(
    r"(?:[,;(\u2013\u2014-]|\b(?:a|an|and|are|as|at|between|but|for|from|her|his|into|is|its|my|of|"
    r"onto|or|our|than|that|the|their|this|to|with|your|dr\.|mr\.|mrs\.|ms\.))\s*\Z",
    re.IGNORECASE,
)
"""What no line that is a sentence ends with."""
_MAY_GO_ON = re.compile(r"\b(?:behind|by|in|on|over|under)\s*\Z")
"""What ends a line that is a sentence ("Breathe in"), and one that goes on ("Come to rest in")."""
_OF_A_NAME = re.compile(
    r"(?:A|An|Each|His|Her|Its|My|Our|That|The|Their|This|Your)\b|[A-Z]\w*(?:['\u2019]s)?[ -](?:[A-Z]|\d)"
)
"""How a line begins that goes on with the one before, though it has a capital."""
_LAST_WORD = re.compile(r"([^\W\d_](?:[\w.]*\w)?)\.[\"'\u201d\u2019)\]]*\s*$")
_ITEM_START = re.compile(r"\(?(?:[a-z]|\d{1,2})\)\s+\w")
_CLAUSE = re.compile(r"(?<=[,;:\u2013\u2014])\s+")


def speakable(text: str) -> bool:
    """Whether there is a letter or a digit to say: with an emoji or ``...`` alone, engines babble or fail."""
    return any(character.isalnum() for character in text)


def split_sentences(text: str) -> list[str]:
    """Cut a text into sentences, each stripped, with single spaces, and with something to say in it.

    Decimal numbers (``1.5``), abbreviations (``approx. 4``, ``e.g. a ball``), initials (``P. Sze``) and codes
    do not end a sentence; a blank line does. Parts without a letter or a digit are dropped.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of str
        Sentences of at most :data:`MAX_CHARS` characters, in order.
    """
    sentences: list[str] = []
    start = 0
    for match in _END.finditer(text):
        before, after = text[start : match.end()], text[match.end() :]
        ends = _line_ends if match["line"] else _ends
        if match[0].count("\n") < _BLANK_LINE and not ends(before, after):
            continue
        sentences.append(text[start : match.end()])
        start = match.end()
    sentences.append(text[start:])
    tidy = (" ".join(sentence.split()) for sentence in sentences)
    return [part for sentence in tidy for part in _shortened(sentence) if speakable(part)]


def _ends(before: str, after: str) -> bool:
    """Whether the full stop at the end of ``before`` closes a sentence."""
    following = after.lstrip("\"'\u201c\u2018([")[:1]
    if following in {"&", "+"}:
        return False
    word_match = _LAST_WORD.search(before)
    if word_match is None:
        # a question or a shout ends where it stands; three dots may trail on within the sentence
        return not following.islower() or not before.rstrip().endswith((".", "\u2026"))
    word = word_match[1].lower()
    if _ITEM_START.match(after):
        return True
    if following.islower() or word in _NEVER_LAST or (word in _BEFORE_NUMBERS and following.isdigit()):
        return False
    if word in _TRUE_WORDS or (word in _BEFORE_NUMBERS and word_match[1] != "P"):
        return not following.isdigit()
    if word in _SELDOM_LAST:
        return following.isupper()
    # a single capital is an initial, as in "P. Sze"
    is_initial = len(word) == 1 and word_match[1].isupper() and following.isupper()
    earlier = before[: word_match.start()].split()[-1:]
    return not is_initial or (bool(earlier) and (word == "i" or earlier[0].lower() in _LETTERED))


def _line_ends(before: str, after: str) -> bool:
    """Whether a line without a mark at its end is a sentence: the next one begins with a capital."""
    # a picture may stand where a list has its mark
    words = "".join(itertools.dropwhile(_is_picture, after))
    start = _LINE_START.match(words)
    if start is None or not (words != after or start["item"] or start["letter"].isupper()):
        return False
    after = words
    # "Press\nBL-43" goes on
    if any(character.isdigit() for character in after[start.start("letter") :].split(maxsplit=1)[0]):
        return False
    if _GOES_ON.search(before):
        return False
    return not (_MAY_GO_ON.search(before) and _OF_A_NAME.match(after, start.start("letter")))


def _is_picture(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"So", "Mn", "Cf"}


def _shortened(sentence: str) -> list[str]:
    """Cut a sentence that is too long, at clauses where there are some."""
    if len(sentence) <= MAX_CHARS:
        return [sentence]
    parts: list[str] = []
    for piece in (word for clause in _CLAUSE.split(sentence) for word in _words(clause)):
        if parts and len(parts[-1]) + 1 + len(piece) <= MAX_CHARS:
            parts[-1] += " " + piece
        else:
            parts.append(piece)
    return parts


def _words(clause: str) -> list[str]:
    """A clause as it is if it is short enough, else its words, else slices of them."""
    if len(clause) <= MAX_CHARS:
        return [clause]
    return [word[at : at + MAX_CHARS] for word in clause.split() for at in range(0, len(word), MAX_CHARS)]
