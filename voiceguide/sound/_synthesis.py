"""Modal synthesis: a struck body is a sum of decaying sines, a breath is a gliding tone with air.

Everything is a function of time in seconds, so a sound is the same at every rate, but for what the rate
cannot hold.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.sound._levels import VOICE_LUFS, fade_out
from voiceguide.sound._meter import loudest_moment
from voiceguide.units import frames_in, gain_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.sound._chime_data import ChimeBreath, ChimeData, ChimeSound, Strike

_HIGHEST = 0.45  # of the rate: what is above would alias or be lost when resampled
_ROW = 256  # frames in a row of the phase table
_ROWS = 512  # rows that are made together: more frames than any attack
_PAIR = ((0.75, 0.25), (0.6, 0.4))  # a mode pair's halves in the left and the right channel
_LAST_S = 0.25  # the end, already 55 dB down, goes to exactly zero
_AIR_HZ = (350.0, 1600.0)
_BREATH_ATTACK_S = 0.008
_BREATH_START = 0.12  # of the crest: an onset that can be heard (and found), without a click
_AIR_SEED = 12


def synthesise(sound: ChimeSound, data: ChimeData, frames: int, rate: int) -> NDArray[np.float32]:
    """Make a sound at its level, which is set by its loudest 400 ms.

    Returns
    -------
    array, shape (frames, 2)
        The last frame is exactly zero.
    """
    if sound.breath is not None:
        wave = _breathe(sound.breath, frames, rate)
    else:
        wave = np.zeros((frames, 2), dtype=np.float32)
        for strike in sound.strikes:
            _strike(wave, strike, data, rate)
        fade_out(wave, min(frames_in(_LAST_S, rate), frames // 10))
    wave *= np.float32(gain_of(VOICE_LUFS + sound.level - loudest_moment(wave, rate)))
    return wave


def _strike(wave: NDArray[np.float32], strike: Strike, data: ChimeData, rate: int) -> None:
    """Add one strike.

    A decaying sine is the real part of a geometric series, and element (row, column) of its table is
    start[row] * step[column]. So all modes together are one small matrix product, not a cosine a frame.
    """
    instrument = data.instruments[strike.instrument]
    first = frames_in(strike.at, rate)
    frames = len(wave) - first
    rows = -(-frames // _ROW)
    poles, left, right = [], [], []
    for mode in instrument.modes:
        level = gain_of(mode.level + strike.gain)
        decay = math.log(1000.0) / strike.ring_of(mode, instrument)
        pitch = mode.ratio * strike.pitch
        halves = [(pitch, 1.0, 1.0)]
        if mode.beat:
            (left_low, left_high), (right_low, right_high) = _PAIR
            halves = [
                (pitch - mode.beat / 2, left_low, right_low),
                (pitch + mode.beat / 2, left_high, right_high),
            ]
        for frequency, in_left, in_right in halves:
            if frequency < _HIGHEST * rate:
                poles.append(complex(-decay, 2 * math.pi * frequency))
                left.append(level * in_left)
                right.append(level * in_right)
    exponents = np.array(poles)
    # times -1j: every mode starts as a sine, from zero
    steps = np.exp(np.outer(exponents, np.arange(_ROW) / rate)) * -1j
    starts = np.exp(np.outer(np.arange(rows) * (_ROW / rate), exponents))
    attack = min(frames, frames_in(instrument.attack, rate))
    rise = (0.5 - 0.5 * np.cos(np.pi * np.arange(attack) / attack)).astype(np.float32)
    columns = np.concatenate([steps.real, -steps.imag])
    for channel, gains in enumerate((left, right)):
        weighted = starts * np.array(gains)
        weights = np.concatenate([weighted.real, weighted.imag], axis=1)
        # the real part as one product, a stretch at a time: of all the sound it would take twice its memory
        for row in range(0, rows, _ROWS):
            sound = (weights[row : row + _ROWS] @ columns).ravel()[: frames - row * _ROW]
            if row == 0:
                sound[:attack] *= rise
            wave[first + row * _ROW :, channel][: len(sound)] += sound


def _breathe(breath: ChimeBreath, frames: int, rate: int) -> NDArray[np.float32]:
    seconds = frames / rate
    time = np.arange(frames) / rate
    # the pitch glides evenly in octaves; its phase is the integral of the frequency
    octaves = math.log(breath.to / breath.start)
    phase = 2 * math.pi * breath.start * seconds / octaves * np.expm1(octaves * time / seconds)
    crest = breath.crest * seconds
    swell = np.where(
        time < crest,
        _BREATH_START + (1 - _BREATH_START) * (0.5 - 0.5 * np.cos(np.pi * time / crest)),
        0.5 + 0.5 * np.cos(np.pi * (time - crest) / (seconds - crest)),
    )
    attack = frames_in(_BREATH_ATTACK_S, rate)
    swell[:attack] *= np.sin(np.pi / 2 * np.arange(attack) / attack)
    tone = sum(gain_of(level) * np.sin((n + 1) * phase) for n, level in enumerate((0.0, *breath.overtones)))
    wave = np.empty((frames, 2), dtype=np.float32)
    for channel in (0, 1):
        air = _air(frames, rate, channel) * (gain_of(breath.air) / math.sqrt(2))
        wave[:, channel] = swell * tone + swell**2 * air
    wave[-1] = 0.0  # the swell ends within one frame of zero
    return wave


def _air(frames: int, rate: int, channel: int) -> NDArray[np.float64]:
    """Band of noise at unit power, made of sines with drawn phases: the same wave at any rate."""
    low, high = (round(edge * frames / rate) for edge in _AIR_HZ)
    bins = np.arange(low, high)
    phases = np.random.default_rng((_AIR_SEED, channel)).uniform(0, 2 * np.pi, len(bins))
    # a hump over the band: an edge in the spectrum would whistle
    hump = np.sin(np.pi * (bins - low) / len(bins)) ** 2 * np.sqrt(low / bins)
    spectrum = np.zeros(frames // 2 + 1, dtype=np.complex128)
    spectrum[bins] = hump * np.exp(1j * phases)
    air = np.fft.irfft(spectrum, frames)
    return np.asarray(air / math.sqrt(float(np.mean(air**2))))
