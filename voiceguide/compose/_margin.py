"""How far a guess of a script's length can be trusted: what it decides need not wait for the voice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from voiceguide.script import Hold, Say, estimate_ms, parts
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from voiceguide.script import Script
    from voiceguide.timeline import Bounds

_LONGER = {"silent": 1.0}
_LONGER_ELSE = 1.04
"""What a guess from letters is multiplied by: all that is said in a session takes piper/joe 1.02 to 1.06
times as long."""
_COMFORT = {"piper": 0.04, "silent": 0.0}
_COMFORT_ELSE = 1.0
"""How far such a guess may still be off, as a share of what is said: it is made after the default voice, and
others may speak much faster."""


def spoken_ms(sentence: str, script: Script) -> int:
    """Guess how long a script's voice takes for a sentence."""
    longer = _LONGER.get(_engine(script), _LONGER_ELSE)
    return round(estimate_ms(sentence, script.rate or 1.0) * longer)


def is_sure(script: Script, bounds: Bounds, guessed: int) -> bool:
    """Whether a script's length can be met even if a guess is somewhat wrong.

    Parameters
    ----------
    script : Script
    bounds : Bounds
        The lengths that the script can have, by :func:`spoken_ms` where nothing better is known.
    guessed : int
        Frames of speech that are guessed.
    """
    return script.length is None or _leaves_room(script, bounds, _comfort(script) * guessed)


def is_sure_by_letters(script: Script, bounds: Bounds) -> bool:
    """The same for bounds that were guessed from letters alone, for any voice."""
    said = sum(spoken_ms(sentence, script) for sentence in _sentences(script)) * bounds.rate / 1000
    off = _LONGER.get(_engine(script), _LONGER_ELSE) - 1 + _comfort(script)
    return _leaves_room(script, bounds, off * said)


def _leaves_room(script: Script, bounds: Bounds, frames: float) -> bool:
    margin = math.ceil(frames)
    target = frames_of(script.length or 0, bounds.rate)
    return bounds.shortest + margin <= target <= bounds.longest - margin


def _sentences(script: Script) -> list[str]:
    texts = [step.say for step in script.steps if isinstance(step, Say)]
    texts += [cue.text for step in script.steps if isinstance(step, Hold) for cue in step.hold.say]
    return [part for text in texts for part in parts(text) if isinstance(part, str)]


def _comfort(script: Script) -> float:
    return _COMFORT.get(_engine(script), _COMFORT_ELSE)


def _engine(script: Script) -> str:
    return (script.voice or "piper/joe").partition("/")[0]
