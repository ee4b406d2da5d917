"""Files that a file names: they are looked for beside it, and may be told from those that lie elsewhere."""

from __future__ import annotations

import os
from pathlib import Path


def looks_like_file(name: str) -> bool:
    """Whether a name is that of a file: it has a folder or a suffix, or begins with ``~``.

    >>> looks_like_file("rain"), looks_like_file("rain.flac"), looks_like_file("~/rain")
    (False, True, True)
    """
    return name.startswith("~") or "/" in name or "\\" in name or bool(Path(name).suffix)


def path_beside(folder: Path, name: str) -> str:
    """The path of a file that a file in ``folder`` names; ``~`` is the home folder."""
    path = str(folder / os.path.expanduser(name))  # noqa: PTH111 (a name stays a name)
    # FFmpeg would take what stands before a colon for a protocol
    return f".{os.sep}{path}" if ":" in path and not Path(path).is_absolute() else path


def lies_outside(folder: Path, path: str) -> bool:
    """Whether a path leads out of a folder and those in it, by itself or by a link."""
    try:
        inside, found = folder.resolve(), Path(path).resolve()
    except (OSError, ValueError, RuntimeError):
        # no file has such a name, which whoever opens it will say
        return False
    return not found.is_relative_to(inside)
