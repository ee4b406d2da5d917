"""How a session goes towards sleep: ever softer, and its bed fades out over the last minutes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from voiceguide.units import Ms, frames_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.timeline._timeline import Cue

SOFTEST_DB: Final = {"say": -6, "sound": -6, "chime": -9}
"""What the end is softer by. It begins in the middle; chimes, which wake more easily, go down further."""
_FROM, _TO = 0.5, 0.9
"""The shares of the session between which it grows softer: the last words are as soft as it gets."""
_FADE_MS = Ms(300_000)
"""The longest fade of a bed."""
_FADE_SHARE = 4
"""It is no more than this part of the session."""


def softened(cues: Iterable[Cue], frames: int) -> Iterator[Cue]:
    """The cues of a session of so many frames, each softer the later it comes, in whole decibels."""
    for cue in cues:
        late = min(max(cue.start / max(frames, 1) - _FROM, 0) / (_TO - _FROM), 1)
        softer = round(SOFTEST_DB[cue.kind] * late)
        yield replace(cue, gain_db=cue.gain_db + softer) if softer else cue


def fade_frames(frames: int, rate: int) -> int:
    """The last frames of a session, in which its bed fades out."""
    return min(frames_of(_FADE_MS, rate), frames // _FADE_SHARE)
