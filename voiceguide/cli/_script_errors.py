"""Tells where in a script's file an error lies that came up only as the script was spoken or laid out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from voiceguide.cli._streams import PIPE
from voiceguide.errors import InputError, LengthError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.errors import Place
    from voiceguide.script import Script


@contextmanager
def errors_in(script: Path | None, *, names_length: bool) -> Iterator[None]:
    """Raise an error without a place again with its place in the script's file, as ``check`` tells it.

    Parameters
    ----------
    script : path or None
        The script; nothing happens without one, or where it came in by a pipe and is gone.
    names_length : bool
        Whether its length is the script's own, and not a flag's.
    """
    try:
        yield
    except InputError as error:
        if script is None or script == PIPE or error.place:
            raise
        if isinstance(error, LengthError) and not names_length:
            raise
        if (place := _place_of(error, script)) is None:
            raise
        raise InputError(error.message, place) from error


def _place_of(error: InputError, path: Path) -> Place | None:
    # seldom needed, and large
    from voiceguide.review import review
    from voiceguide.script import located
    from voiceguide.yamlfile import place_of, read

    def beside(script: Script) -> Script:
        return located(script, path.parent, allow_outside=True)

    try:
        document = read(path)
        if isinstance(error, LengthError):
            return place_of(document, ("length",))
        found = review(document, beside).errors
    except InputError:
        return None  # it is not the script's
    return next((one.place for one in found if one.message == error.message), None)
