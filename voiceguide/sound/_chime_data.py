"""The data model of chimes: instruments, sounds made of strikes, and themes that give them roles."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

from voiceguide import yamlfile
from voiceguide.errors import InputError, Place
from voiceguide.store import Stage, json_stage, own_file
from voiceguide.yamlfile import Limits, NonEmpty, model, to_all_values

if TYPE_CHECKING:
    from voiceguide.yamlfile import Document

BUILT_IN = Path(__file__).with_name("chimes.yaml")
"""The chimes that come with the program."""

Role = Literal[
    "start", "half", "switch", "stop", "end", "tick", "inhale", "sip", "hold", "exhale", "rest"
]  # fmt: skip
"""What a chime signals: a hold begins, is half over, change sides, a hold ends, the session is over, a beat
of a count; breathe in, once more, hold, out, rest."""

ROLES: tuple[Role, ...] = get_args(Role)

DEFAULT_THEME = "bowl"

HEARD_DB = 60.0
"""A strike lasts until its modes have died by this much."""


@model()
class Mode:
    """One partial of an instrument."""

    ratio: Annotated[float, Limits(gt=0, le=20)]
    """Frequency over the strike's pitch."""
    level: Annotated[float, Limits(ge=-HEARD_DB, le=0)]
    """Decibels under the strike."""
    ring: Annotated[float, Limits(gt=0, le=30)]
    """Seconds until it has died by 60 dB."""
    beat: Annotated[float, Limits(ge=0, le=10)]
    """Hz between the halves of a mode pair; 0 for a single mode."""


@model()
class Instrument:
    """A struck body."""

    attack: Annotated[float, Limits(ge=0.001, le=0.1)]
    """Seconds until the strike is at its full level: a mallet's softness."""
    ring_at: Annotated[float, Limits(gt=0)]
    """The pitch, in Hz, for which the modes' ring is given."""
    modes: Annotated[tuple[Mode, ...], NonEmpty()]


@model()
class Strike:
    """One stroke on an instrument."""

    instrument: str
    pitch: Annotated[float, Limits(ge=40, le=4000)]
    """Hz."""
    at: Annotated[float, Limits(ge=0, le=30)] = 0.0
    """Seconds from the sound's start."""
    gain: Annotated[float, Limits(ge=-40, le=0)] = 0.0
    """Decibels."""
    ring: Annotated[float, Limits(gt=0, le=3)] = 1.0
    """Stretches (over 1) or damps (under 1) every mode's ring."""

    def ring_of(self, mode: Mode, instrument: Instrument) -> float:
        """Seconds in which a mode dies by 60 dB: smaller bodies, which sound higher, ring shorter."""
        return float(mode.ring * self.ring * (instrument.ring_at / self.pitch) ** 0.6)


@model(written={"start": "from"})
class ChimeBreath:
    """A soft tone that glides, with air in it, to breathe with."""

    start: Annotated[float, Limits(ge=60, le=1000)]
    """Hz."""
    to: Annotated[float, Limits(ge=60, le=1000)]
    """Hz."""
    seconds: Annotated[float, Limits(gt=0.5, le=15)]
    air: Annotated[float, Limits(ge=-60, le=0)]
    """Level of the air in dB under the tone."""
    crest: Annotated[float, Limits(gt=0.05, lt=0.95)]
    """Where it is loudest, as a part of its length."""
    overtones: tuple[float, ...] = (-13.0, -23.0)
    """Levels of the harmonics in dB under the tone, from the octave up."""


@model()
class ChimeSound:
    """A chime: strikes, or one breath."""

    about: str
    """What it is, in a few words for a listener."""
    level: Annotated[float, Limits(ge=-40, le=0)]
    """Loudest 400 ms in LU from the voice, as heard in stereo."""
    strikes: tuple[Strike, ...] = ()
    breath: ChimeBreath | None = None

    def __post_init__(self) -> None:
        if bool(self.strikes) == (self.breath is not None):
            raise ValueError("a sound has either strikes or a breath")


@model()
class ChimeData:
    """All instruments, sounds and themes."""

    instruments: dict[str, Instrument]
    sounds: dict[str, ChimeSound]
    themes: dict[str, dict[Role, str]]

    def __post_init__(self) -> None:
        for name, sound in self.sounds.items():
            for strike in sound.strikes:
                if strike.instrument not in self.instruments:
                    raise ValueError(f"sound {name!r} strikes {strike.instrument!r}, which is no instrument")
        for theme, roles in self.themes.items():
            if set(roles) != set(ROLES):
                raise ValueError(f"theme {theme!r} must have the roles {list(ROLES)}")
            for role, name in roles.items():
                if name not in self.sounds:
                    raise ValueError(f"theme {theme!r} plays {name!r} for {role!r}, which is no sound")

    def seconds(self, sound: ChimeSound) -> float:
        """Length of a sound: until its last mode has died by :data:`HEARD_DB`."""
        if sound.breath is not None:
            return sound.breath.seconds
        return max(
            strike.at + strike.ring_of(mode, instrument) * (HEARD_DB + mode.level + strike.gain) / 60.0
            for strike in sound.strikes
            for instrument in [self.instruments[strike.instrument]]
            for mode in instrument.modes
        )


@model()
class ChimeFile:
    """A teacher's own chimes, beside the package's: whatever it does not have is the package's."""

    voiceguide_chimes: Literal["1"]
    """The version of the file's form."""
    instruments: dict[str, Instrument] = field(default_factory=dict)
    sounds: dict[str, ChimeSound] = field(default_factory=dict)
    roles: dict[Role, str] = field(default_factory=dict)
    """Which sound plays which role; the others stay with the default theme."""


_READ: Stage[ChimeData] = json_stage("chimes", "sound")


@functools.cache
def chime_data() -> ChimeData:
    """Return the package's own chimes."""
    return own_file(_READ, BUILT_IN, read_own)


def read_own(path: Path) -> ChimeData:
    """Read and check the package's own file."""
    return yamlfile.validate(ChimeData, yamlfile.read(path))


def read_chimes(path: Path) -> tuple[str, ChimeData]:
    """Read a teacher's own chimes.

    Returns
    -------
    str
        The name of the theme that the file makes: its own, with a hash of what it says.
    ChimeData
        The package's chimes and the file's.

    Raises
    ------
    InputError
        If the file cannot be read, or is not in the form of :class:`ChimeFile`.
    """
    return chimes_of(yamlfile.read(path), path.stem)


def chimes_of(document: Document, stem: str) -> tuple[str, ChimeData]:
    """The chimes that a document holds; ``stem`` is its file's name. As :func:`read_chimes`."""
    file = yamlfile.validate(ChimeFile, document, error=InputError)
    own = chime_data()
    # the hash is in every key that is made of the name: a sound that was changed is another sound
    digest = hashlib.sha256(json.dumps(to_all_values(file)).encode()).hexdigest()[:12]
    theme = f"{re.sub(r'[^a-z0-9_-]', '', stem.lower()) or 'own'}-{digest}"
    try:
        return theme, ChimeData(
            instruments={**own.instruments, **file.instruments},
            sounds={**own.sounds, **file.sounds},
            themes={**own.themes, theme: {**own.themes[DEFAULT_THEME], **file.roles}},
        )
    except ValueError as e:
        raise InputError(str(e), Place(document.name)) from e
