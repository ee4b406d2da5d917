"""What an encoder needs to write one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voiceguide.export._encoding import Encoding
    from voiceguide.export._tags import Tags
    from voiceguide.sound import Block, Sound
    from voiceguide.store import Store
    from voiceguide.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Job:
    """A sound to be encoded."""

    path: Path
    """The file to make, for messages."""
    sound: Sound
    timeline: Timeline
    """The source of the chapters; as long as the sound, and at its rate."""
    tags: Tags
    encoding: Encoding
    store: Store | None = None
    """Where encoded frames are kept, for formats that are joined from them."""
    on_progress: Callable[[int], None] | None = None
    """Called with how many frames are done."""

    @property
    def channels(self) -> int:
        """1 or 2."""
        return self.sound.channels

    def blocks(self) -> Iterator[Block]:
        """Yield the sound, held to the timeline's length: no file of another length may come to be.

        Raises
        ------
        ExportError
            If a block has another shape than ``(frames, channels)``, or there are not exactly as many frames
            as the timeline has.
        """
        done, total = 0, self.timeline.frames
        for block in self.sound.blocks():
            if block.ndim != 2 or block.shape[1] != self.channels:
                raise ExportError(
                    f"cannot write {self.path}: a block has shape {block.shape} and not "
                    f"(frames, {self.channels})"
                )
            done += len(block)
            if done > total:
                break
            if len(block):
                yield block
            if self.on_progress is not None:
                self.on_progress(done)
        if done != total:
            more = "more than" if done > total else f"{done} and not"
            raise ExportError(f"cannot write {self.path}: the sound has {more} the timeline's {total} frames")
