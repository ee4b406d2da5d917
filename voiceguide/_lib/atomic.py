"""Writing a file so that the whole of it appears, or nothing.

The bytes go to a hidden file beside the target, which takes the target's name when it is complete and on
the disk. Whatever ends the writing early (an error, Ctrl-C, a SIGTERM that the program turned into an
exception) removes that file and leaves an older target as it was.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, BinaryIO

from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BUFFER_BYTES = 1 << 18
_NAME_CHARACTERS = 60
"""Of the target's name in the hidden one: at 4 bytes each with the rest just under the usual limit of 255."""


class OutputFile:
    """A binary file whose failures are already our own errors.

    Encoders pull blocks while they write, so an ``OSError`` that passes through them could come from the
    source of the blocks as well. Translating at the file itself keeps the two apart.
    """

    def __init__(self, file: BinaryIO, target: Path) -> None:
        self._file = file
        self._target = target

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Write all of ``data``.

        Raises
        ------
        ExportError
            If the disk is full or fails.
        """
        with disk_errors(self._target):
            return self._file.write(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the place of the next write; as ``io.IOBase.seek``."""
        with disk_errors(self._target):
            return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the place of the next write, in bytes from the start."""
        return self._file.tell()

    def give_up(self) -> None:
        """Close the file, unless it is closed already; it is going to be removed."""
        # closing flushes, which fails again after a failed write; the first error is the one to tell
        with contextlib.suppress(OSError):
            self._file.close()

    def flush_to_disk(self) -> None:
        """Wait until the disk has it all."""
        with disk_errors(self._target):
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()


@contextlib.contextmanager
def disk_errors(target: Path) -> Iterator[None]:
    """Turn an ``OSError`` into an :class:`ExportError` that names the target."""
    try:
        yield
    except OSError as error:
        raise ExportError(f"cannot write {target}: {error.strerror or error}") from error


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[OutputFile]:
    """Open a file that takes the place of ``target`` when the ``with`` body ends well.

    Parameters
    ----------
    target : Path
        The file to make or to replace; a symbolic link is followed, so the link itself stays.

    Yields
    ------
    OutputFile
        Open for writing, empty.

    Raises
    ------
    ExportError
        If the file cannot be made, written, or moved to its place.
    """
    with disk_errors(target):
        final = target.resolve()
    # the random part is long enough that an equal name is not worth a second try
    beside = final.with_name(f".{final.name[:_NAME_CHARACTERS]}.{os.urandom(4).hex()}.part")
    with contextlib.ExitStack() as stack:
        stack.callback(_remove, beside)
        with disk_errors(target):
            # "x" makes it with the mode that the umask allows, where mkstemp's files are private for good
            file = beside.open("xb", buffering=_BUFFER_BYTES)
        output = OutputFile(file, target)
        stack.callback(output.give_up)
        yield output
        output.flush_to_disk()
        with disk_errors(target):
            beside.replace(final)
        _flush_folder(final.parent)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make the new name outlive a power cut, where the system lets a folder be opened (not on Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
