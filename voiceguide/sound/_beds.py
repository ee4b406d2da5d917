"""Beds by name, and a bed from a listener's own sound."""

from __future__ import annotations

import itertools
import zlib
from typing import TYPE_CHECKING, Protocol

from voiceguide._lib.suggestions import did_you_mean
from voiceguide.errors import InputError
from voiceguide.sound._bed_data import bed_data
from voiceguide.sound._bed_layers import NoiseLayer, ToneLayer
from voiceguide.sound._gates import lufs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.sound._bed_data import Layer
    from voiceguide.sound._sound import Identity


_NOISE_CROSSING_S, _WAVES_CROSSING_S, _TONES_CROSSING_S = 0.4, 2.0, 4.0
"""Seconds in which one place of a bed passes over into another. Noise has no memory, but waves and tones are
to change about as slowly as they do by themselves."""


class BedSound(Protocol):
    """A sound without an end."""

    @property
    def identity(self) -> Identity:
        """A JSON-able identity; equal identities mean equal samples."""
        ...

    @property
    def lufs(self) -> float:
        """Its loudness."""
        ...

    @property
    def crossing_s(self) -> float | None:
        """Seconds of a cross-fade to another place of it; None where its course must not be broken."""
        ...

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Make frames ``start`` to ``start + count``, shape (count, 1 or 2); they may be negative."""
        ...


class SynthesisedBed:
    """One of the program's own beds.

    Parameters
    ----------
    name : str
        One of :func:`bed_names`.
    seed : int
        Another seed is another rain of the same kind.
    channels : int
        2, or 1 for what is heard when both are folded, at half the work.

    Raises
    ------
    InputError
        If there is no such bed.
    """

    def __init__(self, name: str, rate: int, seed: int = 0, *, channels: int = 2) -> None:
        if name not in bed_data():
            raise InputError(f"there is no bed {name!r}{did_you_mean(name, [*bed_names(), 'a sound file'])}")
        seeds = seed, zlib.crc32(name.encode())
        self.identity = [name, seed, rate, channels]
        """A JSON-able identity, unlike that of any other bed."""
        self._layers = list(_layers(bed_data()[name].layers, rate, seeds, channels))
        self.lufs = lufs(sum(layer.power for layer in self._layers))
        """Its loudness; of deep waves, that of their crests, which are what must not cover the voice."""
        self.crossing_s = max(_crossing_s(layer) for layer in bed_data()[name].layers)

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count``, shape (count, channels)."""
        out = self._layers[0].frames(start, count)
        for layer in self._layers[1:]:
            out += layer.frames(start, count)
        return out


def _layers(
    layers: Iterable[Layer], rate: int, seeds: tuple[int, int], channels: int
) -> Iterator[NoiseLayer | ToneLayer]:
    """Make the layers; noises that swell together, or not at all, are one."""
    groups = itertools.groupby(layers, lambda layer: (layer.waves, layer.tones))
    for number, ((_, tones), group) in enumerate(groups):
        seed = *seeds, number
        if tones:
            yield ToneLayer(next(group), rate, seed, channels)
        else:
            yield NoiseLayer(tuple(group), rate, seed, channels)


def _crossing_s(layer: Layer) -> float:
    if layer.tones:
        return _TONES_CROSSING_S
    return _WAVES_CROSSING_S if layer.waves else _NOISE_CROSSING_S


def bed_names() -> list[str]:
    """Names of the program's own beds."""
    return list(bed_data())


def about_bed(name: str) -> str:
    """Say in a few words what a bed sounds like."""
    return bed_data()[name].about
