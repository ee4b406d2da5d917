"""Packages that are installed: which version, and where their files lie."""

from __future__ import annotations

import csv
import functools
import sys
from pathlib import Path
from typing import NamedTuple


class InstalledPackage(NamedTuple):
    """An installed package."""

    version: str
    folder: Path
    """What its files' paths begin at."""
    info: Path | None
    """Its ``dist-info`` folder."""

    def recorded(self, path: str) -> tuple[str, int] | None:
        """Digest (``sha256=...``) and bytes of a file, as the installer wrote them down, if it did."""
        try:
            with ((self.info or self.folder) / "RECORD").open(newline="", encoding="utf-8") as record:
                for row in csv.reader(record):
                    if len(row) == 3 and row[0] == path and row[1]:
                        return row[1], int(row[2])
        except (OSError, ValueError):
            pass
        return None


@functools.cache
def find_installed(package: str) -> InstalledPackage | None:
    """Find a package by its name; None if it is not installed.

    Wheels are found by the name of their ``dist-info`` folder, since ``importlib.metadata`` takes 12 ms to
    load; whatever lies elsewhere it is asked for.
    """
    stem = package.replace("-", "_")
    for place in dict.fromkeys(sys.path):
        for name in _names_in(place):
            if name.startswith(f"{stem}-") and name.endswith(".dist-info"):
                version = name.removeprefix(f"{stem}-").removesuffix(".dist-info")
                return InstalledPackage(version, Path(place), Path(place, name))
    from importlib import metadata

    try:
        found = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return None
    return InstalledPackage(found.version, Path(str(found.locate_file(""))), None)


@functools.cache
def _names_in(place: str) -> list[str]:
    try:
        return [path.name for path in Path(place or ".").iterdir()]
    except OSError:  # a zip file, or nothing
        return []


def installed_version(package: str) -> str:
    """Version of an installed package; empty if it is not installed."""
    found = find_installed(package)
    return found.version if found else ""
