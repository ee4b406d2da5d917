"""Models as JSON: what was read and checked before needs neither PyYAML nor pydantic to be read again.

The program's own files have their ready form beside them (``chimes.yaml`` and ``chimes.json``, made by ``make
ready``). It says what it was made of, so one that is out of date is not believed.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    T = TypeVar("T")

_CLASS = "="  # no field is called so
_PACKAGE = __name__.partition(".")[0]


def frozen(value: Any, *, of: bytes) -> str:
    """A model's object, or a mapping of some, as JSON.

    Parameters
    ----------
    of : bytes
        What it was made of.
    """
    content = {"of": _digest(of), "is": _plain(value)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def thawed(text: str | bytes, *, of: bytes) -> Any:
    """What :func:`frozen` wrote; None if it was made of something else, or by other models."""
    try:
        content = json.loads(text, object_hook=_object)
        return _tuples(content["is"]) if content["of"] == _digest(of) else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def load_ready(path: str, check: Callable[[Path], T]) -> T:
    """Read one of the program's own files, in its ready form if that is up to date.

    Parameters
    ----------
    path : str
        The YAML file.
    check : callable
        Reads and checks it.
    """
    try:
        # not by pathlib, which takes as long to load as all the rest
        with open(f"{path.removesuffix('.yaml')}.json", "rb") as ready, open(path, "rb") as written:  # noqa: PTH123
            found: T | None = thawed(ready.read(), of=written.read())
    except OSError:
        found = None
    if found is not None:
        return found
    from pathlib import Path

    return check(Path(path))


def beside(module: str, name: str) -> str:
    """The path of a file in a module's folder, by the module's ``__file__``."""
    return os.path.join(os.path.dirname(module), name)  # noqa: PTH118, PTH120


def _digest(of: bytes) -> str:
    # nobody means to deceive here, and hashlib takes as long to load as all the rest
    return f"{len(of)}-{zlib.crc32(of):08x}"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        cls = type(value)
        said = {
            field.name: _plain(mine)
            for field in fields(value)
            if (mine := getattr(value, field.name)) != _default(field)
        }
        return {_CLASS: f"{cls.__module__.removeprefix(_PACKAGE)}:{cls.__qualname__}", **said}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _object(found: dict[str, Any]) -> Any:
    name = found.pop(_CLASS, None)
    values = {key: _tuples(value) for key, value in found.items()}
    if name is None:
        return values
    # whoever reads an object has imported its class, so nothing is imported because a file says so
    module, _, cls = name.partition(":")
    made = getattr(sys.modules[_PACKAGE + module], cls)
    if not is_dataclass(made):
        raise TypeError(name)
    return made(**values)  # type: ignore[operator]


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
