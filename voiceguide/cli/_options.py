"""The flags of a request, the same for every command that takes one."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.cli._context import settings_of
from voiceguide.units import MAX_DURATION_MS, format_duration, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.compose import Request
    from voiceguide.packs import Pack
    from voiceguide.script import Script
    from voiceguide.studio import Studio

F = TypeVar("F", bound="Callable[..., Any]")

_FOCUSES = ("upper-back", "lower-back", "shoulders", "relax")
_TOOLS = ("none", "tennis-ball", "massage-tool")
_POSTURES = ("standing", "lying", "seated")
_TALKS = ("full", "short", "minimal")
_OCCASIONS = (
    "before-yoga", "after-yoga", "before-gardening", "after-gardening", "before-workout", "after-workout",
    "desk-break", "after-sitting",
)  # fmt: skip
# Listed here, too, so that help needs neither the packs nor pydantic; a test holds them to the request's.


def read_as(read: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A callback that reads a flag's text, and turns a ValueError into click's complaint."""

    def callback(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
        try:
            return None if value is None else read(value)
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from error

    return callback


def _decimal(text: str, what: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ValueError(f"{text!r} is not {what}")
    return number


def minutes(text: str) -> int:
    """Milliseconds in a number of minutes; a decimal, so that 7.1 is 426,000 exactly."""
    most = MAX_DURATION_MS // 60_000
    number = _decimal(text, "a number of minutes; write 10, 7.5, or --length 12m30s")
    ms = number * 60_000
    if not 0 < ms <= MAX_DURATION_MS:
        raise ValueError(f"{text} is not between 0 and {most} minutes")
    return round(ms)


def level(low: int, high: int) -> Callable[[str], float]:
    """A reader of decibels, as in ``-20dB`` or ``-20``, between two bounds."""

    def read(text: str) -> float:
        decibels = _decimal(text.strip().removesuffix("dB"), "a level; write it like -20dB")
        if not low <= decibels <= high:
            raise ValueError(f"{text} is not between {low}dB and {high}dB")
        return float(decibels)

    return read


BED_LEVEL = level(-60, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """The flags of a request, as given: None or empty where they were not."""

    script: Path | None
    minutes: int | None
    length: int | None
    points: tuple[str, ...]
    focus: str | None
    tools: tuple[str, ...]
    posture: tuple[str, ...]
    activity: str | None
    talk: str | None
    pack: Path | None
    seed: int | None
    voice: str | None
    rate: float | None
    pitch: float | None
    bed: str | None
    bed_level: float | None
    bed_duck: float | None
    chimes: str | None
    chime_level: float | None

    @property
    def length_ms(self) -> int | None:
        """The length asked for, in milliseconds."""
        if self.minutes is not None and self.length is not None:
            raise click.UsageError("--minutes and --length say the same thing; give one of them")
        return self.minutes if self.length is None else self.length

    def words(self) -> list[str]:
        """The flags again, as words of a command line."""
        words = [] if self.script is None else [str(self.script)]
        if self.length_ms is not None:
            words += ["--length", format_duration(self.length_ms)]
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in {"script", "minutes", "length"} or value is None:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                text = f"{one:g}" if isinstance(one, float) else str(one)
                words += [f"--{field.name.replace('_', '-')}", text]
        return words

    def request(self) -> Request:
        """The request that the flags make."""
        from voiceguide.compose import Request

        given: dict[str, Any] = {
            "length_ms": self.length_ms,
            "points": tuple(name.strip() for text in self.points for name in text.split(",") if name.strip()),
            "focus": self.focus,
            "tools": self.tools,
            "postures": self.posture,
            "occasion": self.activity,
            "talk": self.talk,
            "seed": self.seed,
            **self._heading,
        }
        return Request(**{name: value for name, value in given.items() if value is not None})

    @property
    def _heading(self) -> dict[str, Any]:
        """How it is to sound, as a request and a script's heading take it."""
        return {
            "voice": self.voice,
            "rate": self.rate,
            "pitch": self.pitch,
            "chimes": self.chimes,
            "chime_level_db": self.chime_level,
            "bed": self.bed,
            "bed_level_db": self.bed_level,
            "bed_duck_db": self.bed_duck,
        }

    def load_pack(self) -> Pack:
        """The pack asked for, or the one inside the package."""
        from voiceguide.packs import default_pack, load_pack

        return load_pack(self.pack) if self.pack else default_pack()

    def make_script(self, studio: Studio) -> Script:
        """The script that was named, with its heading as the flags change it; else a composed one.

        Raises
        ------
        click.UsageError
            If a flag that only composing can follow is given beside a script.
        """
        if self.script is None:
            return studio.compose(self.request(), self.load_pack())
        from voiceguide.script import Heading, override

        only_composing = ("points", "focus", "tools", "posture", "activity", "talk", "pack", "seed")
        wrong = [f"--{name}" for name in only_composing if getattr(self, name) not in {None, ()}]
        if wrong:
            raise click.UsageError(
                f"{', '.join(wrong)}: a script is composed already; leave the flag out, or the script"
            )
        heading = Heading(**self._heading)
        return override(studio.read_script(self.script), heading, length_ms=self.length_ms)


def request_options(*, script: bool) -> Callable[[F], F]:
    """Add the flags of a request to a command, which gets them as one :class:`Asked`, ``asked``.

    Parameters
    ----------
    script : bool
        Whether a script may stand in the request's place.
    """

    def decorate(command: F) -> F:
        def gather(*args: Any, **values: Any) -> Any:
            named = {field.name: values.pop(field.name, None) for field in fields(Asked)}
            return command(*args, asked=Asked(**named), **values)

        gather.__doc__ = command.__doc__
        wrapped: Any = gather
        for option in reversed(_OPTIONS):
            wrapped = option(wrapped)
        if script:
            wrapped = click.argument("script", required=False, type=click.Path(path_type=Path))(wrapped)
        # click takes options from this attribute where decorators below have put some already
        wrapped.__click_params__ = getattr(command, "__click_params__", []) + wrapped.__click_params__
        return wrapped  # type: ignore[no-any-return]

    return decorate


_OPTIONS = (
    click.option(
        "--minutes", callback=read_as(minutes), metavar="N", help="Length in minutes; met exactly. [10]"
    ),
    click.option(
        "--length", callback=read_as(parse_duration), metavar="TIME", help="Length like 12m30s; met exactly."
    ),
    click.option("--points", multiple=True, metavar="NAMES", help="These points, like BL-43,SI-3."),
    click.option("--focus", type=click.Choice(_FOCUSES), help="Points for this area only."),
    click.option(
        "--tools",
        type=click.Choice(_TOOLS),
        multiple=True,
        help="What is at hand; may be given again. [tennis-ball]",
    ),
    click.option(
        "--posture", type=click.Choice(_POSTURES), multiple=True, help="What is possible; may be given again."
    ),
    click.option("--activity", type=click.Choice(_OCCASIONS), help="What the session goes with."),
    click.option("--talk", type=click.Choice(_TALKS), help="How much is said. [what suits the length]"),
    click.option("--pack", type=click.Path(path_type=Path), metavar="FILE", help="Your own pack of points."),
    click.option("--seed", type=click.IntRange(0), metavar="N", help="Another number, other wordings. [0]"),
    click.option("--voice", metavar="VOICE", help="See: voiceguide voices. [piper/joe]"),
    click.option(
        "--rate", type=click.FloatRange(0.5, 2.0), metavar="PACE", help="Pace of speech; 0.9 is slower. [1]"
    ),
    click.option(
        "--pitch", type=click.FloatRange(-6, 8), metavar="SEMITONES", help="For voices that have it. [0]"
    ),
    click.option("--bed", metavar="SOUND", help="Sound under it all: see voiceguide beds; or a file."),
    click.option(
        "--bed-level", callback=read_as(BED_LEVEL), metavar="LEVEL", help="Against the voice. [-23dB]"
    ),
    click.option(
        "--bed-duck",
        callback=read_as(level(0, 40)),
        metavar="DEPTH",
        help="How far it goes down under the voice. [8dB]",
    ),
    click.option(
        "--chimes",
        metavar="THEME",
        help="A theme: see voiceguide chimes; none; or a .yaml file of your own. [bowl]",
    ),
    click.option(
        "--chime-level", callback=read_as(level(-40, 12)), metavar="LEVEL", help="Against the usual. [0dB]"
    ),
)


def own_studio(**options: Any) -> Studio:
    """A studio with the cache that the common flags name."""
    from voiceguide.studio import Studio

    # What a person should know is told even when quiet: a voice is never changed in silence.
    return Studio(
        cache_dir=settings_of().cache_dir,
        on_notice=lambda notice: click.echo(f"voiceguide: {notice}", err=True),
        **options,
    )
