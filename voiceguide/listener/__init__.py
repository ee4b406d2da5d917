"""A simulated listener who knows only the words: walks a finished script, and finds what cannot be followed.

It shares nothing with the composer but the script's form: what a sentence does is found by the phrases of a
language file (``en.yaml``), the listener's state is :class:`BodyState`, and the walk is :func:`listen`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.listener._body_state import BodyState, after
    from voiceguide.listener._finding import ADVICE, Contradiction, Kind
    from voiceguide.listener._hearing import Deed, Meaning, hear
    from voiceguide.listener._listen import listen

__all__ = ["ADVICE", "BodyState", "Contradiction", "Deed", "Kind", "Meaning", "after", "hear", "listen"]

__getattr__ = lazy(
    __name__,
    {
        "_body_state": "BodyState after",
        "_finding": "ADVICE Contradiction Kind",
        "_hearing": "Deed Meaning hear",
        "_listen": "listen",
    },
)
