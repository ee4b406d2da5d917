"""Compose: from a request and a pack to a script. Choosing points, ordering them, words, and their lint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.compose.composer import Composer, Fit, guess, guessed_timeline
    from voiceguide.compose.lint import Finding
    from voiceguide.compose.request import Request

__all__ = ["Composer", "Finding", "Fit", "Request", "guess", "guessed_timeline"]

__getattr__ = lazy(
    __name__,
    {
        "composer": "Composer Fit guess guessed_timeline",
        "lint": "Finding",
        "request": "Request",
    },
)
