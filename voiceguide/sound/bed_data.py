"""What a bed is, as data: layers of shaped noise and of steady tones."""

from __future__ import annotations

import functools
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Drops(_Model):
    """Falling drops."""

    rate: float = Field(gt=0, le=500)
    """How many a second."""
    low: float = Field(alias="from", ge=100, le=8000)
    """Lowest pitch, Hz."""
    high: float = Field(alias="to", ge=100, le=8000)
    """Highest pitch, Hz."""
    ring: float = Field(gt=0, le=0.2)
    """Seconds in which a drop dies by 60 dB, at its longest."""


class Waves(_Model):
    """Slow swells that never come at the same distance."""

    every: float = Field(ge=2, le=60)
    """Seconds from wave to wave."""
    vary: float = Field(ge=0, le=0.4)
    """How far a wave may be early or late, and how much lower, as a part."""
    rise: float = Field(gt=0, le=30)
    """Seconds until a wave is at its height."""
    fall: float = Field(gt=0, le=30)
    """Seconds in which it runs out."""
    floor: float = Field(ge=-40, lt=0)
    """Level between waves, in dB."""


class Layer(_Model):
    """Noise or tones."""

    noise: tuple[tuple[float, float], ...] = ()
    """Spectrum: pairs of Hz and dB per Hz, rising in Hz."""
    tones: tuple[tuple[float, float, float], ...] = ()
    """Triples of Hz, dB and the Hz of beating."""
    drops: Drops | None = None
    waves: Waves | None = None
    level: float = Field(ge=-60, le=0)
    """Against the bed's other layers, in dB."""

    @model_validator(mode="after")
    def _one_kind(self) -> Layer:
        if bool(self.noise) == bool(self.tones):
            raise ValueError("a layer has either noise or tones")
        if self.tones and (self.drops or self.waves):
            raise ValueError("drops and waves belong to noise")
        if any(low >= high for (low, _), (high, _) in zip(self.noise, self.noise[1:], strict=False)):
            raise ValueError("a spectrum's points must rise in Hz")
        return self


class BedData(_Model):
    """One bed."""

    about: str
    """What it is, in a few words for a listener."""
    layers: tuple[Layer, ...] = Field(min_length=1)


@functools.cache
def bed_data() -> dict[str, BedData]:
    """Return the package's own beds by name."""
    text = resources.files("voiceguide.sound").joinpath("beds.yaml").read_text(encoding="utf-8")
    return {name: BedData.model_validate(bed) for name, bed in yaml.safe_load(text).items()}
