"""The sound of a session that is found out while it plays: how far it is rendered, and how far it can be."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from voiceguide._lib.late_numpy import np
from voiceguide.live._fade import Fade
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.live._gate import Gate
    from voiceguide.live._start import Start
    from voiceguide.session import Session
    from voiceguide.sound import Block, Master
    from voiceguide.timeline import LiveTimeline, Timeline

OPENING_MS = 4_000
"""How much must be spoken ahead before playback starts or resumes: a slow voice then speaks in
stretches, and not word by word."""
LEAD_MS = 120
"""How long before an unspoken sentence the render stops: the bed goes down before the voice, and
may do so at another place in the end."""
_MOST_VOICE_DB = 12.0
_LOOK_SECONDS = 0.05
"""The longest that the render waits at a time, so that commands are still followed."""


class Rendering:
    """Renders a session up to the first words that are not known yet.

    Parameters
    ----------
    made : Start
        The session, its guide and where it begins.
    channels : int
        1 or 2.
    voice : bool
        Whether the voice is to be heard.
    gate : Gate, optional
        Stops it before holds that wait for the listener.

    Attributes
    ----------
    lock : threading.RLock
        To be held while the timeline is changed.
    rendered : int
        The first frame that is not rendered yet.
    waiting : bool
        Whether the next part is not spoken yet.
    gain_db : float
        The master's gain.
    """

    def __init__(self, made: Start, channels: int, *, voice: bool, gate: Gate | None) -> None:
        self.lock = threading.RLock()
        self.rendered = 0
        self.waiting = True
        self._made, self._channels, self._voice, self._gate = made, channels, voice, gate
        self._rate = made.session.rate
        self._lead = frames_of(LEAD_MS, self._rate)
        self._part: tuple[Session, Master] | None = None
        self._limit = 0
        self._chapters: dict[int, int] = {}
        self._voice_db = 0.0
        self._run = 0
        self._begun_at = 0
        self.note()
        if self._unfolding.known_until < self._timeline.frames:
            self._limit = 0  # until the opening is known
        self.gain_db = made.session.likely_gain_db()  # once: it must not change its level midway

    @property
    def _unfolding(self) -> LiveTimeline:
        return self._made.guide.unfolding

    @property
    def _timeline(self) -> Timeline:
        return self._unfolding.timeline

    @property
    def settled(self) -> bool:
        """Whether all is spoken and laid out, so that nothing moves any more."""
        return self._limit >= self._timeline.frames

    def change_voice(self, decibels: float) -> None:
        """Make the voice louder against the bed, or softer if negative."""
        self._voice_db = min(max(self._voice_db + decibels, -_MOST_VOICE_DB), _MOST_VOICE_DB)

    def blocks(self, size: int = 8192, start: int = 0) -> Iterator[Block]:
        """Yield the sound from frame ``start`` to the end; empty blocks while something is waited for.

        To be used by one thread at a time, which calls :meth:`final_place`, too.
        """
        position = start
        before: Master | None = None
        with self.lock:
            self._run += 1
            run, self.rendered, self._begun_at = self._run, start, start
        while position < self._timeline.frames:
            if run != self._run or not self._reach(position):
                yield np.zeros((0, self._channels), dtype=np.float32)
                continue
            with self.lock:
                session, master = part = self.part()
                limit = self._limit
                held = self._held_at(position)
            if held == position:
                yield np.zeros((0, self._channels), dtype=np.float32)
                continue
            limit = limit if held is None else min(limit, held)
            fade = Fade.between(before, session, position, self._lead) if before else None
            for block in master.blocks(size, position):
                piece = block[: limit - position]
                if fade is not None:
                    piece, fade = fade.into(piece), None
                with self.lock:
                    if part is not self._part or run != self._run:
                        break  # the listener has changed what comes
                    self.rendered = max(self.rendered, position + len(piece))
                position += len(piece)
                yield piece
                self._made.guide.feed.note_sound()
                if position >= limit:
                    break
            before = master

    def go_on(self, place: int) -> None:
        """Render from another place on; what is rendered meanwhile is not heard."""
        self._run += 1
        self.rendered = place
        self.waiting = True

    def final_place(self, frame: int) -> int | None:
        """Where a frame of the timeline is found for good; None while that is not known.

        A chapter's start moves with its chapter.
        """
        if frame >= self._timeline.frames:
            return self._timeline.frames
        if not self._reach(self._place(frame)):
            return None
        place = self._place(frame)
        return place if place < self._limit else None

    def _place(self, frame: int) -> int:
        chapters = self._timeline.chapters
        number = self._chapters.get(frame)
        return frame if number is None or number >= len(chapters) else chapters[number].start

    def _reach(self, position: int) -> bool:
        """Lay out again if needed and useful; return whether what sounds at a frame is known then."""
        guide, unfolding = self._made.guide, self._unfolding
        with self.lock:
            known, sounded = position < self._limit, self._has_spoken()
        if not known:
            # beyond what is needed at once, but only where it waits amid the session
            ahead = frames_of(OPENING_MS, self._rate) if self.waiting and sounded else 0
            wanted = position + self._lead + ahead

            def enough() -> bool:
                return unfolding.could_be_known_until() > min(wanted, unfolding.timeline.frames - 1)

            if guide.feed.wait(enough, 0 if not self.waiting else _LOOK_SECONDS):
                with self.lock:
                    guide.lay_out(self.rendered)
                    self.note()
        self.waiting = position >= self._limit
        return not self.waiting

    def renew(self) -> None:
        """Take over a timeline in which chapters are elsewhere, for good."""
        self._chapters.clear()
        self.note()

    def _held_at(self, position: int) -> int | None:
        """Up to where it may be rendered: the next hold that waits, or the words before it; None if none."""
        if self._gate is None:
            return None
        words = self._made.present.words
        place, changed = self._gate.held_at(self._made.guide, words, position, self.rendered)
        if changed:
            self.note()
        return place

    def _has_spoken(self) -> bool:
        """Whether a word was rendered since it began, or went on elsewhere."""
        words = (cue for cue in self._timeline.cues() if cue.kind == "say")
        return any(self._begun_at <= cue.start < self.rendered for cue in words)

    def note(self) -> None:
        """Take over a new timeline."""
        timeline, known_until = self._timeline, self._unfolding.known_until
        self._part = None
        self._chapters.update({chapter.start: n for n, chapter in enumerate(timeline.chapters)})
        if known_until >= timeline.frames:
            self._limit = timeline.frames
            return
        words = (cue.end for cue in timeline.cues() if cue.kind == "say" and cue.start < known_until)
        self._limit = max(known_until - self._lead, *words, 0)

    def part(self) -> tuple[Session, Master]:
        """The session as it is now, and its sound up to the limit."""
        if self._part is None:
            session = self._made.session.with_timeline(self._timeline)
            shown = session if self._voice else session.without_voice()
            self._part = (
                shown,
                shown.part(self._unfolding.known_until, self.gain_db, voice_db=self._voice_db),
            )
        return self._part
