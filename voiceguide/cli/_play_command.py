"""``voiceguide play``: plays a session on the sound device."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli._context import common_options, progress, settings_of
from voiceguide.cli._options import SessionOptions, own_studio, read_as, request_options
from voiceguide.cli._unheard import tell_unheard
from voiceguide.errors import RequestError
from voiceguide.units import Ms, clock, frames_of, parse_duration

if TYPE_CHECKING:
    from voiceguide.timeline import Timeline


@click.command("play")
@request_options(script=True)
@click.option("--from", "begin", metavar="WHERE", help="Begin at a chapter (its number or title) or a time.")
@click.option("--device", metavar="NAME", help="Sound device: see voiceguide doctor.")
@click.option(
    "--extend", is_flag=True, help="Let the session grow or shrink with what you ask for while it plays."
)
@click.option(
    "--latency",
    callback=read_as(parse_duration),
    metavar="TIME",
    help="How late your headphones are, such as 300ms: keeps the screen in step.",
)
@click.option("--full-screen", is_flag=True, help="A screen that is read from the floor.")
@click.option("--plain", is_flag=True, help="Lines of text, for a screen reader.")
@click.option("--listen", is_flag=True, help="Take spoken commands: pause, next, repeat, stop ...")
@click.option("--microphone", metavar="NAME", help="For --listen: a part of its name.")
@click.option(
    "--count-in",
    callback=read_as(parse_duration),
    metavar="TIME",
    help="Time to lie down before it begins, such as 30s.",
)
@click.option("--resume", is_flag=True, help="Go on with the session that was left, from where it was.")
@click.option(
    "--wait-ready",
    is_flag=True,
    help="Begin each hold when you are ready (Enter, a button, a word), or after a minute.",
)
@click.option("--no-voice", is_flag=True, help="Leave out the voice: only chimes and bed.")
@common_options
def command(
    options: SessionOptions,
    begin: str | None,
    device: str | None,
    count_in: Ms | None,
    extend: bool,
    latency: Ms | None,
    full_screen: bool,
    plain: bool,
    listen: bool,
    microphone: str | None,
    resume: bool,
    wait_ready: bool,
    no_voice: bool,
) -> None:
    r"""Play a SCRIPT's or a request's session; it starts at once, and ends on time whatever you ask for.

    \b
    space       pause, resume            + -     this hold 15 s longer, shorter
    n p         next, previous chapter   r s     repeat, skip this point
    left right  10 s back, ahead         up down louder, softer
    t           say the time left        [ ]     the voice softer, louder than the bed
    q           stop                     Enter   ready, with --wait-ready
    """
    settings = settings_of()
    if resume and (options.words() or begin):
        raise click.UsageError("--resume goes on with the session that was left: nothing else describes it")
    # what a bar would show, the full screen shows
    bar = nullcontext() if full_screen else progress(settings)
    with bar as update, own_studio(on_progress=update) as studio:
        if options.script is None and not resume:  # a script may name another voice
            studio.warm_up(options.heading.voice, if_empty=True, workers=1)
        # not earlier: these load numpy, and the voice can load meanwhile
        from voiceguide.cli._controls import controls

        around = controls(
            settings, full_screen=full_screen, plain=plain, listen=listen, microphone=microphone
        )
        asked: dict[str, Any] = {"extends": extend, "waits_ready": wait_ready, "ready_by": around.ready_by}
        session = studio.resume(**asked) if resume else options.live(studio, **asked)
        with session as live:
            chosen = live.without_voice() if no_voice else live
            tell_unheard(live.timeline, options.script, strict=False)
            outcome = around.during(
                lambda: chosen.play(
                    device=device,
                    start=(lambda timeline: _frame(timeline, begin)) if begin else None,
                    journal=studio.journal,
                    latency_ms=latency or Ms(0),
                    count_in_ms=count_in or Ms(0),
                    **around.options,
                )
            )
            missed, sooner = live.missed, live.ends_sooner
    if not outcome.finished:
        at = clock(outcome.frame, studio.rate)
        settings.note(f"Stopped at {at}. To go on from there: voiceguide play --resume")
    elif missed:
        seconds = f"{abs(missed) / studio.rate:.1f} s"
        short = f"It ended {seconds} sooner" if sooner else f"Its last {seconds} were silent"
        what = f"It lasted {seconds} longer" if missed > 0 else short
        settings.note(f"{what}: its words and holds could not be fitted any closer.")


def _frame(timeline: Timeline, begin: str) -> int:
    """The frame of a chapter's number or title, or of a time."""
    if begin.isascii() and begin.isdecimal():
        number = int(begin)
        if not 1 <= number <= len(timeline.chapters):
            raise RequestError(f"--from {begin}: there are chapters 1 to {len(timeline.chapters)}")
        return timeline.chapters[number - 1].start
    try:
        frame = frames_of(parse_duration(begin), timeline.rate)
    except ValueError:
        wanted = begin.casefold()
        titles = [chapter.title for chapter in timeline.chapters]
        for chapter in timeline.chapters:
            if wanted in chapter.title.casefold():
                return chapter.start
        raise RequestError(
            f"--from {begin!r} is neither a chapter nor a time; the chapters are: {'; '.join(titles)}"
        ) from None
    if frame >= timeline.frames:
        whole = clock(timeline.frames, timeline.rate)
        raise RequestError(f"--from {begin} is past the end; the session lasts {whole}")
    return frame
