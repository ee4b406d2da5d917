"""A session that is played while it is still being spoken: the opening first, the rest meanwhile.

Its timeline is laid out again whenever the render comes to a sentence that was not spoken at the last
layout. What was rendered stays; all else may move, and the length is met by what can still stretch or shrink.
Only if speaking falls behind does the render wait, in the silence before a sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from voiceguide._lib.late_numpy import np
from voiceguide.session import BaseSession
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from voiceguide.player import Outcome
    from voiceguide.session import Session
    from voiceguide.sound import Block, Master
    from voiceguide.speech import Feed
    from voiceguide.timeline import LiveTimeline, Timeline

OPENING_MS = 4_000
"""How much must be spoken ahead before playback starts or resumes: a slow voice then speaks in
stretches, and not word by word."""
LEAD_MS = 120
"""How long before an unspoken sentence the render stops: the bed goes down before the voice, and
may do so at another place in the end."""
_LOOK_SECONDS = 0.05
"""The longest that the render waits at a time, so that commands are still followed."""


@dataclass(frozen=True, slots=True)
class Start:
    """The state in which a live session starts."""

    session: Session
    """The session as first laid out."""
    unfolding: LiveTimeline
    feed: Feed


class Live(BaseSession):
    """A session whose sentences are spoken while it plays. A context manager: closing it ends the speaking.

    Parameters
    ----------
    start : callable
        Starts speaking; called by :meth:`begin`.
    rate : int
        Frames a second.
    channels : int
        1 or 2.
    voice : bool
        Whether the voice is to be heard, or only chimes and bed, in the same places.
    """

    def __init__(self, start: Callable[[], Start], *, rate: int, channels: int, voice: bool = True) -> None:
        super().__init__(rate, channels)
        self._start = start
        self._begun: Start | None = None
        self._voice = voice
        self._lead = frames_of(LEAD_MS, rate)
        self._rendered = 0
        self._part: tuple[Session, Master] | None = None
        self._limit = 0
        self._chapters: dict[int, int] = {}
        self._waiting = True
        self._gain_db = 0.0

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop speaking."""
        if self._begun is not None:
            self._begun.feed.close()

    def begin(self) -> None:
        """Start speaking, and lay out what is known; nothing if that was done already.

        Raises
        ------
        InputError, SpeechError, CacheError
            As for :meth:`voiceguide.Studio.session`. What was spoken is kept.
        """
        if self._begun is not None:
            return
        self._begun = begun = self._start()
        self._note(begun.unfolding)
        if begun.unfolding.known_until < begun.unfolding.timeline.frames:
            self._limit = 0  # until the opening is known
        # chosen once: a session must not change its level midway
        self._gain_db = begun.session.likely_gain_db()

    @property
    def _made(self) -> Start:
        if self._begun is None:
            raise RuntimeError("the session has not begun: call begin(), or use it in a with statement")
        return self._begun

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now; what was already rendered no longer changes."""
        return self._made.unfolding.timeline

    @property
    def missed(self) -> int:
        """Frames by which the session is too long; if negative, that much of its end is silent."""
        return self._made.unfolding.missed

    @property
    def waiting(self) -> bool:
        """Whether the next part to be rendered is not spoken yet."""
        return self._waiting

    def without_voice(self) -> Live:
        """The session with chimes and bed only, in the same places; it replaces this one."""
        self.begin()
        return Live(lambda: self._made, rate=self.rate, channels=self.channels, voice=False)

    def play(
        self, *, device: str | None = None, start: int | Callable[[Timeline], int] = 0, **options: Any
    ) -> Outcome:
        """Play the session; it sounds as soon as its opening is spoken.

        Parameters
        ----------
        device : str, optional
            A name for :func:`voiceguide.player.devices.open_device`.
        start : int or callable
            First frame to sound, or what finds it in the timeline. Where that is not known yet, the player
            waits for it; a chapter's start moves with its chapter.
        **options
            ``keys`` and ``screen`` of :func:`voiceguide.player.play`.

        Raises
        ------
        InputError, SpeechError, CacheError
            As for :meth:`voiceguide.Studio.session`. What was spoken is kept.
        DeviceError
            If no device opens, or it fails while playing.
        """
        from voiceguide.player import play
        from voiceguide.player.devices import PendingDevice

        with PendingDevice(device, rate=self.rate, channels=self.channels) as opening:
            self.begin()
            timeline = self.timeline
            begin = start if isinstance(start, int) else start(timeline)
            return play(
                timeline,
                lambda first: self.blocks(start=first),
                channels=self.channels,
                device=opening.device(),
                start=begin,
                tone=self._made.session.room_tone(),
                ongoing=self,
                **options,
            )

    def master(self) -> Master:
        """The sound as far as it is known now."""
        return self._rendering()[1]

    def blocks(self, size: int = 8192, start: int = 0) -> Iterator[Block]:
        """Yield the sound from frame ``start`` to the end; empty blocks while something is waited for.

        To be used by one thread at a time, which calls :meth:`final_place`, too.

        Raises
        ------
        SpeechError
            Once it comes to a sentence that could not be spoken.
        CacheError
            If the cache cannot be used.
        """
        self.begin()
        position = start
        before: Master | None = None
        while position < self.timeline.frames:
            if not self._reach(position):
                yield np.zeros((0, self.channels), dtype=np.float32)
                continue
            session, master = self._rendering()
            fade = _Fade.between(before, session, position, self._lead) if before else None
            limit = self._limit
            for block in master.blocks(size, position):
                piece = block[: limit - position]
                if fade is not None:
                    piece, fade = fade.into(piece), None
                self._rendered = max(self._rendered, position + len(piece))
                position += len(piece)
                yield piece
                if position >= limit:
                    break
            before = master

    def final_place(self, frame: int) -> int | None:
        """Where a frame of the timeline is found for good; None while that is not known.

        A chapter's start moves with its chapter.
        """
        if frame >= self.timeline.frames:
            return self.timeline.frames
        if not self._reach(self._place(frame)):
            return None
        place = self._place(frame)
        return place if place < self._limit else None

    def _place(self, frame: int) -> int:
        chapters = self.timeline.chapters
        number = self._chapters.get(frame)
        return frame if number is None or number >= len(chapters) else chapters[number].start

    def _reach(self, position: int) -> bool:
        """Lay out again if needed and useful; return whether what sounds at a frame is known then."""
        unfolding, feed = self._made.unfolding, self._made.feed
        if position >= self._limit:
            # beyond what is needed at once, but only where it waits anyway
            wanted = position + self._lead + (frames_of(OPENING_MS, self.rate) if self._waiting else 0)

            def enough() -> bool:
                return unfolding.could_be_known_until() > min(wanted, unfolding.timeline.frames - 1)

            if feed.wait(enough, 0 if not self._waiting else _LOOK_SECONDS):
                unfolding.lay_out(self._rendered)
                self._note(unfolding)
        self._waiting = position >= self._limit
        return not self._waiting

    def _note(self, unfolding: LiveTimeline) -> None:
        """Take over a new timeline."""
        timeline, known_until = unfolding.timeline, unfolding.known_until
        self._part = None
        self._chapters.update({chapter.start: n for n, chapter in enumerate(timeline.chapters)})
        if known_until >= timeline.frames:
            self._limit = timeline.frames
            return
        words = (cue.end for cue in timeline.cues() if cue.kind == "say" and cue.start < known_until)
        self._limit = max(known_until - self._lead, *words, 0)

    def _rendering(self) -> tuple[Session, Master]:
        """The session as it is now, and its sound up to the limit."""
        if self._part is None:
            session = self._made.session.with_timeline(self.timeline)
            shown = session if self._voice else session.without_voice()
            self._part = shown, shown.part(self._made.unfolding.known_until, self._gain_db)
        return self._part


@dataclass(frozen=True, slots=True)
class _Fade:
    """From one render to the next: the bed may duck for words that have moved, or the tone move with them."""

    old: Block

    @classmethod
    def between(cls, before: Master, session: Session, position: int, most: int) -> _Fade | None:
        """A fade that is over before anything begins; None where there is nothing to fade."""
        if not session.has_bed and session.heard_tone_db is None:
            return None
        starts = (cue.start for cue in session.timeline.cues() if cue.start >= position)
        frames = min(most, min(starts, default=position + most) - position)
        return cls(next(before.blocks(frames, position))) if frames > 0 else None

    def into(self, block: Block) -> Block:
        """The beginning of a block, faded."""
        faded = block.copy()
        frames = min(len(block), len(self.old))
        falling = np.linspace(1.0, 0.0, frames, endpoint=False, dtype=np.float32)[:, None]
        # where both are the same, this adds nothing to the last bit
        faded[:frames] += (self.old[:frames] - block[:frames]) * falling
        return faded
