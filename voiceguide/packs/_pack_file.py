"""Reading a pack: the one inside this package, or a listener's own."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide._lib.beside import lies_outside, looks_like_file, path_beside
from voiceguide._lib.suggestions import did_you_mean, nearest
from voiceguide.errors import InputError, PackError, WordsError
from voiceguide.packs._pack_model import Pack
from voiceguide.store import Stage, json_stage, own_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.yamlfile import Document

BUILT_IN = Path(__file__).with_name("back_flexibility.yaml")
"""The pack that comes with the program."""

_DEFAULT = "back-flexibility"
_USUAL_SHORTEST = 30_000

_READ: Stage[Pack] = json_stage("pack", "packs")


def load_pack(path: Path, *, allow_outside: bool = False) -> Pack:
    """Read and check a pack.

    Parameters
    ----------
    path : Path
        The pack; the lexicons that it names are looked for beside it.
    allow_outside : bool
        Whether it may name files that do not lie in its folder.

    Raises
    ------
    InputError
        If the file cannot be read, is not YAML as we allow it, or says something that a pack does not;
        :class:`~voiceguide.errors.InputErrors` if several things are wrong.
    """
    from voiceguide.yamlfile import read

    return pack_of(read(path), path.parent, allow_outside=allow_outside)


def pack_of(document: Document, folder: Path, *, allow_outside: bool = False) -> Pack:
    """The pack that a document from a folder holds; raises as :func:`load_pack` does."""
    from voiceguide.yamlfile import validate

    pack = validate(Pack, document, error=PackError)
    _check_language(pack, document)
    _check_declared(pack, document)
    _check_names(pack, document)
    # the files that a pack names lie beside it
    if not allow_outside:
        _check_files(pack, document, folder)
    lexicon = tuple(path_beside(folder, each) if isinstance(each, str) else each for each in pack.lexicon)
    return replace(pack, lexicon=lexicon) if lexicon != pack.lexicon else pack


def pack_names() -> list[str]:
    """The packs that come with the program, the default one first."""
    names = (path.stem.replace("_", "-") for path in BUILT_IN.parent.glob("*.yaml"))
    return sorted(names, key=lambda name: (name != _DEFAULT, name))


def pack_named(name: str, *, allow_outside: bool = False) -> Pack:
    """A pack that comes with the program, by its name, or one in a file; raises as :func:`load_pack`."""
    if looks_like_file(name) or Path(name).exists():
        return load_pack(Path(os.path.expanduser(name)), allow_outside=allow_outside)  # noqa: PTH111
    known = pack_names()
    wanted = name.strip().casefold().replace("_", "-").replace(" ", "-")
    if wanted not in known:
        raise PackError(f"there is no pack {name!r}{did_you_mean(name, [*known, 'FILE.yaml'])}")
    return own_file(_READ, BUILT_IN.with_name(f"{wanted.replace('-', '_')}.yaml"), load_pack)


@cache
def default_pack() -> Pack:
    """The seven points of back flexibility."""
    return own_file(_READ, BUILT_IN, load_pack)


def _check_files(pack: Pack, document: Document, folder: Path) -> None:
    """Refuse files from elsewhere: what somebody else wrote must not read them."""
    from voiceguide.yamlfile import place_of, refuse

    refuse(
        [
            PackError(
                f"{name!r} is not in the pack's folder; put it there", place_of(document, ("lexicon", number))
            )
            for number, name in enumerate(pack.lexicon)
            if isinstance(name, str) and lies_outside(folder, path_beside(folder, name))
        ]
    )


def _check_language(pack: Pack, document: Document) -> None:
    """Refuse a language that the guide has no words in."""
    from voiceguide.words import words_of
    from voiceguide.yamlfile import place_of

    try:
        words_of(pack.language)
    except WordsError as error:
        raise PackError(str(error), place_of(document, ("language",))) from error


def _check_declared(pack: Pack, document: Document) -> None:
    """Refuse tools, postures and focuses that nobody declared, and holds that are too short."""
    from voiceguide.packs._terms import FOCUSES, POSTURES, TOOLS
    from voiceguide.units import format_duration
    from voiceguide.yamlfile import place_of, refuse

    errors: list[InputError] = []

    def check(word: str, what: str, usual: tuple[str, ...], own: Iterable[str], *path: str | int) -> None:
        known = (*usual, *own)
        if word not in known:
            section = "focuses" if what == "focus" else f"{what}s"
            near = nearest(word, known)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            message = (
                f"{what}: {word!r} is not one of {', '.join(known)}, "
                f"nor declared under {section!r} of the pack{hint}"
            )
            errors.append(PackError(message, place_of(document, path)))

    for number, point in enumerate(pack.points):
        at = ("points", number)
        if point.hold.min < pack.shortest_hold:
            least = format_duration(pack.shortest_hold)
            given = format_duration(point.hold.min)
            message = f"the shortest hold is {given}; at least {least} a point is the rule"
            if pack.shortest_hold == _USUAL_SHORTEST:
                message += ", unless the pack says 'shortest_hold'"
            errors.append(PackError(message, place_of(document, (*at, "hold"))))
        for index, focus in enumerate(point.focus):
            check(focus, "focus", FOCUSES, pack.focuses, *at, "focus", index)
        for index, way in enumerate(point.ways):
            check(way.tool, "tool", TOOLS, pack.tools, *at, "ways", index, "tool")
            check(way.posture, "posture", POSTURES, pack.postures, *at, "ways", index, "posture")
    refuse(errors)


def _check_names(pack: Pack, document: Document) -> None:
    """Refuse two points that answer to one name: a request could not tell them apart."""
    from voiceguide.packs._find import fold, names_of
    from voiceguide.yamlfile import place_of, refuse

    owners: dict[str, str] = {}
    codes: set[str] = set()
    errors: list[InputError] = []
    for number, point in enumerate(pack.points):
        if point.code in codes:
            place = place_of(document, ("points", number, "code"))
            errors.append(PackError(f"the code {point.code} is there twice", place))
            continue
        codes.add(point.code)
        for name in {fold(name): name for name in reversed(names_of(point))}.values():
            place = place_of(document, ("points", number))
            if not fold(name):
                errors.append(PackError(f"the name {name!r} has no letter or digit to find it by", place))
            elif (owner := owners.setdefault(fold(name), point.code)) != point.code:
                message = f"the name {name!r} is taken by {owner}; a name stands for one point"
                errors.append(PackError(message, place))
    refuse(errors)
