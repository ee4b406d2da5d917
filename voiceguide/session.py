"""Sessions: spoken and laid out, ready to be played, exported or drawn."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide import stages
from voiceguide.base_session import BaseSession
from voiceguide.store import own_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from voiceguide.export import Encoding, ExportReport, SeekableMp3, Tags, Target
    from voiceguide.player import Outcome
    from voiceguide.script import Bed, LateScript, Script
    from voiceguide.sound import (
        BedLane,
        BedSequence,
        BedSound,
        Block,
        ClipSource,
        Master,
        Mixer,
        RoomTone,
        ToneLane,
        ToneTurns,
    )
    from voiceguide.store import Store
    from voiceguide.timeline import Cue, Timeline

    Progress = Callable[[str, int, int], None]
    """Called with what is being done (``speaking``, ``writing``), how much is done, and of how much."""

_TRIES = 4
"""How often a file is made whose codec lets it peak too high, each time from a lower ceiling."""
_SPARE_DB = 0.3
"""How much lower than by what was too much."""


class Session(BaseSession):
    """A script, spoken and laid out: ready to be played, exported or drawn.

    Parameters
    ----------
    script : LateScript
    timeline : Timeline
    channels : int
        1 or 2.
    loudness : float
        Integrated loudness in LUFS.
    bed : BedSound or None
        The background sound, if there is one.
    room_tone_db : float, optional
        Level of the room tone in dBFS; None for digital silence. It is not heard where there is a bed.
    sources : sequence of ClipSource
        Where the clips are.
    on_progress : callable, optional
        Called with how much has been written.
    store : Store, optional
        Where what was measured and encoded is kept; without, it is made again each time.
    beds : mapping of str to BedSound, optional
        The beds that the timeline changes to, by name.
    """

    def __init__(
        self,
        script: LateScript,
        timeline: Timeline,
        *,
        channels: int,
        loudness: float,
        bed: BedSound | None,
        room_tone_db: float | None = None,
        sources: Sequence[ClipSource],
        on_progress: Progress | None = None,
        store: Store | None = None,
        beds: Mapping[str, BedSound] | None = None,
    ) -> None:
        super().__init__(timeline.rate, channels)
        self._script = script
        self.heading = script.heading
        self._timeline = timeline
        self.loudness = loudness
        self.bed = bed
        self.beds = dict(beds or {})
        self.room_tone_db = room_tone_db
        self.sources = tuple(sources)
        self.on_progress = on_progress
        self.store = store
        self._masters: dict[float, Master] = {}

    @property
    def timeline(self) -> Timeline:
        """What is heard when."""
        return self._timeline

    @property
    def script(self) -> Script:
        """The session's script, with the voice that speaks it."""
        return self._script.load()

    def with_timeline(self, timeline: Timeline) -> Session:
        """The same session with another timeline."""
        return Session(
            self._script, timeline, channels=self.channels, loudness=self.loudness, bed=self.bed,
            room_tone_db=self.room_tone_db, sources=self.sources, on_progress=self.on_progress,
            store=self.store, beds=self.beds,
        )  # fmt: skip

    def master(self) -> Master:
        """The sound at its loudness; it is measured at the first call.

        Raises
        ------
        CacheError
            If a clip has gone from the cache meanwhile.
        """
        from voiceguide.sound import CEILING_DB

        return self._under(CEILING_DB)

    def _under(self, ceiling_db: float) -> Master:
        """The sound at its loudness, limited to a true peak in dBTP."""
        if ceiling_db not in self._masters:
            mixer = self._mixer(self.timeline)
            self._masters[ceiling_db] = stages.master(
                mixer, self.loudness, self.store, ceiling_db, self._tone_lane()
            )
        return self._masters[ceiling_db]

    def part(self, frames: int, gain_db: float, *, voice_db: float = 0.0) -> Master:
        """The sound at a given gain, with only the cues that begin before a frame.

        For a session of which the rest is not known yet. The bed and the room tone are as in the whole, and
        the voice may be louder or softer than in it.
        """
        from voiceguide.sound import Master

        tracks = tuple(
            replace(
                track,
                cues=tuple(
                    _louder(cue, voice_db) for cue in track.cues if cue.start < frames and cue.clip.key
                ),
            )
            for track in self.timeline.tracks
        )
        return Master(self._mixer(replace(self.timeline, tracks=tracks)), gain_db, tone=self._tone_lane())

    def likely_gain_db(self) -> float:
        """The master's gain from an earlier export, else an estimate; nothing is measured."""
        from voiceguide.sound import CEILING_DB, usual_gain_db

        mixer = self._mixer(self.timeline)
        is_spoken = all(cue.clip.key for cue in mixer.cues)  # a clip that is not spoken yet has no key
        if self.store and is_spoken:
            found = stages.found_gain_db(mixer, self.loudness, self.store, CEILING_DB)
            if found is not None:
                return found
        return usual_gain_db(mixer, self.loudness)

    def _mixer(self, timeline: Timeline, *, bed: bool = True) -> Mixer:
        from voiceguide.sound import Clips

        # ducked by all that is said, whatever of it is mixed
        lane = self._lane(self.timeline) if bed else None
        return stages.mix(timeline, Clips(*self.sources), self.channels, lane)

    @property
    def has_bed(self) -> bool:
        """Whether there is a bed anywhere in the session."""
        return self.bed is not None or bool(self.beds)

    def _lane(self, timeline: Timeline) -> BedLane | BedSequence | None:
        """The bed, or beds one after another, ducked by the cues of a timeline."""
        if not self.has_bed:
            return None
        from voiceguide.sound import lay_beds
        from voiceguide.timeline import fade_frames

        asked = self._bed_asked
        return lay_beds(
            self.timeline,
            self.bed,
            self.beds,
            ducked_by=timeline,
            level_db=asked.level_db,
            duck_db=asked.duck_db,
            fade_out=fade_frames(self.timeline.frames, self.rate) if self.heading.to_sleep else None,
        )

    def room_tone(self) -> RoomTone | None:
        """The room tone by itself, for pauses; None if it is off."""
        if self.room_tone_db is None:
            return None
        from voiceguide.sound import RoomTone

        return RoomTone(self.rate, self.channels, self.room_tone_db)

    @property
    def heard_tone_db(self) -> float | None:
        """Level of the room tone that is heard in the session; None if it is off, or a bed is all along."""
        changes = self.timeline.beds
        is_off = bool(changes) and (self.bed is None or any(change.sound is None for change in changes))
        return self.room_tone_db if is_off or not self.has_bed else None

    def _tone_lane(self) -> ToneLane | ToneTurns | None:
        """The room tone under the session; a bed takes its place."""
        if self.heard_tone_db is None or (tone := self.room_tone()) is None:
            return None
        from voiceguide.sound import lay_tone

        return lay_tone(tone, self.timeline, self._lane(self.timeline))

    @property
    def _bed_asked(self) -> Bed:
        from voiceguide.script import Bed

        return self.heading.bed or Bed(sound="own")

    def blocks(self, size: int = 8192, start: int = 0) -> Iterator[Block]:
        """Yield the sound, float32 ``(frames, channels)`` in [-1, 1], from frame ``start`` to the end.

        Raises
        ------
        CacheError
            If a clip has gone from the cache meanwhile.
        """
        return self.master().blocks(size, start)

    def stem(self, name: str) -> Master:
        """A single lane (``voice``, ``chimes`` or ``bed``), at its level in the mix and of full length.

        Without the room tone: between its cues is digital silence.
        """
        from voiceguide.sound import CEILING_DB

        return self._stem(name, CEILING_DB)

    def _stem(self, name: str, ceiling_db: float) -> Master:
        from voiceguide.sound import Master

        tracks = tuple(track for track in self.timeline.tracks if track.name == name)
        alone = self._mixer(replace(self.timeline, tracks=tracks), bed=name == "bed")
        return Master(alone, self._under(ceiling_db).gain_db, ceiling_db)

    def _target(self, encoding: Encoding | None) -> Target:
        from voiceguide.export import Encoding, Target

        return Target(
            rate=self.rate,
            channels=self.channels,
            frames=self.timeline.frames,
            encoding=encoding or Encoding(),
        )

    def export(
        self, path: str | Path, *, encoding: Encoding | None = None, tags: Tags | None = None
    ) -> ExportReport:
        """Write the session to a file; its suffix chooses the format.

        Raises
        ------
        OutputError
            If the file's name, folder or format cannot be used.
        ExportError
            If the disk or the encoder fails. An older file of that name is left as it was.
        """
        return self._write(Path(path), self._under, encoding, tags)

    def seekable(self) -> SeekableMp3:
        """The session as an MP3 file that is made as it is read, and joined from what is kept.

        Raises
        ------
        ExportError
            If that cannot be done here.
        """
        from voiceguide.export import SeekableMp3

        file = SeekableMp3(self.timeline, channels=self.channels, tags=self.tags())
        file.render(self.master(), self.store or own_store())
        return file

    def without_voice(self) -> Session:
        """The session with chimes and bed only, in the same places."""
        tracks = tuple(track for track in self.timeline.tracks if track.name != "voice")
        return self.with_timeline(replace(self.timeline, tracks=tracks))

    def draw(self, path: str | Path) -> None:
        """Draw the session: its lanes' levels, chapters and holds, as PNG or SVG.

        Raises
        ------
        OutputError
            If the file's name, folder or format cannot be used.

        Notes
        -----
        matplotlib draws it, and keeps its list of fonts in the cache folder. If it is first imported here, it
        does not read your matplotlibrc, for the rest of the process; import it before to have it read.
        """
        from voiceguide.picture import draw

        lanes = {name: self.stem(name).blocks() for name in self._lanes}
        font_folder = self.store.root / "matplotlib" if self.store else None
        draw(Path(path), self.timeline, lanes, font_folder=font_folder)

    @property
    def _lanes(self) -> list[str]:
        return [track.name for track in self.timeline.tracks] + (["bed"] if self.has_bed else [])

    def export_stems(
        self, path: str | Path, *, encoding: Encoding | None = None, tags: Tags | None = None
    ) -> list[ExportReport]:
        """Write each lane to a file of its own, beside ``path``: ``routine.voice.wav`` and so on."""
        path = Path(path)
        return [
            self._write(path.with_suffix(f".{name}{path.suffix}"), partial(self._stem, name), encoding, tags)
            for name in self._lanes
        ]

    def _write(
        self,
        path: Path,
        under: Callable[[float], Master],
        encoding: Encoding | None,
        tags: Tags | None,
    ) -> ExportReport:
        """Write a sound, which ``under`` gives for a ceiling, so that no decoded peak is over the promise."""
        from voiceguide.export import DELIVERED_DB, check_target, delivered_peak_db, format_of

        frames, progress = self.timeline.frames, self.on_progress
        check_target(path, rate=self.rate, channels=self.channels, frames=frames, encoding=encoding)
        on_progress = (lambda done: progress("writing", done, frames)) if progress else None
        chosen, target = format_of(path), self._target(encoding)
        ceiling_db = chosen.ceiling_db(target)
        for tries_left in reversed(range(_TRIES)):
            master = under(ceiling_db)
            report = stages.encode(
                path,
                master,
                timeline=self.timeline,
                tags=tags or self.tags(),
                encoding=encoding,
                store=self.store,
                on_progress=on_progress,
            )
            if not tries_left or not chosen.is_measured(target):
                break
            over_db = delivered_peak_db(path) - DELIVERED_DB
            if over_db <= 0:
                break
            ceiling_db -= over_db + _SPARE_DB
        return replace(report, lufs=master.lufs)

    def tags(self) -> Tags:
        """The tags of the session's files; they hold no date."""
        from voiceguide.export import Tags

        points = dict.fromkeys(chapter.point for chapter in self.timeline.chapters if chapter.point)
        comment = f"Points: {', '.join(points)}. " if points else ""
        return Tags(
            title=self.heading.title,
            album="voiceguide",
            genre="Speech",
            comment=f"{comment}Voice: {self.heading.voice} (synthetic). Made with voiceguide.",
        )

    def play(self, **options: Any) -> Outcome:
        """Play the session; the options are those of :func:`voiceguide.player.play`."""
        from voiceguide.player import play

        return play(
            self.timeline,
            lambda start: self.blocks(start=start),
            channels=self.channels,
            tone=self.room_tone(),
            **options,
        )


def _louder(cue: Cue, voice_db: float) -> Cue:
    """A cue, louder by so much if it is spoken."""
    return replace(cue, gain_db=cue.gain_db + voice_db) if voice_db and cue.kind == "say" else cue
