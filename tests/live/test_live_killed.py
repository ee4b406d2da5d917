"""A session whose program is killed at any moment goes on where it was."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from voiceguide.errors import RequestError
from voiceguide.studio import Studio

HERE = Path(__file__).parent
KILLS = 20
RATE = 48_000
MOST_BACK = 5 * RATE
LATE = RATE // 5
"""What may be taken between an entry in the journal and its being told here."""
PATIENCE = 30.0


def heard(told: Path) -> tuple[int, int] | None:
    """The first frame that was heard and the one after the last; None if nothing was."""
    data = told.read_bytes() if told.exists() else b""
    return struct.unpack("<qq", data) if len(data) == 16 else None


def killed(cache: Path, told: Path, *words: str, after: float) -> tuple[int, int]:
    """Play, and kill the program some time after its first sound; gives what was heard, as :func:`heard`."""
    told.unlink(missing_ok=True)
    program = [sys.executable, HERE / "killed.py", told, "play", *words, "--device", "null", "--quiet"]
    with subprocess.Popen(
        [*program, "--cache-dir", cache], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as running:
        begun = time.monotonic()
        while heard(told) is None and running.poll() is None and time.monotonic() < begun + PATIENCE:
            time.sleep(0.01)
        time.sleep(after)
        running.kill()
        assert running.stderr is not None
        if (found := heard(told)) is None:
            raise AssertionError(running.stderr.read())
        return found


@pytest.mark.slow
def test_a_killed_session_is_resumed_within_five_seconds_of_where_it_was(tmp_path: Path) -> None:
    chance = random.Random(13)
    cache, told = tmp_path / "cache", tmp_path / "told"
    request = ["--minutes", "5", "--voice", "silent/default", "--from"]
    killings = 0
    while killings < KILLS:
        begin = f"{chance.randrange(1, 280)}s"
        _, place = killed(cache, told, *request, begin, after=chance.uniform(0.0, 2.5))
        with Studio(cache_dir=cache) as studio:
            try:
                studio.journal.place()
            except RequestError as error:
                # killed before the first entry; one is never half written
                assert "no session was left" in str(error)  # noqa: PT017
                continue
        first, _ = killed(cache, told, "--resume", after=0.0)
        # a sentence is begun anew, and nothing is passed over
        assert place - MOST_BACK <= first <= place + LATE, begin
        shutil.rmtree(cache / "journal")
        killings += 1
