"""From raw results to the README's section and the plot: `python report.py RESULTS [README PLOT]`."""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from ways import AGAIN, API, COLD, OTHER, WAYS, Way

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"

_ABOUT = """\
Each way makes the same session as an MP3 of the same kind, side by side with the others, as a whole process.
Times are medians; in brackets is how many times voiceguide's own that is, *the same again* or *from text*.
Memory is the peak of the largest process. *From text* is with the system's voice and an empty cache. For
*another length* a session 1 % off was exported before. The API is `Session.export` in a program that runs
already.

The others get each sound as a finished WAV file, overlaps mixed and levels set; they write no tags or
chapters and do not duck the bed. Every file's length was checked, ours to the sample. Sessions of over an
hour are the script of an hour several times over."""
_MB = 1e6


def section(results: dict[str, Any]) -> str:
    """The README's section in Markdown."""
    cells = results["cells"]
    lengths = sorted({cell["minutes"] for cell in cells})
    parts = [_introduction(results), "![Time to make an MP3, by its length](benchmark.png)"]
    for cell in (cell for cell in cells if cell["minutes"] == lengths[0]):
        same = [c for c in cells if (c["kind"], c["bed"]) == (cell["kind"], cell["bed"])]
        parts.append(f"**{_title(cell)}**\n\n{_table(same)}")
    parts.append(_growth(cells, lengths))
    parts.append(_starts(results["starts"]))
    parts.append(_plays(results))
    parts.append(_spoken(results))
    parts.append(_threads(results["threads"]))
    return "\n\n".join(part for part in parts if part)


def median(cell: dict[str, Any], way: str, cost: str) -> float | None:
    """A way's median of a cost in a cell; of memory the most. None if it did not run."""
    found = [one[cost] for one in cell["runs"].get(way, [])]
    if not found:
        return None
    return max(found) if cost == "memory" else statistics.median(found)


def _introduction(results: dict[str, Any]) -> str:
    versions = {name: number for name, number in results["versions"].items() if name != "voiceguide"}
    listed = ", ".join(f"{name} {number}" for name, number in (versions | _programs()).items())
    return f"Made by `make bench` on {_machine()}; Python {platform.python_version()}, {listed}.\n\n{_ABOUT}"


def _table(cells: list[dict[str, Any]]) -> str:
    lengths = [f"{cell['minutes']:g} min" for cell in cells]
    middle = cells[min(1, len(cells) - 1)]
    heads = ["", *lengths, f"CPU, {middle['minutes']:g} min", *(f"memory, {length}" for length in lengths)]
    lines = [_row(heads), _row(["---", *["---:"] * (len(heads) - 1)])]
    for start, title in (("clips", "from clips"), ("text", "from text")):
        lines.append(_row([f"*{title}*", *[""] * (len(heads) - 1)]))
        for way in (way for way in WAYS if way.start == start):
            row = [way.label, *(_time(cell, way) for cell in cells)]
            row.append(_seconds(median(middle, way.name, "cpu")))
            row += [_megabytes(median(cell, way.name, "memory")) for cell in cells]
            lines.append(_row(row))
    return "\n".join(lines)


def _row(fields: list[str]) -> str:
    return f"| {' | '.join(fields)} |"


def _time(cell: dict[str, Any], way: Way) -> str:
    taken = median(cell, way.name, "wall")
    if taken is None:
        return f"({cell['left_out'].get(way.name, 'left out')})"
    ours = median(cell, COLD if way.start == "text" else AGAIN, "wall")
    return f"{_seconds(taken)} ({_times(taken / ours)})" if ours else _seconds(taken)


def _growth(cells: list[dict[str, Any]], lengths: list[float]) -> str:
    """How our time and memory grow over the last step of length."""
    if len(lengths) < 2:
        return ""
    short, long = lengths[-2:]
    lines = [
        _row(["", "", *(f"{what}, {short:g} to {long:g} min" for what in ("time", "memory"))]),
        "|---|---|---:|---:|",
    ]
    for cell in (cell for cell in cells if cell["minutes"] == long):
        before = next(
            c for c in cells if (c["minutes"], c["kind"], c["bed"]) == (short, cell["kind"], cell["bed"])
        )
        for way in (way for way in WAYS if way.name in {COLD, AGAIN, OTHER, API}):
            wall = [median(one, way.name, "wall") for one in (before, cell)]
            memory = [median(one, way.name, "memory") for one in (before, cell)]
            if None not in wall:
                grown = f"{(memory[1] - memory[0]) / _MB:+.0f} MB"
                label = f"{way.label}, from {way.start}"
                lines.append(_row([_title(cell), label, _times(wall[1] / wall[0]), grown]))
    return f"**Growth**: {long / short:g} times the length.\n\n" + "\n".join(lines)


