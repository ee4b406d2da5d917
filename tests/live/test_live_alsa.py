"""Each command, given to the real player: what the sound library is handed is what the timeline says.

Frame for frame, apart from the fades: up to the command what the timeline before it says, and from the place
where it goes on what the timeline after it says, to the end.
"""

from __future__ import annotations

import ctypes.util
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from card import surroundings
from examples import few_of
from required import need

if TYPE_CHECKING:
    from numpy.typing import NDArray

pytestmark = [pytest.mark.alsa, pytest.mark.slow]

HERE = Path(__file__).parent
RATE = 8_000
SPEED = 16
"""Of the card: nobody has to listen."""
FADE = RATE * 20 // 1000
WINDOW = 16
"""Frames by which a place is recognised: the rain is never twice the same."""
PATIENCE = 120


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(bool(ctypes.util.find_library("asound")), "ALSA's library", "VOICEGUIDE_REQUIRE_ALSA")
    return tmp_path_factory.mktemp("clips")


class Heard:
    """What was captured, beside what was to be heard."""

    def __init__(self, cache: Path, folder: Path, *steps: str) -> None:
        raw = folder / "capture.raw"
        done = subprocess.run(
            [sys.executable, HERE / "steered.py", cache, folder, *steps],
            env=os.environ | surroundings(raw, SPEED),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.outcome: dict[str, Any] = json.loads(done.stdout)
        self.sound = np.fromfile(raw, dtype=np.float32)
        self.before = np.load(folder / "before.npy")[:, 0]
        self.after = np.load(folder / "after.npy")[:, 0]

    def runs(self, expected: NDArray[np.float32], gain: float = 1.0) -> list[tuple[int, int, int]]:
        """Stretches of the capture that are a stretch of what is expected: where, its frame there, frames."""
        wanted = np.round(expected * np.float32(gain), 6) if gain != 1.0 else expected
        places = {wanted[i : i + WINDOW].tobytes(): i for i in range(len(wanted) - WINDOW + 1)}
        sound = np.round(self.sound, 6) if gain != 1.0 else self.sound
        found: list[tuple[int, int, int]] = []
        at = 0
        while at + WINDOW <= len(sound):
            place = places.get(sound[at : at + WINDOW].tobytes())
            if place is None or not sound[at : at + WINDOW].any():
                at += 1
                continue
            length = min(len(sound) - at, len(wanted) - place)
            same = sound[at : at + length] == wanted[place : place + length]
            length = length if same.all() else int(same.argmin())
            found.append((at, place, length))
            at += length
        return found

    def before_it(self) -> tuple[int, int]:
        """The last captured frame before the first command, and which of the session it is."""
        # a card takes the first two seconds at once, and gets what there is
        at, place, length = next(
            run for run in self.runs(self.before) if run[1] <= AT * RATE <= run[1] + run[2]
        )
        return at + length - 1, place + length - 1

    def goes_on(self, after: int, gain: float = 1.0) -> tuple[int, int]:
        """Where the timeline after the command is heard from, and that all of it is heard to its end."""
        runs = [run for run in self.runs(self.after, gain) if run[2] >= LONG]
        runs = [run for run in runs if run[0] + run[2] > after + 2 * FADE]
        at, place, _ = runs[0]
        # no frame is lost, and none comes twice
        assert {run[0] - run[1] for run in runs} == {at - place}
        assert runs[-1][1] + runs[-1][2] == len(self.after)
        heard = sum(run[2] for run in runs)
        assert heard >= len(self.after) - place - MOST_CROSSING
        assert not self.sound[runs[-1][0] + runs[-1][2] :].any()
        return at, place


AT = 76
"""Seconds: in the first hold."""
LONG = 400
"""A stretch that is shorter is chance: at the end, where all is nearly silent."""
MOST_CROSSING = 20 * RATE
"""What a bed may cross over in all, where words come that it was not to make room for."""
GAINS = {"softer": 10 ** (-2 / 20), "louder": 10 ** (2 / 20)}


@pytest.mark.parametrize("words", few_of(["longer", "softer", "shorter", "time left"], 2))
def test_what_interrupts_nothing_changes_what_comes_and_not_a_frame_before(
    cache: Path, tmp_path: Path, words: str
) -> None:
    heard = Heard(cache, tmp_path, f"{AT}:{words}")
    last, frame = heard.before_it()
    assert frame >= AT * RATE
    at, place = heard.goes_on(last, GAINS.get(words, 1.0))
    assert at - place == last - frame
    assert heard.outcome["frame"] == len(heard.after)
    if words == "time left":
        assert any(text.endswith(" left.") for start, text in heard.outcome["said"] if start >= frame)


@pytest.mark.parametrize("words", few_of(["voice softer", "voice louder"], 2))
def test_the_voice_changes_at_the_place_where_it_is(cache: Path, tmp_path: Path, words: str) -> None:
    heard = Heard(cache, tmp_path, f"{AT}:{words}")
    last, frame = heard.before_it()
    _, place = heard.goes_on(last)
    assert abs(place - frame) <= MOST_CROSSING


@pytest.mark.parametrize(
    "words",
    few_of(["next", "back", "skip", "repeat", "chapter 3", "to 1:40", "rewind", "forward"], 4),
)
def test_a_jump_goes_on_at_exactly_its_place(cache: Path, tmp_path: Path, words: str) -> None:
    heard = Heard(cache, tmp_path, f"{AT}:{words}")
    last, frame = heard.before_it()
    assert frame >= AT * RATE
    _, place = heard.goes_on(last)
    outcome = heard.outcome
    places = {
        "next": [outcome["holds"][0][1]],
        "back": outcome["chapters"],
        "skip": [outcome["holds"][1][1]],
        "repeat": [start for start, _ in outcome["said"] if start < frame],
        "chapter 3": [outcome["chapters"][2]],
        "to 1:40": [100 * RATE],
        # of where the command found it: up to a fade after the last frame that is heard as it was
        "rewind": range(frame - 10 * RATE - FADE, frame - 10 * RATE + 1),
        "forward": range(frame + 10 * RATE - FADE, frame + 10 * RATE + 1),
    }[words]
    assert any(0 <= place - FADE + 1 - one <= FADE for one in places)


def test_a_pause_goes_on_where_it_was(cache: Path, tmp_path: Path) -> None:
    heard = Heard(cache, tmp_path, f"{AT}:pause", f"{AT}:resume")
    last, _ = heard.before_it()
    runs = [run for run in heard.runs(heard.after) if run[2] >= LONG and run[0] + run[2] > last - FADE]
    silence = 0
    for (at, place, frames), (then, there, _) in itertools.pairwise(runs):
        silence = max(silence, then - at - frames)
        # the fades out and in, or a crossing of the bed; nothing comes twice
        assert 0 <= there - place - frames <= MOST_CROSSING
    assert silence > 2 * FADE
    assert runs[-1][1] + runs[-1][2] == len(heard.after)


def test_stop_fades_out_and_is_over(cache: Path, tmp_path: Path) -> None:
    heard = Heard(cache, tmp_path, f"{AT}:stop")
    last, frame = heard.before_it()
    assert frame >= AT * RATE
    assert not heard.sound[last + FADE + 1 :].any()
    assert not heard.outcome["finished"]
