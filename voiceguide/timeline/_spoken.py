"""Every sentence that a script may have to say, whatever its length turns out to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script import ResolvedHold, ResolvedSay, hold_choices, parts_of

if TYPE_CHECKING:
    from voiceguide.script import ResolvedScript


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
            for cue in step.body.say:
                found.update((part, None) for part in parts_of(cue) if isinstance(part, str))
    return list(found)
