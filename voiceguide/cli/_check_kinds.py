"""What ``voiceguide check`` knows of files other than scripts, and of text that YAML leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide.errors import InputError, ScriptError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.yamlfile import Comment, Document, KeyPath

_PROSE: Final = frozenset({"say", "text", "title", "chapter"})
"""Keys of text of which a word may follow a blank and a ``#``."""


def kind_of(document: Document) -> Callable[[Document, Path], str] | None:
    """What checks a document that is no script, by its keys; None for a script."""
    root = document.root
    if not isinstance(root, dict) or "voiceguide" in root or "steps" in root:
        return None
    if "voiceguide_pack" in root or {"points", "guidance"} & root.keys():
        return _pack
    if "voiceguide_chimes" in root or {"instruments", "sounds", "roles"} & root.keys():
        return _chimes
    if "words" in root and root.keys() <= {"words", "version"}:
        return _lexicon
    return None


def _pack(document: Document, folder: Path) -> str:
    from voiceguide.packs import pack_of

    pack = pack_of(document, folder)
    return f"{pack.title!r}, a pack of {len(pack.points)} point{_s(len(pack.points))}"


def _chimes(document: Document, _: Path) -> str:
    from voiceguide.sound import chimes_of

    theme, data = chimes_of(document, "own")
    root = document.root
    own = root.get("sounds", {}) if isinstance(root, dict) else {}
    assert theme in data.themes  # noqa: S101 (it was just made)
    return f"chimes, {len(own)} sound{_s(len(own))} of its own"


def _lexicon(document: Document, _: Path) -> str:
    from voiceguide.speech import lexicon_words

    count = len(lexicon_words(document))
    return f"a lexicon of {count} word{_s(count)}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def cut_texts(document: Document) -> list[InputError]:
    """Warnings about texts that an unquoted ``#`` cuts."""
    return [
        ScriptError(_cut(document, path, comment), comment.place)
        for path, comment in document.comments.items()
        if _seems_cut(document, path, comment)
    ]


def _seems_cut(document: Document, path: KeyPath, comment: Comment) -> bool:
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    text = _text(document, path)
    joined = not comment.text[1:2].isspace() and len(comment.text) > 1
    if key in _PROSE:
        # a comment of one's own stands after a whole sentence, or apart
        return joined or (comment.blanks == 1 and text[-1:] not in set(".!?:;\u2026\"'"))
    return joined and " " in text


def _cut(document: Document, path: KeyPath, comment: Comment) -> str:
    meant = f"{_text(document, path)} {comment.text}"
    quote = "'" if '"' in meant else '"'
    meant = meant if len(meant) <= 80 else f"{meant[:79]}\N{HORIZONTAL ELLIPSIS}"
    return f"what follows ' #' is a comment, and not read; put the text in quotes: {quote}{meant}{quote}"


def _text(document: Document, path: KeyPath) -> str:
    from voiceguide.yamlfile import step_to

    return str(step_to(document, path))
