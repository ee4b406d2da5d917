"""Speaks lines some of which have to fit a beat: each kind by itself, with clips of its own."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.script import BeatWord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from voiceguide.speech._speaker import Speaker
    from voiceguide.speech._voice import VoiceSettings
    from voiceguide.timeline import ClipRef


def speak_lines(
    speaker: Speaker,
    lines: Iterable[str],
    settings: VoiceSettings,
    rate: int,
    on_progress: Callable[[int, int, bool], None] | None = None,
) -> dict[str, ClipRef]:
    """The clips of lines, as :meth:`~voiceguide.speech.Speaker.speak` gives them."""
    clips: dict[str, ClipRef] = {}
    for most_ms, group in _by_room(lines).items():
        clips |= _named(
            group, speaker.speak(map(str, group), replace(settings, most_ms=most_ms), rate, on_progress)
        )
    return clips


def known_lines(
    speaker: Speaker, lines: Iterable[str], settings: VoiceSettings, rate: int, *, at_once: bool = False
) -> dict[str, ClipRef]:
    """The clips of lines that are in the cache, as :meth:`~voiceguide.speech.Speaker.known` gives them."""
    clips: dict[str, ClipRef] = {}
    for most_ms, group in _by_room(lines).items():
        found = speaker.known(map(str, group), replace(settings, most_ms=most_ms), rate, at_once=at_once)
        clips |= _named(group, found)
    return clips


def stream_lines(
    speaker: Speaker, lines: Iterable[str], settings: VoiceSettings, rate: int
) -> Iterator[tuple[str, ClipRef]]:
    """Speak lines about in order, each as it is ready; words for a beat where they come."""
    for most_ms, run in itertools.groupby(lines, _room):
        group = list(run)
        names = {str(line): line for line in group}
        stream = speaker.stream(map(str, group), replace(settings, most_ms=most_ms), rate)
        yield from ((names[text], clip) for text, clip in stream)


def _room(line: str) -> int:
    """The longest that a line's clip may be, in milliseconds; 0 for any length."""
    return line.most_ms if isinstance(line, BeatWord) else 0


def _by_room(lines: Iterable[str]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = {0: []}
    for line in lines:
        groups.setdefault(_room(line), []).append(line)
    return groups


def _named(lines: list[str], clips: dict[str, ClipRef]) -> dict[str, ClipRef]:
    """Clips by the lines that were asked for, of which some are words for a beat."""
    names = {str(line): line for line in lines}
    return {names[text]: clip for text, clip in clips.items()}
