"""Timelines that are known: a script that was laid out before is neither taken apart nor spoken again."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from voiceguide.errors import CacheError
from voiceguide.script import files
from voiceguide.speech import find_engine
from voiceguide.store import Stage, recall, remember
from voiceguide.timeline import ClipRef, timeline_of_rows, timeline_to_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.script import LateScript
    from voiceguide.script_speaker import ScriptSpeaker
    from voiceguide.sound import Clip
    from voiceguide.speech import ClipCache
    from voiceguide.timeline import Timeline

    Proofs = dict[str, tuple[int, ...]]
    """What vouches for each clip, by its key; see :meth:`voiceguide.speech.ClipCache.proof`."""

_HARMLESS = {"voice", "lexicon", "bed"}
"""Where a script may name files: what is in them is a part of the voice's identity, or moves nothing."""
_logger = logging.getLogger(__name__)


def _dumps(known: tuple[Timeline, Proofs]) -> bytes:
    timeline, proofs = known
    return json.dumps(proofs).encode() + b"\n" + timeline_to_rows(timeline)


def _loads(data: bytes) -> tuple[Timeline, Proofs]:
    proofs, _, rows = data.partition(b"\n")
    return timeline_of_rows(rows), {key: tuple(proof) for key, proof in json.loads(proofs).items()}


LAY_OUT: Stage[tuple[Timeline, Proofs]] = Stage(
    "lay_out", ("script", "script_speaker", "speech", "timeline", "sound"), _dumps, _loads
)
"""A timeline with the proofs of all clips that were looked at for it, by the script's heading, the hash of
its steps, the rate, and what decides how the voice says it."""


class KnownClips:
    """The voice's clips of a script whose sentences were not looked at: those that go are spoken again."""

    def __init__(self, voices: ScriptSpeaker, script: LateScript) -> None:
        self._voices, self._script = voices, script

    def clip(self, key: str) -> Clip:
        """The samples of a clip; raises as :meth:`voiceguide.speech.Speaker.clip`."""
        try:
            return self._voices.speaker.clip(key)
        except CacheError:
            from voiceguide.script import resolve  # seldom needed, and large

            self._voices.known(resolve(self._script.load()))  # what each clip says
            return self._voices.speaker.clip(key)


class KnownTimelines:
    """The timelines of scripts, with one studio's voices and at one rate.

    Parameters
    ----------
    cache : ClipCache
        Where the clips are, and the store of what is known.
    voices : ScriptSpeaker
    rate : int
        Frames a second.
    own_chimes : bool
        Whether the listener's own chimes sound, so that nothing is known by a script alone.
    """

    def __init__(self, cache: ClipCache, voices: ScriptSpeaker, rate: int, *, own_chimes: bool) -> None:
        self._cache, self._voices, self._rate = cache, voices, rate
        self._own_chimes = own_chimes

    def recall(self, script: LateScript) -> Timeline | None:
        """The timeline of a script with its voice's full name; None if it, or a clip of it, is not there."""
        if not self._depends_on_script_alone(script):
            return None
        inputs = self._inputs(script)
        known = recall(self._cache.store, LAY_OUT, inputs)
        if known is None:
            return None
        timeline, proofs = known
        for key, proof in proofs.items():
            self._cache.vouch(key, *proof)
        if any(self._cache.ref(key) != ClipRef(key, frames) for key, (frames, *_) in proofs.items()):
            _logger.debug("a clip of a known timeline has gone: it is laid out again")
            return None
        self._voices.speaker.note(proofs)
        if proofs != (found := self._proofs(proofs)):
            remember(self._cache.store, LAY_OUT, inputs, (timeline, found))
        return timeline

    def remember(self, script: LateScript, timeline: Timeline, keys: Iterable[str]) -> None:
        """Keep what was laid out with the clips of some keys, if it can be known again."""
        proofs = self._proofs(keys)
        if not all(proofs.values()) or not self._depends_on_script_alone(script):
            return
        remember(self._cache.store, LAY_OUT, self._inputs(script), (timeline, proofs))

    def _depends_on_script_alone(self, script: LateScript) -> bool:
        if self._own_chimes or script.names_files:
            return False
        return all(place[0] in _HARMLESS for place, _ in files(script.heading))

    def _inputs(self, script: LateScript) -> list[object]:
        settings = self._voices.settings(script.heading)
        fingerprint = find_engine(settings.voice.engine).fingerprint(settings.voice.name)
        return [script.heading, script.steps, self._rate, settings, fingerprint]

    def _proofs(self, keys: Iterable[str]) -> Proofs:
        return {key: self._cache.proof(key) for key in sorted(set(keys))}
