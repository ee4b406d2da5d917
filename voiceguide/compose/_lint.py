"""What can be proved of narration: the rules that a listener with closed eyes depends on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from voiceguide.compose._silences import silences
from voiceguide.packs import CODE
from voiceguide.script import HOLD, ChapterStart, Chime, Hold, Say, chapters_of, parts, unheeded, unrolled
from voiceguide.units import Ms, clock, format_duration, frames_of
from voiceguide.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.script import PlacedStep, Script, StepPath
    from voiceguide.timeline import Timeline

MAX_WORDS = 15
"""Words in a sentence ("at most about 14"): what can be done at once and remembered for a minute."""
MAX_SILENCE_MS = Ms(30_000)
"""At full talk; a longer silence with closed eyes reads as a fault."""
ANNOUNCE_OVER_MS = Ms(40_000)
"""A longer hold is announced."""

AGAIN_MS = Ms(1_200_000)
"""What is said in a hold may come again after twenty minutes."""

_DIGITS = re.compile(r"\d")
_ANYTHING = re.compile(r"\\\{\w+\\\}")
_LANGUAGE = "en"
"""A script does not name its language yet."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What is looked for in one language."""

    claim: re.Pattern[str]
    over: re.Pattern[str]
    asleep: re.Pattern[str]
    time: re.Pattern[str]
    signal: re.Pattern[str]
    side: re.Pattern[str]
    heard_as_side: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = words_of(_LANGUAGE)
    signals = [
        _ANYTHING.sub(".+", re.escape(sentence))
        for key, wordings in words.phrases.items()
        if key.startswith(words.lint.signals)
        for wording in wordings
        for sentence in parts(wording)
        if isinstance(sentence, str)
    ]
    return _Patterns(
        _any_of(words.lint.claims),
        _any_of(words.lint.over),
        _any_of(words.lint.asleep),
        re.compile(f"{re.escape(HOLD)}|{_any_of(words.lint.times).pattern}", re.IGNORECASE),
        re.compile("|".join(signals), re.IGNORECASE),
        _any_of((words.text("side.left"), words.text("side.right"))),
        _any_of(words.lint.heard_as_sides),
    )


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of some words or groups of words; a star stands for any ending."""
    each = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words) or "(?!)"
    return re.compile(rf"\b(?:{each})\b", re.IGNORECASE)


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
        The script laid out; without it, nothing is said about silence, nor about what comes again in holds.
    """
    steps = unrolled(script)
    rules = (_sentences, _markup, _sides, _misheard, _unheard)
    found = [finding for rule in rules for finding in rule(steps)]
    found += _ending_asleep(steps) if script.to_sleep else _ending(steps)
    if script.talk != "minimal":
        found += _announced(steps, to_sleep=script.to_sleep)
    if timeline is not None:
        found += _soon_again(steps, timeline)
    if timeline is not None and script.talk in {None, "full"}:
        found += _silences(steps, timeline, to_sleep=script.to_sleep)
    return sorted(
        dict.fromkeys(found), key=lambda finding: [part for part in finding.path if isinstance(part, int)]
    )


def _spoken(steps: Sequence[PlacedStep]) -> Iterator[tuple[int, StepPath, str, bool]]:
    """Each sentence with its step's index and its place, and whether it is inside a hold."""
    for index, placed in enumerate(steps):
        step = placed.step
        if isinstance(step, Say):
            for part in parts(step.say.text):
                if isinstance(part, str):
                    yield index, (*placed.path, "say"), part, False
        elif isinstance(step, Hold):
            for number, cue in enumerate(step.hold.say):
                for part in parts(cue.text):
                    if isinstance(part, str):
                        yield index, (*placed.path, "hold", "say", number, "text"), part, True


def _sentences(steps: Sequence[PlacedStep]) -> Iterator[Finding]:
    seen: dict[str, tuple[int, StepPath]] = {}
    patterns = _patterns()
    for index, path, sentence, in_hold in _spoken(steps):
        if (words := len(sentence.split())) > MAX_WORDS:
            yield Finding(path, "length", f"{words} words in one sentence, at most {MAX_WORDS}: {sentence!r}")
        # what tells a hold's time is a signal in anybody's words
        is_signal = HOLD in sentence or patterns.signal.fullmatch(sentence)
        before, place = seen.get(sentence, (-1, path))
        # in each round of a repeat, the same is meant to be said
        if not in_hold and (place != path or before == index) and not is_signal:
            yield Finding(path, "repeated", f"this sentence was said before: {sentence!r}")
        if not in_hold:
            seen.setdefault(sentence, (index, path))
        if claim := patterns.claim.search(sentence):
            yield Finding(
                path, "claim", f"{claim[0]!r} promises something; tell it as tradition: {sentence!r}"
            )
        if "!" in sentence:
            yield Finding(path, "calm", f"no exclamation marks: {sentence!r}")
        if _DIGITS.search(CODE.sub("", sentence)):
            yield Finding(path, "numbers", f"write numbers as words: {sentence!r}")


def _markup(steps: Sequence[PlacedStep]) -> Iterator[Finding]:
    """Markup that is not followed is told, since nothing else shows it."""
    for placed in steps:
        step = placed.step
        if isinstance(step, Say):
            for message in unheeded(step.say.text):
                yield Finding((*placed.path, "say"), "markup", message)
        elif isinstance(step, Hold):
            for number, cue in enumerate(step.hold.say):
                for message in unheeded(cue.text):
                    yield Finding((*placed.path, "hold", "say", number, "text"), "markup", message)


