"""Reading a language's words: the file inside this package, or one that is being written."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide._lib.suggestions import nearest
from voiceguide.errors import InputError, WordsError
from voiceguide.store import Stage, json_stage, own_file
from voiceguide.words._keys import KEYS, LINE_KINDS, PLACEHOLDERS
from voiceguide.words._words_model import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.yamlfile import Document

FOLDER = Path(__file__).parent
"""Where the languages are."""

_READ: Stage[Words] = json_stage("words", "words")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}|[{}]")


def load_words(path: Path) -> Words:
    """Read and check a language's words.

    Raises
    ------
    InputError
        If the file cannot be read, is not YAML as we allow it, is not complete (the message lists what is
        missing), or says something that words do not; :class:`~voiceguide.errors.InputErrors` if several
        things are wrong.
    """
    from voiceguide.yamlfile import read, refuse, validate

    document = read(path)
    words = validate(Words, document, error=WordsError)
    refuse([*_incomplete(words, document), *_misplaced(words, document)])
    return words


@cache
def words_of(language: str) -> Words:
    """The words of a language.

    Raises
    ------
    WordsError
        If there are none.
    """
    if language not in languages():
        known = ", ".join(languages())
        raise WordsError(f"there are no words in the language {language!r}; languages: {known}")
    return own_file(_READ, FOLDER / f"{language}.yaml", load_words)


@cache
def languages() -> tuple[str, ...]:
    """The languages that the guide speaks."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _incomplete(words: Words, document: Document) -> Iterator[InputError]:
    """What is missing, in one message; what is there and means nothing, each at its place."""
    from voiceguide.yamlfile import place_of

    missing = [key for key in KEYS if key not in words.phrases]
    missing += [f"lines.{kind}" for kind in LINE_KINDS if kind not in words.lines]
    if missing:
        listed = ", ".join(missing)
        message = f"the words of the language {words.language!r} are not complete; missing: {listed}"
        yield WordsError(message, place_of(document, ("phrases",)))
    if len(words.times.ones) != 20 or len(words.times.tens) != 8:
        message = "it takes twenty ones (0 to 19) and eight tens (20 to 90)"
        yield WordsError(message, place_of(document, ("times",)))
    for group, known in (("phrases", KEYS), ("lines", LINE_KINDS)):
        for key in getattr(words, group):
            if key not in known:
                near = nearest(key, known)
                hint = f"; did you mean {near[0]!r}?" if near else ""
                place = document.key_place((group, key))
                yield WordsError(f"nothing is said by the name {key!r}{hint}", place)


def _misplaced(words: Words, document: Document) -> Iterator[InputError]:
    """Wordings that lack a placeholder of their phrase, or have one that it does not have."""
    from voiceguide.yamlfile import place_of

    for key, wordings in words.phrases.items():
        wanted = KEYS.get(key)
        for number, wording in enumerate(wordings):
            found = {match[1] or match[0] for match in _PLACEHOLDER.finditer(wording)}
            if wanted is None or found == wanted:
                continue
            needs = " and ".join(f"{{{name}}}" for name in sorted(wanted)) or "no placeholder"
            kinds = ", ".join(f"{{{name}}} is {_KINDS[PLACEHOLDERS[name]]}" for name in sorted(wanted))
            message = f"{key} has {needs} in each of its wordings" + (f" ({kinds})" if kinds else "")
            yield WordsError(message, place_of(document, ("phrases", key, number)))
    for kind, lines in words.lines.items():
        for length in ("brief", "long"):
            for number, line in enumerate(getattr(lines, length)):
                if _PLACEHOLDER.search(line):
                    place = place_of(document, ("lines", kind, length, number))
                    yield WordsError("a line in a hold has no placeholder", place)


_KINDS = {
    "text": "text",
    "count": "a number in words",
    "digits": "a number in digits",
    "time": "a time in words",
}
