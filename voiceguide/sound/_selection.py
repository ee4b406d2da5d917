"""Selects the chimes and the bed of a script: by name, from files, or a listener's own."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide._lib.beside import looks_like_file
from voiceguide.errors import CacheError
from voiceguide.script import NO_CHIMES, Chimes, theme_of
from voiceguide.sound._clip import CHIME_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from voiceguide.script import RoleChime, ScriptHeading
    from voiceguide.sound._beds import BedSound
    from voiceguide.sound._chimes import ChimeSet
    from voiceguide.sound._clip import Clip, ClipSource
    from voiceguide.sound._sound_files import SoundFiles
    from voiceguide.timeline import ClipRef, Timeline


class _LateChimes:
    """A script's chimes, made when the first one is asked for: where all frames are kept, none is."""

    prefix = CHIME_PREFIX

    def __init__(self, make: Callable[[], ChimeSet | None]) -> None:
        self._make = make

    def clip(self, key: str) -> Clip:
        if (chimes := self._make()) is None:
            raise CacheError(f"no chime is to sound, and {key!r} is asked for")
        return chimes.clip(key)


class Selection:
    """The chimes and beds of scripts, each made once.

    Parameters
    ----------
    rate : int
        Frames a second.
    channels : int
        1 or 2.
    chimes : mapping of name to AudioSegment or path
        A listener's own, by a role's name or a new one.
    bed : AudioSegment or path, optional
        A listener's own, in place of what scripts name.
    """

    def __init__(self, rate: int, channels: int, chimes: Mapping[str, Any], bed: Any = None) -> None:
        self._rate, self._channels = rate, channels
        self._own_chimes, self._own_bed = dict(chimes), bed
        self._themes: dict[str, ChimeSet] = {}

    def chimes(self, script: ScriptHeading) -> ChimeSet | None:
        """The chimes of a script's theme; None if none are to sound.

        Raises
        ------
        InputError
            If there is no such theme, or a sound cannot be used.
        """
        named = theme_of(script.chimes)
        if named == NO_CHIMES:
            return None
        from voiceguide.sound._chime_data import DEFAULT_THEME
        from voiceguide.sound._chimes import ChimeSet

        name = named or DEFAULT_THEME
        if name not in self._themes:
            own = {chime: self._own_clip(sound) for chime, sound in self._own_chimes.items()}
            self._themes[name] = ChimeSet(name, own)
        return self._themes[name]

    def sources(self, script: ScriptHeading) -> Iterator[ClipSource]:
        """Where the samples of a script's chimes and sound files are."""
        if theme_of(script.chimes) != NO_CHIMES:
            yield _LateChimes(lambda: self.chimes(script))
        if "files" in vars(self):
            yield self.files

    def chime(self, script: ScriptHeading) -> Callable[[str], ClipRef | None]:
        """What gives a chime's clip by its name; None for one that is not to sound."""
        theme = self.chimes(script)
        roles = dict(script.chimes.roles()) if isinstance(script.chimes, Chimes) else {}
        return functools.cache(lambda name: self._chime(name, theme, roles) if theme else None)

    def sound(self, name: str) -> ClipRef:
        """The clip of a sound file that is a step of its own.

        Raises
        ------
        InputError
            If it cannot be used.
        """
        return self.files.ref(name)

    @functools.cached_property
    def files(self) -> SoundFiles:
        """The source of sound files."""
        from voiceguide.sound._sound_files import SoundFiles

        return SoundFiles(self._rate)

    def _chime(self, name: str, theme: ChimeSet, roles: Mapping[str, RoleChime]) -> ClipRef | None:
        level_db = 0.0
        if not looks_like_file(name):
            role, tilde, ms = name.partition("~")
            asked = roles.get(role)
            if asked is not None:
                level_db = asked.level_db
                # tones of breaths are as long as the breath, whichever of the program's own they are
                name = name if asked.sound is None else f"{asked.sound}{tilde}{ms}"
            if role == NO_CHIMES or (asked is not None and asked.sound == NO_CHIMES):
                return None
            if asked is not None and asked.sound is not None and looks_like_file(asked.sound):
                name = asked.sound
        is_file = looks_like_file(name)
        found = self.files.ref(name, chime=True) if is_file else theme.ref(name, self._rate)
        return replace(found, level_db=level_db) if level_db else found

    def bed(self, script: ScriptHeading) -> BedSound | None:
        """The sound under a script's session: the listener's own, or one by name, or a file.

        Raises
        ------
        InputError
            If there is no such bed, or the file cannot be used.
        """
        own = self._own_bed
        if own is None:
            return self.named_bed(script.bed.sound) if script.bed else None
        from voiceguide.sound._loop import bed_from_file, bed_from_segment

        if isinstance(own, str | Path):
            return bed_from_file(own, self._rate)
        return bed_from_segment(own, self._rate)

    def beds(self, timeline: Timeline) -> dict[str, BedSound]:
        """The beds that a timeline changes to, by name.

        Raises
        ------
        InputError
            As :meth:`bed`.
        """
        return {name: self.named_bed(name) for name in {start.sound for start in timeline.beds} if name}

    def named_bed(self, name: str) -> BedSound:
        """A bed by name, or of a file; raises as :meth:`bed`."""
        from voiceguide.sound._beds import SynthesisedBed, bed_names
        from voiceguide.sound._loop import bed_from_file

        if name in bed_names() or not looks_like_file(name):
            return SynthesisedBed(name, self._rate, channels=self._channels)
        return bed_from_file(name, self._rate)

    def _own_clip(self, sound: Any) -> Clip:
        from voiceguide.sound._clip_sources import clip_from_segment
        from voiceguide.sound._decode import clip_from_file

        make: Callable[[Any, int], Clip] = (
            clip_from_file if isinstance(sound, str | Path) else clip_from_segment
        )
        return make(sound, self._rate)
