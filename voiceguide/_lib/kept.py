"""A place for what was worked out once."""

from __future__ import annotations

from typing import Protocol


class Kept(Protocol):
    """Where results are kept, by a text that says all that they depend on. A saving: anything may be gone."""

    def get(self, what: str) -> bytes | None:
        """What was put, or None."""
        ...

    def put(self, what: str, data: bytes) -> None:
        """Keep it, if that is possible."""
        ...
