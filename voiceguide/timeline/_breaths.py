"""The tones that lead breaths in a hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.timeline import _rhythm as rhythm
from voiceguide.units import Ms, nearest_ms

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.script import Breath, BreathPhase
    from voiceguide.timeline._timeline import ClipRef, HoldSpan
    from voiceguide.units import Frames

    Tone = tuple[int, BreathPhase, ClipRef]
    """First frame, phase, sound."""
    Chime = Callable[[str], ClipRef | None]


def breath_cues(
    breath: Breath,
    span: HoldSpan,
    frames: Callable[[Ms], Frames],
    chime: Chime,
    is_free: Callable[[int, int], bool],
) -> list[Tone] | None:
    """Tones for the whole breaths that fit into a hold; None if tones do not sound.

    Parameters
    ----------
    is_free : callable
        Whether nothing is said between two frames. Breaths that are not paced have no tones then.
    """
    tones = {phase: _tone(breath, phase, ms, chime, frames) for phase, ms in breath.phases}
    if all(tone is None for tone in tones.values()):
        return None
    first = span.start + frames(rhythm.BREATH_LEAD)
    cycle = frames(breath.cycle)
    whole = (span.end - first) // cycle
    if breath.is_paced:
        led = list(range(min(whole, breath.led_breaths)))
    else:
        led = _led(
            breath, whole, lambda number: _is_free(breath, first + number * cycle, frames, tones, is_free)
        )
    return [
        (first + number * cycle + offset, phase, tone)
        for number in led
        for phase, offset in _offsets(breath, frames)
        if (tone := tones[phase]) is not None
    ]


def _offsets(breath: Breath, frames: Callable[[Ms], Frames]) -> list[tuple[BreathPhase, int]]:
    """Where each phase begins in a breath."""
    found: list[tuple[BreathPhase, int]] = []
    passed = 0
    for phase, ms in breath.phases:
        found.append((phase, frames(Ms(passed))))
        passed += ms
    return found


def _led(breath: Breath, whole: int, is_free: Callable[[int], bool]) -> list[int]:
    """Which breaths are led by tones: the first few, then as many as keep the silence short."""
    apart = max(1, rhythm.BREATH_ALONE // breath.cycle)
    led: list[int] = []
    due = 0
    for number in range(whole):
        if number < due or not is_free(number):
            continue  # a breath under words is led by no tone; the next free one is
        led.append(number)
        due = number + (1 if number + 1 < rhythm.FIRST_BREATHS else apart)
    return led


def _is_free(
    breath: Breath,
    start: int,
    frames: Callable[[Ms], Frames],
    tones: dict[BreathPhase, ClipRef | None],
    is_free: Callable[[int, int], bool],
) -> bool:
    ends = [start + at + tone.frames for phase, at in _offsets(breath, frames) if (tone := tones[phase])]
    return is_free(start, ends[-1])


def _tone(
    breath: Breath, phase: BreathPhase, ms: Ms, chime: Chime, frames: Callable[[Ms], Frames]
) -> ClipRef | None:
    """The tone of a phase: as long as the phase if the breath is paced, and never longer."""
    own = chime(phase)
    if own is None or phase in {"hold", "rest"}:
        return own
    if not breath.is_paced and own.frames <= frames(ms):
        return own
    length = min(max(nearest_ms(ms * rhythm.TONE_SHARE), rhythm.LEAST_TONE), rhythm.LONGEST_TONE)
    return chime(f"{phase}~{length}")
