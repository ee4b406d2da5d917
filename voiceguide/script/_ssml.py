"""Markup in what is said (SSML 1.1, and what people paste): found anywhere, and never read out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from voiceguide.script._pause_marks import PAUSE_MS, pause_ms
from voiceguide.units import Ms

ALLOWED: Final = "allowed: speak, p, s, break, sub; of emphasis, prosody and the like the words are said"

_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w.:-]*)((?:[\s/][^<>]*)?)>")
_ESCAPED_TAG: Final = re.compile(
    r"&lt;(/?(?:speak|p|s|break|sub|emphasis|prosody|say-as|phoneme|voice|lang)\b(?:(?!&[lg]t;).)*?)&gt;",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_PROLOGUE: Final = re.compile(r"\s*<\?xml[^<>]*\?>")
_ENTITY: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

_SENTENCES: Final = frozenset({"speak", "p", "s"})
_PASTED: Final = frozenset(
    """
    a article b body br center cite code dd div dl dt em font h1 h2 h3 h4 h5 h6 hr html i li ol pre
    section small span strong sup table tbody td th tr tt u ul
    """.split()  # noqa: SIM905 (a list of it would be a page)
)
"""What comes with text that was copied from a page."""
_APART: Final = frozenset(
    """
    article body br dd div dl dt h1 h2 h3 h4 h5 h6 hr html li ol pre section table tbody td th tr ul
    """.split()  # noqa: SIM905
)
"""Of these, those whose words are sentences of their own."""
_UNHEEDED: Final = frozenset(
    {"emphasis", "prosody", "voice", "lang", "say-as", "phoneme", "audio", "w", "token"}
)
"""What is known and not followed: the words in it are said as all others are."""
_SILENT: Final = frozenset({"desc", "lexicon", "lookup", "meta", "metadata", "title"})
"""What holds nothing to be said."""
_EMPTY: Final = frozenset({"break", "pause", "br", "hr", "mark", "lexicon", "meta"})
"""What may stand without an end."""

_STRENGTHS: Final = {"none": 0, "x-weak": 150, "weak": 300, "medium": 600, "strong": 1000, "x-strong": 2000}
_DEEPEST: Final = 16
"""Elements inside each other; more is no text that a person wrote."""
_INSTEAD: Final = {
    "prosody": "set rate and pitch in the script's heading",
    "phoneme": "put the word into a lexicon",
    "lexicon": "name it in the script's heading",
    "say-as": "write it as it is to be said",
    "voice": "set the voice in the script's heading",
    "audio": "give the line a file of its own: say: {text: ..., file: ...}",
}


@dataclass(slots=True)
class Markup:
    """What a text with markup is made of."""

    pieces: list[str | Ms] = field(default_factory=list)
    """Words to be cut into sentences, each piece by itself, and breaks in milliseconds."""
    unheeded: list[str] = field(default_factory=list)
    """What is not followed, in words."""


def has_markup(text: str) -> bool:
    """Whether there is a tag in a text; ``<5 min`` and ``a < b`` are none."""
    return "<" in text and _TAG.search(text) is not None


def unescaped_tags(text: str) -> str:
    """A text with the tags in it that were escaped on a page: ``&lt;break/&gt;``."""
    if "&lt;" not in text:
        return text
    return _ESCAPED_TAG.sub(lambda match: f"<{match[1].replace('&quot;', chr(34))}>", text)


def read_markup(text: str) -> Markup:
    """Read a text with markup.

    Raises
    ------
    ValueError
        If an element is not known, stands open or is closed twice, or a break's time is wrong.
    """
    text = _PROLOGUE.sub("", text)
    if "<!" in text or "<?" in text:
        raise ValueError("SSML must have no '<!' in it (no document type, no comment)")
    reader = _Reader()
    at = 0
    for match in _TAG.finditer(text):
        reader.words(text[at : match.start()])
        reader.tag(match)
        at = match.end()
    reader.words(text[at:])
    return reader.end()


class _Reader:
    def __init__(self) -> None:
        self._markup = Markup()
        self._open: list[str] = []
        self._pending: list[str] = []

    def words(self, text: str) -> None:
        if not self._open or self._open[-1] not in {"break", "sub", *_SILENT}:
            self._pending.append(_ENTITY.sub(_character, text))
        elif self._open[-1] == "break" and text.strip():
            # "<break>" without its slash was left open: what follows is words
            self._open.pop()
            self.words(text)

    def tag(self, match: re.Match[str]) -> None:
        closing, full, written = match.groups()
        slash = written.endswith("/")
        written = written.removesuffix("/")
        # a namespace says nothing of SSML's own elements, and makes others a maker's own
        prefix, _, name = full.rpartition(":")
        name = name if name in _SENTENCES | {"break", "sub"} or not prefix else full
        name = name.lower() if name.lower() in _PASTED | _UNHEEDED | _SENTENCES | _SILENT | _EMPTY else name
        if closing:
            self._close(name)
            return
        if self._open and self._open[-1] == "break":
            self._open.pop()
        if self._open and self._open[-1] == "sub":
            raise ValueError("<sub> has no elements in it")
        if len(self._open) >= _DEEPEST:
            raise ValueError(f"its elements are more than {_DEEPEST} deep")
        self._begin(name, _attributes(written), written)
        if not slash and not (name in _EMPTY and name != "break"):
            self._open.append(name)
        elif name in _SENTENCES | _APART:
            self._flush()

    def end(self) -> Markup:
        left = [name for name in self._open if name not in _EMPTY | _PASTED]
        if left:
            raise ValueError(f"it is not well-formed SSML (<{left[-1]}> is not closed by </{left[-1]}>)")
        self._flush()
        return self._markup

    def _begin(self, name: str, attributes: dict[str, str], written: str) -> None:
        if name == "break":
            self._flush()
            self._markup.pieces.append(_break(attributes))
        elif name == "pause":
            self._flush()
            time = attributes.get("time") or written.strip(" :/\t\n")
            self._markup.pieces.append(pause_ms(time) if time else PAUSE_MS)
        elif name == "sub":
            if not (alias := attributes.get("alias")):
                raise ValueError("<sub> needs an alias attribute: what is to be spoken")
            self._pending.append(_ENTITY.sub(_character, alias))
        elif name in _SENTENCES | _APART:
            self._flush()
        elif name in _UNHEEDED | _SILENT | {"mark"} or ":" in name:
            instead = f"; {_INSTEAD[name]}" if name in _INSTEAD else ""
            what = "left out" if name in _SILENT | {"mark"} else "not followed, and its words are said"
            self._markup.unheeded.append(f"<{name}> is {what}{instead}")
        elif name not in _PASTED:
            raise ValueError(f"<{name}> is not an SSML element that this guide can speak; {ALLOWED}")
        if name in _PASTED:
            self._markup.unheeded.append(f"<{name}> comes from a page: take it out")

    def _close(self, name: str) -> None:
        while self._open and self._open[-1] != name and self._open[-1] in _EMPTY | _PASTED:
            self._open.pop()
        if not self._open or self._open[-1] != name:
            if name in _EMPTY | _PASTED:
                return
            raise ValueError(f"it is not well-formed SSML (</{name}> closes nothing)")
        self._open.pop()
        if name in _SENTENCES | _APART:
            self._flush()

    def _flush(self) -> None:
        text = "".join(self._pending)
        if text.strip():
            self._markup.pieces.append(text)
        self._pending.clear()


def _attributes(written: str) -> dict[str, str]:
    return {
        match[1].rpartition(":")[2].lower(): next(value for value in match.groups()[1:] if value is not None)
        for match in _ATTRIBUTE.finditer(written)
    }


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _break(attributes: dict[str, str]) -> Ms:
    if (time := attributes.get("time")) is not None:
        return pause_ms(time)
    strength = attributes.get("strength", "medium")
    if strength not in _STRENGTHS:
        raise ValueError(f"a break's strength is one of {', '.join(_STRENGTHS)}, not {strength!r}")
    return Ms(_STRENGTHS[strength])
