"""The length of sentences that are not spoken yet, guessed better the more were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.compose import spoken_ms
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.script import Calibration, Script
    from voiceguide.timeline import ClipRef

_PRIOR_SECONDS = 20
"""How much speech weighs as much as what is known of the engine."""
_LEAST, _MOST = 0.4, 3.0
_UNSURE, _LEARNT = 0.25, 0.06
"""How far guesses may be off, at most: for an engine nobody measured, and once its voice was heard."""


class SpeechGuess:
    """Guesses the frames of a sentence, from its letters and from what was spoken already.

    Parameters
    ----------
    script : Script
    calibration : Calibration
        Of the engine that speaks it.
    rate : int
        Frames a second.
    """

    def __init__(self, script: Script, calibration: Calibration, rate: int) -> None:
        self._script = script
        self._calibration = calibration
        self._rate = rate
        self._factor = 1.0
        self._learnt = 0

    def __call__(self, sentence: str) -> int:
        """The frames that a sentence is likely to take."""
        return max(1, round(self._plain(sentence) * self._factor))

    @property
    def margin(self) -> float:
        """How far guesses may be off, as a share."""
        unsure = min(self._calibration.margin, _UNSURE)
        prior = _PRIOR_SECONDS * self._rate
        return min(unsure, (unsure * prior + _LEARNT * self._learnt) / (prior + self._learnt))

    def learn(self, clips: Mapping[str, ClipRef]) -> None:
        """Compare the guesses with what was spoken."""
        known = [(self._plain(text), clip.frames) for text, clip in list(clips.items()) if clip.key]
        guessed, spoken = sum(one for one, _ in known), sum(frames for _, frames in known)
        prior = _PRIOR_SECONDS * self._rate
        self._learnt = spoken
        self._factor = min(max((prior + spoken) / (prior + guessed), _LEAST), _MOST)

    def _plain(self, sentence: str) -> int:
        return frames_of(spoken_ms(sentence, self._script, self._calibration), self._rate)
