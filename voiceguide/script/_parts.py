"""What a ``say`` step is made of: sentences and breaks, from plain text or an SSML fragment."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from voiceguide.script._sentences import split_sentences
from voiceguide.units import Ms, parse_duration

if TYPE_CHECKING:
    from xml.etree import ElementTree

Part: TypeAlias = str | Ms
"""A sentence to be spoken, or a break."""

_BREAK_STRENGTHS = {"none": 0, "x-weak": 150, "weak": 300, "medium": 600, "strong": 1000, "x-strong": 2000}
_ALLOWED = "allowed: speak, p, s, break, sub"
_DEEPEST = 16
"""Elements inside each other; more would only exhaust the stack."""


@lru_cache(maxsize=4096)  # layouts ask again and again for the same few hundred texts
def parts(text: str) -> tuple[Part, ...]:
    """Split a ``say`` text into sentences and breaks.

    Parameters
    ----------
    text : str
        Plain text, or an SSML fragment (W3C SSML 1.1) if it starts with ``<``: ``<speak>``, ``<p>``,
        ``<s>``, ``<break time="500ms"/>`` or ``<break strength="medium"/>``, and
        ``<sub alias="what is spoken">what is written</sub>``.

    Raises
    ------
    ValueError
        If the fragment is not well-formed, uses another element, or there is nothing to speak.
    """
    found = _ssml(text) if text.lstrip().startswith("<") else list(split_sentences(text))
    if not any(isinstance(part, str) for part in found):
        raise ValueError("there is nothing to speak in it")
    return tuple(found)


def _ssml(text: str) -> list[Part]:
    from xml.etree import ElementTree

    # An entity could expand without end, so a document type is refused before the parser sees it.
    if "<!" in text:
        raise ValueError("SSML must have no '<!' in it (no document type, no comment)")
    wrapped = text if re.match(r"\s*<speak[\s>]", text) else f"<speak>{text}</speak>"
    try:
        root = ElementTree.fromstring(wrapped)  # noqa: S314  (entities are refused above)
    except ElementTree.ParseError as error:
        raise ValueError(f"it is not well-formed SSML ({error})") from error
    found: list[Part] = []
    pending: list[str] = []

    def flush() -> None:
        found.extend(split_sentences(" ".join("".join(pending).split())))
        pending.clear()

    def walk(element: ElementTree.Element, depth: int) -> None:
        tag = element.tag.rpartition("}")[2]  # a namespace is allowed, and says nothing
        if depth > _DEEPEST:
            raise ValueError(f"its elements are more than {_DEEPEST} deep")
        if tag in {"break", "sub"} and len(element):
            raise ValueError(f"<{tag}> has no elements in it")
        if tag == "break":
            if (element.text or "").strip():
                raise ValueError("<break> is empty; put what is spoken after it")
            flush()
            found.append(_break(element))
        elif tag == "sub":
            if not (alias := element.get("alias")):
                raise ValueError("<sub> needs an alias attribute: what is to be spoken")
            pending.append(alias)
        elif tag in {"speak", "p", "s"}:
            flush()
            pending.append(element.text or "")
            for child in element:
                walk(child, depth + 1)
                pending.append(child.tail or "")
            flush()
        else:
            raise ValueError(f"<{tag}> is not an SSML element that this guide can speak; {_ALLOWED}")

    walk(root, 1)
    return found


def _break(element: ElementTree.Element) -> Ms:
    if (time := element.get("time")) is not None:
        return parse_duration(time)
    strength = element.get("strength", "medium")
    if strength not in _BREAK_STRENGTHS:
        raise ValueError(f"a break's strength is one of {', '.join(_BREAK_STRENGTHS)}, not {strength!r}")
    return Ms(_BREAK_STRENGTHS[strength])
