"""The timeline: plain, frozen data in whole frames. Every reader sees the same object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from voiceguide.timeline._unheard import Unheard

Side = Literal["left", "right"]
CueKind = Literal["say", "chime", "sound"]


@dataclass(frozen=True, slots=True)
class ClipRef:
    """A clip by name and length: all that layout needs to know of a sound."""

    key: str
    """The name under which a clip source gives the samples."""
    frames: int
    """Exact length at the session's rate."""
    lead: int | None = None
    """Frames after which a voice may speak over what still rings; None for the default."""
    level_db: float = 0.0
    """Its level change in decibels, wherever it is heard."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A clip at an absolute frame."""

    start: int
    """First frame, from 0."""
    clip: ClipRef
    kind: CueKind
    gain_db: float = 0.0
    """Level change in decibels."""
    text: str | None = None
    """What is said, as a person reads it; for ``say`` cues, and ``sound`` cues that have captions."""
    chime: str | None = None
    """The chime's name; for ``chime`` cues only."""
    point: str | None = None
    """The code of the point that the cue belongs to."""
    side: Side | None = None

    @property
    def frames(self) -> int:
        """Length in frames."""
        return self.clip.frames

    @property
    def end(self) -> int:
        """First frame after the cue."""
        return self.start + self.clip.frames


@dataclass(frozen=True, slots=True)
class Track:
    """A lane of cues, ordered by start."""

    name: str
    """``voice``, ``chimes``, or ``sounds`` where there are any."""
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch; chapters cover the session without gaps."""

    start: int
    end: int
    title: str
    point: str | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class HoldSpan:
    """Time on a point: from the onset of its start chime to the onset of its end chime."""

    start: int
    frames: int
    point: str | None = None
    side: Side | None = None

    @property
    def end(self) -> int:
        """First frame after the hold."""
        return self.start + self.frames


@dataclass(frozen=True, slots=True)
class BedStart:
    """Another bed, or none, from a frame on."""

    start: int
    sound: str | None
    """A bed's name or a sound file; None for silence."""
    level_db: float | None = None
    """Against the voice; None for what the heading says."""
    duck_db: float | None = None
    """How far it goes down under the voice; None for what the heading says."""
    fade: int = 0
    """Frames in which the one before passes over into it."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole session, laid out."""

    rate: int
    """Frames a second."""
    frames: int
    """Total length."""
    title: str
    tracks: tuple[Track, ...]
    chapters: tuple[Chapter, ...]
    holds: tuple[HoldSpan, ...]
    beds: tuple[BedStart, ...] = ()
    """Where the bed changes, in order."""
    unheard: tuple[Unheard, ...] = ()
    """What holds have no room for."""

    def cues(self) -> list[Cue]:
        """All cues of all tracks, ordered by start."""
        return sorted((cue for track in self.tracks for cue in track.cues), key=lambda cue: cue.start)

    def chapter_at(self, frame: int) -> Chapter:
        """The chapter that holds ``frame`` (the last one for frames past the end)."""
        return next((c for c in self.chapters if c.start <= frame < c.end), self.chapters[-1])
