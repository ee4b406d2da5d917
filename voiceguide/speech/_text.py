"""The text front end: from a sentence as people read it to one that an engine says well.

A list of functions from text to text, applied in order. What is displayed stays as it was written; only the
engine gets this form, and the clip's key is made from it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from voiceguide.script import speakable, split_sentences
from voiceguide.speech._numerals import written_out
from voiceguide.speech._point_codes import point_codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech._respeller import Respeller

__all__ = ["sentences", "speakable", "split_sentences", "spoken_form"]

sentences = split_sentences
"""The displayed sentences of a text, one clip each."""

_MARKS = ".,;:!?"
_FIRST_PLACEHOLDER = 0xE000
# a rule may uncover work for one before it, as in "min.5"; two rounds do for nearly all texts
_MOST_ROUNDS = 5

_CHARACTERS: Final = str.maketrans(
    {
        "\u2026": "...",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
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
        "\u00d7": " times ",
    }
)
"""Characters that mean something to the ear, by what an engine knows."""

_ENGLISH_SYMBOLS: Final = str.maketrans(
    {"&": " and ", "+": " plus ", "=": " equals ", "\u00b0": " degrees ", "@": " at "}
)

_ABBREVIATIONS: Final = (
    (r"e\.\s?g\.,?", "for example,"),
    (r"i\.\s?e\.,?", "that is,"),
    (r"approx\.?", "approximately"),
    (r"ca\.(?=\s*\d)", "about"),
    (r"etc\.?", "and so on"),
    (r"vs\.?", "versus"),
    (r"dr\.", "doctor"),
    (r"mr\.", "mister"),
    (r"mrs\.", "missis"),
    (r"nos?\.(?=\s*\d)", "number"),
    (r"figs?\.(?=\s*\d)", "figure"),
    (r"max\.", "at most"),
    (r"min\.(?=\s*\d)", "at least"),
    (r"mins?\.", "minutes"),
    (r"secs?\.", "seconds"),
    (r"a\.m\.", "A M"),
    (r"p\.m\.", "P M"),
    (r"and/or", "and or"),
    (r"w/", "with "),
)
_INITIALISMS = re.compile(r"\b(TCM|WHO|TV|FAQ|USA|UK)\b")
_EXPANSIONS: Final = tuple(
    (
        re.compile(
            rf"(?<![\w/]){pattern}(?!\w)" if not pattern.endswith("/") else rf"(?<!\w){pattern}",
            re.IGNORECASE,
        ),
        words,
    )
    for pattern, words in _ABBREVIATIONS
)


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
        How this kind of engine is made to say certain names.

    Returns
    -------
    str
        Letters, single spaces and simple marks, closed by ``.``, ``!`` or ``?``; or empty, if there is
        nothing to say.
    """
    text = _normalised(sentence)
    names: list[str] = []
    if respell is not None:

        def keep(said: str) -> str:
            # one private character a name: no later rule can touch it
            names.append(said)
            return chr(_FIRST_PLACEHOLDER + len(names) - 1)

        text = respell.respell(text, keep)
    for _ in range(_MOST_ROUNDS):
        before = text
        for step in _ENGLISH_STEPS if english else _OTHER_STEPS:
            text = step(text)
        if text == before:
            break
    for place, name in enumerate(names):
        text = text.replace(chr(_FIRST_PLACEHOLDER + place), name)
    return text if speakable(text) else ""


def _normalised(text: str) -> str:
    """One form for each character; nothing private or invisible, since placeholders are private."""
    # NFKC alone would make eleven halves of "1½"
    text = re.sub(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e])", " ", text.translate(_CHARACTERS))
    text = unicodedata.normalize("NFKC", text).translate(_CHARACTERS)
    kept = (
        " " if c.isspace() else "" if unicodedata.category(c)[0] == "C" or _is_selector(c) else c
        for c in text
    )
    # once more, since a letter and a mark may have come together
    return unicodedata.normalize("NFKC", "".join(kept))


def _is_selector(character: str) -> bool:
    """Tell whether a character only chooses how the one before it is drawn."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _without_accents(text: str) -> str:
    """Latin letters without marks, so that a name is found with its tones and without them."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Me"})
    )


def _dashes(text: str) -> str:
    """A dash between numbers is a range, any other is a pause; a hyphen between letters stays."""
    text = re.sub(r"(?<=\d)\s*[\u2013\u2014]\s*(?=\d)", "-", text)
    return re.sub(r"\s*[\u2013\u2014\u2015]+\s*|\s+-+\s+|--+", ", ", text)


def _abbreviations(text: str) -> str:
    for pattern, words in _EXPANSIONS:
        text = pattern.sub(words, text)
    return _INITIALISMS.sub(lambda match: " ".join(match[0]), text)


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _english_symbols(text: str) -> str:
    text = re.sub(r"(?<=[^\W\d])/(?=[^\W\d])", " or ", text.translate(_ENGLISH_SYMBOLS))
    return re.sub(r"\s*%", "%", text)


def _latin_only(text: str) -> str:
    """Leave out what an English voice would spell or babble: other scripts, and their vowel signs."""
    return "".join(
        " " if unicodedata.category(c)[0] in "LMN" and not unicodedata.name(c, "").startswith("LATIN ") else c
        for c in text
    )


def _plain(text: str) -> str:
    """Leave letters, digits and simple marks: emoji, quotes, brackets and signs go, lone marks with them."""
    kept = (
        c if c.isalnum() or unicodedata.category(c) in {"Mn", "Mc", "Co"} or c in _MARKS + "'-" else " "
        for c in text
    )
    text = "".join(kept)
    # an apostrophe or a hyphen that does not join two letters is a quote or a dash
    text = re.sub(r"(?<![^\W_])(?<![\ue000-\uf8ff])['-]+|['-]+(?![^\W_])(?![\ue000-\uf8ff])", " ", text)
    # single capitals joined by marks are letters to be spelt, and not sentence ends
    text = re.sub(r"\b([A-Z])\.(?=[A-Z]\b)", r"\1 ", text)
    return re.sub(r"[']+", "'", re.sub(r"-+", "-", text))


def _tidy(text: str) -> str:
    """Single spaces, one mark at a time, none at the start, a closing one at the end."""
    text = re.sub(rf"\s+(?=[{_MARKS}])", "", text)
    text = re.sub(rf"[{_MARKS}]{{2,}}(?=.*\w)", _strongest, text, flags=re.DOTALL)
    text = re.sub(rf"(?<=[{_MARKS}])(?=[^\W\d])", " ", text)
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


_ENGLISH_STEPS: Final[tuple[Callable[[str], str], ...]] = (
    _without_accents,
    _ascii_digits,
    point_codes,
    _dashes,
    _abbreviations,
    _english_symbols,
    written_out,
    _latin_only,
    _plain,
    _tidy,
)
_OTHER_STEPS: Final[tuple[Callable[[str], str], ...]] = (_dashes, _plain, _tidy)
