"""The flags that describe a session, shared by every command that takes one."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from voiceguide.cli._context import settings_of
from voiceguide.cli._script_errors import errors_in
from voiceguide.cli._streams import PIPE, STDIN, read_stdin
from voiceguide.compose import OCCASIONS, TALKS, level, minutes
from voiceguide.packs import FOCUSES, POSTURES, TOOLS
from voiceguide.script import (
    ALLOW_OUTSIDE,
    Heading,
    LateScript,
    flag_of,
    is_level,
    knobs,
    override,
    parse_role,
    with_chimes,
)
from voiceguide.units import Ms, format_duration, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from voiceguide.compose import Request
    from voiceguide.live import Live
    from voiceguide.packs import Pack
    from voiceguide.script import Knob, Script, ScriptHeading
    from voiceguide.studio import Studio

F = TypeVar("F", bound="Callable[..., Any]")
S = TypeVar("S", bound="ScriptHeading")

_ONLY_COMPOSING = (
    "points", "focus", "tools", "posture", "activity", "to_sleep", "talk", "pack", "seed",
)  # fmt: skip
"""Flags that make no sense beside a script."""
_TAKEN = ("script", "allow_outside", "minutes", "length", "chime", *_ONLY_COMPOSING)


def read_as(read: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A click callback that parses a flag's text and reports a ValueError as a usage error."""

    def callback(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
        try:
            return None if value is None else read(value)
        except ValueError as error:
            raise click.BadParameter(str(error), ctx, param) from error

    return callback


def knob_options(*, without: Collection[str] = ()) -> Callable[[F], F]:
    """Add a flag for each knob of a heading to a command, which gets them as one Heading, ``heading``.

    Parameters
    ----------
    without : collection of str, optional
        Knobs that the command has no use for.
    """
    flags = {name: _flag(name, knob) for name, knob in knobs().items() if name not in without}

    def decorate(command: F) -> F:
        def gather(*args: Any, **values: Any) -> Any:
            return command(*args, heading=_take_heading(values), **values)

        return _wrapped(command, gather, list(flags.values()))

    return decorate


def _flag(name: str, knob: Knob) -> Callable[[Any], Any]:
    takes: dict[str, Any] = {}
    if knob.least is not None and knob.most is not None:
        if is_level(name):
            takes["callback"] = read_as(level(knob.least, knob.most))
        else:
            takes["type"] = click.FloatRange(knob.least, knob.most)
    return click.option(flag_of(name), name, metavar=knob.metavar, help=knob.help, **takes)


def _take_heading(values: dict[str, Any]) -> Heading:
    """Remove the heading's flags from a command's values and make a heading of them."""
    return Heading(**{name: values.pop(name, None) for name in knobs()})


def _wrapped(command: F, gather: Callable[..., Any], options: Sequence[Callable[[Any], Any]]) -> F:
    """Return ``gather`` in place of a command, with these options added."""
    gather.__doc__ = command.__doc__
    wrapped: Any = gather
    for option in reversed(options):
        wrapped = option(wrapped)
    # click takes options from this attribute where decorators below have put some already
    wrapped.__click_params__ = getattr(command, "__click_params__", []) + wrapped.__click_params__
    return wrapped  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class SessionOptions:
    """The flags that describe a session, as given; None or empty where they were not."""

    script: Path | None
    allow_outside: bool
    minutes: Ms | None
    length: Ms | None
    points: tuple[str, ...]
    focus: str | None
    tools: tuple[str, ...]
    posture: tuple[str, ...]
    activity: str | None
    to_sleep: bool | None
    talk: str | None
    pack: str | None
    seed: int | None
    heading: Heading
    """How the session sounds."""
    chime: tuple[str, ...] = ()
    """Other sounds for roles of chimes."""

    @property
    def length_ms(self) -> Ms | None:
        """The length asked for, in milliseconds."""
        if self.minutes is not None and self.length is not None:
            raise click.UsageError("--minutes and --length both set the length; give only one of them")
        return self.minutes if self.length is None else self.length

    def words(self) -> list[str]:
        """The flags as words of a command line."""
        words = [] if self.script is None else [str(self.script)]
        if self.allow_outside:
            words.append(ALLOW_OUTSIDE)
        if self.length_ms is not None:
            words += ["--length", format_duration(self.length_ms)]
        given = {flag_of(name): getattr(self, name) for name in _ONLY_COMPOSING}
        given |= {flag_of(name): getattr(self.heading, name) for name in knobs()}
        given["--chime"] = self.chime
        for flag, value in given.items():
            for one in value if isinstance(value, tuple) else () if value is None else (value,):
                words += [flag] if one is True else [flag, f"{one:g}" if isinstance(one, float) else str(one)]
        return words

    def request(self) -> Request:
        """The request that the flags make."""
        from voiceguide.compose import make_request

        return make_request(
            length_ms=self.length_ms,
            **{name: getattr(self, name) for name in _ONLY_COMPOSING if name != "pack"},
            **{name: getattr(self.heading, name) for name in knobs()},
        )

    def load_pack(self) -> Pack:
        """The pack given by --pack, or the built-in one."""
        from voiceguide.packs import default_pack, pack_named

        return pack_named(self.pack) if self.pack else default_pack()

    def make_script(self, studio: Studio) -> Script:
        """The given script, with the flags applied to its heading; without one, a composed script.

        Raises
        ------
        click.UsageError
            If a flag that only composing can follow is given beside a script.
        """
        return self.late_script(studio).load()

    def late_script(self, studio: Studio) -> LateScript:
        """What :meth:`make_script` returns; the steps of a file's script are read when they are needed."""
        if self.script is not None:
            return self._own_script(studio)
        request, pack = self.request(), self.load_pack()
        script = studio.compose(request, pack)
        _tell_left_out(request, pack)
        return LateScript.of(with_chimes(script, dict(map(parse_role, self.chime))))

    def live(self, studio: Studio, **options: Any) -> Live:
        """The session that plays at once: of the given script, else of the request.

        The options are those of :meth:`voiceguide.Studio.live`.
        """
        if self.script is not None or self.chime:
            return studio.live(self.make_script(studio), **options)
        request, pack = self.request(), self.load_pack()
        live = studio.live(request, pack, **options)
        _tell_left_out(request, pack)
        return live

    def _own_script(self, studio: Studio) -> LateScript:
        wrong = [flag_of(name) for name in _ONLY_COMPOSING if getattr(self, name) not in {None, ()}]
        if wrong:
            raise click.UsageError(
                f"{', '.join(wrong)}: a script is already composed; leave out the flag, or the script"
            )
        assert self.script is not None, "there is a script"  # noqa: S101
        return given_script(studio, self.script, allow_outside=self.allow_outside).changed(self._applied)

    def _applied(self, script: S) -> S:
        """A script, or its heading, with the flags applied."""
        script = override(script, self.heading, length_ms=self.length_ms)
        return with_chimes(script, dict(map(parse_role, self.chime)))


def given_script(studio: Studio, path: Path, *, allow_outside: bool) -> LateScript:
    """The script in a file, or from stdin."""
    if path != PIPE:
        return studio.late_script(path, allow_outside=allow_outside)
    from voiceguide.script import script_of
    from voiceguide.yamlfile import read_bytes

    script = script_of(read_bytes(read_stdin(), STDIN), Path(), allow_outside=allow_outside)
    return LateScript.of(script)


def _tell_left_out(request: Request, pack: Pack) -> None:
    """Report the points that a posture leaves out, since nobody would notice by ear."""
    from voiceguide.compose import left_out

    missing = left_out(pack, request) if request.postures or request.wants_all else ()
    if missing:
        listed = ", ".join(f"{point.code} ({point.name})" for point in missing)
        request = request.of_pack(pack)
        asked = ", ".join(sorted(request.possible_postures))
        tools = ", ".join(sorted(request.tools_at_hand))
        click.echo(f"voiceguide: left out, as {asked} with {tools} does not reach them: {listed}", err=True)


allow_outside = click.option(
    ALLOW_OUTSIDE, is_flag=True, help="Let a script use files from outside its folder."
)
"""A flag of the commands that take a script."""


def request_options(*, script: bool) -> Callable[[F], F]:
    """Add the flags of a request to a command, which gets them as one :class:`SessionOptions`, ``options``.

    Parameters
    ----------
    script : bool
        Whether a script may stand in the request's place.
    """
    argument = click.argument("script", required=False, type=click.Path(path_type=Path))
    flags = [_flag(name, knob) for name, knob in knobs().items()]

    def decorate(command: F) -> F:
        def gather(*args: Any, **values: Any) -> Any:
            named = {name: values.pop(name, None) for name in _TAKEN}
            named["allow_outside"] = bool(named["allow_outside"])
            named["to_sleep"] = named["to_sleep"] or None
            options = SessionOptions(heading=_take_heading(values), **named)
            with errors_in(options.script, names_length=options.length_ms is None):
                return command(*args, options=options, **values)

        return _wrapped(command, gather, [*([argument, allow_outside] if script else []), *_OPTIONS, *flags])

    return decorate


_OPTIONS = (
    click.option("--minutes", callback=read_as(minutes), metavar="N", help="Exact length in minutes. [10]"),
    click.option(
        "--length",
        callback=read_as(functools.partial(parse_duration, unit=None)),
        metavar="TIME",
        help="Exact length, such as 12m30s.",
    ),
    click.option("--points", multiple=True, metavar="NAMES", help="Points such as BL-43,SI-3; or all."),
    click.option(
        "--focus", metavar="NAME", help=f"Only points for this area: {', '.join(FOCUSES)}, or a pack's own."
    ),
    click.option(
        "--tools",
        metavar="NAME",
        multiple=True,
        help=f"What you have at hand: {', '.join(TOOLS)}, or a pack's own; may be repeated. [tennis-ball]",
    ),
    click.option(
        "--posture",
        metavar="NAME",
        multiple=True,
        help=f"A posture you can take: {', '.join(POSTURES)}, or a pack's own; may be repeated.",
    ),
    click.option(
        "--activity",
        type=click.Choice(OCCASIONS),
        metavar="NAME",
        help=f"What the session accompanies: {', '.join(OCCASIONS)}.",
    ),
    click.option(
        "--to-sleep",
        is_flag=True,
        help="End lying down, ever softer and with fewer words, with nothing that wakes.",
    ),
    click.option("--talk", type=click.Choice(TALKS), help="How much is said. [what suits the length]"),
    click.option(
        "--pack", metavar="NAME", help="Another pack of points: its name (see points), or a file of your own."
    ),
    click.option(
        "--chime",
        multiple=True,
        metavar="ROLE=SOUND",
        help="Sound of a role: start=bell.wav, end=gong,-3dB or half=none; may be repeated.",
    ),
    click.option(
        "--seed", type=click.IntRange(0), metavar="N", help="Another number chooses other wordings. [0]"
    ),
)


strict_option = click.option(
    "--strict", is_flag=True, help="Fail if something in a script's hold has no room."
)


def own_studio(**options: Any) -> Studio:
    """A studio that uses the cache folder given by --cache-dir."""
    from voiceguide.studio import Studio

    # Notices appear even with --quiet: a voice is never changed in silence.
    return Studio(
        cache_dir=settings_of().cache_dir,
        on_notice=lambda notice: click.echo(f"voiceguide: {notice}", err=True),
        **options,
    )
