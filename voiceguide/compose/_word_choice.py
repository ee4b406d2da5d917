"""Choosing words: by seed, and never the same sentence twice in one session where there is another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from voiceguide.words import Words


@dataclass(slots=True)
class WordChoice:
    """The choice of words of one session."""

    words: Words
    seed: str
    """Another one, other wordings."""
    _said: set[str] = field(default_factory=set)
    _turns: dict[str, int] = field(default_factory=dict)

    def say(self, key: str, **facts: str | int) -> str:
        """One wording of a phrase, rather one that was not said yet."""
        wordings = self.words.wordings(key)
        about = " ".join(str(fact) for fact in facts.values())  # each point in a wording of its own
        return self._new(self._from_seed(wordings, about), facts) or self._filled(
            self._in_turn(key, wordings), facts
        )

    def signal(self, key: str, **facts: str | int) -> str:
        """The wording that a phrase has all through the session: like a chime, it is known by that."""
        return self._filled(self._from_seed(self.words.wordings(key))[0], facts)

    def turn(self, key: str, **facts: str | int) -> str:
        """The wordings of a phrase one after another, for what comes again and again."""
        return self._filled(self._in_turn(key, self.words.wordings(key)), facts)

    def counted(self, key: str, count: int) -> str:
        """A phrase that has a form for one and a form for several, its wordings one after another."""
        return self.turn(f"{key}.one") if count == 1 else self.turn(f"{key}.other", count=count)

    def told(self, sentences: Iterable[Sequence[str]], **facts: str) -> list[str]:
        """Sentences of a pack, each in one of its wordings, rather one that was not said yet."""
        return [
            self._new(self._from_seed(wordings), dict(facts))
            or self._filled(self._in_turn(wordings[0], wordings), dict(facts))
            for wordings in sentences
        ]

    def fresh(self, sentences: Iterable[Sequence[str]], **facts: str) -> list[str]:
        """Sentences of a pack of which there is a wording that was not said yet."""
        found = [self._new(self._from_seed(wordings), dict(facts)) for wordings in sentences]
        return [said for said in found if said]

    def once(self, sentences: Iterable[str]) -> list[str]:
        """Sentences of which those that were said are left out."""
        new = [sentence for sentence in sentences if sentence not in self._said]
        self._said.update(new)
        return new

    def _new(self, wordings: Sequence[str], facts: dict[str, str | int]) -> str | None:
        for wording in wordings:
            said = self._filled(wording, facts)
            if said not in self._said:
                self._said.add(said)
                return said
        return None

    def _filled(self, wording: str, facts: dict[str, str | int]) -> str:
        """A wording with its placeholders filled; a sentence that starts with one starts with a capital."""
        said = self.words.filled(wording, facts)
        return said if said.startswith("{") else said[:1].upper() + said[1:]

    def _from_seed(self, wordings: Sequence[str], about: str = "") -> Sequence[str]:
        """The wordings, beginning with the one that the seed chooses.

        The choice depends on the seed, the wordings and what they tell alone, so it is the same on every
        machine and Python (``random`` promises that for floats only), and a point is told in the same words
        in a session of another length: they need not be spoken again.
        """
        digest = hashlib.sha256(f"{self.seed}\n{wordings[0]}{about}".encode()).digest()
        offset = int.from_bytes(digest[:4], "big") % len(wordings)
        return (*wordings[offset:], *wordings[:offset])

    def _in_turn(self, key: str, wordings: Sequence[str]) -> str:
        turn = self._turns[key] = self._turns.get(key, -1) + 1
        return self._from_seed(wordings)[turn % len(wordings)]
