"""Listening: a recogniser of speech, and what it finds hard to understand (the extra ``voiceguide[listen]``).

Nothing is downloaded: the model comes with pip. Names are imported when they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.listen._heard import HeardLine, wrong_words
    from voiceguide.listen._open import spoken_commands
    from voiceguide.listen._recogniser import RATE, Recogniser
    from voiceguide.listen._spoken_commands import SpokenCommands
    from voiceguide.listen._whisper_model import missing_packages, model_folder

__all__ = [
    "RATE",
    "HeardLine",
    "Recogniser",
    "SpokenCommands",
    "missing_packages",
    "model_folder",
    "spoken_commands",
    "wrong_words",
]

__getattr__ = lazy(
    __name__,
    {
        "_heard": "HeardLine wrong_words",
        "_open": "spoken_commands",
        "_recogniser": "RATE Recogniser",
        "_spoken_commands": "SpokenCommands",
        "_whisper_model": "missing_packages model_folder",
    },
)
