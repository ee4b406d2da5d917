"""Lays the beds of a session: one under all of it, or several one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.sound._bed_lane import BedLane
from voiceguide.sound._bed_sequence import BedSequence, BedTurn
from voiceguide.sound._ducking import Ducking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.sound._beds import BedSound
    from voiceguide.timeline import Timeline

_CHIMES = 3 / 8
"""How far a bed goes down under chimes, which are short, against how far it does under the voice."""


def lay_beds(
    timeline: Timeline,
    bed: BedSound | None,
    beds: Mapping[str, BedSound],
    *,
    ducked_by: Timeline,
    level_db: float,
    duck_db: float,
    fade_out: int | None,
) -> BedLane | BedSequence | None:
    """The bed of a session, or its beds one after another.

    Parameters
    ----------
    timeline : Timeline
        The whole session; says where the bed changes.
    bed : BedSound or None
        What it begins with.
    beds : mapping of str to BedSound
        What it changes to, by name.
    ducked_by : Timeline
        The cues under which it goes down.
    level_db, duck_db : float
        Its level against the voice, and how far it goes down under it, where a change does not say.
    fade_out : int or None
        Frames in which it fades out at the end.
    """

    def laid(bed: BedSound, level_db: float, duck_db: float) -> BedLane:
        ducking = Ducking(voice_db=duck_db, chime_db=duck_db * _CHIMES)
        return BedLane(bed, ducked_by, level_db=level_db, ducking=ducking, fade_out=fade_out)

    first = None if bed is None else laid(bed, level_db, duck_db)
    if not timeline.beds:
        return first
    turns = [BedTurn(0, 0, first)]
    for change in timeline.beds:
        lane = None
        if change.sound is not None:
            level = level_db if change.level_db is None else change.level_db
            duck = duck_db if change.duck_db is None else change.duck_db
            lane = laid(beds[change.sound], level, duck)
        turns.append(BedTurn(change.start, change.fade, lane))
    return BedSequence(turns)
