"""Checks whether a file can be written, before any work is done for it."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from voiceguide.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def check_place(path: Path) -> Path:
    """Find out whether a file can be made or replaced; nothing is left behind.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputError
        If the folder is missing or cannot be written to, or the path is no plain file.
    """
    folder = path.resolve().parent
    if not folder.is_dir():
        raise OutputError(
            f"cannot write {path}: the folder {folder} does not exist; make it, or choose another"
        )
    if path.exists():
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "not a plain file"
            raise OutputError(f"cannot write {path}: it is {kind}; choose another name")
        if not os.access(path, os.W_OK):
            raise OutputError(f"cannot write {path}: the file is write-protected; choose another name")
    try:
        # trying is the only test that holds on every system: permission bits say nothing to root, on a
        # read-only disk or on Windows
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(
            f"cannot write {path}: the folder {folder} refuses: {error.strerror or error}"
        ) from error
    return folder
