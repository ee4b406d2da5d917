"""The recogniser: Whisper base on the processor, from sound to words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from voiceguide._lib.late_numpy import np
from voiceguide.listen._whisper_model import model_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE: Final = 16_000
"""Frames a second that the recogniser takes."""

_EDGE_S = 0.5
"""Silence on both sides of what is heard: words at the very edge are missed."""


class Recogniser:
    """Understands speech; the model is loaded when it is made (about a second).

    Parameters
    ----------
    language : str
        As in ``en``.
    threads : int
        Most processor threads; 0 leaves the choice to the library.

    Raises
    ------
    ListenError
        If the extra is not installed.
    CacheError
        If the model cannot be written to the cache.
    """

    def __init__(self, language: str = "en", *, threads: int = 0) -> None:
        folder = model_folder()
        from faster_whisper import WhisperModel

        self._language = language
        self._model = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )

    def hear(self, block: NDArray[np.float32]) -> str:
        """The words in a stretch of sound.

        Parameters
        ----------
        block : ndarray of float32, shape (frames,) or (frames, 1)
            At :data:`RATE` frames a second, in [-1, 1].
        """
        edge = np.zeros(int(RATE * _EDGE_S), np.float32)
        sound = np.concatenate([edge, np.asarray(block, np.float32).reshape(-1), edge])
        # one guess, without chance and without the sentence before: the same sound is heard the same
        segments, _ = self._model.transcribe(
            sound, language=self._language, temperature=0.0, condition_on_previous_text=False
        )
        return " ".join(segment.text.strip() for segment in segments)
