"""Every sentence that a script may have to say, whatever its length turns out to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.script import (
    HOLD,
    Hold,
    Part,
    Say,
    Script,
    hold_choices,
    hold_groups,
    in_words,
    next_hold,
    parts,
)

if TYPE_CHECKING:
    from voiceguide.units import Span


def hold_spans(script: Script) -> dict[int, Span]:
    """What each hold may take, by the index of its step; the sides of a point share theirs."""
    return {index: group.span for group in hold_groups(script) if group.span for index in group.steps}


def say_parts(step: Say, *, hold_s: int | None, length_ms: int | None) -> list[Part]:
    """The sentences and breaks of a say step, with its placeholders filled.

    Parameters
    ----------
    step : Say
    hold_s : int or None
        What is said for the time of the next hold, in seconds.
    length_ms : int or None
        The session's length.
    """
    return [
        part if isinstance(part, int) else in_words(part, hold_s=hold_s, length_ms=length_ms)
        for part in parts(step.say)
    ]


def utterances(script: Script) -> list[str]:
    """All sentences, in the order of the script, each once.

    A sentence that tells a hold's time is in it once for every time that the hold may take, so that a
    session of another length has nothing new to speak.
    """
    spans = hold_spans(script)
    found: dict[str, None] = {}
    for index, step in enumerate(script.steps):
        if isinstance(step, Say):
            hold = next_hold(script, index) if HOLD in step.say else None
            choices = hold_choices(spans[hold]) if hold is not None else [None]
            for choice in choices:
                said = say_parts(step, hold_s=choice, length_ms=script.length)
                found.update((part, None) for part in said if isinstance(part, str))
        elif isinstance(step, Hold):
            for cue in step.hold.say:
                found.update((part, None) for part in parts(cue.text) if isinstance(part, str))
    return list(found)
