"""Names of a package that are imported when they are used, so that a command loads only what it needs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Make a package's ``__getattr__`` (PEP 562).

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    homes : mapping of str to str
        For each module of the package, the names that it gives, with blanks between.
    """
    modules = {name: module for module, names in homes.items() for name in names.split()}
    if clash := modules.keys() & homes.keys():
        # importing the module would put it in the name's place
        raise ValueError(f"{', '.join(sorted(clash))}: a module of {package} has the same name")

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{modules[name]}"), name)

    return get


class Late:
    """A module that is imported at the first look into it: for a library that not every call needs."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        found = getattr(importlib.import_module(self._name), name)
        setattr(self, name, found)  # the next look finds it at once
        return found
