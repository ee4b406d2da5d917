"""A session that is played while it is still being spoken: the opening first, the rest meanwhile."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

from voiceguide._lib.late_numpy import np
from voiceguide.base_session import BaseSession
from voiceguide.live._fade import Fade
from voiceguide.live._gate import Gate
from voiceguide.live._journal import place_in
from voiceguide.player import Command
from voiceguide.store import own_store
from voiceguide.units import frames_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from voiceguide.compose import Course
    from voiceguide.export import SeekableMp3
    from voiceguide.live._invitation import ReadyBy
    from voiceguide.live._journal import Origin
    from voiceguide.live._start import Start
    from voiceguide.live._steering import Steering
    from voiceguide.player import Answers, Order, Outcome
    from voiceguide.script import Script
    from voiceguide.session import Session
    from voiceguide.sound import Block, Master, RoomTone
    from voiceguide.timeline import LiveTimeline, Timeline

    Plan = tuple[Script, Origin | None, Course | None]

OPENING_MS = 4_000
"""How much must be spoken ahead before playback starts or resumes: a slow voice then speaks in
stretches, and not word by word."""
LEAD_MS = 120
"""How long before an unspoken sentence the render stops: the bed goes down before the voice, and
may do so at another place in the end."""
_AHEAD_MS = 300
"""How long before a place that is jumped to its sound begins: the encoder needs some."""
_SILENCE_MS = 3_000
"""In a silence of this length the bed has gone over to the place that belongs to what comes next."""
_VOICE_LEVELS = {Command.VOICE_LOUDER: 2.0, Command.VOICE_SOFTER: -2.0}
"""How much louder one order makes the voice against the bed, in decibels."""
_MOST_VOICE_DB = 12.0
_LOOK_SECONDS = 0.05
"""The longest that the render waits at a time, so that commands are still followed."""


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
    waits_ready : bool
        Whether a hold on a point begins only when the listener is ready, or after a minute.
    ready_by : sequence of str
        What the listener can answer with: the guide invites them to.
    """

    def __init__(
        self,
        start: Callable[[], Start],
        *,
        rate: int,
        channels: int,
        voice: bool = True,
        waits_ready: bool = False,
        ready_by: Sequence[ReadyBy] = ("key",),
    ) -> None:
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
        self._voice_db = 0.0
        self._lock = threading.RLock()
        self._run = 0
        self._begun_at = 0
        self._left: list[int] = []
        """Up to where it was rendered when it jumped."""
        self._steering: Steering | None = None
        self._gate = Gate(tuple(ready_by), invites=voice) if waits_ready else None
        self._plan: Plan | None = None

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
            self._begun.guide.feed.close()

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
        unfolding = begun.guide.unfolding
        if self._gate is not None:
            self._gate.prepare(begun.guide, begun.present.words)
        self._note(unfolding)
        if unfolding.known_until < unfolding.timeline.frames:
            self._limit = 0  # until the opening is known
        self._gain_db = begun.session.likely_gain_db()  # once: it must not change its level midway

    @property
    def _made(self) -> Start:
        if self._begun is None:
            raise RuntimeError("the session has not begun: call begin(), or use it in a with statement")
        return self._begun

    @property
    def _unfolding(self) -> LiveTimeline:
        return self._made.guide.unfolding

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now; what was already rendered no longer changes."""
        return self._unfolding.timeline

    @property
    def missed(self) -> int:
        """Frames by which the session is too long; if negative, that much of its end is silent."""
        return self._unfolding.missed

    @property
    def settled(self) -> bool:
        """Whether all is spoken and laid out, so that nothing moves any more."""
        return self._limit >= self.timeline.frames

    def spoken(self) -> tuple[int, int]:
        """How many of its sentences are spoken, and how many there are.

        Raises
        ------
        VoiceguideError
            What speaking raised, if it has ended with an error.
        """
        self._made.guide.feed.check()
        sentences = self._unfolding.in_order()
        return sum(sentence in self._made.guide.feed.clips for sentence in sentences), len(sentences)

    def seekable(self) -> SeekableMp3:
        """The session as an MP3 file that is made as it is read: front to back, until it is settled.

        Raises
        ------
        InputError, SpeechError, CacheError
            As for :meth:`voiceguide.Studio.session`.
        ExportError
            If that cannot be done here.
        """
        from voiceguide.export import SeekableMp3

        self.begin()
        tags = self._made.session.tags()
        # where the chapters begin is not known for certain yet
        file = SeekableMp3(self.timeline, channels=self.channels, tags=tags, chapters=False)
        file.pull(self.blocks())
        return file

    def jump(self, file: SeekableMp3, frame: int) -> None:
        """Speak, and make its file, from a frame on, before what lies between.

        That is laid out when all is spoken (:meth:`settle`).
        """
        with self._lock:
            heard, place = self._rendered, self._entrance(frame)
            if place <= heard:
                return
            self._left.append(heard)
            self._made.guide.leave(heard, place)
            self._chapters.clear()
            self._note(self._unfolding)
            self._run += 1
            self._rendered = start = max(place, frame - frames_of(_AHEAD_MS, self.rate))
            self._waiting = True
        file.pull(self.blocks(start=start), start)

    def _entrance(self, frame: int) -> int:
        """The start of the words or chimes that are heard at a frame: what comes after a silence."""
        entrance, end = 0, 0
        for start, until in sorted((cue.start, cue.end) for cue in self.timeline.cues()):
            if start > frame:
                break
            if start >= end + frames_of(_SILENCE_MS, self.rate):
                entrance = start
            end = max(end, until)
        return entrance

    def settle(self, file: SeekableMp3) -> bool:
        """Have any part of its file be read, now that the session is settled.

        Returns
        -------
        bool
            False if what was passed over in a :meth:`jump` does not fit between the rest.
        """
        with self._lock:
            if self._left and not self._unfolding.fill():
                return False
            self._note(self._unfolding)
            spoken = [cue.start for cue in self.timeline.cues() if cue.kind == "say"]
        for heard in self._left:
            # the bed is on its way to another place there: it is made anew from within a sentence on
            file.cut(heard, max((start for start in spoken if start < heard - self.rate), default=0))
        self._left.clear()
        file.render(self.master(), self._made.session.store or own_store())
        return True

    @property
    def waiting(self) -> bool:
        """Whether the next part to be rendered is not spoken yet."""
        return self._waiting

    def without_voice(self) -> Live:
        """The session with chimes and bed only, in the same places; it replaces this one."""
        self.begin()
        return Live(
            lambda: self._made,
            rate=self.rate,
            channels=self.channels,
            voice=False,
            waits_ready=self._gate is not None,
        )

    def play(self, **options: Any) -> Outcome:
        """Play the session, from the moment that its opening is spoken.

        The options are those of :func:`voiceguide.live.play_live`, and so is what is raised.
        """
        from voiceguide.live._playing import play_live

        return play_live(self, **options)

    @property
    def first_frame(self) -> int:
        """Where it begins to sound: at its start, or where a session that was left goes on."""
        return self._made.start

    def room_tone(self) -> RoomTone | None:
        """The room tone that is heard while the session is paused."""
        return self._made.session.room_tone()

    def answers(self) -> Answers:
        """The short sounds that answer a listener's commands."""
        from voiceguide.live._answers import answers

        return answers(self.rate, self.channels, self._gain_db)

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
        with self._lock:
            self._run += 1
            run, self._rendered, self._begun_at = self._run, start, start
        while position < self.timeline.frames:
            if run != self._run or not self._reach(position):
                yield np.zeros((0, self.channels), dtype=np.float32)
                continue
            with self._lock:
                session, master = part = self._rendering()
                limit = self._limit
                held = self._held_at(position)
            if held == position:
                yield np.zeros((0, self.channels), dtype=np.float32)
                continue
            limit = limit if held is None else min(limit, held)
            fade = Fade.between(before, session, position, self._lead) if before else None
            for block in master.blocks(size, position):
                piece = block[: limit - position]
                if fade is not None:
                    piece, fade = fade.into(piece), None
                with self._lock:
                    if part is not self._part or run != self._run:
                        break  # the listener has changed what comes
                    self._rendered = max(self._rendered, position + len(piece))
                position += len(piece)
                yield piece
                if position >= limit:
                    break
            before = master

    def snapshot(self, frame: int) -> tuple[Plan, dict[str, Any]]:
        """What it takes to go on from a frame: the plan, and the place in it; for the journal."""
        with self._lock:
            guide = self._made.guide
            if self._plan is None or self._plan[0] is not guide.unfolding.script.script:
                self._plan = guide.unfolding.script.script, guide.origin, guide.course
            return self._plan, place_in(guide, frame)

    # -- what the listener asks for

    def interrupts(self, order: Order) -> bool:
        """Whether an order changes what sounds at once."""
        return order.command in _VOICE_LEVELS or self._steers.interrupts(order)

    def steer(self, order: Order, here: int) -> int | None:
        """Carry out what the listener asks for; gives the frame to go on from, None to go on as it is.

        The rest is fitted or composed again, so that the session ends on time nevertheless, unless it may
        end later.

        Raises
        ------
        RequestError
            If the order cannot be followed here; no more has changed then than that the guide says why.
        """
        with self._lock:
            try:
                if (change := _VOICE_LEVELS.get(order.command)) is not None:
                    self._voice_db = min(max(self._voice_db + change, -_MOST_VOICE_DB), _MOST_VOICE_DB)
                    place: int | None = here
                elif order.command is Command.READY and self._gate is not None:
                    place = self._gate.opened(self._made.guide, here, self._rendered)
                else:
                    place = self._steers.steer(order, here, max(self._rendered, here))
            finally:  # the guide may say why an order is not followed
                self._chapters.clear()
                self._note(self._unfolding)
            if place is not None:
                self._run += 1  # what is rendered meanwhile is not heard
                self._rendered = place
                self._waiting = True
            return place

    @property
    def _steers(self) -> Steering:
        from voiceguide.live._steering import Steering

        if self._steering is None:
            self._steering = Steering(self._made.guide, self._made.present)
        return self._steering

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
        guide, unfolding = self._made.guide, self._unfolding
        with self._lock:
            known, sounded = position < self._limit, self._has_spoken()
        if not known:
            # beyond what is needed at once, but only where it waits amid the session
            ahead = frames_of(OPENING_MS, self.rate) if self._waiting and sounded else 0
            wanted = position + self._lead + ahead

            def enough() -> bool:
                return unfolding.could_be_known_until() > min(wanted, unfolding.timeline.frames - 1)

            if guide.feed.wait(enough, 0 if not self._waiting else _LOOK_SECONDS):
                with self._lock:
                    guide.lay_out(self._rendered)
                    self._note(unfolding)
        self._waiting = position >= self._limit
        return not self._waiting

    # -- holds that wait until the listener is ready

    @property
    def gated(self) -> bool:
        """Whether a hold waits until the listener is ready."""
        return self._gate is not None and self._gate.since is not None

    def _held_at(self, position: int) -> int | None:
        """Up to where it may be rendered: the next hold that waits, or the words before it; None if none."""
        if self._gate is None:
            return None
        words = self._made.present.words
        place, changed = self._gate.held_at(self._made.guide, words, position, self._rendered)
        if changed:
            self._note(self._unfolding)
        return place

    def _has_spoken(self) -> bool:
        """Whether a word was rendered since it began, or went on elsewhere."""
        words = (cue for cue in self.timeline.cues() if cue.kind == "say")
        return any(self._begun_at <= cue.start < self._rendered for cue in words)

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
            self._part = (
                shown,
                shown.part(self._unfolding.known_until, self._gain_db, voice_db=self._voice_db),
            )
        return self._part
