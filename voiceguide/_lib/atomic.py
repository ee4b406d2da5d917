"""Writes a file atomically: all of it appears, or nothing.

Where the system can (Linux), the bytes go to a file without a name, which gets the target's name when it is
complete: however the program ends, even by ``kill -9``, nothing is left. Elsewhere they go to a hidden file
beside the target, which is removed by whatever ends the writing early, or by the next one who writes there.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING, BinaryIO

from voiceguide._lib.file_lock import lock
from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART = ".part"
"""How the name of an unfinished file ends; it begins with a dot and the target's name."""

_BUFFER_BYTES = 1 << 18
_NAME_CHARACTERS = 60
"""Of the target's name in the hidden one: at 4 bytes each with the rest just under the usual limit of 255."""
_UNNAMED = getattr(os, "O_TMPFILE", 0)
"""Flag for a file without a name (Linux)."""


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


class _Draft:
    """An unfinished file in a folder.

    Parameters
    ----------
    final : Path
        The name that it will have.

    Raises
    ------
    OSError
        If the folder refuses.
    """

    def __init__(self, final: Path) -> None:
        self._final = final
        self._part = final.with_name(f"{_prefix(final)}{os.urandom(4).hex()}{PART}")
        self._named = not _UNNAMED
        descriptor = -1
        if _UNNAMED:
            try:
                descriptor = os.open(final.parent, _UNNAMED | os.O_RDWR, 0o666)
            except (
                OSError
            ):  # a file system that has none, or a folder that refuses, which the next line reports
                self._named = True
        if self._named:
            # "x" makes it with the mode that the umask allows, where mkstemp's files are private for good
            self.file: BinaryIO = self._part.open("x+b", buffering=_BUFFER_BYTES)
        else:
            self.file = os.fdopen(descriptor, "w+b", buffering=_BUFFER_BYTES)
        lock(self.file, wait=False)  # whoever sweeps leaves it alone

    def publish(self, *, durable: bool) -> None:
        """Give the file its name, in place of an older one."""
        self.file.flush()
        if durable:
            os.fsync(self.file.fileno())
        if not self._named:
            self._name()
        if os.name == "nt":
            self.file.close()  # Windows renames closed files only
        self._part.replace(self._final)
        self.file.close()

    def discard(self) -> None:
        """Remove what is unfinished; nothing if the file has its name already."""
        # closing flushes, which fails again after a failed write; the first error is the one to report
        with contextlib.suppress(OSError):
            self.file.close()
        if self._named:
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)

    def _name(self) -> None:
        """Give the nameless file its hidden name, from which it can take another's place."""
        self._named = True
        with contextlib.suppress(OSError), _opened(self._part.parent) as folder:
            # a folder's descriptor makes this linkat(2), which alone follows /proc's link to the file itself
            os.link(f"/proc/self/fd/{self.file.fileno()}", self._part.absolute(), dst_dir_fd=folder)
            return
        self.file.seek(0)
        with self._part.open("xb") as copy:  # no /proc
            shutil.copyfileobj(self.file, copy)


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
        draft = _Draft(final)
    try:
        yield OutputFile(draft.file, target)
        with disk_errors(target):
            draft.publish(durable=True)
    finally:
        draft.discard()
    sweep(final)
    _flush_folder(final.parent)


@contextlib.contextmanager
def drafted(final: Path) -> Iterator[BinaryIO]:
    """Like :func:`replacing`, for a file that no person asked for: failures are the system's own.

    Raises
    ------
    OSError
        If the folder refuses or the disk is full; nothing is left then.
    """
    draft = _Draft(final)
    try:
        yield draft.file
        draft.publish(durable=True)
    finally:
        draft.discard()


def write_whole(final: Path, data: bytes, *, durable: bool) -> None:
    """Write a file at once, in place of an older one.

    Parameters
    ----------
    durable : bool
        Whether to wait until the disk has it.

    Raises
    ------
    OSError
        As for :func:`drafted`.
    """
    draft = _Draft(final)
    try:
        draft.file.write(data)
        draft.publish(durable=durable)
    finally:
        draft.discard()


def sweep(final: Path) -> None:
    """Remove unfinished files of a target whose writers have gone."""
    with contextlib.suppress(OSError):
        start = _prefix(final)
        for path in final.parent.iterdir():
            if path.name.startswith(start) and path.name.endswith(PART):
                with contextlib.suppress(OSError):
                    _remove_unlocked(path)


def _prefix(final: Path) -> str:
    return f".{final.name[:_NAME_CHARACTERS]}."


def _remove_unlocked(path: Path) -> None:
    with path.open("rb") as file:
        is_free = lock(file, wait=False)
    if is_free:
        path.unlink()


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    """Make the new name outlive a power cut, where the system lets a folder be opened (not on Windows)."""
    with contextlib.suppress(OSError), _opened(folder) as descriptor:
        os.fsync(descriptor)
