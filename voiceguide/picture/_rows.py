"""Breaking a session into rows, as a text is broken into lines: between chapters where that can be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.timeline import Timeline

_ROW_MINUTES = ((60, 10), (120, 15), (240, 20))
"""Sessions up to so many minutes get rows of about so many; a chapter of 45 seconds has room for its name."""
_MOST_ROWS = 12
_CHAPTERS_A_ROW = 15
"""Where chapters are shorter than usual, rows are too, so that about so many share one: more have no room for
their names."""
_STRETCH = 1.2
"""A row may be so much longer than its share before a chapter is broken instead."""
_SHORTEST = 0.5
"""A row shorter than this share of the longest looks like a mistake, so a long chapter is broken instead."""

_TICKS = ((1, 1), (5, 1), (10, 5), (15, 5), (30, 10), (60, 15), (120, 30), (300, 60), (600, 120))
"""Seconds between labelled ticks, and between the small ones."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of the session that is drawn in one row."""

    start: int
    """First frame."""
    end: int
    """First frame after it."""


def rows(timeline: Timeline) -> tuple[Row, ...]:
    """Rows of about ten minutes, the fewest that will do, each as full as the others where chapters allow."""
    minutes = timeline.frames / timeline.rate / 60
    usual = next((row for upto, row in _ROW_MINUTES if minutes <= upto), _ROW_MINUTES[-1][1])
    most = int(usual * 60 * timeline.rate)
    if timeline.chapters:
        lengths = (chapter.end - chapter.start for chapter in timeline.chapters)
        most = min(most, int(median(lengths) * _CHAPTERS_A_ROW))
    most = max(most, timeline.frames // _MOST_ROWS, 1)
    # a session of 11 minutes is one full row, not one and a scrap
    wanted = math.ceil(timeline.frames / (most * _STRETCH))
    share = -(-timeline.frames // wanted)
    breaks = sorted({chapter.start for chapter in timeline.chapters})
    for percent in range(100, round(100 * _STRETCH) + 1, 2):
        found = tuple(_broken(timeline.frames, share * percent // 100, breaks))
        if len(found) == wanted:
            return found
    return tuple(_broken(timeline.frames, share, []))


def _broken(frames: int, longest: int, breaks: list[int]) -> Iterator[Row]:
    start = 0
    while frames - start > longest:
        least = start + int(longest * _SHORTEST)
        end = max((place for place in breaks if least <= place <= start + longest), default=start + longest)
        yield Row(start, end)
        start = end
    yield Row(start, frames)


def tick_seconds(seconds_per_inch: float, label_inches: float) -> tuple[int, int]:
    """Seconds between labelled and between small ticks, so that labels of a width stand well apart."""
    room = seconds_per_inch * label_inches * 2.5
    return next((pair for pair in _TICKS if pair[0] >= room), _TICKS[-1])
