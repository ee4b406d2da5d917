"""The help of every command fits a terminal of 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from voiceguide.cli._app import program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Ran


def commands(group: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    """The words that call each command."""
    yield names
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield from commands(command, *names, name)


@pytest.mark.parametrize("columns", ["80", "200"])
@pytest.mark.parametrize("words", list(commands(program)), ids=" ".join)
def test_help_fits_80_columns(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ran = run(*words, "--help")
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if len(line) > 80] == []
