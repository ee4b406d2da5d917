"""Suggestions for a wrong name: the nearest valid one, and those that are allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_SHOWN = 16
_MOST_COMPARED = 40  # characters: whole sentences would take long, and are like no name


def nearest(wrong: str, allowed: Collection[str], most: int = 1) -> list[str]:
    """The names that are most like a wrong one, whatever their case; the nearest first, perhaps none."""
    import difflib

    by_folded = {name.casefold(): name for name in allowed}
    near = difflib.get_close_matches(wrong[:_MOST_COMPARED].casefold(), by_folded, n=most, cutoff=0.6)
    return [by_folded[name] for name in near]


def did_you_mean(wrong: str, allowed: Collection[str]) -> str:
    """End of a message about a wrong name.

    >>> did_you_mean("rian", ["rain", "surf"])
    '; did you mean rain? There are: rain, surf'
    >>> did_you_mean("brass band", ["rain", "surf"])
    '; there are: rain, surf'
    """
    near = nearest(wrong, allowed, 2)
    shown = ", ".join(list(allowed)[:MOST_SHOWN])
    more = f" and {len(allowed) - MOST_SHOWN} more" if len(allowed) > MOST_SHOWN else ""
    return (f"; did you mean {' or '.join(near)}? There" if near else "; there") + f" are: {shown}{more}"
