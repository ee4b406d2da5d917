"""Choosing words: by seed, and never the same sentence twice in one session."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.compose._phrases import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Wording:
    """The words of one session, as far as they are chosen."""

    seed: int
    _said: set[str] = field(default_factory=set)

    def choose(self, variants: Sequence[str], **facts: str) -> str | None:
        """One wording that was not said yet, its facts filled in; None if all were said.

        The choice depends on the seed, the variants and the facts alone, so it is the same on every machine
        and Python (``random`` promises that for floats only), and a point is told in the same words in a
        session of another length: they need not be spoken again.
        """
        told = "\n".join((str(self.seed), variants[0], *facts.values()))
        digest = hashlib.sha256(told.encode()).digest()
        offset = int.from_bytes(digest[:4], "big") % len(variants)
        for variant in (*variants[offset:], *variants[:offset]):
            if (sentence := self.once(_filled(variant, facts))) is not None:
                return sentence
        return None

    def in_turn(self, variants: Sequence[str], **facts: str) -> str | None:
        """The first wording that was not said yet, for variants whose order has a meaning."""
        for variant in variants:
            if (sentence := self.once(_filled(variant, facts))) is not None:
                return sentence
        return None

    def once(self, sentence: str) -> str | None:
        """The sentence, if it was not said yet or is a signal; else None."""
        if sentence in self._said and sentence not in SIGNALS:
            return None
        self._said.add(sentence)
        return sentence


def _filled(variant: str, facts: dict[str, str]) -> str:
    for name, fact in facts.items():
        variant = variant.replace(f"{{{name}}}", fact)
    return variant


def listed(things: Sequence[str]) -> str:
    """Several things in words.

    >>> listed(["a mat", "a ball", "a wall"])
    'a mat, a ball and a wall'
    """
    return " and ".join([", ".join(things[:-1]), things[-1]] if len(things) > 1 else things)