def _starts(starts: dict[str, list[dict[str, float]]]) -> str:
    medians = {name: statistics.median(one["wall"] for one in runs) for name, runs in starts.items()}
    bare = next(iter(medians.values()))
    lines = [_row(["start-up", "", "times bare Python"]), "|---|---:|---:|"]
    lines += [_row([f"`{name}`", f"{s * 1000:.0f} ms", _times(s / bare)]) for name, s in medians.items()]
    return "\n".join(lines)


def _plays(results: dict[str, Any]) -> str:
    if not results["plays"]:
        return ""
    bare = statistics.median(one["wall"] for one in next(iter(results["starts"].values())))
    voice = results["played_voice"]
    lines = [_row([f"`voiceguide play`, {voice}", "sounds after", "times bare Python"]), "|---|---:|---:|"]
    told = {"cold": "nothing spoken yet", "cached": "all in the cache"}
    for name, runs in results["plays"].items():
        seconds = statistics.median(runs)
        lines.append(_row([told[name], _seconds(seconds), _times(seconds / bare)]))
    return "\n".join(lines)


def _spoken(results: dict[str, Any]) -> str:
    alone, export = (statistics.median(results["spoken"][name]) for name in ("alone", "export"))
    lines = [
        _row([f"from nothing, {results['played_voice']}", "", "times speaking alone"]),
        "|---|---:|---:|",
        _row(["its sentences spoken, on all cores, and no more", _seconds(alone), ""]),
        _row(["`voiceguide export`", _seconds(export), _times(export / alone)]),
    ]
    return "\n".join(lines)


def _threads(threads: dict[str, dict[str, Any]]) -> str:
    found = {name: one for name, one in threads.items() if one and one["threads"] > 1}
    if not found:
        return ""
    count = next(iter(found.values()))["threads"]
    lines = [
        _row(["encoding all of a session anew", "one thread", f"{count} threads", "times as fast"]),
        "|---|---:|---:|---:|",
    ]
    for name, one in found.items():
        lines.append(
            _row([name, _seconds(one["one"]), _seconds(one["all"]), _times(one["one"] / one["all"])])
        )
    return "\n".join(lines)


def _title(cell: dict[str, Any]) -> str:
    return f"{cell['kind']['name']}, {'with ' + cell['bed'] if cell['bed'] else 'no bed'}"


def _seconds(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def _times(value: float) -> str:
    return f"{value:.2f}x" if value < 2 else f"{value:.1f}x" if value < 20 else f"{value:.0f}x"


def _megabytes(value: float | None) -> str:
    return "" if value is None else f"{value / _MB:.0f} MB"


def _machine() -> str:
    """Processor, cores and system, and nothing that names the machine."""
    model = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line
        ]
        model = names[0] if names else model
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores of an {model or platform.machine()}, {platform.system()}"


def _programs() -> dict[str, str]:
    """Versions of the programs that are there."""
    found = {}
    for name, words, at in (("ffmpeg", ["-version"], 2), ("sox", ["--version"], -1)):
        if program := shutil.which(name):
            told = subprocess.run([program, *words], capture_output=True, text=True, check=False).stdout
            found[name] = told.splitlines()[0].split()[at].removeprefix("v")
    return found


def replaced(readme: str, text: str) -> str:
    """The README with its benchmark section's content replaced.

    Raises
    ------
    ValueError
        If the section's marks are not there.
    """
    before, _, rest = readme.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"there is no {BEGIN} ... {END} to write to")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def main() -> None:
    """Write section and plot where they are asked for, or else the section to stdout."""
    results = json.loads(Path(sys.argv[1]).read_text())
    if len(sys.argv) == 2:
        sys.stdout.write(f"{section(results)}\n")
        return
    from plot import draw

    readme, picture = map(Path, sys.argv[2:])
    draw(results["cells"], picture)
    readme.write_text(replaced(readme.read_text(), section(results)))


if __name__ == "__main__":
    main()
