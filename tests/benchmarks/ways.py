"""What is compared: the ways to a finished MP3, the kinds of file, and what each way needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Start = Literal["text", "clips"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file."""

    name: str
    rate: int
    channels: int
    kbps: int
    preset: str
    """The preset of voiceguide that makes it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to make the file."""

    name: str
    """For ours, a word of `bench`; for a peer, the function in `peers`."""
    label: str
    start: Start
    """What is there at the beginning: only text, or spoken clips, too."""
    ours: bool = False
    needs: tuple[str, ...] = ()
    """Programs."""
    tolerance_s: float = 0.05
    """How far its length may be off: to the millisecond by pydub's rounding, a second where speech that was
    not trimmed pushes what follows."""


KINDS = (
    Kind("24 kHz mono, 64 kbit/s", 24_000, 1, 64, "phone"),
    Kind("48 kHz stereo, 128 kbit/s", 48_000, 2, 128, "podcast"),
)

AGAIN = "again"
"""Exported before: all is in the cache."""
OTHER = "other"
"""Another length of the same script was exported before."""
API = "api"
"""The same as `again`, by `Session.export` in a program that runs already."""
COLD = "cold"
"""Nothing is in the cache."""

WAYS = (
    Way(COLD, "voiceguide", "text", ours=True, tolerance_s=0),
    Way("pyttsx3_plus", "pyttsx3, pydub `+=`", "text", needs=("ffmpeg",), tolerance_s=1),
    Way("pyttsx3_joined", "pyttsx3, pydub joined once", "text", needs=("ffmpeg",), tolerance_s=1),
    Way(AGAIN, "voiceguide, the same again", "clips", ours=True, tolerance_s=0),
    Way(OTHER, "voiceguide, another length", "clips", ours=True, tolerance_s=0),
    Way(API, "voiceguide's API, the same again", "clips", ours=True, tolerance_s=0),
    Way("pydub_plus", "pydub `+=`", "clips", needs=("ffmpeg",)),
    Way("pydub_joined", "pydub, joined once", "clips", needs=("ffmpeg",)),
    Way("ffmpeg_concat", "ffmpeg concat", "clips", needs=("ffmpeg",)),
    Way("ffmpeg_adelay", "ffmpeg adelay, amix", "clips", needs=("ffmpeg",)),
    Way("sox_concat", "sox", "clips", needs=("sox", "ffmpeg")),
)
"""The cold run of ours comes first: it fills the cache that the warm ones find."""
