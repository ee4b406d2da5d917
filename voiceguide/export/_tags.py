"""Metadata tags of a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tags:
    """Text for the file's own tags. There is no date in it, so that the same session gives the same bytes."""

    title: str
    artist: str = "voiceguide"
    album: str | None = None
    genre: str | None = None
    comment: str | None = None
    lyrics: str | None = None
    """What is said, line by line; MP3 and M4A only."""
    language: str = "eng"
    """ISO 639-2 code of the comment's and the lyrics' language."""
