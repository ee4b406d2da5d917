"""The screen for a glance from the floor: large, few words, and the same without colour. Needs textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.player.full_screen._hosted import FullScreen

__all__ = ["FullScreen"]

__getattr__ = lazy(__name__, {"_hosted": "FullScreen"})
