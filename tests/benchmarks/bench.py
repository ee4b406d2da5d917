"""The benchmark: `make bench`, or `make bench BENCH=quick`. It asserts no times, and reports ratios.

For each length, kind of file, with and without a bed, all ways make the same session side by side: in each
round every way runs once, as a whole process. Before that, a session's sounds are written as WAV files for
those ways that begin with clips. Every file's length is checked. The results go to
`build/bench/results.json`; those of the whole benchmark also to the README and the plot beside
this file, others to the terminal.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from first_sound import first_sound, possible
from measure import Run, RunFailed, run
from mp3_length import mp3_samples
from ways import API, COLD, KINDS, OTHER, WAYS, Kind, Way

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = str(Path(sys.executable).with_name("voiceguide"))
BED = "rain"
LONGEST_COMPOSED = 60
"""Longer sessions are this one's steps several times over: compose makes at most three hours."""
OTHER_SHARE = 0.01
"""How far the other length is off: so little that the work is the same, and everything lies elsewhere."""
LONGEST_MINUTES = 240
"""The longest session there is: the other length is shorter than this one, and else longer."""
ROUNDS = 5
"""Most runs of a way."""
MEMORY_SHARE = 0.5
"""Of the machine's memory: a way that would take more is left out."""


@dataclass(slots=True)
class Plan:
    """How much is run."""

    lengths: tuple[int, ...]
    """In minutes, rising."""
    way_s: float
    """How long all runs of one way in one cell may take together: slow ones run less often, but once."""
    run_s: float
    """A run that would take longer, by the one for the length before, is left out."""
    total_s: float
    """After this long, peers are left out."""
    starts: int
    """Runs of each start-up; they are short, and vary."""
    plays: int
    """Runs of each way to the first sound."""
    spoken: int
    """Runs of an export from nothing, and of its speech alone."""


PLANS = {
    "full": Plan((10, 60, 240), way_s=1, run_s=240, total_s=40 * 60, starts=15, plays=7, spoken=3),
    "quick": Plan((10,), way_s=1, run_s=30, total_s=3 * 60, starts=5, plays=3, spoken=1),
}


