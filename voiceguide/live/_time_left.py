"""Time that a listener has freed and nothing takes: a rest before the closing, not silence after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script import (
    ChapterBody,
    ChapterStart,
    Hold,
    HoldBody,
    HoldChimes,
    Pause,
    ResolvedChapterStart,
    ResolvedHold,
    ResolvedSay,
    Say,
    SayBody,
)
from voiceguide.units import Ms, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.script import ResolvedStep, Step
    from voiceguide.words import Words

LEAST_MS = Ms(2_000)
"""Less time than this may be silent at the end."""
_TOLD_FROM_MS = 15_000
"""Less than this is a pause like others, of which nothing is said."""
_LONGEST_PAUSE_MS = 20_000
_LEAST_REST_MS = 5_000
_LONGEST_REST_MS = 14_400_000
"""Four hours: more than any session lasts."""
_WORDS_MS = 5_000
"""What the words before the rest take, about."""


def rest_place(steps: Sequence[ResolvedStep], first_free: int, *, composed: bool) -> int | None:
    """The step before which there is room for a rest; None once the last words are under way.

    In a composed session that is the chapter that closes it, or once that has begun, its next words. Of a
    script by a person nobody knows where the listener leaves their place, so it is right before the last
    words.
    """
    last_hold = max((index for index, step in enumerate(steps) if isinstance(step, ResolvedHold)), default=-1)
    coming = range(max(first_free, last_hold + 1), len(steps))
    words = [index for index in coming if isinstance(steps[index], ResolvedSay)]
    if not composed:
        if not words:
            return None
        place = words[-1]
        while place > coming.start and isinstance(steps[place - 1], ResolvedChapterStart):
            place -= 1  # the last words keep their chapter
        return place
    chapters = [index for index in coming if isinstance(steps[index], ResolvedChapterStart)]
    return next(iter((*chapters[-1:], *words)), None)


def rest_steps(steps: Sequence[ResolvedStep], place: int, milliseconds: int, words: Words) -> list[Step]:
    """A rest of about so long before a step: told, and ended by the chime that ends holds.

    It is a chapter of its own, unless one begins right before it.
    """
    if milliseconds < _TOLD_FROM_MS:
        return [Pause(pause=Span(0, milliseconds, _LONGEST_PAUSE_MS))]
    ends = [step.body.chimes.end for step in steps if isinstance(step, ResolvedHold)]
    preferred = max(milliseconds - _WORDS_MS, _LEAST_REST_MS)
    rest = HoldBody(
        time=Span(_LEAST_REST_MS, preferred, _LONGEST_REST_MS),
        chimes=HoldChimes(end=ends[-1] if ends else None),
    )
    begins = place > 0 and isinstance(steps[place - 1], ResolvedChapterStart)
    return [
        *([] if begins else [ChapterStart(chapter=ChapterBody(title=words.text("title.rest")))]),
        Say(say=SayBody(text=words.text("now.spare"))),
        Hold(hold=rest),
    ]
