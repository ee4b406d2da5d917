"""The instrument for the first sound: on a session that begins with silence, so that its time has a least."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

pytestmark = [
    pytest.mark.alsa,
    pytest.mark.skipif(ctypes.util.find_library("asound") is None, reason="ALSA's library is missing"),
]


def measured(tmp_path: Path, steps: str) -> subprocess.CompletedProcess[str]:
    script = tmp_path / "x.yaml"
    script.write_text(f"{{voiceguide: 1, title: X, voice: silent/default, room_tone: off, steps: [{steps}]}}")
    program = f"""
import sys; sys.path.insert(0, {str(HERE)!r})
from pathlib import Path
from first_sound import first_sound
here = Path({str(tmp_path)!r})
words = [sys.executable, "-m", "voiceguide", "play", "x.yaml", "--device", "miniaudio"]
print(first_sound(words, folder=here, cache=here / "cache", seconds=60))
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


def test_silence_is_no_sound(tmp_path: Path) -> None:
    done = measured(tmp_path, "{pause: 1500ms}, {say: One.}, {pause: 5s}, {say: Two.}")
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 1.5


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    done = measured(tmp_path, "{chime: kazoo}")
    assert done.returncode == 1
    assert "no sound: voiceguide:" in done.stderr
    assert "kazoo" in done.stderr
