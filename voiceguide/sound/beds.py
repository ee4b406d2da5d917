"""Beds by name, and a bed from a listener's own sound."""

from __future__ import annotations

import difflib
import zlib
from typing import TYPE_CHECKING, Protocol

from voiceguide.errors import InputError
from voiceguide.sound.bed_data import bed_data
from voiceguide.sound.bed_layers import NoiseLayer, ToneLayer
from voiceguide.sound.gates import lufs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class BedSound(Protocol):
    """A sound without an end."""

    @property
    def lufs(self) -> float:
        """Its loudness."""
        ...

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count``, shape (count, 2)."""
        ...


class SynthesisedBed:
    """One of the program's own beds.

    Parameters
    ----------
    name : str
        One of :func:`bed_names`.
    seed : int
        Another seed is another rain of the same kind.

    Raises
    ------
    InputError
        If there is no such bed.
    """

    def __init__(self, name: str, rate: int, seed: int = 0) -> None:
        if name not in bed_data():
            near = difflib.get_close_matches(name, bed_names(), n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise InputError(
                f"{name!r} is not a bed.{hint} Allowed: {', '.join(bed_names())}, or a sound file"
            )
        kind = zlib.crc32(name.encode())
        self._layers: list[NoiseLayer | ToneLayer] = [
            (ToneLayer if layer.tones else NoiseLayer)(layer, rate, (seed, kind, number))
            for number, layer in enumerate(bed_data()[name].layers)
        ]
        self.lufs = lufs(sum(layer.power for layer in self._layers))
        """Its loudness; of waves, that of their crests, since those are what must not cover the voice."""

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count``, shape (count, 2)."""
        out = self._layers[0].frames(start, count)
        for layer in self._layers[1:]:
            out += layer.frames(start, count)
        return out


def bed_names() -> list[str]:
    """Names of the program's own beds."""
    return list(bed_data())


def about_bed(name: str) -> str:
    """Say in a few words what a bed sounds like."""
    return bed_data()[name].about
