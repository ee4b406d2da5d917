"""A session that has less to tell than there is time: it is over after its last sound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.units import Ms, frames_of

if TYPE_CHECKING:
    from voiceguide.timeline._draft import LayoutDraft

SILENCE_MS = Ms(11_000)
"""So much silence may be left at the end, as whoever goes ten seconds ahead in the last words does."""


def ended(draft: LayoutDraft) -> LayoutDraft:
    """The layout without what is silent at its end, if that is more than a moment."""
    timeline, longest = draft.timeline, draft.bounds.longest
    if timeline.frames - longest <= frames_of(SILENCE_MS, timeline.rate):
        return draft
    chapters = [replace(one, end=min(one.end, longest)) for one in timeline.chapters]
    return replace(draft, timeline=replace(timeline, frames=longest, chapters=tuple(chapters)))
