"""Memoises what a stage of the program made of its inputs."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from voiceguide.store._code import code_identity
from voiceguide.store._dataclass_json import from_json, to_json
from voiceguide.store._place import own_store
from voiceguide.store._store import MEMO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.store._store import Store

T = TypeVar("T")

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stage(Generic[T]):
    """A step of the program that makes one value of others, and nothing else."""

    name: str
    code: tuple[str, ...]
    """Parts of the program that it runs, as :func:`~voiceguide.store.code_identity` takes them."""
    dumps: Callable[[T], bytes]
    """Writes a value."""
    loads: Callable[[bytes], T]
    """Reads one; raises ValueError or TypeError where it cannot."""


def json_stage(name: str, *code: str) -> Stage[Any]:
    """A stage whose values are frozen dataclasses, or made of JSON's types."""
    return Stage(name, code, _dumps, _loads)


def key_of(store: Store, stage: Stage[Any], inputs: Any) -> str:
    """The key of what a stage makes of its inputs: a hash of their values and of its code."""
    described = [stage.name, code_identity(store, *stage.code), to_json(inputs)]
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()


def memo(store: Store, stage: Stage[T], inputs: Any, make: Callable[[], T]) -> T:
    """What a stage makes of its inputs: as it is kept, else made and kept.

    Parameters
    ----------
    inputs : Any
        All that the value depends on besides the program's code, of types that
        :func:`~voiceguide.store.to_json` takes.
    make : callable
        Makes the value.
    """
    found = recall(store, stage, inputs)
    if found is None:
        found = make()
        remember(store, stage, inputs, found)
    return found


def recall(store: Store, stage: Stage[T], inputs: Any) -> T | None:
    """What is kept of a stage for its inputs, or None."""
    data = store.read(MEMO, key_of(store, stage, inputs))
    if data is None:
        return None
    try:
        return stage.loads(data)
    except (ValueError, TypeError) as error:
        _logger.info("a memo of the stage %s is not believed: %s", stage.name, error)
        return None


def remember(store: Store, stage: Stage[T], inputs: Any, value: T) -> None:
    """Keep what a stage made of its inputs, if that is possible."""
    store.keep(MEMO, key_of(store, stage, inputs), stage.dumps(value))


def own_file(stage: Stage[T], path: Path, read: Callable[[Path], T]) -> T:
    """One of the program's own files, read and checked: from the store if it is there, otherwise again.

    Parameters
    ----------
    read : callable
        Reads and checks the file.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return memo(own_store(), stage, digest, lambda: read(path))


def _dumps(value: Any) -> bytes:
    return json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":")).encode()


def _loads(data: bytes) -> Any:
    return from_json(json.loads(data))
