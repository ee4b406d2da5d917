"""What clip each sentence is, with one voice.

What was worked out before is kept, so that a known session needs neither the text front end nor the sound of
its clips.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.speech._utterance import Utterance
from voiceguide.store import json_stage, recall, remember

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.speech._clip_cache import ClipCache
    from voiceguide.speech._engine import Engine
    from voiceguide.speech._lexicon import Lexicon
    from voiceguide.speech._voice import VoiceSettings

_BOOK = json_stage("phrasebook", "speech")

_MOST = 5000
"""Sentences that are kept: 0.8 MB, of forty hour-long sessions."""


class Phrasebook:
    """The sentences of one voice, at one pace, pitch and rate.

    Parameters
    ----------
    lexicon : callable
        Gives the lexicon, if a sentence is new.
    remembers : bool
        Whether the book is kept in the cache's store from run to run.
    """

    def __init__(
        self,
        settings: VoiceSettings,
        rate: int,
        *,
        engine: Engine,
        cache: ClipCache,
        lexicon: Callable[[], Lexicon],
        remembers: bool = True,
    ) -> None:
        self._settings, self._rate, self._engine = settings, rate, engine
        self._cache, self._lexicon, self._remembers = cache, lexicon, remembers
        self._inputs = [settings, rate, engine.fingerprint(settings.voice.name)]
        self._keys: dict[str, str] = {}
        self._made: dict[str, Utterance] = {}
        self._proofs: dict[str, tuple[int, ...]] = {}
        self._changed = False
        if remembers and (lines := recall(cache.store, _BOOK, self._inputs)):
            for sentence, key, *proof in lines:
                self._keys[sentence] = key
                if proof:
                    self._proofs[key] = tuple(proof)
                    cache.vouch(key, *proof)

    def __contains__(self, sentence: str) -> bool:
        """Whether a sentence was worked out before."""
        return sentence in self._keys

    def key(self, sentence: str) -> str:
        """The clip of a sentence.

        Raises
        ------
        InputError
            If there is nothing to say in it.
        """
        if sentence in self._keys:
            # those that are used are kept longest
            self._keys[sentence] = self._keys.pop(sentence)
        else:
            self._keys[sentence] = self.utterance(sentence).key
            self._changed = True
        return self._keys[sentence]

    def utterance(self, sentence: str) -> Utterance:
        """A sentence as it is spoken; raises as :meth:`key`."""
        if sentence not in self._made:
            self._made[sentence] = Utterance.of(
                sentence, self._settings, self._rate, self._engine, self._lexicon()
            )
        return self._made[sentence]

    def sentences(self) -> list[tuple[str, str]]:
        """The key of each sentence's clip, and the sentence."""
        return [(key, sentence) for sentence, key in self._keys.items()]

    def keep(self) -> None:
        """Keep the book for the next run, if there is anything new in it."""
        if not self._remembers:
            return
        last = list(self._keys.items())[-_MOST:]
        proofs = {key: self._cache.proof(key) for _, key in last}
        if self._changed or any(proof != self._proofs.get(key, ()) for key, proof in proofs.items()):
            lines = [(sentence, key, *proofs[key]) for sentence, key in last]
            remember(self._cache.store, _BOOK, self._inputs, lines)
            self._proofs, self._changed = proofs, False
