"""The layers of a synthesised bed, each a function of the bed's frame.

Noise is drawn once into a table and played as grains: each second another one starts at a drawn place in
the table and is cross-faded with the one before at equal power. That costs two products a frame, and no
stretch longer than two seconds ever comes again at the same distance, however long the session.
"""

from __future__ import annotations

import functools
import math
import threading
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.sound._meter import k_response, slot_energies
from voiceguide.sound._swell import Swell, drawn
from voiceguide.units import frames_in, gain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voiceguide.sound._bed_data import Drops, Layer

TABLE_S = 30
"""Long enough that a second of it is heard three or four times a minute."""
_STRATUM_S = TABLE_S // 2
_GRAIN_S = 2
_GUSTS_DB = -6.0
"""Waves that fall no lower than this are heard as one even sound, whose loudness is its mean."""
_ROW = 256
_TONE_ROWS = 32
_PAIR = ((0.7, 0.5), (0.5, 0.7))


class NoiseLayer:
    """Shaped noise, perhaps with drops, perhaps in waves.

    Parameters
    ----------
    layers : sequence of Layer
        What sounds together, with the same waves or none: it costs no more than one of them.
    channels : int
        2 for two independent ones, 1 for their mean.
    """

    def __init__(self, layers: Sequence[Layer], rate: int, seed: tuple[int, ...], channels: int) -> None:
        self._rate = rate
        self._seed = seed
        self._channels = channels
        self._noises = tuple(layers)
        self._made: NDArray[np.float32] | None = None
        self._making = threading.Lock()
        waves = layers[0].waves
        # the layers of a bed rise with the same wave
        self._swell = Swell(waves, rate, seed[:-1], channels) if waves is not None else None
        self._rise, self._fall = _grain_fades(rate, channels)
        self.power = sum(gain_of(layer.level) ** 2 for layer in layers)
        """K-weighted mean square over both channels; of deep waves, at their crests."""
        if self._swell is not None and waves is not None and waves.floor > _GUSTS_DB:
            self.power *= self._swell.mean_power()

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count``, shape (count, channels)."""
        out = np.empty((count, self._channels), dtype=np.float32)
        table = self._table
        done = 0
        while done < count:
            second, at = divmod(start + done, self._rate)
            step = min(self._rate - at, count - done)
            part, span = out[done : done + step], slice(at, at + step)
            older = self._place(second - 1) + self._rate + at
            newer = self._place(second) + at
            np.multiply(table[older : older + step], self._fall[span], out=part)
            part += table[newer : newer + step] * self._rise[span]
            done += step
        if self._swell is not None:
            out *= self._swell.gain(start, count)
        return out

    @property
    def _table(self) -> NDArray[np.float32]:
        """The noise, made when it is first heard: an export from kept frames needs none."""
        if self._made is None:
            with self._making:
                if self._made is None:
                    self._made = self._make_table()
        return self._made

    def _make_table(self) -> NDArray[np.float32]:
        table = np.zeros((TABLE_S * self._rate, self._channels), dtype=np.float32)
        for number, layer in enumerate(self._noises):
            for channel in range(self._channels):
                table[:, channel] += _layer_table(layer, self._rate, (*self._seed, number, channel))
        # the mean of two independent channels has half the power of either
        table *= np.float32(1 / math.sqrt(4 / self._channels))
        return table

    def _place(self, grain: int) -> int:
        """Where in the table a grain of two seconds begins.

        Even and odd grains keep to their own half of the table: so what sounds at the same time is never
        the same noise, which would comb.
        """
        spare = (_STRATUM_S - _GRAIN_S) * self._rate
        return grain % 2 * _STRATUM_S * self._rate + int(drawn(self._seed, 0, grain) * spare)


class ToneLayer:
    """Steady tones in pairs that beat slowly, so that the pad breathes."""

    def __init__(self, layer: Layer, rate: int, seed: tuple[int, ...], channels: int) -> None:
        rng = np.random.default_rng(seed)
        tones = [tone for tone in layer.tones if tone[0] < 0.45 * rate]
        halves = [(hz + side * beat / 2, db, int(side > 0)) for hz, db, beat in tones for side in (-1, 1)]
        self._turns = np.array([hz for hz, _, _ in halves]) / rate
        self._phases = rng.random(len(halves))
        gains = np.array([[gain_of(db) * _PAIR[ear][half] for _, db, half in halves] for ear in (0, 1)])
        weights = np.abs(k_response(rate, rate)[np.rint(self._turns * rate).astype(int)]) ** 2
        power = float((gains**2 / 2 * weights).sum())
        gains *= gain_of(layer.level) / math.sqrt(power)
        self._gains = gains if channels == 2 else gains.mean(axis=0, keepdims=True)
        self.power = gain_of(layer.level) ** 2
        """K-weighted mean square over both channels."""
        columns = np.exp(2j * np.pi * np.outer(self._turns, np.arange(_ROW)))
        self._columns = np.concatenate([columns.real, -columns.imag]).astype(np.float32)
        # neighbouring stretches share a tile
        self._tile = functools.lru_cache(maxsize=4)(self._make_tile)

    def frames(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames ``start`` to ``start + count``, shape (count, channels)."""
        size = _TONE_ROWS * _ROW
        first, last = start // size, (start + max(count, 1) - 1) // size
        tiles = np.concatenate([self._tile(number) for number in range(first, last + 1)])
        return tiles[start - first * size : start - first * size + count]

    def _make_tile(self, number: int) -> NDArray[np.float32]:
        """Make tiles from multiples of their size on: a product of matrices rounds by its shape."""
        rows = number * _TONE_ROWS * _ROW + _ROW * np.arange(_TONE_ROWS)
        # whole turns are taken off before the exponential, or hours would cost precision
        turns = np.outer(rows, self._turns) + self._phases
        starts = np.exp(2j * np.pi * (turns % 1.0))
        tile = np.empty((_TONE_ROWS * _ROW, len(self._gains)), dtype=np.float32)
        for channel, gains in enumerate(self._gains):
            weighted = starts * gains
            tile[:, channel] = (
                np.hstack([weighted.real, weighted.imag]).astype(np.float32) @ self._columns
            ).ravel()
        return tile


