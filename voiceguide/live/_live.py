"""A session that is played while it is still being spoken: the opening first, the rest meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from voiceguide.base_session import BaseSession
from voiceguide.live._gate import Gate
from voiceguide.live._journal import place_in
from voiceguide.live._rendering import Rendering
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
    from voiceguide.sound import Block, Master, RoomTone
    from voiceguide.timeline import LiveTimeline, Timeline

    Plan = tuple[Script, Origin | None, Course | None]

_AHEAD_MS = 300
"""How long before a place that is jumped to its sound begins: the encoder needs some."""
_SILENCE_MS = 3_000
"""In a silence of this length the bed has gone over to the place that belongs to what comes next."""
_VOICE_LEVELS = {Command.VOICE_LOUDER: 2.0, Command.VOICE_SOFTER: -2.0}
"""How much louder one order makes the voice against the bed, in decibels."""


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
        self._rendering: Rendering | None = None
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
        if self._gate is not None:
            self._gate.prepare(begun.guide, begun.present.words)
        self._rendering = Rendering(begun, self.channels, voice=self._voice, gate=self._gate)

    @property
    def _made(self) -> Start:
        if self._begun is None:
            raise RuntimeError("the session has not begun: call begin(), or use it in a with statement")
        return self._begun

    @property
    def _sound(self) -> Rendering:
        if self._rendering is None:
            raise RuntimeError("the session has not begun: call begin(), or use it in a with statement")
        return self._rendering

    @property
    def _unfolding(self) -> LiveTimeline:
        return self._made.guide.unfolding

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now; what was already rendered no longer changes."""
        return self._unfolding.timeline

    @property
    def missed(self) -> int:
        """Frames by which the session is too long; if negative, what could not be filled of it.

        As the listener may have passed over the last words, it ends so much sooner then; a moment may be
        silent at its end.
        """
        return self._unfolding.missed

    @property
    def ends_sooner(self) -> int:
        """Frames by which the session ends sooner than it was to."""
        target = self._made.guide.target
        return 0 if target is None else max(target - self.timeline.frames, 0)

    @property
    def settled(self) -> bool:
        """Whether all is spoken and laid out, so that nothing moves any more."""
        return self._sound.settled

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
        sound = self._sound
        with sound.lock:
            heard, place = sound.rendered, self._entrance(frame)
            if place <= heard:
                return
            self._left.append(heard)
            self._made.guide.leave(heard, place)
            sound.renew()
            start = max(place, frame - frames_of(_AHEAD_MS, self.rate))
            sound.go_on(start)
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
        with self._sound.lock:
            if self._left and not self._unfolding.fill():
                return False
            self._sound.note()
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
        return self._rendering is None or self._rendering.waiting

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

        return answers(self.rate, self.channels, self._sound.gain_db)

    def master(self) -> Master:
        """The sound as far as it is known now."""
        return self._sound.part()[1]

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
        yield from self._sound.blocks(size, start)

    def final_place(self, frame: int) -> int | None:
        """Where a frame of the timeline is found for good; None while that is not known.

        A chapter's start moves with its chapter.
        """
        return self._sound.final_place(frame)

    def snapshot(self, frame: int) -> tuple[Plan, dict[str, Any]]:
        """What it takes to go on from a frame: the plan, and the place in it; for the journal."""
        with self._sound.lock:
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
        sound = self._sound
        with sound.lock:
            try:
                if (change := _VOICE_LEVELS.get(order.command)) is not None:
                    sound.change_voice(change)
                    place: int | None = here
                elif order.command is Command.READY and self._gate is not None:
                    place = self._gate.opened(self._made.guide, here, sound.rendered)
                else:
                    place = self._steers.steer(order, here, max(sound.rendered, here))
            finally:  # the guide may say why an order is not followed
                sound.renew()
            if place is not None:
                sound.go_on(place)
            return place

    @property
    def _steers(self) -> Steering:
        from voiceguide.live._steering import Steering

        if self._steering is None:
            self._steering = Steering(self._made.guide, self._made.present)
        return self._steering

    # -- holds that wait until the listener is ready

    @property
    def gated(self) -> bool:
        """Whether a hold waits until the listener is ready."""
        return self._gate is not None and self._gate.since is not None