@dataclass(slots=True)
class Cell:
    """All runs of one length, kind and bed."""

    minutes: float
    kind: Kind
    bed: str | None
    runs: dict[str, list[Run]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    """Why a way has no runs."""

    def fastest(self, way: Way) -> float:
        """Seconds of a way's fastest run."""
        return min(one.wall for one in self.runs[way.name])


class Bench:
    """One run of the benchmark, in a folder of its own."""

    def __init__(self, plan: Plan, voice: str, played_voice: str, folder: Path) -> None:
        self.plan = plan
        self.voice = voice
        self.played_voice = played_voice
        self.folder = folder
        self.caches = folder / "caches"
        self.began = time.monotonic()
        self.cells: list[Cell] = []
        self.missing = {name for name in ("ffmpeg", "sox") if shutil.which(name) is None}

    def run(self) -> dict[str, Any]:
        """Run it all; the results as JSON types."""
        for minutes in self.plan.lengths:
            script = self._script(minutes)
            for kind in KINDS:
                for bed in (None, BED):
                    self.cells.append(self._cell(script, minutes, kind, bed))
        return {
            "cells": [asdict(cell) for cell in self.cells],
            "starts": self._starts(),
            "plays": self._plays(),
            "spoken": self._spoken(),
            "played_voice": self.played_voice,
            "threads": self._threads(),
            "versions": json.loads(self._python("own.py", "versions", cache=self.caches).output),
            "voice": self.voice,
            "seconds": time.monotonic() - self.began,
        }

    def _script(self, minutes: float) -> Path:
        path = self.folder / f"{minutes:g}.yaml"
        composed = min(minutes, LONGEST_COMPOSED)
        words = ["compose", "--minutes", f"{composed:g}", "--voice", self.voice, "--quiet", "-o", str(path)]
        self._ours(words, self.folder / "composing")
        times = round(minutes / composed)
        if times > 1:
            head, steps = path.read_text().split("\nsteps:\n")
            lines = [line for line in head.splitlines() if not line.startswith("length:")]
            lines.append(f"length: {minutes:g}m")
            path.write_text("\n".join(lines) + "\nsteps:\n" + steps.rstrip("\n").join([""] + ["\n"] * times))
        return path

    def _cell(self, script: Path, minutes: float, kind: Kind, bed: str | None) -> Cell:
        cell = Cell(minutes, kind, bed)
        told = f"{minutes:g} min, {kind.name}{', ' + bed if bed else ''}"
        job = Path(tempfile.mkdtemp(dir=self.folder))
        settings = json.dumps({"rate": kind.rate, "channels": kind.channels, "kbps": kind.kbps, "bed": bed})
        self._python("own.py", "prepare", str(script), str(job), settings, cache=self.folder / "preparing")
        for _ in range(ROUNDS):
            for way in WAYS:
                done = [one.wall for one in cell.runs.get(way.name, [])]
                if way.name in cell.left_out or (done and sum(done) + min(done) > self.plan.way_s):
                    continue
                if why := self._why_not(way, cell):
                    cell.left_out[way.name] = why
                    continue
                _note(f"{told}: {way.label}")
                try:
                    one = self._once(way, cell, script, job, settings)
                except RunFailed as error:
                    if way.ours:
                        raise
                    cell.left_out[way.name] = str(error)
                else:
                    cell.runs.setdefault(way.name, []).append(one)
        shutil.rmtree(job)
        shutil.rmtree(self.caches)
        return cell

    def _why_not(self, way: Way, cell: Cell) -> str | None:
        """Why a way cannot or should not run."""
        if way.ours or cell.runs.get(way.name):
            return None
        if lacking := self.missing & set(way.needs):
            return f"no {' and no '.join(sorted(lacking))} here"
        if way.start == "text" and not self.voice.startswith("system/"):
            return "for the system's voice only"
        if way.start == "text" and cell.bed:
            return "as without a bed"  # speaking is the same, and what the bed adds is seen from clips
        if time.monotonic() - self.began > self.plan.total_s:
            return "out of time"
        before = [one for one in self.cells if (one.kind, one.bed) == (cell.kind, cell.bed)]
        if not before:
            return None
        shorter = before[-1]
        if way.name in shorter.left_out:
            return shorter.left_out[way.name]
        longer = cell.minutes / shorter.minutes
        power = 1.0
        if len(before) > 1:
            # `+=` copies all that is there each time: its time grows with the square of the length
            grown = shorter.fastest(way) / before[-2].fastest(way)
            power = max(power, math.log(grown) / math.log(shorter.minutes / before[-2].minutes))
        seconds = longer**power * shorter.fastest(way)
        if seconds > self.plan.run_s:
            return f"over {seconds:.0f} s"
        # what a short run takes for the program itself does not grow; so this errs on the side of running
        needed = longer * max(one.memory for one in shorter.runs[way.name])
        if needed > MEMORY_SHARE * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"):
            return f"over {needed / 1e9:.0f} GB"
        return None

    def _once(self, way: Way, cell: Cell, script: Path, job: Path, settings: str) -> Run:
        """Run a way and check what it made."""
        output = job / "out" / "routine.mp3"
        output.parent.mkdir()
        warm, seconds = self.caches / "warm", cell.minutes * 60
        try:
            if way.name == API:
                words = ["api", str(script), str(output), settings]
                one = self._python("own.py", *words, cache=warm)
                inside = json.loads(one.output)
                one = Run(inside["wall"], inside["cpu"], one.memory)
            elif not way.ours:
                words = [way.name, str(job / "job.json"), str(output)]
                one = self._python("peers.py", *words, cache=warm, seconds=4 * self.plan.run_s)
            else:
                words = ["export", str(script), "--preset", cell.kind.preset, "--quiet", "-o", str(output)]
                words += ["--bed", cell.bed] if cell.bed else []
                cache = warm
                if way.name == COLD:
                    # the first cold run's cache is the one that the warm runs find
                    cache = self.caches / "cold" if warm.exists() else warm
                elif way.name == OTHER:
                    share = OTHER_SHARE if cell.minutes < LONGEST_MINUTES else -OTHER_SHARE
                    seconds = round(seconds * (1 + share))
                    words += ["--length", f"{seconds}s"]
                    cache = self.caches / "other"
                    # files there are replaced, never changed, so links are as good as copies
                    shutil.copytree(warm, cache, copy_function=os.link)
                one = self._ours(words, cache)
                if cache != warm:
                    shutil.rmtree(cache)
            self._check(output, way, cell.kind, seconds)
        finally:
            shutil.rmtree(output.parent)
        return Run(one.wall, one.cpu, one.memory)

    def _check(self, output: Path, way: Way, kind: Kind, seconds: float) -> None:
        try:
            off = mp3_samples(output, kind.rate) / kind.rate - seconds
        except (OSError, ValueError) as error:
            raise RunFailed(f"no playable file: {error}") from error
        if abs(off) > way.tolerance_s:
            raise RunFailed(f"{abs(off):.2f} s too {'long' if off > 0 else 'short'}")

    def _starts(self) -> dict[str, list[Run]]:
        """Start-up of the program, against that of Python alone."""
        found: dict[str, list[Any]] = {}
        calls = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "voiceguide --help": [PROGRAM, "--help"],
            "voiceguide points": [PROGRAM, "points"],
        }
        _note("start-up")
        for _ in range(self.plan.starts):
            for name, words in calls.items():
                found.setdefault(name, []).append(asdict(run(words, seconds=60, folder=self.folder)))
        return found

    def _plays(self) -> dict[str, list[float]]:
        """Seconds to the first sound of a request: with nothing spoken, and with all of it."""
        found: dict[str, list[float]] = {}
        if not possible():
            return found
        minutes = f"{self.plan.lengths[0]:g}"
        asked = ["--minutes", minutes, "--voice", self.played_voice]
        exported = self.folder / "exported"
        self._ours(["export", *asked, "--quiet", "-o", str(self.folder / "played.mp3")], exported)
        for number in range(self.plan.plays):
            for name, cache in (("cold", self.folder / f"cold-{number}"), ("cached", exported)):
                _note(f"first sound, {name}")
                # a tone would be the first sound
                words = [PROGRAM, "play", *asked, "--room-tone", "off", "--device", "miniaudio", "--quiet"]
                seconds = first_sound(words, folder=self.folder, cache=cache, seconds=60)
                found.setdefault(name, []).append(seconds)
        return found

    def _spoken(self) -> dict[str, list[float]]:
        """Seconds of an export with nothing spoken, and of speaking its sentences alone; whole processes."""
        minutes, kind = f"{self.plan.lengths[0]:g}", KINDS[-1]
        script, output = self.folder / "spoken.yaml", self.folder / "spoken.mp3"
        asked = ["compose", "--minutes", minutes, "--voice", self.played_voice, "--quiet", "-o", str(script)]
        self._ours(asked, self.folder / "composing")
        speak = ["speak", str(script), json.dumps({"rate": kind.rate})]
        export = ["export", str(script), "--preset", kind.preset, "--quiet", "-o", str(output)]
        calls = {"alone": [sys.executable, str(HERE / "own.py"), *speak], "export": [PROGRAM, *export]}
        found: dict[str, list[float]] = {}
        cache = self.folder / "nothing"
        for _ in range(self.plan.spoken):
            for name, words in calls.items():
                _note(f"from nothing, {name}")
                found.setdefault(name, []).append(self._run(words, cache, 600).wall)
                shutil.rmtree(cache)
        return found

    def _threads(self) -> dict[str, Any]:
        """The encoder on one thread and on all."""
        _note("threads")
        minutes = self.plan.lengths[0]
        found = {}
        for kind in KINDS:
            for bed in (None, BED):
                settings = {"rate": kind.rate, "channels": kind.channels, "kbps": kind.kbps, "bed": bed}
                words = ["encode", str(self.folder / f"{minutes:g}.yaml"), json.dumps(settings)]
                one = self._python("own.py", *words, cache=self.folder / "preparing")
                found[f"{kind.name}{', with a bed' if bed else ''}"] = json.loads(one.output)
        return found

    def _ours(self, words: list[str], cache: Path) -> Run:
        return self._run([PROGRAM, *words], cache, 600)

    def _python(self, file: str, *words: str, cache: Path, seconds: float = 600) -> Run:
        return self._run([sys.executable, str(HERE / file), *words], cache, seconds)

    def _run(self, words: list[str], cache: Path, seconds: float) -> Run:
        cache.mkdir(parents=True, exist_ok=True)
        environment = {"VOICEGUIDE_CACHE": str(cache)}
        return run(words, seconds=seconds, folder=self.folder, environment=environment)


