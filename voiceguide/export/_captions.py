"""Captions: what is said and when, as SubRip, WebVTT or LRC text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.atomic import replacing
from voiceguide.errors import OutputError
from voiceguide.units import ms_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voiceguide.timeline import Cue, Timeline


def write_captions(path: Path, timeline: Timeline) -> None:
    """Write the captions beside a finished file, in the form that the path's suffix names.

    Raises
    ------
    OutputError
        If the suffix is none of :data:`CAPTION_FORMATS`.
    ExportError
        If the disk fails.
    """
    text = captions(timeline, path.suffix)
    with replacing(path) as file:
        file.write(text.encode())


def captions(timeline: Timeline, suffix: str) -> str:
    """Return the captions of all that is spoken, and of sounds that have some, as text.

    Parameters
    ----------
    timeline : Timeline
        Its chimes are left out.
    suffix : str
        One of :data:`CAPTION_FORMATS`, in any case.

    Raises
    ------
    OutputError
        If the suffix is none of them.
    """
    form = CAPTION_FORMATS.get(suffix.lower())
    if form is None:
        raise OutputError(f"captions are written as {', '.join(CAPTION_FORMATS)}, not {suffix!r}")
    said = [cue for cue in timeline.cues() if cue.kind != "chime" and cue.text and cue.text.strip()]
    return form(said, timeline)


def _srt(said: list[Cue], timeline: Timeline) -> str:
    return "\n".join(
        f"{number}\n{_span(cue, timeline, ',')}\n{_one_line(cue)}\n"
        for number, cue in enumerate(said, start=1)
    )


def _vtt(said: list[Cue], timeline: Timeline) -> str:
    import html  # seldom needed: it brings the names of 2,231 characters with it

    # "-->" may not stand in a cue's text, and & and < start markup
    cues = (f"{_span(cue, timeline, '.')}\n{html.escape(_one_line(cue), quote=False)}\n" for cue in said)
    return "\n".join(("WEBVTT\n", *cues))


def _lrc(said: list[Cue], timeline: Timeline) -> str:
    """One line a cue; an empty line takes the text away when the voice has ended, unless the next is near."""
    lines = [
        f"[ti:{' '.join(timeline.title.split())}]",
        f"[length:{_lrc_time(timeline.frames, timeline.rate)}]",
    ]
    near = timeline.rate * 2
    for cue, following in zip(said, [*said[1:], None], strict=True):
        lines.append(f"[{_lrc_time(cue.start, timeline.rate)}]{_one_line(cue)}")
        if following is None or following.start - cue.end > near:
            lines.append(f"[{_lrc_time(cue.end, timeline.rate)}]")
    return "\n".join(lines) + "\n"


def _one_line(cue: Cue) -> str:
    # an empty line would end the caption in all three forms
    return " ".join((cue.text or "").split())


def _span(cue: Cue, timeline: Timeline, point: str) -> str:
    return " --> ".join(_time(frame, timeline.rate, point) for frame in (cue.start, cue.end))


def _time(frame: int, rate: int, point: str) -> str:
    seconds, ms = divmod(ms_of(frame, rate), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{ms:03d}"


def _lrc_time(frame: int, rate: int) -> str:
    # LRC knows minutes, also beyond 99, and hundredths of a second
    seconds, ms = divmod(ms_of(frame, rate), 1000)
    return f"{seconds // 60:02d}:{seconds % 60:02d}.{ms // 10:02d}"


CAPTION_FORMATS: dict[str, Callable[[list[Cue], Timeline], str]] = {".srt": _srt, ".vtt": _vtt, ".lrc": _lrc}
"""Caption forms by suffix."""
