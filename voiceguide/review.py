"""What is wrong with a script, and what a listener with closed eyes would miss; nothing is spoken for it."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.errors import InputError, InputErrors, ScriptError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.listener import Contradiction
    from voiceguide.script import Script
    from voiceguide.speech import VoiceSettings
    from voiceguide.timeline import Timeline
    from voiceguide.yamlfile import Document

_SURELY = 0.7
"""No voice is this far off its estimate: a length under this share of the shortest, or as far over the
longest, cannot be met."""
_RATE = 48_000
"""Frames a second at which sounds are looked at."""


@dataclass(frozen=True, slots=True)
class Review:
    """What is to be said of a script."""

    script: Script
    errors: tuple[InputError, ...]
    """What prevents it from being played."""
    warnings: tuple[InputError, ...]
    """About the narration."""
    notes: tuple[InputError, ...]
    """What is not heard because the script itself asks for that."""
    length_ms: int
    """Its length; as preferred, by a guess, where it names none."""


def review(document: Document, placed: Callable[[Script], Script]) -> Review:
    """Look for every mistake in a script beyond its form.

    Parameters
    ----------
    document : Document
        The script's file.
    placed : callable
        Tells where the files lie that the script names; it raises InputError for those that it may not name.

    Raises
    ------
    InputError
        If the document is no script, or names what it may not; with all other mistakes that show without
        what cannot be read.
    """
    from voiceguide.compose import guess, guessed_timeline, lint
    from voiceguide.listener import listen
    from voiceguide.script import files, reading_of
    from voiceguide.units import format_duration, frames_of, ms_down, seconds_down
    from voiceguide.yamlfile import place_of, refuse

    reading = reading_of(document)
    if reading.script is None:
        refuse(reading.errors)
        raise AssertionError("what cannot be read has a mistake")
    script, refused = _placed(reading.script, placed)
    unread = frozenset(path for path, _ in files(script)) if refused else frozenset()
    refused += reading.errors
    errors: list[InputError] = [
        ScriptError(message, place_of(document, where)) for where, message in _unknown(script, unread)
    ]
    warnings: list[InputError] = []
    notes: list[InputError] = []
    for where, message, is_error in _unsayable(script):
        (errors if is_error else warnings).append(ScriptError(message, place_of(document, where)))
    if refused:
        told = {error.place for error in refused}
        refuse([*refused, *(error for error in errors if error.place not in told)])
    bounds = guess(script)
    target = bounds.preferred if script.length is None else frames_of(script.length, bounds.rate)
    timeline = None
    if bounds.shortest <= target <= bounds.longest:
        timeline = guessed_timeline(script)
        for found, is_asked_for in unheard(timeline, document):
            (notes if is_asked_for else warnings).append(found)
    else:
        low, high = (
            format_duration(seconds_down(frames, bounds.rate) * 1000)
            for frames in (bounds.shortest, bounds.longest)
        )
        # voices differ from the estimate, but not by this much
        is_sure = target < bounds.shortest * _SURELY or target * _SURELY > bounds.longest
        message = f"the length {'cannot' if is_sure else 'may not'} be met: about {low} to {high} can be"
        found = ScriptError(f"{message}, by the length of the words", place_of(document, ("length",)))
        (errors if is_sure else warnings).append(found)
    warnings += [
        ScriptError(finding.message, place_of(document, finding.path))
        for finding in lint(script, timeline)
        if timeline is None or finding.rule != "unheard"  # the timeline itself tells more of it
    ]
    warnings += [
        ScriptError(message, place_of(document, finding.path))
        for finding, message in _advised(listen(script, timeline))
    ]
    length_ms = ms_down(target, bounds.rate)
    return Review(script, tuple(errors), tuple(warnings), tuple(notes), length_ms)


def _placed(script: Script, placed: Callable[[Script], Script]) -> tuple[Script, list[InputError]]:
    """The script with its files where they are; without its files if it names one that it may not."""
    from voiceguide.script import without_files

    try:
        return placed(script), []
    except InputErrors as refusal:
        return without_files(script), list(refusal.errors)
    except InputError as refusal:
        return without_files(script), [refusal]


def unheard(timeline: Timeline, document: Document) -> Iterator[tuple[InputError, bool]]:
    """Each thing that is not heard, with its place, and whether the script itself asks for that."""
    from voiceguide.yamlfile import place_of

    for one in timeline.unheard:
        yield ScriptError(one.message, place_of(document, one.path)), one.is_asked_for


def _unknown(
    script: Script, unread: frozenset[tuple[str | int, ...]]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Voices, sounds, lexicons and recordings that are named but missing or unusable, with their places.

    Files at the paths in ``unread`` are not opened.
    """
    from voiceguide.script import (
        DEFAULT_VOICE,
        BedChange,
        Chimes,
        Sound,
        chime_files,
        chime_names,
        recordings,
        unrolled,
    )
    from voiceguide.sound import Selection
    from voiceguide.speech import (
        VoiceId,
        VoiceSettings,
        check_pitch,
        check_recording,
        find_voice,
        lexicon_of,
        lexicon_sources,
    )

    sounds = Selection(_RATE, 2, {})

    def pitch() -> None:
        if script.pitch:
            check_pitch(VoiceSettings(VoiceId.parse(script.voice or DEFAULT_VOICE), pitch=script.pitch))

    def chime(name: str) -> None:
        try:
            find = sounds.chime(script)
        except InputError:
            return  # which is reported for itself
        find(name)

    named: list[tuple[tuple[str | int, ...], Callable[[], object]]] = [
        (("voice",), lambda: script.voice and find_voice(VoiceId.parse(script.voice))),
        (("bed",), lambda: sounds.bed(script)),
        (("chimes",), lambda: sounds.chimes(script)),
        (("pitch",), pitch),
        (("lexicon",), lambda: lexicon_of(lexicon_sources(script.lexicon))),
        *((where, functools.partial(check_recording, file)) for where, file in recordings(script)),
        *((where, functools.partial(chime, name)) for where, name in chime_names(script)),
        *((where, functools.partial(chime, name)) for where, name in chime_files(script)),
    ]
    if isinstance(script.chimes, Chimes):
        named += [(("chimes", role), functools.partial(chime, role)) for role, _ in script.chimes.roles()]
    for placed in unrolled(script):
        step, path = placed.step, placed.path
        if isinstance(step, Sound):
            named.append(((*path, "sound"), functools.partial(sounds.sound, step.sound)))
        elif isinstance(step, BedChange) and not step.bed.is_off:
            named.append(((*path, "bed"), functools.partial(sounds.named_bed, step.bed.sound)))
    named = list({where: (where, find) for where, find in named}.values())  # each step once, not each round
    for where, find in named:
        if where in unread:
            continue
        try:
            find()
        except InputError as error:
            yield where, str(error)


