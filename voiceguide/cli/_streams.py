"""Standard input and output: pipes (``-``), and terminals that cannot show every character."""

from __future__ import annotations

import codecs
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

PIPE: Final = Path("-")
"""The name that stands for standard input or output."""
STDIN: Final = "stdin"
"""What messages call the file that came in by a pipe."""

_ASCII: Final = "plain-ascii"
_NEAREST: Final = "voiceguide-nearest"
_PLAIN: Final = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **dict.fromkeys("\u2018\u2019\u201a\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u2033\u00ab\u00bb", '"'),
    "\u2026": "...",
    "\u00d7": "x",
    "\u2192": "->",
    "\u00df": "ss",
}


def make_tolerant() -> None:
    """Have stdout and stderr replace what their encoding cannot show.

    By the nearest plain characters where there are some (``e`` for ``é``, a hyphen for a dash), else by a
    question mark.
    """
    codecs.register_error(_NEAREST, _nearest)
    codecs.register(_plain_ascii)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        # click takes plain ASCII for a mistake, and would write UTF-8
        if codecs.lookup(stream.encoding).name == "ascii":
            reconfigure(encoding=_ASCII)
        reconfigure(errors=_NEAREST)


def _plain_ascii(name: str) -> codecs.CodecInfo | None:
    if name.replace("_", "-") != _ASCII:
        return None
    ascii_ = codecs.lookup("ascii")
    return codecs.CodecInfo(
        ascii_.encode,
        ascii_.decode,
        ascii_.streamreader,
        ascii_.streamwriter,
        ascii_.incrementalencoder,
        ascii_.incrementaldecoder,
        name=_ASCII,
    )


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    import unicodedata

    told = []
    for character in error.object[error.start : error.end]:
        base = _PLAIN.get(character) or unicodedata.normalize("NFKD", character)
        plain = "".join(each for each in base if each.isascii())
        is_mark = unicodedata.category(character) in {"Mn", "Me", "Cf"}
        told.append(plain or ("" if is_mark else "?"))
    return "".join(told), error.end


def is_utf8() -> bool:
    """Whether stdout takes every character."""
    return codecs.lookup(getattr(sys.stdout, "encoding", None) or "ascii").name == "utf-8"


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON for stdout: where that cannot show every character, they are written as escapes."""
    import json

    return json.dumps(value, ensure_ascii=not is_utf8(), indent=indent)


def echo_file(text: str) -> None:
    """Write what is to be read again: in a pipe or a file it is UTF-8, as every file of ours."""
    if is_utf8() or sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def read_stdin() -> bytes:
    """What comes in by a pipe."""
    if sys.stdin is None or sys.stdin.isatty():
        click.echo("voiceguide: reading from the terminal; end with Ctrl-D", err=True)
    data: bytes = sys.stdin.buffer.read()
    return data


@contextmanager
def sound_file(output: Path, suffix: str | None) -> Iterator[Path]:
    """The file to write a sound to: the one that was named, or one that goes to stdout afterwards.

    Parameters
    ----------
    output : Path
        As given; ``-`` is stdout.
    suffix : str or None
        The format that was asked for, without a dot.

    Raises
    ------
    click.UsageError
        If the format is not known, or stdout is a terminal.
    """
    suffix = suffix and suffix.lower().removeprefix(".")
    if output != PIPE:
        if suffix is not None and output.suffix.lower() != f".{suffix}":
            raise click.UsageError(
                f"--format {suffix} and {output.name} do not agree; a name's suffix chooses"
            )
        yield output
        return
    if suffix is None:
        raise click.UsageError("-o - writes to stdout, whose format no name tells; add --format mp3")
    if sys.stdout.isatty():
        raise click.UsageError("-o - would write sound to the terminal; send it to a program or a file")
    # their modules load every compression library, which no other command needs
    import shutil
    import tempfile

    # most formats are finished by going back to their beginning, which a pipe cannot
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"stdout.{suffix}")
        yield path
        sys.stdout.flush()
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
