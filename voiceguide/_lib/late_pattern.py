"""Regular expressions that are compiled when they are first used: a call of the program needs few of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Pattern = re.Pattern[str]


class _LatePattern:
    """Stands for a pattern until it is used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)  # the next time without a detour
        return found


def late_pattern(pattern: str, flags: int = 0) -> Pattern:
    """Like :func:`re.compile`, but a mistake in the pattern is found when it is used."""
    return _LatePattern(pattern, flags)  # type: ignore[return-value]