def _soon_again(steps: Sequence[PlacedStep], timeline: Timeline) -> Iterator[Finding]:
    """What is said in a hold comes again only when it was forgotten."""
    places: dict[str, StepPath] = {}
    once: set[str] = set()
    for _, path, sentence, in_hold in _spoken(steps):
        if in_hold:
            # in each round of a repeat, the same is meant to be said
            (once.add if places.get(sentence) == path else once.discard)(sentence)
            places[sentence] = path
    apart = frames_of(AGAIN_MS, timeline.rate)
    heard: dict[str, int] = {}
    for cue in timeline.cues():
        text = cue.text
        if text is None or text not in places or text in once or _patterns().signal.fullmatch(text):
            continue
        if text in heard and cue.start - heard[text] < apart:
            minutes = (cue.start - heard[text]) // timeline.rate // 60
            message = f"this was said in a hold {minutes} minutes before, at least 20 are better: {text!r}"
            yield Finding(places[text], "repeated", message)
        heard[text] = cue.start


def _sides(steps: Sequence[PlacedStep]) -> Iterator[Finding]:
    """In a chapter with a side, the side is said before the hold."""
    heard: set[str] = set()
    side: str | None = None
    for placed in steps:
        step = placed.step
        if isinstance(step, ChapterStart):
            heard, side = set(), step.chapter.side
        elif isinstance(step, Say):
            heard |= {word.strip(".,;:") for word in step.say.text.lower().split()}
        elif isinstance(step, Hold) and side and side not in heard:
            yield Finding(placed.path, "side", f"the {side} side is not named before this hold")


def _misheard(steps: Sequence[PlacedStep]) -> Iterator[Finding]:
    """Where sides matter, no instruction begins with a word that is heard as one."""
    patterns, chapters = _patterns(), chapters_of(steps)
    spoken = [(path, sentence, chapters[index]) for index, path, sentence, _ in _spoken(steps)]
    sided = {chapter for _, sentence, chapter in spoken if patterns.side.search(sentence)}
    for path, sentence, chapter in spoken:
        matters = chapter in sided or (chapter is not None and chapter.side is not None)
        if matters and (word := patterns.heard_as_side.match(sentence)):
            message = f"{word[0]!r} at the start is heard as a side; begin with another word: {sentence!r}"
            yield Finding(path, "misheard", message)


def _announced(steps: Sequence[PlacedStep], *, to_sleep: bool) -> Iterator[Finding]:
    """A hold that may last is announced with its time; a rest that leads to sleep is not."""
    announced = False
    before: set[StepPath] = set()
    for placed in steps:
        step = placed.step
        if isinstance(step, ChapterStart):
            announced = False
        elif isinstance(step, Say):
            announced = announced or bool(_patterns().time.search(step.say.text))
        elif isinstance(step, Hold):
            # in later rounds of a repeat it is known
            lasts = step.hold.time.max > ANNOUNCE_OVER_MS and not (to_sleep and step.hold.way is None)
            if lasts and not announced and placed.path not in before:
                message = "this hold may last over 40s; say before how long, with {hold}"
                yield Finding(placed.path, "announced", message)
            before.add(placed.path)
            announced = False


def _unheard(steps: Sequence[PlacedStep]) -> Iterator[Finding]:
    """What is said in a hold has a place in it, unless it is for longer ones only."""
    for placed in steps:
        if not isinstance(placed.step, Hold):
            continue
        longest = placed.step.hold.time.max
        for number, cue in enumerate(placed.step.hold.say):
            if cue.over is None and cue.at.kind != "percent" and cue.at.value > longest:
                message = f"this is never said: the hold lasts at most {format_duration(longest)}"
                yield Finding((*placed.path, "hold", "say", number), "unheard", message)


def _ending(steps: Sequence[PlacedStep]) -> Iterator[Finding]:
    """The session says that it is over, and ends with a chime."""
    last = steps[-1]
    if not isinstance(last.step, Chime):
        yield Finding(
            last.path, "ending", "it does not end with a chime; add '- chime: end' as the last step"
        )
    if not any(_patterns().over.search(text) for text in _last_said(steps)):
        yield Finding(last.path, "ending", "nothing says that the session is over")


def _ending_asleep(steps: Sequence[PlacedStep]) -> Iterator[Finding]:
    """A session that leads to sleep lets it come, and has no sound at the end that wakes."""
    chapters = chapters_of(steps)
    for placed, chapter in zip(steps, chapters, strict=True):
        step = placed.step
        ends = isinstance(step, Hold) and step.hold.chimes.end and step.hold.way is None
        if chapter is chapters[-1] and (isinstance(step, Chime) or ends):
            message = "this chime wakes who has fallen asleep; with to_sleep, nothing sounds at the end"
            yield Finding(placed.path, "ending", message)
    if not any(_patterns().asleep.search(text) for text in _last_said(steps)):
        yield Finding(steps[-1].path, "ending", "nothing says that the listener may sleep now")


def _last_said(steps: Sequence[PlacedStep]) -> list[str]:
    """What is said in the last chapter."""
    chapters = chapters_of(steps)
    return [
        placed.step.say.text
        for placed, chapter in zip(steps, chapters, strict=True)
        if isinstance(placed.step, Say) and chapter is chapters[-1]
    ]


def _silences(placed: Sequence[PlacedStep], timeline: Timeline, *, to_sleep: bool) -> Iterator[Finding]:
    steps = [(one.path, one.step) for one in placed]
    last = timeline.holds[-1] if timeline.holds else None
    rest = last.start if last is not None and last.point is None else timeline.frames
    quiet_from = min(timeline.frames // 2, rest) if to_sleep else timeline.frames
    for path, start, frames in silences(steps, timeline, frames_of(MAX_SILENCE_MS, timeline.rate)):
        if start >= quiet_from:
            continue
        at, seconds = clock(start, timeline.rate), frames / timeline.rate
        yield Finding(path, "silence", f"{seconds:.0f}s of silence from {at} on, at most 30s")
