"""The data model of beds: layers of shaped noise and steady tones."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

from voiceguide import yamlfile
from voiceguide.store import Stage, json_stage, own_file
from voiceguide.yamlfile import Limits, NonEmpty, model

BUILT_IN = Path(__file__).with_name("beds.yaml")
"""The beds that come with the program."""


@model(written={"low": "from", "high": "to"})
class Drops:
    """Falling drops."""

    rate: Annotated[float, Limits(gt=0, le=500)]
    """How many a second."""
    low: Annotated[float, Limits(ge=100, le=8000)]
    """Lowest pitch, Hz."""
    high: Annotated[float, Limits(ge=100, le=8000)]
    """Highest pitch, Hz."""
    ring: Annotated[float, Limits(gt=0, le=0.2)]
    """Seconds in which a drop dies by 60 dB, at its longest."""


@model()
class Waves:
    """Slow swells that never come at the same distance."""

    every: Annotated[float, Limits(ge=2, le=60)]
    """Seconds from wave to wave."""
    vary: Annotated[float, Limits(ge=0, le=0.4)]
    """How far a wave may be early or late, and how much lower, as a part."""
    rise: Annotated[float, Limits(gt=0, le=30)]
    """Seconds until a wave is at its height."""
    fall: Annotated[float, Limits(gt=0, le=30)]
    """Seconds in which it runs out."""
    floor: Annotated[float, Limits(ge=-40, lt=0)]
    """Level between waves, in dB."""


@model()
class Layer:
    """Noise or tones."""

    noise: tuple[tuple[float, float], ...] = ()
    """Spectrum: pairs of Hz and dB per Hz, rising in Hz."""
    tones: tuple[tuple[float, float, float], ...] = ()
    """Triples of Hz, dB and the Hz of beating."""
    drops: Drops | None = None
    waves: Waves | None = None
    level: Annotated[float, Limits(ge=-60, le=0)]
    """Against the bed's other layers, in dB."""

    def __post_init__(self) -> None:
        if bool(self.noise) == bool(self.tones):
            raise ValueError("a layer has either noise or tones")
        if self.tones and (self.drops or self.waves):
            raise ValueError("drops and waves belong to noise")
        if any(low >= high for (low, _), (high, _) in zip(self.noise, self.noise[1:], strict=False)):
            raise ValueError("a spectrum's points must rise in Hz")


@model()
class BedData:
    """One bed."""

    about: str
    """What it is, in a few words for a listener."""
    layers: Annotated[tuple[Layer, ...], NonEmpty()]


@model()
class BedFile:
    """All beds."""

    beds: dict[str, BedData]


_READ: Stage[BedFile] = json_stage("beds", "sound")


@functools.cache
def bed_data() -> dict[str, BedData]:
    """Return the package's own beds by name."""
    return own_file(_READ, BUILT_IN, read_own).beds


def read_own(path: Path) -> BedFile:
    """Read and check the package's own file."""
    return yamlfile.validate(BedFile, yamlfile.read(path))
