"""The shelf: the routines that are kept, each as a script and a few words about it, in a folder of files."""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from voiceguide._lib.atomic import replacing
from voiceguide.errors import InputError
from voiceguide.web._kept_folder import make_folder

if TYPE_CHECKING:
    from pathlib import Path

_ID = re.compile(r"[a-z2-7]{12}", re.ASCII)
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
MOST_ROUTINES = 2_000
MOST_NAME = 120
"""Characters of a routine's name."""


def short_name(title: str) -> str:
    """A title as a routine's name: cut after a word, if it is longer than a name may be."""
    if len(title) <= MOST_NAME:
        return title
    return f"{title[: MOST_NAME - 1].rpartition(' ')[0] or title[: MOST_NAME - 1]}…"


class NoRoutine(InputError):
    """Raised when there is no routine of an id."""


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine that is kept."""

    id: str
    """Drawn at random; the only name by which it is asked for."""
    name: str
    made: int
    """When, in seconds since 1970."""
    asked: str | None
    """The request it was composed for, as a link's query; None for a script by hand."""
    seconds: float
    """Its length, or what is guessed of it."""
    script: str
    """The script as it was composed or written, comments and all."""
    pack: str = ""
    """The pack that it was made of, as a link names it; empty for the site's own."""


class Shelf:
    """Routines in a folder: ``ID.yaml`` is a script as any other, ``ID.json`` has the rest.

    Parameters
    ----------
    folder : Path
        Made at the first routine.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()

    def add(
        self, *, name: str, script: str, seconds: float, asked: str | None = None, pack: str = ""
    ) -> Routine:
        """Keep a new routine.

        Raises
        ------
        InputError
            If there are too many already.
        ExportError
            If the folder cannot be written.
        """
        with self._lock:
            if len(self._names()) >= MOST_ROUTINES:
                raise InputError(f"there are {MOST_ROUTINES} routines already; delete some")
            new = "".join(secrets.choice(_LETTERS) for _ in range(12))
            routine = Routine(new, _named(name), int(time.time()), asked, seconds, script, pack)
            self._write(routine)
        return routine

    def get(self, name: str) -> Routine:
        """A routine by its id.

        Raises
        ------
        NoRoutine
            If there is none.
        """
        if not _ID.fullmatch(name):
            raise NoRoutine("there is no such routine")
        try:
            about = json.loads((self.folder / f"{name}.json").read_bytes())
            script = (self.folder / f"{name}.yaml").read_bytes().decode()
            return Routine(**about, id=name, script=script)
        except (OSError, ValueError, TypeError) as error:
            raise NoRoutine("there is no such routine; it may have been deleted") from error

    def all(self) -> list[Routine]:
        """All routines, the newest first; a file that somebody damaged is passed over."""
        found = []
        for name in self._names():
            try:
                found.append(self.get(name))
            except NoRoutine:
                continue
        return sorted(found, key=lambda routine: (-routine.made, routine.id))

    def change(
        self,
        name: str,
        *,
        new_name: str | None = None,
        script: str | None = None,
        seconds: float | None = None,
    ) -> Routine:
        """Rename a routine, or replace its script.

        Raises
        ------
        NoRoutine
            If there is none.
        InputError
            If a name is empty or too long.
        ExportError
            If it cannot be written.
        """
        with self._lock:
            routine = self.get(name)
            if new_name is not None:
                routine = replace(routine, name=_named(new_name))
            if script is not None and script != routine.script:
                routine = replace(routine, script=script, asked=None)
            if seconds is not None:
                routine = replace(routine, seconds=seconds)
            self._write(routine)
        return routine

    def remove(self, name: str) -> None:
        """Delete a routine.

        Raises
        ------
        NoRoutine
            If there is none.
        """
        with self._lock:
            self.get(name)
            for suffix in ("json", "yaml"):
                (self.folder / f"{name}.{suffix}").unlink(missing_ok=True)

    def _names(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return [path.stem for path in self.folder.glob("*.json") if _ID.fullmatch(path.stem)]

    def _write(self, routine: Routine) -> None:
        about = asdict(routine)
        del about["id"], about["script"]
        make_folder(self.folder, "routines")
        # the script first: a routine is there once its description is
        with replacing(self.folder / f"{routine.id}.yaml") as file:
            file.write(routine.script.encode())
        with replacing(self.folder / f"{routine.id}.json") as file:
            file.write(json.dumps(about, ensure_ascii=False).encode())


def _named(name: str) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not plain:
        raise InputError("a routine needs a name")
    if len(plain) > MOST_NAME:
        raise InputError(f"a routine's name has at most {MOST_NAME} characters")
    return plain
