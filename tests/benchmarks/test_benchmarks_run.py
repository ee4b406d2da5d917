"""That the benchmark runs and reports, on a session of two minutes. How long anything takes is not asked."""

from __future__ import annotations

import ctypes.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


def call(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, check=False)


def pcm_wav(path: Path, frames: int) -> None:
    import wave

    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 24_000, frames, "NONE", ""))
        file.writeframes(b"\x10\x10" * frames)


def first_sound_possible() -> bool:
    return sys.platform == "linux" and ctypes.util.find_library("asound") is not None


@pytest.mark.slow
def test_a_small_run_checks_each_file_and_writes_section_and_plot(tmp_path: Path) -> None:
    results, readme, plot = tmp_path / "results.json", tmp_path / "README.md", tmp_path / "plot.png"
    readme.write_text("before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n")
    silent = "silent/default"
    bench = (HERE / "bench.py", "quick", "--minutes", "2", "--voice", silent, "--played-voice", silent)
    done = call(*bench, "--results", results)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Made by")
    cells = json.loads(results.read_text())["cells"]
    assert len(cells) == 4
    for cell in cells:
        assert {"cold", "again", "other", "api"} <= set(cell["runs"])
        # each way either made a file of the right length, or is left out with a word why
        assert len(cell["runs"]) + len(cell["left_out"]) == 11
        if shutil.which("ffmpeg"):
            assert {"pydub_plus", "pydub_joined", "ffmpeg_concat", "ffmpeg_adelay"} <= set(cell["runs"])
    for _ in range(2):
        done = call(HERE / "report.py", results, readme, plot)
        assert done.returncode == 0, done.stderr
        text = readme.read_text()
        assert text.startswith("before\n<!-- bench:begin -->\nMade by")
        assert text.endswith("<!-- bench:end -->\nafter\n")
        assert "old" not in text.splitlines()
        assert text.count("voiceguide, another length") >= 4
        assert ("sounds after" in text) == first_sound_possible()
    assert plot.read_bytes().startswith(b"\x89PNG")


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="makes its file by ffmpeg")
@pytest.mark.parametrize(
    "way", ["pydub_plus", "pydub_joined", "ffmpeg_concat", "ffmpeg_adelay", "sox_concat"]
)
@pytest.mark.parametrize("bed", [None, "bed.wav"])
def test_a_peer_makes_a_file_of_the_session_s_length(tmp_path: Path, way: str, bed: str | None) -> None:
    if way == "sox_concat" and shutil.which("sox") is None:
        pytest.skip("there is no sox")
    pcm_wav(tmp_path / "bed.wav", 24_000)
    pcm_wav(tmp_path / "a.wav", 5000)
    events = [(1000, 5000, "a.wav"), (60_000, 5000, "a.wav")]
    job = {"rate": 24_000, "channels": 1, "kbps": 64, "frames": 96_000, "bed": bed}
    (tmp_path / "job.json").write_text(json.dumps(job | {"events": events, "sentences": [], "chimes": []}))
    (tmp_path / "out").mkdir()
    output = tmp_path / "out" / "routine.mp3"
    done = call(HERE / "peers.py", way, tmp_path / "job.json", output)
    assert done.returncode == 0, done.stderr
    measured = call(
        "-c",
        f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from pathlib import Path
from mp3_length import mp3_samples
print(mp3_samples(Path({str(output)!r}), 24_000))
""",
    )
    # pydub's `+=` counts in milliseconds
    assert abs(int(measured.stdout) - 96_000) <= (48 if way == "pydub_plus" else 0)