def _advised(findings: list[Contradiction]) -> Iterator[tuple[Contradiction, str]]:
    """Pair each contradiction with its message; the first of a kind also says why it matters."""
    told = set()
    for finding in findings:
        yield finding, finding.message if finding.kind in told else str(finding)
        told.add(finding.kind)


def _texts(script: Script) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each spoken text of a script with its path."""
    from voiceguide.script import Hold, RecordedLine, Say, parts_of, unrolled

    for placed in unrolled(script):
        step, path = placed.step, placed.path
        if isinstance(step, Say):
            with contextlib.suppress(ValueError):  # its markup is wrong, which is reported for itself
                for part in parts_of(step.say):
                    # what was recorded is as it is
                    if isinstance(part, str) and not isinstance(part, RecordedLine):
                        yield (*path, "say"), part
        elif isinstance(step, Hold):
            for number, cue in enumerate(step.hold.say):
                yield (*path, "hold", "say", number, "text"), cue.text


def _unsayable(script: Script) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    """Yield what the voice cannot say or may mispronounce: path, message, and whether it is an error."""
    from voiceguide.script import DEFAULT_VOICE, HOLD, LENGTH
    from voiceguide.speech import VoiceId, VoiceSettings, doubts, find_voice, lexicon_of, lexicon_sources

    try:
        voice = find_voice(VoiceId.parse(script.voice)) if script.voice else None
        settings = VoiceSettings(VoiceId.parse(script.voice or DEFAULT_VOICE))
    except InputError:
        # reported elsewhere
        return
    with contextlib.suppress(InputError):  # which is reported elsewhere, too
        lexicons = lexicon_sources(script.lexicon)
        lexicon_of(lexicons)
        settings = replace(settings, lexicons=lexicons)
    english = voice is None or voice.english
    for where, text in dict.fromkeys(_texts(script)):
        unsaid = list(_unsaid(text, settings))
        for message in unsaid:
            yield where, message, True
        for message in () if unsaid else doubts(text, english=english):
            yield where, message, False
        for placeholder in (HOLD, LENGTH):
            if voice is not None and not english and placeholder in text:
                message = (
                    f"{placeholder} is put into English words, and {voice.id} speaks {voice.language}; "
                    "write the time in words"
                )
                yield where, message, True


def _unsaid(text: str, settings: VoiceSettings) -> Iterator[str]:
    """Sentences of which the voice has nothing to say, so that it could not speak the script."""
    from voiceguide.script import in_words, parts
    from voiceguide.speech import check_sayable

    try:
        sentences = parts(text)
    except ValueError:  # which is reported for itself
        return
    for sentence in sentences:
        if isinstance(sentence, str):
            try:
                check_sayable(in_words(sentence, hold_s=60, length_ms=60_000), settings)
            except InputError as error:
                yield error.message