def _note(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main() -> None:
    """Run the benchmark as the command line asks."""
    parser = argparse.ArgumentParser(description="Measure voiceguide and other ways to the same MP3.")
    parser.add_argument("plan", nargs="?", choices=PLANS, default="full")
    parser.add_argument("--minutes", type=float, help="only this length")
    parser.add_argument("--voice", default="system/default")
    parser.add_argument("--played-voice", default="piper/joe", help="for the time to the first sound")
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "bench" / "results.json")
    asked = parser.parse_args()
    plan = PLANS[asked.plan]
    if asked.minutes is not None:
        plan.lengths = (asked.minutes,)
    with tempfile.TemporaryDirectory(prefix="voiceguide-bench-") as folder:
        bench = Bench(plan, asked.voice, asked.played_voice, Path(folder))
        results = bench.run()
    asked.results.parent.mkdir(parents=True, exist_ok=True)
    asked.results.write_text(json.dumps(results, indent=1))
    # a part of it is told, and only all of it goes into the README here
    whole = asked.plan == "full" and asked.minutes is None
    target = [str(HERE / "README.md"), str(HERE / "benchmark.png")] if whole else []
    # in a process of its own: matplotlib would make this one large
    subprocess.run([sys.executable, str(HERE / "report.py"), str(asked.results), *target], check=True)


if __name__ == "__main__":
    main()
