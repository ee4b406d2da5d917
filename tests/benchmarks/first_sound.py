"""Time from the start of `voiceguide play` to its first sound, seen from outside.

ALSA's file device stands in for a sound card: what it is given arrives, at the pace of a card, in a file. The
first frame in it that is not silence is the first sound; a device that is open already writes silence until
then.
"""

from __future__ import annotations

import ctypes.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import RunFailed

# a script finds only what lies beside it
sys.path.append(str(Path(__file__).resolve().parent.parent))
from card import surroundings

LOOK_SECONDS = 0.001


def possible() -> bool:
    """Whether ALSA's library is there."""
    return sys.platform == "linux" and ctypes.util.find_library("asound") is not None


def first_sound(words: list[str], *, folder: Path, cache: Path, seconds: float) -> float:
    """Seconds from the start of a program to its first sound; it is ended then.

    Parameters
    ----------
    words : list of str
        The program and its arguments; it is to play on miniaudio.
    folder : Path
        Where the program runs, and what it plays is kept meanwhile.
    cache : Path
        Its cache of clips.
    seconds : float
        How long to wait.

    Raises
    ------
    RunFailed
        If the program ends, or takes longer, without a sound.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        raw, told = Path(place, "raw"), Path(place, "err")
        raw.touch()
        environment = os.environ | surroundings(raw) | {"VOICEGUIDE_CACHE": str(cache)}
        environment["PYTHONDONTWRITEBYTECODE"] = ""  # as programs run for a person
        began = time.perf_counter()
        with (
            told.open("wb") as err,
            raw.open("rb") as captured,
            subprocess.Popen(
                words,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=err,
            ) as program,
        ):
            try:
                while not captured.read().strip(b"\0"):
                    if program.poll() is not None or time.perf_counter() - began > seconds:
                        raise RunFailed(f"no sound: {told.read_text(errors='replace').strip()}")
                    time.sleep(LOOK_SECONDS)
                return time.perf_counter() - began
            finally:
                program.terminate()