@functools.lru_cache(maxsize=4)
def _grain_fades(rate: int, channels: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Rise and fall of a grain, each of shape (rate, channels)."""
    fade = np.pi / 2 * (np.arange(rate) + 0.5) / rate
    rise, fall = (
        np.repeat(curve(fade).astype(np.float32)[:, None], channels, axis=1) for curve in (np.sin, np.cos)
    )
    return rise, fall


def _layer_table(layer: Layer, rate: int, seed: tuple[int, ...]) -> NDArray[np.float32]:
    """One channel of a layer's noise, at the power that its level says."""
    table = _noise_table(layer.noise, rate, seed)
    if layer.drops is not None:
        table *= np.float32(0.25)
        table += _drops_table(layer.drops, rate, seed)
    power = float(slot_energies(table, rate).sum()) / len(table)
    table *= np.float32(gain_of(layer.level) / math.sqrt(power))
    return table


def _noise_table(
    points: tuple[tuple[float, float], ...], rate: int, seed: tuple[int, ...]
) -> NDArray[np.float32]:
    """Noise of a spectrum, :data:`TABLE_S` long, with unit power at any rate that holds it."""
    frames = TABLE_S * rate
    curve = np.array(points)
    # only the bins that sound, and in place: without a neural voice, nothing else takes as much memory
    bins = np.arange(
        math.ceil(points[0][0] * TABLE_S), min(math.floor(points[-1][0] * TABLE_S), frames // 2 - 1)
    )
    level = np.interp(np.log2(bins / TABLE_S), np.log2(curve[:, 0]), curve[:, 1])
    level *= math.log(10) / 20
    np.exp(level, out=level)
    phases = np.random.default_rng(seed).random(len(bins), dtype=np.float32)
    phases *= np.float32(2 * np.pi)
    spectrum = np.zeros(frames // 2 + 1, dtype=np.complex64)
    spectrum.real[bins[0] : bins[-1] + 1] = level * np.cos(phases)
    spectrum.imag[bins[0] : bins[-1] + 1] = level * np.sin(phases)
    del level, phases, bins
    noise: NDArray[np.float32] = np.fft.irfft(spectrum, frames).astype(np.float32, copy=False)
    noise /= np.float32(math.sqrt(float(np.dot(noise, noise)) / frames))
    return noise


def _drops_table(drops: Drops, rate: int, seed: tuple[int, ...]) -> NDArray[np.float32]:
    """Decaying sines at drawn times, with unit power."""
    rng = np.random.default_rng((*seed, 1))
    table = np.zeros(TABLE_S * rate, dtype=np.float32)
    count = round(drops.rate * TABLE_S)
    hertz = drops.low * (drops.high / drops.low) ** rng.random(count)
    places = (rng.random(count) * (TABLE_S - drops.ring * 2) * rate).astype(int)
    loud = 10.0 ** (-rng.random(count))  # far drops are 20 dB softer than near ones
    time = np.arange(frames_in(drops.ring, rate)) / rate
    body = np.exp(-math.log(1000) * time / drops.ring) * (1 - np.exp(-time * 3000)) * (1 - time / time[-1])
    for place, pitch, gain in zip(places, hertz, loud, strict=True):
        table[place : place + len(time)] += (gain * body * np.sin(2 * np.pi * pitch * time)).astype(
            np.float32
        )
    return table / np.float32(math.sqrt(float(np.mean(np.square(table)))))
