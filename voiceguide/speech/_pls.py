"""W3C Pronunciation Lexicon Specification 1.0, as other tools write it: words, and how to say them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from voiceguide.errors import InputError, InputErrors, VoiceError
from voiceguide.speech._ipa import checked_ipa
from voiceguide.speech._lexicon_source import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from voiceguide.speech._lexicon import Word

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def read_pls(path: Path) -> Mapping[str, Word]:
    """Read and check a pronunciation lexicon.

    Capitals count in it, as the standard says.

    Raises
    ------
    InputError
        If the file cannot be read, or is none.
    """
    root = _parsed(path)
    if _tag(root) != "lexicon":
        raise VoiceError(
            f"{path}: it is no pronunciation lexicon: it begins with <{_tag(root)}>, not <lexicon>"
        )
    words: dict[str, Word] = {}
    errors: list[InputError] = []
    alphabet = root.get("alphabet", "ipa")
    for lexeme in (child for child in root if _tag(child) == "lexeme"):
        try:
            words |= _words(lexeme, alphabet)
        except ValueError as e:
            errors.append(VoiceError(f"{path}: <lexeme> {_graphemes(lexeme)[:1]}: {e}"))
    if errors:
        raise errors[0] if len(errors) == 1 else InputErrors(errors)
    return words


def _words(lexeme: ElementTree.Element, alphabet: str) -> dict[str, Word]:
    from voiceguide.speech._lexicon import Word

    spellings = _graphemes(lexeme)
    if not any(character.isalnum() for spelling in spellings for character in spelling):
        raise ValueError("it has no <grapheme> with a word in it")
    # the first counts, unless another is preferred
    said = sorted(
        (child for child in lexeme if _tag(child) in {"phoneme", "alias"}),
        key=lambda child: child.get("prefer") != "true",
    )
    if not said:
        raise ValueError("it has neither a <phoneme> nor an <alias>")
    first = said[0]
    text = (first.text or "").strip()
    if _tag(first) == "alias":
        if not any(character.isalnum() for character in text):
            raise ValueError("its <alias> says nothing")
        word = Word(also=spellings[1:], case="exact", all=text)
    else:
        alphabet = first.get("alphabet", alphabet)
        if alphabet.lower() != "ipa":
            raise ValueError(f"the alphabet {alphabet!r} is not known; allowed: ipa")
        word = Word(also=spellings[1:], case="exact", ipa=checked_ipa(text))
    return {spellings[0]: word}


def _graphemes(lexeme: ElementTree.Element) -> tuple[str, ...]:
    texts = (" ".join((child.text or "").split()) for child in lexeme if _tag(child) == "grapheme")
    return tuple(text for text in texts if text)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _parsed(path: Path) -> ElementTree.Element:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as e:
        raise VoiceError(f"the lexicon {path} cannot be read: {getattr(e, 'strerror', None) or e}") from e
    if len(content) > MOST_BYTES:
        raise VoiceError(f"the lexicon {path} is larger than {MOST_BYTES >> 20} MB")
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as e:
        raise VoiceError(f"the lexicon {path} is not written in UTF-8 or UTF-16") from e
    # entities could expand without end, so a document type is refused before the parser sees it
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise VoiceError(f"the lexicon {path} has a document type (<!DOCTYPE); take it out")
    try:
        return ElementTree.fromstring(text)  # noqa: S314 (document types are refused above)
    except ElementTree.ParseError as e:
        raise VoiceError(f"{path}: it is not well-formed XML ({e})") from e
