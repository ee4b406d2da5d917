"""How far a guess of a script's length can be trusted: what it decides need not wait for the voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script import Hold, Say, estimate_ms, parts, unrolled
from voiceguide.units import frames_of, frames_up, nearest_ms

if TYPE_CHECKING:
    from voiceguide.script import Calibration, Script
    from voiceguide.timeline import Bounds
    from voiceguide.units import Ms


_MOST_OFF = 0.6
"""How far a guess may be off for a voice of which nothing is known, before a length is given up."""


def spoken_ms(sentence: str, script: Script, calibration: Calibration) -> Ms:
    """Guess how long a script's voice, whose engine has this calibration, takes for a sentence."""
    return nearest_ms(estimate_ms(sentence, script.rate or 1.0) * calibration.bias)


def is_sure(script: Script, bounds: Bounds, guessed: int, calibration: Calibration) -> bool:
    """Whether a script's length can be met even if a guess is somewhat wrong.

    Parameters
    ----------
    script : Script
    bounds : Bounds
        The lengths that the script can have, by :func:`spoken_ms` where nothing better is known.
    guessed : int
        Frames of speech that are guessed.
    calibration : Calibration
        Of the engine that speaks the script.
    """
    return script.length is None or _leaves_room(script, bounds, calibration.margin * guessed)


def cannot_be(script: Script, bounds: Bounds, guessed: int, calibration: Calibration) -> bool:
    """Whether a script's length cannot be met however far a guess is off; the arguments as above."""
    if script.length is None:
        return False
    off = min(calibration.margin, _MOST_OFF) * guessed
    return not bounds.shortest - off <= frames_of(script.length, bounds.rate) <= bounds.longest + off


def is_sure_by_letters(script: Script, bounds: Bounds, calibration: Calibration) -> bool:
    """The same for bounds that were guessed from letters alone, for any voice."""
    said = (
        sum(spoken_ms(sentence, script, calibration) for sentence in _sentences(script)) * bounds.rate / 1000
    )
    off = calibration.bias - 1 + calibration.margin
    return _leaves_room(script, bounds, off * said)


def _leaves_room(script: Script, bounds: Bounds, frames: float) -> bool:
    margin = frames_up(frames)
    target = frames_of(script.length or 0, bounds.rate)
    return bounds.shortest + margin <= target <= bounds.longest - margin


def _sentences(script: Script) -> list[str]:
    steps = [placed.step for placed in unrolled(script)]
    texts = [step.say.text for step in steps if isinstance(step, Say)]
    texts += [cue.text for step in steps if isinstance(step, Hold) for cue in step.hold.say]
    return [part for text in texts for part in parts(text) if isinstance(part, str)]
