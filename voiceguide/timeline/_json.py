"""The timeline as JSON: the stable, documented form that other programs read."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.timeline._timeline import BedStart, Chapter, Cue, HoldSpan, Timeline
    from voiceguide.timeline._unheard import Unheard

VERSION = 1
"""Raised when a field changes its meaning or goes."""


def to_json(timeline: Timeline, *, room_tone_db: float | None = None) -> dict[str, Any]:
    """The timeline as plain dicts and lists; all positions are frames at ``rate``.

    Fields that say nothing (``text`` of a chime, ``side`` of a midline point) are left out. So are ``beds``,
    where the bed changes, and ``unheard``, what has no room in its hold, if there are none.

    Parameters
    ----------
    room_tone_db : float, optional
        Level of the room tone under the session in dBFS; None where there is none.
    """
    tone = {} if room_tone_db is None else {"room_tone_db": room_tone_db}
    return {
        "version": VERSION,
        "rate": timeline.rate,
        "frames": timeline.frames,
        "title": timeline.title,
        **tone,
        "tracks": [
            {"name": track.name, "cues": [_cue(cue) for cue in track.cues]} for track in timeline.tracks
        ],
        "chapters": [_plain(chapter) for chapter in timeline.chapters],
        "holds": [_plain(hold) for hold in timeline.holds],
        **({"beds": [_plain(bed) for bed in timeline.beds]} if timeline.beds else {}),
        **({"unheard": [_unheard(one) for one in timeline.unheard]} if timeline.unheard else {}),
    }


def _cue(cue: Cue) -> dict[str, Any]:
    plain = _plain(cue)
    del plain["clip"]
    return {"start": plain.pop("start"), "frames": cue.frames, **plain}


def _unheard(one: Unheard) -> dict[str, Any]:
    return {"path": list(one.path), "text": str(one.text), "why": one.why, "message": one.message}


def _plain(item: Cue | Chapter | HoldSpan | BedStart) -> dict[str, Any]:
    values = ((field.name, getattr(item, field.name)) for field in fields(item))
    return {name: value for name, value in values if value is not None}
