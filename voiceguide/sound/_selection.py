"""Selects the chimes and the bed of a script: by name, from files, or a listener's own."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide._lib.beside import looks_like_file
from voiceguide.script import NO_CHIMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from voiceguide.script import Script
    from voiceguide.sound._beds import BedSound
    from voiceguide.sound._chimes import ChimeSet
    from voiceguide.sound._clip import Clip
    from voiceguide.timeline import ClipRef


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

    def chimes(self, script: Script) -> ChimeSet | None:
        """The chimes of a script's theme; None if none are to sound.

        Raises
        ------
        InputError
            If there is no such theme, or a sound cannot be used.
        """
        if script.chimes == NO_CHIMES:
            return None
        from voiceguide.sound._chime_data import DEFAULT_THEME
        from voiceguide.sound._chimes import ChimeSet

        name = script.chimes or DEFAULT_THEME
        if name not in self._themes:
            own = {chime: self._own_clip(sound) for chime, sound in self._own_chimes.items()}
            self._themes[name] = ChimeSet(name, own)
        return self._themes[name]

    def chime(self, script: Script) -> Callable[[str], ClipRef | None]:
        """What gives a chime's clip by its name; None for one that is not to sound."""
        theme = self.chimes(script)
        return functools.cache(lambda name: theme.ref(name, self._rate) if theme else None)

    def bed(self, script: Script) -> BedSound | None:
        """The sound under a script's session: the listener's own, or one by name, or a file.

        Raises
        ------
        InputError
            If there is no such bed, or the file cannot be used.
        """
        own = self._own_bed
        name = script.bed.sound if script.bed else None
        if own is None and name is None:
            return None
        from voiceguide.sound._beds import SynthesisedBed, bed_names
        from voiceguide.sound._loop import bed_from_file, bed_from_segment

        if own is None and name is not None and (name in bed_names() or not looks_like_file(name)):
            return SynthesisedBed(name, self._rate, channels=self._channels)
        if own is None or isinstance(own, str | Path):
            return bed_from_file(own or str(name), self._rate)
        return bed_from_segment(own, self._rate)

    def _own_clip(self, sound: Any) -> Clip:
        from voiceguide.sound._clip_sources import clip_from_segment
        from voiceguide.sound._decode import clip_from_file

        make: Callable[[Any, int], Clip] = (
            clip_from_file if isinstance(sound, str | Path) else clip_from_segment
        )
        return make(sound, self._rate)
