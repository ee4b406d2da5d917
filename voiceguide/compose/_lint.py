"""What can be proved of narration: the rules that a listener with closed eyes depends on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voiceguide.compose._phrases import SIGNALS
from voiceguide.packs import CODE
from voiceguide.script import HOLD, ChapterStart, Chime, Hold, Say, chapters_of, parts, unheeded
from voiceguide.units import Ms, clock, format_duration, frames_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script import Script
    from voiceguide.timeline import Timeline

MAX_WORDS = 15
"""Words in a sentence ("at most about 14"): what can be done at once and remembered for a minute."""
MAX_SILENCE_MS = Ms(30_000)
"""At full talk; a longer silence with closed eyes reads as a fault."""
ANNOUNCE_OVER_MS = Ms(40_000)
"""A longer hold is announced."""

_CLAIM = re.compile(
    r"\b(cures?|cured|heals?|healed|healing|guarantee\w*|relieves?|eliminates?|remed(y|ies)|treats?|"
    r"treatment|will (feel|be|help|improve|reduce|ease|release|strengthen)|proven|scientific\w*|"
    r"get rid of|pain[- ]free)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d")
_OVER = re.compile(r"\b(over|end|ends|finished|complete)\b", re.IGNORECASE)
_TIME = re.compile(r"\{hold\}|\b(seconds?|minutes?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule of narration that a script breaks."""

    path: tuple[str | int, ...]
    """Where in the script: keys and indexes from its root."""
    rule: str
    message: str


def lint(script: Script, timeline: Timeline | None = None) -> list[Finding]:
    """Everything that can be proved to be wrong with the narration.

    Parameters
    ----------
    script : Script
    timeline : Timeline, optional
        The script laid out; without it, nothing is said about silence.
    """
    rules = (_sentences, _markup, _sides, _announced, _unheard, _ending)
    found = [finding for rule in rules for finding in rule(script)]
    if timeline is not None and script.talk in {None, "full"}:
        found += _silences(timeline)
    return sorted(found, key=lambda finding: [part for part in finding.path if isinstance(part, int)])


def _spoken(script: Script) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    """Each sentence with its place, and whether it is inside a hold."""
    for index, step in enumerate(script.steps):
        if isinstance(step, Say):
            for part in parts(step.say.text):
                if isinstance(part, str):
                    yield ("steps", index, "say"), part, False
        elif isinstance(step, Hold):
            for number, cue in enumerate(step.hold.say):
                for part in parts(cue.text):
                    if isinstance(part, str):
                        yield ("steps", index, "hold", "say", number, "text"), part, True


def _sentences(script: Script) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, sentence, _ in _spoken(script):
        if (words := len(sentence.split())) > MAX_WORDS:
            yield Finding(path, "length", f"{words} words in one sentence, at most {MAX_WORDS}: {sentence!r}")
        # what tells a hold's time is a signal in anybody's words
        if sentence in seen and sentence not in SIGNALS and HOLD not in sentence:
            yield Finding(path, "repeated", f"this sentence was said before: {sentence!r}")
        seen.add(sentence)
        if claim := _CLAIM.search(sentence):
            yield Finding(
                path, "claim", f"{claim[0]!r} promises something; tell it as tradition: {sentence!r}"
            )
        if "!" in sentence:
            yield Finding(path, "calm", f"no exclamation marks: {sentence!r}")
        if _DIGITS.search(CODE.sub("", sentence)):
            yield Finding(path, "numbers", f"write numbers as words: {sentence!r}")


def _markup(script: Script) -> Iterator[Finding]:
    """Markup that is not followed is told, since nothing else shows it."""
    for index, step in enumerate(script.steps):
        if isinstance(step, Say):
            for message in unheeded(step.say.text):
                yield Finding(("steps", index, "say"), "markup", message)
        elif isinstance(step, Hold):
            for number, cue in enumerate(step.hold.say):
                for message in unheeded(cue.text):
                    yield Finding(("steps", index, "hold", "say", number, "text"), "markup", message)


def _sides(script: Script) -> Iterator[Finding]:
    """In a chapter with a side, the side is said before the hold."""
    heard: set[str] = set()
    side: str | None = None
    for index, step in enumerate(script.steps):
        if isinstance(step, ChapterStart):
            heard, side = set(), step.chapter.side
        elif isinstance(step, Say):
            heard |= {word.strip(".,;:") for word in step.say.text.lower().split()}
        elif isinstance(step, Hold) and side and side not in heard:
            yield Finding(("steps", index), "side", f"the {side} side is not named before this hold")


def _announced(script: Script) -> Iterator[Finding]:
    """A hold that may last is announced with its time, except at minimal talk."""
    if script.talk == "minimal":
        return
    announced = False
    for index, step in enumerate(script.steps):
        if isinstance(step, ChapterStart):
            announced = False
        elif isinstance(step, Say):
            announced = announced or bool(_TIME.search(step.say.text))
        elif isinstance(step, Hold):
            if step.hold.time.max > ANNOUNCE_OVER_MS and not announced:
                message = "this hold may last over 40s; say before how long, with {hold}"
                yield Finding(("steps", index), "announced", message)
            announced = False


def _unheard(script: Script) -> Iterator[Finding]:
    """What is said in a hold has a place in it, unless it is for longer ones only."""
    for index, step in enumerate(script.steps):
        if not isinstance(step, Hold):
            continue
        longest = step.hold.time.max
        for number, cue in enumerate(step.hold.say):
            if cue.over is None and cue.at.kind != "percent" and cue.at.value > longest:
                message = f"this is never said: the hold lasts at most {format_duration(longest)}"
                yield Finding(("steps", index, "hold", "say", number), "unheard", message)


def _ending(script: Script) -> Iterator[Finding]:
    """The session says that it is over, and ends with a chime."""
    last = len(script.steps) - 1
    if not isinstance(script.steps[last], Chime):
        yield Finding(("steps", last), "ending", "the last step is the end chime, and nothing after it")
    chapters = chapters_of(script)
    texts = [
        step.say.text
        for step, chapter in zip(script.steps, chapters, strict=True)
        if isinstance(step, Say) and chapter is chapters[-1]
    ]
    if not any(_OVER.search(text) for text in texts):
        yield Finding(("steps", last), "ending", "nothing says that the session is over")


def _silences(timeline: Timeline) -> Iterator[Finding]:
    longest = frames_of(MAX_SILENCE_MS, timeline.rate)
    heard = 0
    for cue in timeline.cues():
        if cue.start - heard > longest:
            at = clock(heard, timeline.rate)
            seconds = (cue.start - heard) / timeline.rate
            yield Finding(("steps",), "silence", f"{seconds:.0f}s of silence from {at} on, at most 30s")
        heard = max(heard, cue.end)
