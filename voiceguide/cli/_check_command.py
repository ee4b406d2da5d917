"""``voiceguide check``: reports every mistake in files that a person wrote at once, each with its place."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._options import allow_outside as allow_outside_option
from voiceguide.cli._streams import PIPE, STDIN, read_stdin
from voiceguide.errors import InputError, InputErrors, Place, ScriptError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.listener import Contradiction
    from voiceguide.script import Script
    from voiceguide.speech import VoiceSettings
    from voiceguide.yamlfile import Document

_SURELY = 0.7
"""No voice is this far off its estimate: a length under this share of the shortest, or as far over the
longest, cannot be met."""


@click.command("check")
@click.argument("scripts", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--listen", is_flag=True, help="Speak the scripts, and list the lines that a recogniser mishears most."
)
@click.option("--json", "as_json", is_flag=True, help="What --listen found as JSON.")
@allow_outside_option
@common_options
def command(
    scripts: tuple[Path, ...], strict: bool, listen: bool, as_json: bool, allow_outside: bool
) -> None:
    """Find every mistake in scripts, packs and chimes, without speaking.

    Errors prevent a script from being played. Warnings are about narration, and about text that is not
    read: what a listener with closed eyes would miss. - is a file from stdin. With --listen a recogniser
    of speech (the extra voiceguide[listen]) hears every line instead, and the ten that it understands least
    are listed, each with a command to hear it.
    """
    if as_json and not listen:
        raise click.UsageError("--json is for --listen; add it")
    if listen:
        from voiceguide.cli._heard_lines import listen_to

        listen_to(scripts, as_json=as_json, allow_outside=allow_outside)
        return
    errors: list[InputError] = []
    for path in scripts:
        wrong, warnings = _check(path, allow_outside=allow_outside)
        errors += wrong
        if strict:
            errors += warnings
            continue
        for warning in warnings:
            click.echo(f"{warning.place}: warning: {warning.message}")
    if errors:
        raise InputErrors(errors)


def _unknown(script: Script) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Voices, sounds, lexicons and recordings that are named but missing or unusable, with their places."""
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
    from voiceguide.studio import DEFAULT_RATE

    sounds = Selection(DEFAULT_RATE, 2, {})

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

    for sentence in parts(text):
        if isinstance(sentence, str):
            try:
                check_sayable(in_words(sentence, hold_s=60, length_ms=60_000), settings)
            except InputError as error:
                yield error.message


def _check(path: Path, *, allow_outside: bool) -> tuple[list[InputError], list[InputError]]:
    """The mistakes in one file, and the warnings about it, in the file's order."""
    from voiceguide.cli._check_kinds import cut_texts, kind_of
    from voiceguide.yamlfile import read, read_bytes

    errors: list[InputError] = []
    warnings: list[InputError] = []
    try:
        document = read_bytes(read_stdin(), STDIN) if path == PIPE else read(path)
        warnings += cut_texts(document)
        if (kind := kind_of(document)) is not None:
            click.echo(f"{document.name}: {kind(document, path.parent)}")
        else:
            wrong, told = _check_script(document, path.parent, allow_outside=allow_outside)
            errors += wrong
            warnings += told
    except InputErrors as found:
        errors += found.errors
    except InputError as found:
        errors.append(found)

    def in_file(found: InputError) -> Place:
        return found.place or Place("")

    return sorted(errors, key=in_file), sorted(warnings, key=in_file)


def _check_script(
    document: Document, folder: Path, *, allow_outside: bool
) -> tuple[list[InputError], list[InputError]]:
    """The mistakes in a script beyond its form, and the warnings about it."""
    from voiceguide.cli._unheard import unheard
    from voiceguide.compose import guess, guessed_timeline, lint
    from voiceguide.listener import listen
    from voiceguide.script import check_document, located, outside_errors, unrolled
    from voiceguide.units import format_duration, frames_of, ms_down, seconds_down
    from voiceguide.yamlfile import place_of

    written = check_document(document)
    if not allow_outside and (errors := outside_errors(written, document, folder)):
        # what is in such files must not even show in a message
        raise InputErrors(errors)
    script = located(written, folder, allow_outside=True)
    errors = [ScriptError(message, place_of(document, where)) for where, message in _unknown(script)]
    warnings: list[InputError] = []
    notes: list[InputError] = []
    for where, message, is_error in _unsayable(script):
        (errors if is_error else warnings).append(ScriptError(message, place_of(document, where)))
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
    if not errors:
        length = format_duration(ms_down(target, bounds.rate)) + ("" if script.length else " (as preferred)")
        click.echo(f"{document.name}: {script.title!r}, {len(unrolled(script))} steps, {length}")
        for note in notes:
            click.echo(f"{note.place}: note: {note.message}")
    return errors, warnings
