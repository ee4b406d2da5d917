"""Voices: their names, what is known about them, and the settings of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from voiceguide._lib.suggestions import did_you_mean
from voiceguide.errors import VoiceError
from voiceguide.script import FASTEST, HIGHEST, LOWEST, SLOWEST, split_voice

if TYPE_CHECKING:
    from collections.abc import Iterable

if TYPE_CHECKING:
    from voiceguide.speech._lexicon_source import LexiconSource


@dataclass(frozen=True, slots=True, order=True)
class VoiceId:
    """A voice's full name, written ``engine/name``."""

    engine: str
    name: str
    """The engine's own name for the voice; may hold slashes (a path to a model)."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``piper/joe``.

        Raises
        ------
        VoiceError
            If it is not written like that.
        """
        try:
            return cls(*split_voice(text))
        except ValueError as e:
            raise VoiceError(f"voice: {e}") from e

    def __str__(self) -> str:
        return f"{self.engine}/{self.name}"


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """A voice and how it speaks."""

    voice: VoiceId
    rate: float = 1.0
    """Pace relative to the voice's default (about 130 words a minute with its pauses), 0.5 to 2."""
    pitch: float = 0.0
    """Semitones above the voice's own, -6 to 8; for voices that have it."""
    lexicons: tuple[LexiconSource, ...] = ()
    """The listener's own, beside the built-in one; of two entries for a word, the later one wins."""
    most_ms: int = 0
    """The longest that a clip may be, in milliseconds: what takes longer is said faster. 0 for any length."""

    def __post_init__(self) -> None:
        if not SLOWEST <= self.rate <= FASTEST:
            raise VoiceError(f"a voice's rate must be {SLOWEST} to {FASTEST}, not {self.rate}")
        if not LOWEST <= self.pitch <= HIGHEST:
            raise VoiceError(
                f"a voice's pitch must be {LOWEST:g} to {HIGHEST:g} semitones, not {self.pitch:g}"
            )


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """What a person wants to know about a voice before choosing it."""

    id: VoiceId
    language: str
    """BCP 47, as in ``en-US``."""
    licence: str
    description: str
    native_rate: int
    """Frames a second, before resampling; 0 if the engine reports it only when it speaks."""
    available: bool = True
    why_not: str = ""
    """Why the voice cannot speak here, in one line; empty if it can."""
    fix: str = ""
    """How to fix that; empty if it can speak."""
    size_mb: int = 0
    """What its model takes on the disk, in MB (10^6 bytes); 0 for a voice of the system, or not installed."""
    has_pitch: bool = False
    """Whether the pitch can be changed."""

    @property
    def english(self) -> bool:
        """Whether numbers, codes and abbreviations are to be written out in English."""
        return self.language.lower().split("-")[0] == "en"


def no_voice(voice: VoiceId, names: Iterable[str]) -> VoiceError:
    """The error for a voice that an engine does not have.

    Parameters
    ----------
    voice : VoiceId
    names : iterable of str
        The engine's own names of those that it has.
    """
    there = [f"{voice.engine}/{name}" for name in names]
    return VoiceError(f"there is no voice {voice}{did_you_mean(str(voice), there)}")
