"""The master: brings a session to its loudness, with no true peak above the ceiling, over its room tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.sound._limiter import CELL, REACH_MS, limiting_gain
from voiceguide.sound._mixer import BLOCK
from voiceguide.units import frames_of, gain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.sound._mixer import Mixer
    from voiceguide.sound._room_tone import ToneLane, ToneTurns
    from voiceguide.sound._sound import Block, Identity, Sections

CEILING_DB = -2.0
"""Highest true peak of a session in dBTP. Files are to stay under -1 when they are decoded, and lossy codecs
overshoot: MP3 at 128 kbit/s by up to 0.4 dB in hour-long sessions, at 64 kbit/s by more."""

TILE = 8192
"""The limiter works in tiles from multiples of this frame on, so that any block size gets the same."""


class Master:
    """A mixer's session, gained and limited. It has a mixer's interface, so a sink takes either.

    Parameters
    ----------
    gain_db : float
        Most often from :func:`~voiceguide.sound.master_gain`.
    ceiling_db : float
        Highest true peak in dBTP, but for the tone's: a thousandth of full scale.
    tone : ToneLane or ToneTurns, optional
        The room tone, of turns where there is a bed. It keeps its own level, whatever the gain.
    lufs : float, optional
        The loudness that this comes to, if it is known.
    """

    def __init__(
        self,
        mixer: Mixer,
        gain_db: float = 0.0,
        ceiling_db: float = CEILING_DB,
        *,
        tone: ToneLane | ToneTurns | None = None,
        lufs: float | None = None,
    ) -> None:
        self._mixer = mixer
        self.gain_db = gain_db
        self.ceiling_db = ceiling_db
        self.tone = tone
        self.lufs = lufs
        # whole cells, so that every tile sees the same grid of the gain curve
        self._reach = -(-frames_of(REACH_MS, mixer.rate) // CELL) * CELL

    @property
    def rate(self) -> int:
        """Frames a second."""
        return self._mixer.rate

    @property
    def channels(self) -> int:
        """1 or 2."""
        return self._mixer.channels

    @property
    def frames(self) -> int:
        """Length of the whole session."""
        return self._mixer.frames

    def blocks(self, size: int = BLOCK, start: int = 0) -> Iterator[Block]:
        """Yield the session from frame ``start`` to its end, as :meth:`Mixer.blocks` does.

        Yields
        ------
        array, shape (frames, channels)
            In [-1, 1], with no true peak above the ceiling.
        """
        if size < 1 or start < 0:
            raise ValueError(f"size must be at least 1 and start at least 0, and not {size} and {start}")
        held: list[Block] = []
        ready = 0
        skip = start % TILE
        for number, tile in enumerate(self._tiles(start // TILE), start // TILE):
            part = (tile if self.tone is None else tile + self.tone.frames(number * TILE, len(tile)))[skip:]
            skip = 0
            while len(part):
                take = part[: size - ready]
                part = part[len(take) :]
                held.append(take)
                ready += len(take)
                if ready == size:
                    yield np.concatenate(held) if len(held) > 1 else held[0]
                    held, ready = [], 0
        if ready:
            yield np.concatenate(held)

    def identity(self, start: int, end: int) -> Identity:
        """Return a JSON-able identity of frames ``start`` to ``end``; equal identities mean equal samples."""
        return {
            "rate": self.rate,
            "channels": self.channels,
            # nothing is neither gained nor limited
            "mixed": None if self._mixer.is_silent(start, end) else self._mixed_identity(start, end),
            "tone": self.tone.identity(start, end) if self.tone is not None else None,
        }

    def _mixed_identity(self, start: int, end: int) -> Identity:
        return {
            "gain_db": self.gain_db,
            "ceiling_db": self.ceiling_db,
            # what the limiter sees around them
            "mixer": self._mixer.identity(start - self._reach, end + self._reach),
        }

    def sections(self) -> Sections:
        """Where the sound depends on nothing but what has begun there.

        These are the mixer's sections, or with a room tone its passages, without the cross-fades between.
        """
        if self.tone is None:
            return self._mixer.sections()
        return self.tone.sections()

    def _tiles(self, first: int) -> Iterator[Block]:
        """Limited tiles from number ``first`` on; each is made with sight of its neighbours' edges."""
        gain = np.float32(gain_of(self.gain_db))
        nothing = np.zeros((0, self.channels), dtype=np.float32)
        before, here = nothing, None
        for after in self._mixer.blocks(TILE, max(0, first - 1) * TILE):
            louder = after * gain if self.gain_db else after
            if here is None and first > 0 and not len(before):
                before = louder
            elif here is None:
                here = louder
            else:
                yield self._limited(before, here, louder)
                before, here = here, louder
        if here is not None:
            yield self._limited(before, here, nothing)

    def _limited(self, before: Block, here: Block, after: Block) -> Block:
        lead = before[-self._reach :]
        gain = limiting_gain(np.concatenate([lead, here, after[: self._reach]]), self.rate, self.ceiling_db)
        return here if gain is None else here * gain[len(lead) : len(lead) + len(here), None]
