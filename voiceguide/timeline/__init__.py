"""Timelines: clips at absolute frames, fitted to a length. Plain data that every sink reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.timeline.fit import Elastic, Fitted, Unfit
    from voiceguide.timeline.grid import Grid
    from voiceguide.timeline.layout import Bounds, Layout
    from voiceguide.timeline.model import Chapter, ClipRef, Cue, HoldSpan, Timeline, Track
    from voiceguide.timeline.spoken import utterances
    from voiceguide.timeline.unfolding import Unfolding

__all__ = [
    "Bounds", "Chapter", "ClipRef", "Cue", "Elastic", "Fitted", "Grid", "HoldSpan", "Layout", "Timeline",
    "Track", "Unfit", "Unfolding", "utterances",
]  # fmt: skip

__getattr__ = lazy(
    __name__,
    {
        "fit": "Elastic Fitted Unfit",
        "grid": "Grid",
        "layout": "Bounds Layout",
        "model": "Chapter ClipRef Cue HoldSpan Timeline Track",
        "spoken": "utterances",
        "unfolding": "Unfolding",
    },
)
