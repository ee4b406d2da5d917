"""Packs: points with their facts and sources, in YAML. Here are the model, the loader and the finder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.packs.find import find_point, fold
    from voiceguide.packs.load import default_pack, load_pack
    from voiceguide.packs.model import Pack, Point, Source, Way

__all__ = ["Pack", "Point", "Source", "Way", "default_pack", "find_point", "fold", "load_pack"]

__getattr__ = lazy(
    __name__,
    {
        "find": "find_point fold",
        "load": "default_pack load_pack",
        "model": "Pack Point Source Way",
    },
)
