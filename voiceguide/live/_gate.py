"""The gate before a hold: it opens when the listener is ready, or after a while."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError
from voiceguide.live._invitation import Invitation
from voiceguide.script import Say, SayBody
from voiceguide.units import Ms, frames_of, nearest_ms

if TYPE_CHECKING:
    from voiceguide.live._guide import Guide
    from voiceguide.live._invitation import ReadyBy
    from voiceguide.words import Words

SOON_MS = Ms(1_500)
"""A hold that begins so soon is not begun earlier: its sound is under way."""

READY_SECONDS = 60.0
"""How long a hold waits for the listener."""
_OPENING_LINES = 8
"""Sentences that are spoken before the invitation."""
_AFTER_MS = Ms(800)
"""From the last words before a hold to the invitation."""
_BEFORE_MS = Ms(300)
"""From there to the hold."""


@dataclass(slots=True)
class Gate:
    """Which holds may begin, and since when one waits."""

    ready_by: tuple[ReadyBy, ...] = ()
    """What the listener can answer with."""
    invites: bool = True
    """Whether the guide invites the listener to answer."""
    open: set[int] = field(default_factory=set)
    """The steps of holds that may begin."""
    invited: set[int] = field(default_factory=set)
    """The steps of holds that the listener was invited to begin."""
    since: float | None = None
    """When the hold that waits came to it, by the monotonic clock; None while none waits."""

    def is_over(self) -> bool:
        """Whether a hold has waited long enough; the first time that it is asked for one, it begins to."""
        self.since = time.monotonic() if self.since is None else self.since
        return time.monotonic() - self.since >= READY_SECONDS

    def prepare(self, guide: Guide, words: Words) -> None:
        """Have the invitation spoken soon after the opening."""
        if self.invites and not guide.unfolding.is_known:
            said = Invitation.of(words, self.ready_by)
            coming = guide.unfolding.in_order()
            guide.feed.want([*coming[:_OPENING_LINES], said.first, said.again, *coming[_OPENING_LINES:]])

    def held_at(self, guide: Guide, words: Words, position: int, rendered: int) -> tuple[int | None, bool]:
        """Up to where it may be rendered, None if that is open; and whether what is to come has changed."""
        before = guide.timeline
        invited = None
        if self.invites:
            invited = self._invited_at(guide, Invitation.of(words, self.ready_by), position, rendered)
        closed, passed = self._closed_at(guide, position, rendered)
        places = [place for place in (invited, closed) if place is not None]
        return min(places, default=None), passed or guide.timeline is not before

    def _closed_at(self, guide: Guide, position: int, rendered: int) -> tuple[int | None, bool]:
        """The start of the next hold that waits, None if none does; and whether one waited long enough."""
        passed = False
        for step, start in guide.gates():
            if start < position or step in self.open:
                continue
            if start == position and self.is_over():
                self._let(guide, step, rendered)
                passed = True
                continue
            return start, passed
        return None, passed

    def _invited_at(self, guide: Guide, invitation: Invitation, position: int, rendered: int) -> int | None:
        """Invite the listener to begin the next hold, once the words before it are under way.

        Gives the frame up to which it may be rendered until then; None where nothing is to be said.
        """
        for step, start in guide.gates():
            if start < position or step in self.open:
                continue
            if step in self.invited:
                return None
            words = [cue for cue in guide.timeline.cues() if cue.kind == "say" and cue.start < start]
            before = max((hold.end for hold in guide.timeline.holds if hold.start < start), default=0)
            begins = max(words[-1].start if words else 0, before)
            if position < begins:
                return begins
            if words and words[-1].start >= before and words[-1].text in (invitation.first, invitation.again):
                self.invited.add(step)  # before the session was left
                return None
            said = invitation.again if self.invited else invitation.first
            spoken = words[-1].end if words else position
            frame = max(spoken, before, rendered) + frames_of(_AFTER_MS, guide.rate)
            if frame + guide.guess(said) + frames_of(_BEFORE_MS, guide.rate) <= start:
                guide.unfolding.say_over(frame, said)
                guide.settle(rendered)
            elif not self.invited:
                guide.insert(step, [Say(say=SayBody(text=said))], rendered)
                guide.settle(rendered)
                self.invited.add(step + 1)
                return None
            self.invited.add(step)
            return None
        return None

    def opened(self, guide: Guide, here: int, rendered: int) -> int | None:
        """Let the next hold begin; gives its frame if it is still some time until then.

        Raises
        ------
        RequestError
            If no hold waits.
        """
        chapter = guide.timeline.chapter_at(here)
        for step, start in guide.gates():
            if here <= start <= chapter.end and step not in self.open:
                self._let(guide, step, rendered)
                if start - here <= frames_of(SOON_MS, guide.rate):
                    return None
                guide.jump(here, start)
                return start
        raise RequestError("ready: no hold waits for it now")

    def _let(self, guide: Guide, step: int, rendered: int) -> None:
        waited = 0.0 if self.since is None else time.monotonic() - self.since
        self.open.add(step)
        self.since = None
        if waited and not guide.extends:  # it is made up for afterwards
            guide.move_target(-frames_of(nearest_ms(waited * 1000), guide.rate))
            guide.settle(rendered)
