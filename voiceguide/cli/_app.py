"""The program's entry point: finds the command, and turns errors into one line and an exit code."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from voiceguide import __version__
from voiceguide.cli._context import Settings, common_options, hide_logs
from voiceguide.cli._streams import make_tolerant
from voiceguide.errors import VoiceguideError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANY = 100_000
"""Objects that are new before garbage is looked for."""
INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the signal's number, as shells expect."""

# A command's module is imported only when it is called, so the list and its help texts are here.
_COMMANDS = {
    "points": "Show the points of a pack, or one in full.",
    "compose": "Make a script from a request, to read and edit.",
    "check": "Find every mistake in scripts.",
    "timeline": "Show what is heard when, as a table, JSON or a picture.",
    "play": "Play a session on the sound device.",
    "export": "Write a session to an audio file.",
    "serve": "Open a page on which routines are made, heard and kept.",
    "voices": "List the voices.",
    "beds": "List the background sounds.",
    "chimes": "List the chimes.",
    "log": "List the sessions that were heard to their end.",
    "say": "Speak a text, to try out a voice.",
    "cache": "Manage the cache of spoken clips.",
    "schema": "Print the JSON Schema of scripts or packs, for editors.",
    "doctor": "Check what works here, and how to fix what does not.",
}


class _Commands(click.Group):
    """A group that imports each command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's interface)
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"voiceguide.cli._{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS:
            from voiceguide._lib.suggestions import did_you_mean

            ctx.fail(f"there is no command {args[0]!r}{did_you_mean(args[0], _COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog="Start with: voiceguide export --minutes 10 -o routine.mp3",
)
@click.version_option(__version__, prog_name="voiceguide")
@common_options
def program() -> None:
    """Voice-guided body-work audio: composed from point data, exactly as long as you ask for."""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the program and exit."""
    # numpy's linear algebra would start threads that have nothing to do here
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # no plug-in of pydantic's has a part in this; looking for them takes a fortieth of a start
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # most objects of a start stay: looking for garbage among them takes a twentieth of it
    gc.set_threshold(_MANY, 20, 20)
    # A terminated program cleans up like an interrupted one: temporary files and speech workers go.
    signal.signal(signal.SIGTERM, _terminated)
    make_tolerant()
    sys.exit(_run(list(sys.argv[1:] if args is None else args)))


def _terminated(_number: int, _frame: Any) -> NoReturn:
    raise KeyboardInterrupt


def _run(args: list[str]) -> int:
    try:
        return _outcome(args)
    finally:
        hide_logs()


def _outcome(args: list[str]) -> int:
    try:
        with program.make_context("voiceguide", list(args), obj=Settings(arguments=tuple(args))) as context:
            program.invoke(context)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "voiceguide"
        _complain(f"{' '.join(error.format_message().split())} (see: {where} --help)", args)
        return 2
    except click.ClickException as error:
        _complain(error.format_message(), args)
        return 1
    except VoiceguideError as error:
        _complain(str(error), args)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("voiceguide: interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()  # the reader (head, a pager) has seen enough
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _unexpected(error, args)
        _drop_stdout()
        _complain("cannot write: the disk is full", args)
        return 1
    except Exception as error:
        return _unexpected(error, args)
    return 0


def _drop_stdout() -> None:
    """Discard what is still buffered for stdout: writing it would fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception, args: list[str]) -> int:
    _complain(f"unexpected {type(error).__name__}: {error}; run again with --debug to see where", args)
    return 1


def _complain(message: str, args: list[str]) -> None:
    for line in message.splitlines():
        click.echo(f"voiceguide: {line}", err=True)
    if "--debug" in args:
        import traceback

        traceback.print_exc()
