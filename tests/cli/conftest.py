"""Running the program inside the test's process: the same path as ``voiceguide``, without a new Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from voiceguide.cli._app import _run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BAD_SCRIPT_HEAD = "voiceguide: 1\ntitle: A test\nsteps:\n"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with a cache of its own outside of it."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    return work


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def call(*args: object) -> Ran:
        capsys.readouterr()
        code = _run([str(arg) for arg in args])
        seen = capsys.readouterr()
        return Ran(code, seen.out, seen.err)

    return call
