"""Values: frozen dataclasses defined in half the time, since a call of the program defines seventy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass with slots."""
    return _defined(cls, kw_only=False)


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class a frozen dataclass with slots, all of whose fields are given by name."""
    return _defined(cls, kw_only=True)


def _defined(cls: type[T], *, kw_only: bool) -> type[T]:
    # the standard library compiles these for each class anew, which takes as long as all the rest
    for name, method in (("__eq__", _equal), ("__hash__", _hashed), ("__repr__", _shown)):
        if name not in vars(cls):
            setattr(cls, name, method)
    return dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=kw_only)(cls)


def _equal(self: Any, other: object) -> bool:
    return type(other) is type(self) and _all(self) == _all(other)


def _hashed(self: Any) -> int:
    return hash(_all(self))


def _shown(self: Any) -> str:
    parts = (f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({', '.join(parts)})"


def _all(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__dataclass_fields__])
