"""Sessions that play while they are spoken, and change while they play.

:class:`Live` renders one; :class:`Guide` decides how its rest goes on: it is fitted or composed again when
sentences turn out longer than guessed, when the voice is slow, and when the listener asks for something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.live._beginning import Beginning
    from voiceguide.live._guess import SpeechGuess
    from voiceguide.live._guide import Guide
    from voiceguide.live._invitation import ReadyBy
    from voiceguide.live._journal import Finished, Journal, Origin, Place
    from voiceguide.live._live import Live
    from voiceguide.live._origins import Origins
    from voiceguide.live._playing import play_live
    from voiceguide.live._present import Present
    from voiceguide.live._rendering import LEAD_MS, OPENING_MS
    from voiceguide.live._start import Start

__all__ = [
    "LEAD_MS", "OPENING_MS", "Beginning", "Finished", "Guide", "Journal", "Live", "Origin", "Origins",
    "Place",
    "Present", "ReadyBy", "SpeechGuess", "Start", "play_live",
]  # fmt: skip

__getattr__ = lazy(
    __name__,
    {
        "_beginning": "Beginning",
        "_guess": "SpeechGuess",
        "_guide": "Guide",
        "_invitation": "ReadyBy",
        "_journal": "Finished Journal Origin Place",
        "_live": "Live",
        "_origins": "Origins",
        "_rendering": "LEAD_MS OPENING_MS",
        "_playing": "play_live",
        "_present": "Present",
        "_start": "Start",
    },
)
