"""The lengths of sentences of which some are not spoken yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.timeline._timeline import ClipRef

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Guess = Callable[[str], int]
    """Guesses the frames of a sentence."""


class GuessedLengths(dict[str, ClipRef]):
    """Clips by sentence, with guessed lengths for those that are not spoken yet."""

    def __init__(self, known: Mapping[str, ClipRef], guess: Guess) -> None:
        super().__init__(known)
        self._guess = guess

    def __missing__(self, sentence: str) -> ClipRef:
        self[sentence] = clip = ClipRef("", self._guess(sentence))
        return clip
