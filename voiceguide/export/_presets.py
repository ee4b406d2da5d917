"""Named presets for publishers and players."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.script import NO_TONE
from voiceguide.sound import TARGET_LUFS


@dataclass(frozen=True, slots=True)
class Preset:
    """A loudness, and how the sound is kept."""

    about: str
    loudness: float = TARGET_LUFS
    """Integrated, in LUFS."""
    rate: int = 48_000
    channels: int = 2
    mp3_kbps: int = 128
    """Constant rate of an MP3; other formats have their own."""
    room_tone: str | None = None
    """The room tone where a script says nothing of it: ``off``, or a level; None for the usual one."""


PRESETS = {
    "podcast": Preset("what podcast directories ask for: -16 LUFS, stereo"),
    "phone": Preset("small: -16 LUFS, 24 kHz mono, half the bit rate", rate=24_000, channels=1, mp3_kbps=64),
    "streaming": Preset("as loud as music services play: -14 LUFS, 192 kbit/s", -14.0, mp3_kbps=192),
    "broadcast": Preset("EBU R 128: -23 LUFS, 192 kbit/s", -23.0, mp3_kbps=192),
    "archive": Preset(
        "to keep, and to work on: -16 LUFS, 320 kbit/s, no room tone", mp3_kbps=320, room_tone=NO_TONE
    ),
}
"""By name, the default first."""
