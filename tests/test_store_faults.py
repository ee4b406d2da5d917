"""Whatever becomes of the store, the routine is made, and one line tells what happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CALL = [sys.executable, "-m", "voiceguide"]
EXPORT = [*CALL, "export", "--length", "1m50s", "--voice", "silent/default", "--small"]


def spoiled_by_a_file(root: Path) -> None:
    root.write_text("a file stands in the way")


def spoiled_above(root: Path) -> None:
    root.parent.rmdir()
    root.parent.write_text("a file stands in the way")


def spoiled_by_a_link(root: Path) -> None:
    root.symlink_to(root.with_name("gone") / "nowhere")


def spoiled_inside(root: Path) -> None:
    root.mkdir()
    for number in range(256):
        (root / f"{number:02x}").write_text("a file stands in the way")


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The routine as it is made where all is well."""
    folder = tmp_path_factory.mktemp("right")
    path = folder / "right.mp3"
    subprocess.run([*EXPORT, "-o", path, "--cache-dir", folder / "cache"], check=True, capture_output=True)
    return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [spoiled_by_a_file, spoiled_above, spoiled_by_a_link, spoiled_inside])
def test_a_routine_is_made_where_nothing_can_be_kept(
    tmp_path: Path, right: bytes, spoil: Callable[[Path], None]
) -> None:
    root = tmp_path / "parent" / "cache"
    root.parent.mkdir()
    spoil(root)
    made = tmp_path / "made.mp3"
    # as a person would name it who does not look at it: a flag that names a file is refused at once
    surroundings = {**os.environ, "VOICEGUIDE_CACHE": str(root)}
    done = subprocess.run(
        [*EXPORT, "-o", made], env=surroundings, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("nothing can be kept") == 1
    assert "Traceback" not in done.stderr
    assert made.read_bytes() == right


@pytest.mark.slow
def test_routines_are_made_while_the_cache_is_cleared_and_taken_away(tmp_path: Path) -> None:
    root = tmp_path / "cache"
    exports = [
        subprocess.Popen(
            [*EXPORT, "-o", tmp_path / f"{number}.mp3", "--cache-dir", root],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    turns = 0
    while any(export.poll() is None for export in exports):
        call = ("clear",) if turns % 2 else ("prune", "--max-mb", "0")
        subprocess.run([*CALL, "cache", *call, "--cache-dir", root], check=True, capture_output=True)
        turns += 1
    told = [export.communicate()[1] for export in exports]
    assert [export.returncode for export in exports] == [0] * 8, told
    assert turns > 1
    assert len({(tmp_path / f"{number}.mp3").read_bytes() for number in range(8)}) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="files without a name are Linux's")
def test_nothing_half_is_left_by_a_kill(tmp_path: Path) -> None:
    root, killed = tmp_path / "cache", 0
    subprocess.run([*EXPORT, "-o", tmp_path / "a.wav", "--cache-dir", root], check=True, capture_output=True)
    (tmp_path / "a.wav").unlink()
    for turn in range(12):
        export = subprocess.Popen(
            [*EXPORT, "-o", tmp_path / "a.wav", "--cache-dir", root],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.1 + 0.06 * turn)
        export.send_signal(signal.SIGKILL)
        killed += export.wait() == -signal.SIGKILL
        assert {path.name for path in tmp_path.iterdir()} <= {"cache", "a.wav"}
    assert killed
