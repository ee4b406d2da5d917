"""Chimes by name: the roles of a theme, plain sounds, and a listener's own."""

from __future__ import annotations

import hashlib
import math
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide._lib.suggestions import did_you_mean
from voiceguide.errors import CacheError, InputError
from voiceguide.script import NO_CHIMES
from voiceguide.sound._chime_data import DEFAULT_THEME, chime_data, read_chimes
from voiceguide.sound._clip import CHIME_PREFIX, Clip
from voiceguide.sound._resample import resample
from voiceguide.sound._synthesis import synthesise
from voiceguide.timeline import ClipRef
from voiceguide.units import frames_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.sound._chime_data import ChimeSound

_PLAIN = "sound"  # stands in a key where a theme's name would; with the theme, if that is a listener's own
_OWN = "own"
_ALONE_S = 1.2


def theme_names() -> list[str]:
    """Names of the program's own themes, the default one first."""
    return sorted(chime_data().themes, key=lambda name: name != DEFAULT_THEME)


class ChimeSet:
    """One theme's chimes, and a clip source for them.

    Parameters
    ----------
    theme : str
        One of :func:`theme_names`, or a YAML file of one's own chimes (see
        :class:`~voiceguide.sound._chime_data.ChimeFile`).
    own : mapping of name to Clip, optional
        A listener's own sounds, at any rate. A role's name replaces that role; any other name adds a chime.

    Raises
    ------
    InputError
        If the theme is not known, or its file is not in order.
    """

    prefix = CHIME_PREFIX
    """What all keys of this source begin with."""

    def __init__(self, theme: str = DEFAULT_THEME, own: Mapping[str, Clip] | None = None) -> None:
        self._data = chime_data()
        if theme.endswith((".yaml", ".yml")):
            theme, self._data = read_chimes(Path(theme))
        if theme not in self._data.themes:
            names = [*self._data.themes, NO_CHIMES, "FILE.yaml"]
            raise InputError(f"there is no chime theme {theme!r}{did_you_mean(theme, names)}")
        self.theme = theme
        self._plain = _PLAIN if theme in chime_data().themes else f"{_PLAIN}-{theme}"
        self._own = dict(own or {})
        self._made: dict[str, Clip] = {}
        self._making = threading.Lock()  # the longest takes a tenth of a second, and some memory

    def names(self) -> list[str]:
        """All names that :meth:`ref` takes: roles first, then plain sounds, then the listener's own."""
        names = [*self._data.themes[self.theme], *self._data.sounds, *self._own]
        return list(dict.fromkeys(names))

    def about(self, name: str) -> str:
        """Say in a few words what a chime sounds like."""
        if name in self._own:
            return "your own sound"
        return self._sound(self._origin(name), name).about

    def ref(self, name: str, rate: int) -> ClipRef:
        """Name and length of a chime at a rate; nothing is synthesised for it.

        ``inhale~3800`` is the tone of a breath with a length of its own, in milliseconds.

        Raises
        ------
        InputError
            If there is no such chime; the message lists them.
        """
        origin = self._origin(name)
        if origin == _OWN:
            clip = self._own_clip(name, rate)
            digest = hashlib.sha256(clip.samples.tobytes()).hexdigest()[:12]
            # the content is in the key: another sound under the same name must not be taken for this one
            name = _tone(name)[0]
            key = f"{self.prefix}{_OWN}/{name}@{rate}#{digest}"
            self._made[key] = clip
            return ClipRef(key, clip.frames, self.voice_after(name, rate))
        sound = self._sound(origin, name)
        base, ms = _tone(name)
        # only a breath can be of any length
        name = base if sound.breath is None or not ms else f"{base}~{ms}"
        seconds = ms / 1000 if "~" in name else self._data.seconds(sound)
        frames = frames_in(seconds, rate)
        return ClipRef(f"{self.prefix}{origin}/{name}@{rate}", frames, self.voice_after(base, rate))

    def voice_after(self, name: str, rate: int) -> int:
        """Frames from a chime's start after which a voice may speak over what still rings.

        A chime is heard as a signal only if its strikes are alone, and a breath has to be over.
        """
        origin = self._origin(name)
        if origin == _OWN:
            return self._own_clip(name, rate).frames
        sound = self._sound(origin, name)
        struck = max((strike.at for strike in sound.strikes), default=math.inf)
        return frames_in(min(struck + _ALONE_S, self._data.seconds(sound)), rate)

    def clip(self, key: str) -> Clip:
        """Return the samples of a key that :meth:`ref` gave; each is made once.

        Raises
        ------
        CacheError
            If the key is none of this set's.
        """
        with self._making:
            if key not in self._made:
                self._made[key] = self._make(key)
            return self._made[key]

    def _make(self, key: str) -> Clip:
        origin, _, rest = key.removeprefix(self.prefix).partition("/")
        named, _, rate_text = rest.rpartition("@")
        name, _, ms = named.partition("~")
        rate = int(rate_text) if rate_text.isascii() and rate_text.isdecimal() else 0
        known = name in (self._data.sounds if origin == self._plain else self._data.themes.get(origin, ()))
        if not (key.startswith(self.prefix) and rate and known):
            raise CacheError(
                f"there is no chime with the key {key!r}. Probable cause: another program's timeline"
            )
        sound = self._sound(origin, name)
        if sound.breath is not None and ms.isdecimal():
            sound = replace(sound, breath=replace(sound.breath, seconds=int(ms) / 1000))
        samples = synthesise(sound, self._data, frames_in(self._data.seconds(sound), rate), rate)
        samples.flags.writeable = False
        return Clip(samples, rate)

    def _origin(self, name: str) -> str:
        name = _tone(name)[0]
        if name in self._own:
            return _OWN
        if name in self._data.themes[self.theme]:
            return self.theme
        if name in self._data.sounds:
            return self._plain
        raise InputError(f"there is no chime {name!r}{did_you_mean(name, self.names())}")

    def _sound(self, origin: str, name: str) -> ChimeSound:
        name = _tone(name)[0]
        roles = self._data.themes.get(origin, {})
        return self._data.sounds[next((sound for role, sound in roles.items() if role == name), name)]

    def _own_clip(self, name: str, rate: int) -> Clip:
        clip = self._own[_tone(name)[0]]
        if clip.rate == rate:
            return clip
        samples = np.ascontiguousarray(resample(clip.samples, clip.rate, rate))
        samples.flags.writeable = False
        return Clip(samples, rate)


def _tone(name: str) -> tuple[str, int]:
    """A chime's name, and the length in milliseconds that a breath is to have; 0 for its own."""
    base, _, ms = name.partition("~")
    return base, int(ms) if ms.isdecimal() else 0
