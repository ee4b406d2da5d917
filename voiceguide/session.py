"""A session: spoken and laid out, ready to be played, written or looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.export import Encoding, Tags, Written
    from voiceguide.export.mp3 import KeptBlobs, Splicing
    from voiceguide.player import Outcome
    from voiceguide.script import Bed, Script
    from voiceguide.sound import BedLane, BedSound, ClipSource, Ducking, Master, Mixer
    from voiceguide.timeline import Timeline

    Progress = Callable[[str, int, int], None]
    """Called with what is being done (``speaking``, ``writing``), how much is done, and of how much."""


@dataclass(frozen=True)
class Session:
    """A script, spoken and laid out: ready to be played, written, or looked at."""

    script: Script
    timeline: Timeline
    channels: int
    """1 or 2."""
    loudness: float
    """Integrated loudness in LUFS."""
    bed: BedSound | None
    """The sound under it all, if there is one."""
    sources: tuple[ClipSource, ...]
    """Where the clips are."""
    on_progress: Progress | None = None
    """Told how much is written."""
    kept: KeptBlobs | None = None
    """Where what was measured and encoded is kept; None to do it anew each time."""

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self.timeline.rate

    @cached_property
    def master(self) -> Master:
        """The sound of the session at its loudness."""
        return self._mastered(self.timeline, self._lane(self.timeline))

    def _mastered(self, timeline: Timeline, bed: BedLane | None, gain_db: float | None = None) -> Master:
        from voiceguide.sound import Master

        mixer = self._mixer(timeline, bed)
        return Master.at(mixer, self.loudness, kept=self.kept) if gain_db is None else Master(mixer, gain_db)

    def _mixer(self, timeline: Timeline, bed: BedLane | None) -> Mixer:
        from voiceguide.sound import Clips, Mixer

        return Mixer(timeline, Clips(*self.sources), channels=self.channels, bed=bed)

    def part(self, frames: int, gain_db: float) -> Master:
        """The sound at a given gain, with those cues alone that begin before a frame.

        For a session of which the rest is not known yet. The bed is as in the whole.
        """
        tracks = tuple(
            replace(track, cues=tuple(cue for cue in track.cues if cue.start < frames))
            for track in self.timeline.tracks
        )
        return self._mastered(replace(self.timeline, tracks=tracks), self._lane(self.timeline), gain_db)

    @property
    def likely_gain_db(self) -> float:
        """The master's gain as an export has found it, else a guess: nothing is measured."""
        from voiceguide.sound import CEILING_DB, kept_gain_db, usual_gain_db

        mixer = self._mixer(self.timeline, self._lane(self.timeline))
        is_known = all(cue.clip.key for cue in mixer.cues)  # a clip that is not spoken yet has no key
        kept = self.kept if is_known else None
        found = kept_gain_db(mixer, self.loudness, ceiling_db=CEILING_DB, kept=kept)
        return usual_gain_db(mixer, self.loudness) if found is None else found

    def _lane(self, timeline: Timeline) -> BedLane | None:
        """The bed, ducked by the cues of a timeline."""
        if self.bed is None:
            return None
        from voiceguide.sound import BedLane

        return BedLane(self.bed, timeline, level_db=self._bed_asked.level_db, ducking=self._ducking)

    @property
    def _bed_asked(self) -> Bed:
        from voiceguide.script import Bed

        return self.script.bed or Bed(sound="own")

    @property
    def _ducking(self) -> Ducking:
        from voiceguide.sound import Ducking

        asked = self._bed_asked
        # chimes are short, and keep their old proportion to the voice
        return Ducking(voice_db=asked.duck_db, chime_db=asked.duck_db * 3 / 8)

    def blocks(self, size: int = 8192, start: int = 0) -> Iterator[NDArray[np.float32]]:
        """Yield the sound, float32 ``(frames, channels)`` in [-1, 1], from frame ``start`` to the end.

        Raises
        ------
        CacheError
            If a clip has gone from the cache meanwhile.
        """
        return self.master.blocks(size, start)

    def stem(self, name: str) -> Master:
        """One lane alone (``voice``, ``chimes`` or ``bed``), as loud as it is in the whole and as long."""
        tracks = tuple(track for track in self.timeline.tracks if track.name == name)
        alone = replace(self.timeline, tracks=tracks)
        bed = self._lane(self.timeline) if name == "bed" else None
        return self._mastered(alone, bed, self.master.gain_db)

    def export(
        self, path: str | Path, *, encoding: Encoding | None = None, tags: Tags | None = None
    ) -> Written:
        """Write the session to a file; its suffix chooses the format.

        Raises
        ------
        OutputError
            If the file's name, folder or format cannot be used.
        ExportError
            If the disk or the encoder fails. An older file of that name is left as it was.
        """
        return self._write(Path(path), self.master, encoding, tags)

    def without_voice(self) -> Session:
        """The session with chimes and bed only, in the same places."""
        tracks = tuple(track for track in self.timeline.tracks if track.name != "voice")
        return replace(self, timeline=replace(self.timeline, tracks=tracks))

    def draw(self, path: str | Path) -> None:
        """Draw the session: its lanes' levels, chapters and holds, as PNG or SVG.

        Raises
        ------
        OutputError
            If the file's name, folder or format cannot be used.
        """
        from voiceguide.picture import draw

        draw(Path(path), self.timeline, {name: self.stem(name).blocks() for name in self._lanes})

    @property
    def _lanes(self) -> list[str]:
        return [track.name for track in self.timeline.tracks] + (["bed"] if self.bed else [])

    def export_stems(
        self, path: str | Path, *, encoding: Encoding | None = None, tags: Tags | None = None
    ) -> list[Written]:
        """Write each lane to a file of its own, beside ``path``: ``routine.voice.wav`` and so on."""
        path = Path(path)
        return [
            self._write(path.with_suffix(f".{name}{path.suffix}"), self.stem(name), encoding, tags)
            for name in self._lanes
        ]

    def _write(self, path: Path, master: Master, encoding: Encoding | None, tags: Tags | None) -> Written:
        from voiceguide.export import check_target, write

        frames, progress = self.timeline.frames, self.on_progress
        check_target(path, rate=self.rate, channels=self.channels, frames=frames, encoding=encoding)
        return write(
            path,
            master.blocks(),
            timeline=self.timeline,
            channels=self.channels,
            tags=tags or self.tags(),
            encoding=encoding,
            splicing=self._splicing(master),
            on_progress=(lambda done: progress("writing", done, frames)) if progress else None,
        )

    def _splicing(self, master: Master) -> Splicing | None:
        """How the sound can be joined from frames that are kept; None where none are to be kept."""
        from voiceguide.export.mp3 import Splicing

        if self.kept is None:
            return None
        recipe: dict[str, Any] = {"gain_db": master.gain_db, "ceiling_db": master.ceiling_db}
        if self.bed is not None and master.bed is not None:
            asked = self._bed_asked
            recipe |= {"bed": self.bed.name, "bed_db": asked.level_db, "duck_db": asked.duck_db}
        return Splicing(master, master.timeline, self.kept.cache, recipe, master.bed)

    def tags(self) -> Tags:
        """What the session's files say about themselves; there is no date in it."""
        from voiceguide.export import Tags

        points = dict.fromkeys(chapter.point for chapter in self.timeline.chapters if chapter.point)
        comment = f"Points: {', '.join(points)}. " if points else ""
        return Tags(
            title=self.script.title,
            album="voiceguide",
            genre="Speech",
            comment=f"{comment}Voice: {self.script.voice} (synthetic). Made with voiceguide.",
        )

    def to_segment(self) -> Any:
        """The session as a pydub ``AudioSegment``: 16 bits, all of it in memory (11 MB a minute)."""
        from voiceguide.sound import segment_from_blocks

        return segment_from_blocks(self.blocks(), self.rate, self.channels)

    def play(self, **options: Any) -> Outcome:
        """Play the session; the options are those of :func:`voiceguide.player.play`."""
        from voiceguide.player import play

        return play(self.timeline, lambda start: self.blocks(start=start), channels=self.channels, **options)
