"""Speech engines, one module each; ``voiceguide.speech._engine`` finds them by name and imports them late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.speech.engines._system import list_installed

__all__ = ["list_installed"]

__getattr__ = lazy(
    __name__,
    {
        "_system": "list_installed",
    },
)
