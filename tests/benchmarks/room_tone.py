"""What a room tone costs an export whose frames are all kept: CPU time with it over CPU time without.

    python tests/benchmarks/room_tone.py [--minutes 60] [--pairs 10] [--voice system/default]

Runs of both kinds take turns, so that what else the machine does falls on both alike. The target is a ratio
of at most 1.3.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def cpu_of(words: list[str], folder: Path) -> float:
    """CPU seconds of an export, its children's included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"VOICEGUIDE_CACHE": str(folder / "cache")}
    # compiled modules are kept between runs, as they are for everybody
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-m", "voiceguide", "export", *words, "-q"], check=True, env=environment,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", default="60")
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--voice", default="system/default")
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        common = ["--minutes", asked.minutes, "--voice", asked.voice, *(["--small"] if asked.small else [])]
        found: dict[str, list[float]] = {"on": [], "off": []}
        for number in range(asked.pairs + 1):
            for tone, seconds in found.items():
                words = [*common, "--room-tone", tone, "-o", str(folder / f"{tone}.mp3")]
                cpu = cpu_of(words, folder)
                if number:  # the first of each fills the cache
                    seconds.append(cpu)
    ratio = statistics.median(on / off for on, off in zip(found["on"], found["off"], strict=True))
    medians = {tone: statistics.median(seconds) for tone, seconds in found.items()}
    told = f"{medians['on']:.3f} s of CPU with a room tone, {medians['off']:.3f} s without: {ratio:.2f}x"
    sys.stdout.write(f"{asked.minutes} min: {told}\n")


if __name__ == "__main__":
    main()
