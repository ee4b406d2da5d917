"""Pictures of a session: its lanes, chapters and holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.picture._draw import check_picture, draw

__all__ = ["check_picture", "draw"]

__getattr__ = lazy(
    __name__,
    {
        "_draw": "check_picture draw",
    },
)
