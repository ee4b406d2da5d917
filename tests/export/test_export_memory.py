import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import resource, sys
from pathlib import Path
import numpy as np
from pieces import write
from voiceguide.export import Encoding, Tags
from voiceguide.timeline import Chapter, Timeline

path, minutes = Path(sys.argv[1]), int(sys.argv[2])
frames = minutes * 60 * 24_000
step = frames // (minutes * 2)
chapters = tuple(Chapter(at, at + step, f"Chapter {at}") for at in range(0, frames, step))
tone = (0.3 * np.sin(np.arange(8192) * 0.1)).astype(np.float32)[:, None]
blocks = (tone[: min(8192, frames - at)] for at in range(0, frames, 8192))
quality = {"vbr_quality": 4} if sys.argv[3] == "variable" else {}
timeline = Timeline(24_000, frames, "Long", (), chapters, ())
write(path, blocks, timeline=timeline, channels=1, tags=Tags("Long"), encoding=Encoding(**quality))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffix", "rate"), [(".wav", "constant"), (".mp3", "constant"), (".mp3", "variable")]
)
def test_two_hours_take_no_more_memory_than_ten_minutes(tmp_path, suffix, rate):
    peaks = [
        int(
            subprocess.run(
                [sys.executable, "-c", PROGRAM, tmp_path / f"a{suffix}", str(minutes), rate],
                check=True,
                cwd=Path(__file__).parent,
                capture_output=True,
                text=True,
            ).stdout
        )
        for minutes in (10, 120)
    ]
    assert peaks[1] - peaks[0] < 20e6
