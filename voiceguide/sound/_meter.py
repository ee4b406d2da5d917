"""Loudness as ITU-R BS.1770-4 and EBU R 128 define it, in the frequency domain.

The K-weighting is two biquads. Run sample by sample in Python they would be slow, and scipy would cost
0.75 s of start-up, so their exact frequency response is applied by FFT instead. The impulse response is
shorter than 0.2 s at any rate, so padding by that much makes it the same as the recursive filter.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.sound._gates import BLOCK, SLOTS, gated, lufs
from voiceguide.units import frames_up

if TYPE_CHECKING:
    from numpy.typing import NDArray

DUAL_MONO_LU = 10.0 * math.log10(2.0)
"""What a mono clip gains when it is played on both channels, in LU (3.01)."""

_TAIL_S = 0.2  # the 38 Hz high pass has died to 1e-12 by then
_CHUNK_S = 1.2  # least FFT length


def columns(samples: NDArray[np.floating]) -> NDArray[np.float32]:
    """Give samples the project's one shape: float32 ``(frames, channels)``; one dimension means mono."""
    array = np.asarray(samples, dtype=np.float32)
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] not in {1, 2}:
        raise ValueError(f"samples must be (frames, 1) or (frames, 2), not {array.shape}")
    return array


@functools.lru_cache(maxsize=16)
def k_response(rate: int, size: int) -> NDArray[np.complex64]:
    """Complex response of the K-weighting at the bins of a real FFT of ``size`` at ``rate``.

    The constants are the analogue prototype behind the 48 kHz table of BS.1770-4, as derived in
    libebur128; at 48 kHz they give the table's coefficients to all digits.
    """
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)  # one sample's delay
    k = math.tan(math.pi * 1681.974450955533 / rate)
    q = 0.7071752369554196
    high = 10.0 ** (3.999843853973347 / 20.0)
    band = high**0.4996667741545416
    shelf = (
        (high + band * k / q + k * k) + 2.0 * (k * k - high) * z + (high - band * k / q + k * k) * z * z
    ) / ((1.0 + k / q + k * k) + 2.0 * (k * k - 1.0) * z + (1.0 - k / q + k * k) * z * z)
    k = math.tan(math.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    # the standard's high pass has the numerator 1, -2, 1 and is not scaled to unity gain
    norm = 1.0 + k / q + k * k
    high_pass = (1.0 - 2.0 * z + z * z) / (
        1.0 + 2.0 * (k * k - 1.0) / norm * z + (1.0 - k / q + k * k) / norm * z * z
    )
    response: NDArray[np.complex64] = (shelf * high_pass).astype(np.complex64)
    response.flags.writeable = False
    return response


def slot_energies(
    samples: NDArray[np.floating], rate: int, slots: int = SLOTS, *, tail: bool = False
) -> NDArray[np.float64]:
    """K-weighted energy of each slot: the sum of squares over its frames and over the channels.

    Parameters
    ----------
    samples : array, shape (frames, channels)
        At ``rate`` frames a second.
    slots : int
        Slots a second. Slot ``i`` starts at frame ``round(i * rate / slots)``; the last one may be short.
    tail : bool
        Go on for 0.2 s after the end, where the filter still rings.
    """
    sound = columns(samples)
    ringing = frames_up(_TAIL_S * rate)
    # one size for all sounds: the response is then worked out once, and memory stays flat
    size = 1 << (frames_up(_CHUNK_S * rate) - 1).bit_length()
    chunk = size - ringing
    response = k_response(rate, size)
    total = len(sound) + (ringing if tail else 0)
    edges = slot_edges(math.ceil(total * slots / rate), rate, slots)
    edges = edges[edges < total]
    energies = np.zeros(len(edges))
    carried = np.zeros((sound.shape[1], ringing), dtype=np.float32)
    for start in range(0, total, chunk):
        here = min(chunk, total - start)
        squares = np.zeros(here)
        for channel, rest in zip(sound.T, carried, strict=True):
            spectrum = np.fft.rfft(channel[start : start + chunk], size) * response
            out = np.fft.irfft(spectrum, size).astype(np.float32, copy=False)
            out[:ringing] += rest
            squares += out[:here].astype(np.float64) ** 2
            rest[:] = out[chunk:]
        # a slot may have begun in the chunk before
        first = int(np.searchsorted(edges, start, "right")) - 1
        last = int(np.searchsorted(edges, start + here))
        energies[first:last] += np.add.reduceat(squares, np.maximum(edges[first:last] - start, 0))
    return energies


def slot_edges(count: int, rate: int, slots: int = SLOTS) -> NDArray[np.int64]:
    """First frames of the first ``count`` slots."""
    return (np.arange(count, dtype=np.int64) * rate * 2 + slots) // (2 * slots)


def loudness(samples: NDArray[np.floating], rate: int) -> float:
    """Integrated loudness in LUFS; of silence, minus infinity.

    A mono clip is measured as one channel: played on both, it is :data:`DUAL_MONO_LU` louder. A clip
    shorter than a gating block (400 ms) has no integrated loudness in the standard; here it is the
    ungated loudness of the whole clip.
    """
    sound = columns(samples)
    energies = slot_energies(sound, rate)
    if len(sound) < round(BLOCK * rate / SLOTS):
        return lufs(float(energies.sum()) / max(len(sound), 1))
    whole = len(sound) * SLOTS // rate
    return gated(energies[:whole].tolist(), rate)


def loudest_moment(samples: NDArray[np.floating], rate: int) -> float:
    """Highest momentary loudness (400 ms) in LUFS: the level of a sound that is struck and dies away."""
    energies = slot_energies(samples, rate)
    padded = np.concatenate([energies, np.zeros(BLOCK - 1)])
    moments = np.convolve(padded, np.ones(BLOCK), "valid")
    return lufs(float(moments.max(initial=0.0)) / (BLOCK * rate / SLOTS))
