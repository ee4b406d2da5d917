"""Cuts what a microphone hears into utterances, by voice activity."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from voiceguide._lib.late_numpy import np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

RATE: Final = 16_000
"""Frames a second of what is heard."""
CHUNK: Final = 512
"""Frames in each decision of the detector: 32 ms."""

_BEGINS: Final = 0.5
"""Probability of speech at which an utterance begins: the detector's own advice."""
_GOES_ON: Final = 0.35
"""Probability under which it may have ended; lower, so that a weak end of a word is not cut."""
_BEFORE_S: Final = 0.3
"""What is kept from before the first sure chunk: voiceless onsets are found late."""
_AFTER_S: Final = 0.32
"""Silence that ends an utterance."""


class Detector(Protocol):
    """Tells speech from other sound, chunk by chunk."""

    def process_samples(self, samples: Sequence[float]) -> float:
        """The probability of speech in :data:`CHUNK` frames."""
        ...


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of speech between silences."""

    start: int
    """First frame, counted from the first that was heard."""
    samples: NDArray[np.float32]

    @property
    def end(self) -> int:
        """First frame after it."""
        return self.start + len(self.samples)

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / RATE


class Endpointer:
    """Finds utterances in a stream of blocks of any size.

    Parameters
    ----------
    detector : Detector
        Tells speech from other sound.
    longest_s : float
        An utterance is given out at this length, whether it has ended or not.
    """

    def __init__(self, detector: Detector, longest_s: float) -> None:
        self._detector = detector
        self._longest = round(longest_s * RATE / CHUNK)
        self._rest: NDArray[np.float32] = np.zeros(0, np.float32)
        self._heard = 0
        self._before: deque[NDArray[np.float32]] = deque(maxlen=round(_BEFORE_S * RATE / CHUNK))
        self._speech: list[NDArray[np.float32]] = []
        self._silent = 0

    def feed(self, block: NDArray[np.float32]) -> Iterator[Utterance]:
        """Take what was heard; give each utterance that has ended in it.

        Parameters
        ----------
        block : ndarray of float32, shape (frames,)
            At :data:`RATE`, in [-1, 1].
        """
        sound = np.concatenate([self._rest, block])
        whole = len(sound) - len(sound) % CHUNK
        self._rest = sound[whole:]
        for start in range(0, whole, CHUNK):
            yield from self._chunk(sound[start : start + CHUNK])

    def _chunk(self, chunk: NDArray[np.float32]) -> Iterator[Utterance]:
        self._heard += CHUNK
        likely = self._detector.process_samples(chunk.tolist())
        if not self._speech:
            self._before.append(chunk)
            if likely >= _BEGINS:
                self._speech, self._silent = list(self._before), 0
                self._before.clear()
            return
        self._speech.append(chunk)
        self._silent = 0 if likely >= _GOES_ON else self._silent + 1
        if self._silent * CHUNK >= _AFTER_S * RATE or len(self._speech) >= self._longest:
            samples = np.concatenate(self._speech)
            self._speech = []
            yield Utterance(self._heard - len(samples), samples)
