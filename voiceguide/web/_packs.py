"""The packs of points on the page: the site's own, those of the program, and those that a listener gave it.

A listener's pack is known by a name made from its content (:func:`pack_id`), never by one of its own: so a
link means the same points everywhere, and whoever has no such pack is told so.
"""

from __future__ import annotations

import base64
import hashlib
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide._lib.atomic import replacing
from voiceguide.errors import InputError, PackError
from voiceguide.packs import pack_named, pack_names, pack_of
from voiceguide.speech import lexicon_sources
from voiceguide.web._kept_folder import make_folder
from voiceguide.yamlfile import place_of, read_text, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.compose import Request
    from voiceguide.packs import Pack

NAME = "pack"
"""Stands in the places of complaints, as a file's name does elsewhere."""
MOST_PACKS = 100
MOST_BYTES = 512 * 1024
"""Of one pack: a point takes five thousand at most."""
MOST_POINTS = 200
"""Of one pack: a plan of an hour takes seconds with a hundred."""
_ID = re.compile(r"[a-z2-7]{12}", re.ASCII)


class NoPack(InputError):
    """Raised when there is no pack of a name."""


@dataclass(frozen=True, slots=True)
class PackedRequest:
    """What is asked for, of the points of one pack."""

    request: Request
    pack: Pack
    pack_name: str = ""
    """As it stands in a link; empty for the site's own pack."""


def read_pack(text: str) -> Pack:
    """The pack of a text.

    Raises
    ------
    InputError
        As :func:`voiceguide.packs.load_pack`, and if it is too large or names a file.
    """
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise PackError(f"it is too large: {MOST_BYTES // 1024} KiB are the most")
    document = read_text(text, NAME)
    # nothing is looked for beside it: a file that it names is refused below
    pack = pack_of(document, Path(), allow_outside=True)
    only = "a pack on the page cannot name files; write the words here (word: how it is said)"
    refuse(
        [
            PackError(f"lexicon: {only}", place_of(document, ("lexicon", number)))
            for number, lexicon in enumerate(pack.lexicon)
            if isinstance(lexicon, str)
        ]
    )
    lexicon_sources(pack.lexicon)
    if len(pack.points) > MOST_POINTS:
        raise PackError(
            f"it has {len(pack.points)} points; {MOST_POINTS} are the most", place_of(document, ("points",))
        )
    return pack


def pack_id(text: str) -> str:
    """The name of a listener's pack: the same text has the same everywhere."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()[:12]


class Packs:
    """The packs that a routine may be made of.

    Parameters
    ----------
    folder : Path
        Where a listener's packs are kept, each as it was given; made at the first.
    own : Pack
        The site's, which needs no name.
    """

    def __init__(self, folder: Path, own: Pack) -> None:
        self._folder = folder
        self._own = own
        self._read: dict[str, Pack] = {}
        self._lock = threading.Lock()

    def find(self, name: str) -> Pack:
        """The pack of a name, as it stands in a link.

        Raises
        ------
        NoPack
            If it is not here.
        """
        if not name:
            return self._own
        if name in pack_names():
            return pack_named(name)
        with self._lock:
            if name not in self._read:
                self._read[name] = self._load(name)
            return self._read[name]

    def text(self, name: str) -> str:
        """A listener's pack as it was given; raises as :meth:`find`."""
        try:
            if _ID.fullmatch(name):
                return (self._folder / f"{name}.yaml").read_bytes().decode()
        except (OSError, ValueError):
            pass
        raise NoPack(
            "this needs a pack of points that is not here; ask for its file where the link came from, and "
            "add it under Your own packs"
        )

    def add(self, text: str) -> str:
        """Keep a pack; gives its name.

        Raises
        ------
        InputError
            As :func:`read_pack`, and if there are too many already.
        ExportError
            If it cannot be kept.
        """
        pack, name = read_pack(text), pack_id(text)
        with self._lock:
            names = self._names()
            if name not in names and len(names) >= MOST_PACKS:
                raise InputError(f"there are {MOST_PACKS} packs already; delete some")
            make_folder(self._folder, "packs")
            with replacing(self._folder / f"{name}.yaml") as file:
                file.write(text.encode())
            self._read[name] = pack
        return name

    def remove(self, name: str) -> None:
        """Delete a listener's pack; routines that were made of it stay. Raises as :meth:`find`."""
        self.text(name)
        with self._lock:
            (self._folder / f"{name}.yaml").unlink(missing_ok=True)
            self._read.pop(name, None)

    def listed(self) -> Iterator[tuple[str, Pack]]:
        """A listener's packs, by their titles; a file that somebody damaged is passed over."""
        found = []
        for name in self._names():
            try:
                found.append((name, self.find(name)))
            except InputError:
                continue
        yield from sorted(found, key=lambda pair: (pair[1].title, pair[0]))

    def choices(self) -> list[tuple[str, str]]:
        """All packs to choose from, by the names that they have in links, with their titles."""
        titles = [("", self._own.title)]
        titles += [
            (name, title) for name in pack_names() if (title := pack_named(name).title) != titles[0][1]
        ]
        return titles + [(name, pack.title) for name, pack in self.listed()]

    def _load(self, name: str) -> Pack:
        text = self.text(name)
        return read_pack(text)

    def _names(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted(path.stem for path in self._folder.glob("*.yaml") if _ID.fullmatch(path.stem))
