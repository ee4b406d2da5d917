"""Blocks as a sound, for formats that take it once from its start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide import export

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from voiceguide.export import ExportReport
    from voiceguide.sound import Block, Identity, Sections
    from voiceguide.timeline import Timeline


@dataclass(frozen=True)
class Pieces:
    """A sound made of given blocks."""

    pieces: Iterable[Block]
    rate: int
    channels: int
    frames: int

    def blocks(self, size: int = 0, start: int = 0) -> Iterator[Block]:  # noqa: ARG002
        assert start == 0
        yield from self.pieces

    def identity(self, start: int, end: int) -> Identity:
        raise NotImplementedError

    def sections(self) -> Sections:
        raise NotImplementedError


def write(
    path: Path, blocks: Iterable[Block], *, timeline: Timeline, channels: int, **more: Any
) -> ExportReport:
    """Write blocks to a file."""
    sound = Pieces(blocks, timeline.rate, channels, timeline.frames)
    return export.write(path, sound, timeline=timeline, **more)
