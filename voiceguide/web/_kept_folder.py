"""A folder in which the page keeps something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path


def make_folder(folder: Path, what: str) -> None:
    """Make a folder, if it is not there, for what is kept in it.

    Raises
    ------
    ExportError
        If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"{what} cannot be kept in {folder}: {error.strerror or error}") from error
