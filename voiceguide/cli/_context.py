"""What all commands share: common flags, notes on stderr, and the progress bar."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from voiceguide.session import Progress

F = TypeVar("F", bound="Callable[..., Any]")


class Settings:
    """The common flags of one call, and its arguments."""

    def __init__(self, arguments: tuple[str, ...] = ()) -> None:
        self.quiet = False
        self.debug = False
        self.cache_dir: Path | None = None
        self.arguments = arguments

    def note(self, message: str) -> None:
        """Print a note to stderr, unless --quiet was given."""
        if not self.quiet:
            click.echo(message, err=True)


def settings_of(context: click.Context | None = None) -> Settings:
    """The settings of the running command; created at the first call."""
    found: Settings = (context or click.get_current_context()).find_root().ensure_object(Settings)
    return found


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def store(context: click.Context, _: click.Parameter, value: Any) -> None:
        if value:
            setattr(settings_of(context), name, value)
            if name == "debug":
                _show_logs()
            if name == "cache_dir":
                from voiceguide.store import Store, use_store

                use_store(Store(value, spare=True))

    return store


def _show_logs() -> None:
    """Send the program's own logs to stderr."""
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(relativeCreated)6d ms %(name)s: %(message)s"))
    logger = logging.getLogger("voiceguide")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG)


def hide_logs() -> None:
    """Write no more logs, if any were written."""
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger("voiceguide").handlers.clear()


def common_options(command: F) -> F:
    """Add the flags that every command takes."""
    for option in (
        click.option("--debug", is_flag=True, expose_value=False, callback=_set("debug"),
                     help="Show logs, and where an error came from."),
        click.option("-q", "--quiet", is_flag=True, expose_value=False, callback=_set("quiet"),
                     help="Print only results and errors."),
        click.option("--cache-dir", type=click.Path(path_type=Path, file_okay=False), expose_value=False,
                     callback=_set("cache_dir"), metavar="FOLDER", help="Where spoken clips are kept."),
    ):  # fmt: skip
        command = option(command)
    return command


@contextmanager
def progress(settings: Settings) -> Iterator[Progress | None]:
    """A progress bar on stderr, if that is a terminal and --quiet was not given."""
    if settings.quiet or not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar.update
    finally:
        bar.stop()


class _Bar:
    """A progress bar that is loaded only once there is progress to show."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def update(self, doing: str, done: int, total: int) -> None:
        """Show how much is done; the bar disappears once everything is."""
        if self._bar is None:
            self._bar = _new_bar()
            self._bar.start()
        if doing not in self._tasks:
            self._tasks[doing] = self._bar.add_task(doing, total=total)
        self._bar.update(self._tasks[doing], completed=done, total=total)
        if done >= total:
            self.stop()

    def stop(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._tasks.clear()


def _new_bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:9}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
