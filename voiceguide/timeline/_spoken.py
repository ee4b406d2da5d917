"""Every sentence that a script may have to say, whatever its length turns out to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script import (
    ResolvedCount,
    ResolvedHold,
    ResolvedSay,
    hold_choices,
    parts_of,
    words_of_count,
    words_of_countdown,
)

if TYPE_CHECKING:
    from voiceguide.script import HoldBody, ResolvedScript


def utterances(script: ResolvedScript) -> list[str]:
    """All sentences, in the order of the script, each once.

    A sentence that states a hold's time is in it once for every time that the hold may take, so that a
    session of another length has nothing new to speak.
    """
    found: dict[str, None] = {}
    for step in script.steps:
        if isinstance(step, ResolvedSay):
            choices = hold_choices(step.announces.pair.span) if step.announces else [None]
            for choice in choices:
                found.update((part, None) for part in step.said(choice) if isinstance(part, str))
        elif isinstance(step, ResolvedHold):
            found.update(dict.fromkeys(said_in(step.body)))
        elif isinstance(step, ResolvedCount):
            found.update((word, None) for word in step.words if word is not None)
    return list(found)


def said_in(hold: HoldBody) -> list[str]:
    """All that is said inside a hold."""
    counted = [*(words_of_count(hold.count) if hold.count else ())]
    counted += words_of_countdown(hold.countdown) if hold.countdown else ()
    found: list[str] = [word for word in counted if word is not None]
    return found + [part for cue in hold.say for part in parts_of(cue) if isinstance(part, str)]
