"""The end of a session that leads to sleep: a long rest, ever fewer words, and quiet to the last frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.compose._composition import SHORT_PAUSE, HoldTalk
from voiceguide.script import HoldChimes
from voiceguide.units import Span

if TYPE_CHECKING:
    from voiceguide.compose._body import Need
    from voiceguide.compose._composition import Composition

_LEAST_REST = 30_000
_LONGEST_REST = 7_200_000
_SHARES = 15, 30, 40
"""What the rest takes of the session in percent: at least, as it should be, and at most."""
_SETTLE = Span(5_000, 10_000, 20_000)
_LEAST_QUIET = 10_000
_MOST_QUIET = 300_000
_QUIET_SHARE = 8
"""What is left of the session, in percent, after the last word."""


def tell_opening(session: Composition) -> None:
    """How it ends, so that nobody waits for a sound; and what makes it easy to stay."""
    words = session.words
    place = [words.say("sleep.place")] if session.talks else []
    session.steps.say(words.say("sleep.opening"), *place)
    session.steps.pause(SHORT_PAUSE)


def tell_rest(session: Composition, need: Need) -> None:
    """A rest in which ever less is said, without a chime or a tone: these wake."""
    words, steps, length = session.words, session.steps, session.request.length_ms
    steps.chapter(words.words.text("title.rest"))
    lies = session.like(session.body.posture) == need.posture
    if lies:  # who sits or stands has one more thing to do before
        steps.say(words.say("sleep.begin"))
    session.move(need)
    if not lies:
        steps.say(words.say("sleep.begin"))
    steps.say(words.say("sleep.lie"))
    session.close_eyes()
    if session.talks:
        steps.pause(SHORT_PAUSE)
        steps.say(words.say("sleep.fewer"))
    steps.settle(_SETTLE)
    least, preferred, most = (length * share // 100 // 1000 * 1000 for share in _SHARES)
    longest = _LONGEST_REST if session.plan.rest == "long" else max(most, 2 * _LEAST_REST)
    least = max(least, _LEAST_REST)
    span = Span(least, max(preferred, least), max(longest, least))
    step = steps.hold(span, None, HoldChimes(), None)
    session.talk[step] = HoldTalk(("scan", "rest"), rests=True)


def tell_ending(session: Composition) -> None:
    """The last words, and quiet after them."""
    words, steps = session.words, session.steps
    steps.chapter(words.words.text("title.sleep"))
    steps.say(words.say("sleep.end"))
    preferred = session.request.length_ms * _QUIET_SHARE // 100 // 1000 * 1000
    quiet = min(max(preferred, 2 * _LEAST_QUIET), _MOST_QUIET)
    steps.pause(Span(_LEAST_QUIET, quiet, _MOST_QUIET))
