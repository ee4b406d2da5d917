"""Where a listener's own lexicon comes from: known by what is in it, and read only if a sentence is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeAlias

from voiceguide.errors import VoiceError

LexiconLike: TypeAlias = str | Path | Mapping[str, Any]
"""A lexicon: a file, or words and how to say them."""

MOST_BYTES = 1 << 20
"""The largest lexicon that is read."""


@dataclass(frozen=True, slots=True)
class LexiconSource:
    """A file, or words that stand in a script or were given from Python."""

    digest: str
    """SHA-256 of what is in it."""
    path: str = field(default="", compare=False, repr=False)
    """The file; empty for words."""
    words: str = field(default="", compare=False, repr=False)
    """JSON of the words, where there is no file."""
    name: str = field(default="lexicon", compare=False, repr=False)
    """What errors call it."""

    @classmethod
    def of(cls, given: LexiconLike, name: str = "lexicon") -> Self:
        """A lexicon from a file's path, or from words and how to say them.

        Raises
        ------
        VoiceError
            If the file cannot be read.
        """
        if isinstance(given, str | Path):
            path = Path(given)
            try:
                if path.stat().st_size > MOST_BYTES:
                    raise VoiceError(f"the lexicon {path} is larger than {MOST_BYTES >> 20} MB")
                content = path.read_bytes()
            except (OSError, ValueError) as e:
                reason = getattr(e, "strerror", None) or e
                raise VoiceError(f"the lexicon {path} cannot be read: {reason}") from e
            return cls(hashlib.sha256(content + path.suffix.encode()).hexdigest(), str(path), name=str(path))
        words = json.dumps(given, sort_keys=True, ensure_ascii=False)
        return cls(hashlib.sha256(words.encode()).hexdigest(), words=words, name=name)


def lexicon_sources(given: LexiconLike | Sequence[LexiconLike]) -> tuple[LexiconSource, ...]:
    """The sources of one lexicon, or of several; raises as :meth:`LexiconSource.of`."""
    lexicons = (given,) if isinstance(given, str | Path | Mapping) else given
    return tuple(LexiconSource.of(each) for each in lexicons)
