"""Compresses speech in time without changing its pitch, for words that must fit a beat.

Overlap and add, each piece taken where it continues the one before best (WSOLA: Verhelst and Roelands, "An
overlap-add technique based on waveform similarity", ICASSP 1993).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide._lib.late_numpy import np
from voiceguide.sound import fade_out
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIECE_MS: Final = 30
"""Two periods of a low voice."""
_SEARCH_MS: Final = 10
_FADE_MS: Final = 15


def squeezed(samples: NDArray[np.float32], most: int, rate: int) -> NDArray[np.float32]:
    """Compress a clip to at most so many frames.

    Parameters
    ----------
    samples : ndarray of float32, shape (frames, 1)
    most : int
        Frames, fewer than there are.

    Returns
    -------
    ndarray of float32, shape (most, 1)
        Its last frame is zero.
    """
    sound = samples[:, 0]
    piece = max(4, min(frames_of(_PIECE_MS, rate), most) // 2 * 2)
    hop, search = piece // 2, max(1, frames_of(_SEARCH_MS, rate))
    window = np.hanning(piece + 1)[:piece].astype(np.float32)
    padded = np.pad(sound, (0, piece + 2 * search))
    out = np.zeros(most + 2 * piece, dtype=np.float32)
    ratio = max(0, len(sound) - piece) / max(1, most - piece)
    out[:hop] = padded[:hop]  # the first half of the first window is not faded in
    at = 0
    for place in range(0, most, hop):
        part = padded[at : at + piece] * window
        if place == 0:
            part[:hop] = 0
        out[place : place + piece] += part
        wanted = min(round((place + hop) * ratio), len(sound))
        at = _nearest(padded, at + hop, wanted, piece, search)
    kept = out[:most].reshape(-1, 1)
    fade_out(kept, frames_of(_FADE_MS, rate))
    return kept


def _nearest(sound: NDArray[np.float32], natural: int, wanted: int, piece: int, search: int) -> int:
    """Where, near a wanted place, the sound is most like what would follow naturally."""
    first = max(0, wanted - search)
    last = min(wanted + search, len(sound) - piece)
    following = sound[natural : natural + piece]
    if last <= first or len(following) < piece:
        return max(0, min(wanted, len(sound) - piece))
    likeness = np.correlate(sound[first : last + piece], following, "valid")
    return first + int(np.argmax(likeness))
