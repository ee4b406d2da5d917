"""What a ``say`` step is made of: sentences and breaks, from plain text and from SSML anywhere in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

from voiceguide.script._pause_marks import cut_at_pauses
from voiceguide.script._sentences import split_sentences
from voiceguide.script._ssml import has_markup, read_markup, unescaped_tags
from voiceguide.units import Ms

Part: TypeAlias = str | Ms
"""A sentence to be spoken, or a break."""

_LEFT_BY_A_PAUSE = " \t\n,;:.\u2026\u2013\u2014-"
"""Marks that begin what follows a pause, and say nothing there."""


@lru_cache(maxsize=4096)  # layouts ask again and again for the same few hundred texts
def parts(text: str) -> tuple[Part, ...]:
    """Split a ``say`` text into sentences and breaks.

    Parameters
    ----------
    text : str
        Plain text, with pauses as ``[pause]`` or ``[pause 2s]``, and SSML (W3C SSML 1.1) anywhere in it:
        ``<speak>``, ``<p>``, ``<s>``, ``<break time="500ms"/>`` or ``<break strength="medium"/>``, and
        ``<sub alias="what is spoken">what is written</sub>``. Of other elements the words are said, see
        :func:`unheeded`.

    Raises
    ------
    ValueError
        If the markup is not well-formed or has an unknown element, if a pause has no length, or there is
        nothing to speak.
    """
    text = unescaped_tags(text)
    pieces = read_markup(text).pieces if has_markup(text) else [text]
    found: list[Part] = []
    for piece in pieces:
        if isinstance(piece, int):
            found.append(piece)
            continue
        for words in cut_at_pauses(piece):
            if isinstance(words, int):
                found.append(words)
            else:
                follows = bool(found) and isinstance(found[-1], int)
                found += split_sentences(words.lstrip(_LEFT_BY_A_PAUSE) if follows else words)
    if not any(isinstance(part, str) for part in found):
        raise ValueError("there is nothing to speak in it")
    return tuple(found)


def unheeded(text: str) -> tuple[str, ...]:
    """What a text's markup asks for and the guide does not do, one line for each kind; its words are said."""
    text = unescaped_tags(text)
    try:
        return tuple(dict.fromkeys(read_markup(text).unheeded)) if has_markup(text) else ()
    except ValueError:
        return ()
