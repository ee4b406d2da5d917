"""The text front end: from a sentence as people read it to one that an engine says well.

What is displayed stays as it was written; only the engine gets this form, and the clip's key is made from it.
English is written out by the passes of ``english``; other languages keep what their own voices say right.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from voiceguide.script import speakable, split_sentences
from voiceguide.speech.english import (
    PASSES,
    SPAN,
    FinishedSpans,
    addresses,
    pasted,
    read_aloud,
    whole_addresses,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech._respeller import Respeller

__all__ = ["sentences", "speakable", "split_sentences", "spoken_form"]

sentences = split_sentences
"""The displayed sentences of a text, one clip each."""

_MARKS = ".,;:!?"
_FIRST_PLACEHOLDER = 0xE000
_PRIVATE: Final = "\ue000-\uf8ff" + SPAN.strip("[]")

_CHARACTERS: Final = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2032": "'",
        "\u2033": '"',
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2212": "-",
        "\u2044": "/",
        "\u3002": ". ",
        "\u3001": ", ",
        "\u00bf": " ",
        "\u00a1": " ",
        "(": ", ",
        ")": ", ",
        "\u03bc": "\u00b5",
        "\u2122": " ",
        "\u00a9": " ",
        "\u00ae": " ",
    }
)
"""Characters that mean something to the ear, by what an engine knows."""

_ENGLISH_CHARACTERS: Final = str.maketrans({"\u00d7": "x", "\u2116": "#", "\u00a9": "copyright "})

_KEPT_APART: Final = r"\u00b2\u00b3\u00b9\u2070\u2074-\u207b\u2260\u00b5\u2103\u2109\u00ba"
"""Characters whose meaning compatibility forms would lose: "2\u2075" is not 25, "\u2260" is not "="."""


def spoken_form(sentence: str, *, english: bool = True, respell: Respeller | None = None) -> str:
    """Write a sentence out for an engine.

    Parameters
    ----------
    sentence : str
        One displayed sentence.
    english : bool
        Write numbers, codes and abbreviations out in English, and leave out letters that are not Latin. For
        a voice of another language these are left to the engine.
    respell : Respeller, optional
        How this kind of engine is made to say certain names, and words that have two readings.

    Returns
    -------
    str
        Letters, single spaces and simple marks, closed by ``.``, ``!`` or ``?``; or empty, if there is
        nothing to say. For another language also digits, and the characters in :data:`SIGNS_FOR_ENGINES`.
    """
    names: list[str] = []

    def hide(said: str) -> str:
        # one private character a name: no pass can touch it
        names.append(said)
        return chr(_FIRST_PLACEHOLDER + len(names) - 1)

    if english:
        family = respell.family if respell is not None else ""
        keep = FinishedSpans(family)
        text = _tidy(_plain(_latin_only(_without_accents(in_words(sentence, keep, respell, hide)))))
        text = _tidy(read_aloud(keep.restored(text), family)) if text else ""
    else:
        text = whole_addresses(_normalised(pasted(sentence), SIGNS_FOR_ENGINES), hide)
        text = text if respell is None else respell.respell(text, hide)
        text = _tidy(_plain(_dashes(text), kept=SIGNS_FOR_ENGINES))
    for place, name in enumerate(names):
        text = text.replace(chr(_FIRST_PLACEHOLDER + place), name)
    return text if speakable(text) else ""


def in_words(
    sentence: str, keep: FinishedSpans, respell: Respeller | None, hide: Callable[[str], str]
) -> str:
    """Run all passes of English over a sentence.

    Parameters
    ----------
    sentence : str
    keep : FinishedSpans
        Hides what a pass has written out.
    respell : Respeller, optional
    hide : callable
        Gets what is said for a name, and gives what stands for it.

    Returns
    -------
    str
        With what was hidden, and with all that no pass knows.
    """
    text = pasted(sentence).translate(_ENGLISH_CHARACTERS)
    # NFKC would make eleven halves of "1½"
    text = re.sub(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e])", " ", text)
    text = addresses(_normalised(text), keep)
    if respell is not None:
        text = respell.respell(text, hide)
    for each in PASSES:
        text = each.run(text, keep)
    return text


SIGNS_FOR_ENGINES: Final = frozenset(
    "%\u2030\u00b0&+=\u20ac$\u00a3\u00a5\u00bc\u00bd\u00be\u00b2\u00b3/@\u00a7#\u00b1\u00d7"
)
"""Characters that espeak-ng says in each of its languages: they reach a voice that is not English."""


def _normalised(text: str, apart: frozenset[str] = frozenset()) -> str:
    """One form for each character; nothing private or invisible, since placeholders are private."""
    text = _quotes(text.translate(_CHARACTERS))
    if text.isascii() and text.isprintable():
        return text
    pieces = re.split(f"([{_KEPT_APART}{''.join(map(re.escape, sorted(apart)))}])", text)
    # every second piece is one of the characters that are kept
    pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
    text = "".join(pieces).translate(_CHARACTERS)
    kept = (
        " " if c.isspace() else "" if unicodedata.category(c)[0] == "C" or _is_selector(c) else c
        for c in text
    )
    # once more, since a letter and a mark may have come together
    return unicodedata.normalize("NFC", "".join(kept))


_CURLY = re.compile(r"\u201c([^\u201c\u201d]*)\u201d")
_STRAIGHT = re.compile(r"(?<![\w\d])\"([^\"]*)\"(?!\w)")


def _quotes(text: str) -> str:
    """Leave out quotes that stand in pairs; a mark that is left after a number is inches or seconds."""
    text = re.sub(r"(?<=\d)''", '"', text)
    text = _STRAIGHT.sub(r" \1 ", _CURLY.sub(r" \1 ", text))
    return re.sub(
        r"[\u201c\u201d\u201e\u00ab\u00bb]", lambda match: '"' if match[0] == "\u201d" else " ", text
    )


def _is_selector(character: str) -> bool:
    """Whether a character only chooses how the one before it is drawn."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _without_accents(text: str) -> str:
    """Latin letters without marks, so that a name is found with its tones and without them."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.replace("\u2260", "\ufdd0"))
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Me"})
    return unicodedata.normalize("NFC", plain).replace("\ufdd0", "\u2260")


def _dashes(text: str) -> str:
    """A dash between numbers is a range, any other is a pause; a hyphen between letters stays."""
    text = re.sub(r"(?<=\d)\s*[\u2013\u2014]\s*(?=\d)", "-", text)
    return re.sub(r"\s*[\u2013\u2014\u2015]+\s*|\s+-+\s+|--+", ", ", text)


def _latin_only(text: str) -> str:
    """Leave out what an English voice would spell or babble: other scripts, and their vowel signs."""
    if text.isascii():
        return text
    return "".join(
        " " if unicodedata.category(c)[0] in "LMN" and not unicodedata.name(c, "").startswith("LATIN ") else c
        for c in text
    )


def _plain(text: str, kept: frozenset[str] = frozenset()) -> str:
    """Leave letters, digits and simple marks: emoji, quotes, brackets, symbols and lone marks go."""
    text = "".join(
        c
        if c.isalnum() or unicodedata.category(c) in {"Mn", "Mc", "Co"} or c in _MARKS + "'-" or c in kept
        else " "
        for c in text
    )
    # an apostrophe or a hyphen that does not join two letters is a quote or a dash
    before, after = rf"(?<![^\W_])(?<![{_PRIVATE}])", rf"(?![^\W_])(?![{_PRIVATE}])"
    text = re.sub(
        rf"{before}['-]+|['-]+{after}" if not kept else rf"{before}'+|(?<!\S)-+(?!\d)|['-]+{after}", " ", text
    )
    # single capitals joined by marks are letters to be spelt, and not sentence ends
    text = re.sub(r"\b([A-Z])\.(?=[A-Z]\b)", r"\1 ", text)
    return re.sub(r"[']+", "'", re.sub(r"-+", "-", text))


def _tidy(text: str) -> str:
    """Single spaces, one mark at a time, none at the start, a closing one at the end."""
    text = re.sub(rf"\s+(?=[{_MARKS}])", "", text)
    text = re.sub(rf"[{_MARKS}]{{2,}}(?=.*[\w{_PRIVATE}])", _strongest, text, flags=re.DOTALL)
    text = re.sub(rf"(?<=[{_MARKS}])(?=[^\W\d]|[{_PRIVATE}])", " ", text)
    text = " ".join(text.split()).lstrip(_MARKS + " ")
    body = text.rstrip(_MARKS + " ")
    if not body:
        return ""
    closing = text[len(body) :]
    return body + ("?" if "?" in closing else "!" if "!" in closing else ".")


def _strongest(match: re.Match[str]) -> str:
    """What a run of marks within a sentence amounts to; three dots are a pause."""
    run = match[0]
    return next((mark for mark in "?!;:," if mark in run), ",")
