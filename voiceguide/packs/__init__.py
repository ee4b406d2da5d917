"""Packs: points with their facts and sources, in YAML. Here are the model, the loader and the finder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.packs._find import CODE, find_point, fold
    from voiceguide.packs._pack_file import default_pack, load_pack, pack_named, pack_names, pack_of
    from voiceguide.packs._pack_model import MapPlace, Pack, Part, Point, Reference, View, Way
    from voiceguide.packs._terms import FOCUSES, POSTURES, TOOLS, Activity, Focus, Posture, Tool
    from voiceguide.packs._time_fields import Duration, Length, Lexicons, Range, TimeLimits, Version

__all__ = [
    "CODE",
    "FOCUSES",
    "POSTURES",
    "TOOLS",
    "Activity",
    "Duration",
    "Focus",
    "Length",
    "Lexicons",
    "MapPlace",
    "Pack",
    "Part",
    "Point",
    "Posture",
    "Range",
    "Reference",
    "TimeLimits",
    "Tool",
    "Version",
    "View",
    "Way",
    "default_pack",
    "find_point",
    "fold",
    "load_pack",
    "pack_named",
    "pack_names",
    "pack_of",
]

__getattr__ = lazy(
    __name__,
    {
        "_time_fields": "Duration Length Lexicons Range TimeLimits Version",
        "_find": "CODE find_point fold",
        "_pack_file": "default_pack load_pack pack_named pack_names pack_of",
        "_pack_model": "MapPlace Pack Part Point Reference View Way",
        "_terms": "FOCUSES POSTURES TOOLS Activity Focus Posture Tool",
    },
)
