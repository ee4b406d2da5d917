"""First sound of every length, cold, against speaking one sentence: the table in the README beside this file.

    python first_sounds.py measure --voice piper/joe [--talk short] [--cores one] [--minutes 2,3]
    python first_sounds.py report [README]

Each case is `voiceguide play` in a process of its own with an empty cache, ended at its first sound; the
measure is `voiceguide say` of the sentence that such a session begins with, in the same way. What is measured
is added to `build/bench/first_sounds.json`, so that the table can be made in pieces.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from first_sound import first_sound
from measure import run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = ROOT / "build" / "bench" / "first_sounds.json"
PROGRAM = [sys.executable, "-m", "voiceguide"]
BEGIN, END = "<!-- first-sounds:begin -->", "<!-- first-sounds:end -->"

LENGTHS = (2, 3, 5, 8, 10, 12, 15, 20, 30, 45, 60, 120)
"""Minutes."""
SENTENCES = {
    "full": "A warm welcome to traditional Chinese acupressure, for a stiff back.",
    "short": "Ten minutes of acupressure for a stiff back.",
    "minimal": "Ten minutes, for a stiff back.",
}
"""With what a session of each talk begins."""
CORES: dict[str, list[str]] = {"all": [], "one": ["taskset", "-c", "0"]}
SAID = 3
"""How often the sentence is said in a piece: at its beginning, in the middle and at the end."""
PATIENCE_S = 60
LEAST = {"full": 5, "short": 3, "minimal": 2}
"""The shortest of the lengths that so much talk fits into; others are refused, once the voice was asked."""


def measure(voice: str, talk: str, cores: str, lengths: list[int], folder: Path) -> list[dict[str, Any]]:
    """Seconds to the first sound of each length, and of saying a sentence between them."""
    said: list[float] = []
    found: list[dict[str, Any]] = []
    says_at = {round(number * len(lengths) / (SAID - 1)) for number in range(SAID)}
    for number in range(len(lengths) + 1):
        if number in says_at:
            said.append(_say(voice, talk, cores, folder))
            _note(f"{voice} {talk} {cores}: says a sentence in {said[-1]:.2f} s")
        if number == len(lengths):
            break
        case = {"voice": voice, "talk": talk, "cores": cores, "minutes": lengths[number]}
        case["seconds"] = _play(voice, talk, cores, lengths[number], folder)
        _note(f"{voice} {talk} {cores}: {lengths[number]} min {case['seconds'] or 'not possible'}")
        found.append(case)
    return [{**case, "said": statistics.median(said)} for case in found]


def _play(voice: str, talk: str, cores: str, minutes: int, folder: Path) -> float | None:
    asked = ["--minutes", str(minutes), "--talk", talk, "--voice", voice]
    # a tone would be the first sound
    options = ["--room-tone", "off", "--device", "miniaudio", "--quiet"]
    if minutes < LEAST[talk]:
        return None
    with tempfile.TemporaryDirectory(dir=folder) as cache:
        words = [*CORES[cores], *PROGRAM, "play", *asked, *options]
        return first_sound(words, folder=folder, cache=Path(cache), seconds=PATIENCE_S)


def _say(voice: str, talk: str, cores: str, folder: Path) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        words = [*CORES[cores], *PROGRAM, "say", SENTENCES[talk], "--voice", voice, "--quiet"]
        words += ["-o", str(Path(place, "said.wav"))]
        environment = {"VOICEGUIDE_CACHE": str(Path(place, "cache"))}
        return run(words, seconds=PATIENCE_S, folder=Path(place), environment=environment).wall


def table(found: list[dict[str, Any]]) -> str:
    """The README's section in Markdown."""
    lengths = sorted({case["minutes"] for case in found})
    rows = [
        f"| voice | talk | cores | a sentence | {' | '.join(map(str, lengths))} |",
        f"|---|---|---|---:|{'---:|' * len(lengths)}",
    ]
    ratios = []
    for voice, talk, cores in dict.fromkeys((one["voice"], one["talk"], one["cores"]) for one in found):
        mine = [one for one in found if (one["voice"], one["talk"], one["cores"]) == (voice, talk, cores)]
        told = []
        for minutes in lengths:
            runs = [one for one in mine if one["minutes"] == minutes]
            times = [one["seconds"] / one["said"] for one in runs if one["seconds"] is not None]
            ratios += [statistics.median(times)] if times else []
            told.append(f"{ratios[-1]:.2f}" if times else "no" if runs else "")
        said = statistics.median(one["said"] for one in mine)
        rows.append(f"| {voice} | {talk} | {cores} | {said:.2f} s | {' | '.join(told)} |")
    return "\n".join(
        [
            "From the start of `voiceguide play` to its first word, by the session's minutes, in times of",
            "`voiceguide say` of one sentence: whole processes with an empty cache, a single run each. *no*",
            "is a length that is refused, since so much talk does not fit into it.",
            f"The largest is {max(ratios):.2f}, the median {statistics.median(ratios):.2f}.",
            "",
            *rows,
        ]
    )


def report(found: list[dict[str, Any]], readme: Path | None) -> None:
    """Write the table, to the terminal or between its marks in the README."""
    if readme is None:
        sys.stdout.write(table(found) + "\n")
        return
    before, _, rest = readme.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    readme.write_text(f"{before}{BEGIN}\n{table(found)}\n{END}{after}")


def _note(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main() -> None:
    """Measure a piece, or make the table of all pieces."""
    parser = argparse.ArgumentParser(description="Measure how soon sessions sound.")
    parser.add_argument("what", choices=("measure", "report"))
    parser.add_argument("readme", nargs="?", type=Path, help="for the table; else the terminal")
    parser.add_argument("--voice", default="piper/joe")
    parser.add_argument("--talk", choices=SENTENCES, help="only this one")
    parser.add_argument("--cores", choices=CORES, default="all")
    parser.add_argument("--minutes", help="only these, with commas")
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    found = json.loads(asked.results.read_text()) if asked.results.exists() else []
    if asked.what == "report":
        report(found, asked.readme)
        return
    if CORES[asked.cores] and not shutil.which(CORES[asked.cores][0]):
        parser.error(f"--cores {asked.cores} needs {CORES[asked.cores][0]}")
    lengths = [int(word) for word in asked.minutes.split(",")] if asked.minutes else list(LENGTHS)
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="voiceguide-bench-") as folder:
        for talk in [asked.talk] if asked.talk else SENTENCES:
            found += measure(asked.voice, talk, asked.cores, lengths, Path(folder))
            asked.results.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
