"""Timelines: clips at absolute frames, fitted to a length. Plain data that every sink reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.timeline._draft import Choice, Commitments, LayoutDraft
    from voiceguide.timeline._fit import Elastic, Shares, Unfit
    from voiceguide.timeline._grid import Grid
    from voiceguide.timeline._json import to_json
    from voiceguide.timeline._layout import Bounds, Layout
    from voiceguide.timeline._live_timeline import LiveTimeline
    from voiceguide.timeline._rhythm import SESSION_LEAD
    from voiceguide.timeline._spoken import utterances
    from voiceguide.timeline._timeline import (
        BedStart,
        Chapter,
        ClipRef,
        Cue,
        CueKind,
        HoldSpan,
        Timeline,
        Track,
    )
    from voiceguide.timeline._timeline_rows import timeline_of_rows, timeline_to_rows
    from voiceguide.timeline._to_sleep import SOFTEST_DB, fade_frames
    from voiceguide.timeline._unheard import Unheard
    from voiceguide.timeline._words_over import room_at

__all__ = [
    "SESSION_LEAD",
    "SOFTEST_DB",
    "BedStart",
    "Bounds",
    "Chapter",
    "Choice",
    "ClipRef",
    "Commitments",
    "Cue",
    "CueKind",
    "Elastic",
    "Grid",
    "HoldSpan",
    "Layout",
    "LayoutDraft",
    "LiveTimeline",
    "Shares",
    "Timeline",
    "Track",
    "Unfit",
    "Unheard",
    "fade_frames",
    "room_at",
    "timeline_of_rows",
    "timeline_to_rows",
    "to_json",
    "utterances",
]

__getattr__ = lazy(
    __name__,
    {
        "_fit": "Elastic Shares Unfit",
        "_draft": "Choice Commitments LayoutDraft",
        "_grid": "Grid",
        "_json": "to_json",
        "_layout": "Bounds Layout",
        "_timeline": "BedStart Chapter ClipRef Cue CueKind HoldSpan Timeline Track",
        "_timeline_rows": "timeline_of_rows timeline_to_rows",
        "_spoken": "utterances",
        "_to_sleep": "SOFTEST_DB fade_frames",
        "_unheard": "Unheard",
        "_words_over": "room_at",
        "_live_timeline": "LiveTimeline",
        "_rhythm": "SESSION_LEAD",
    },
)
