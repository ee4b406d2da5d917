"""Plays a session whose every frame tells its number, in a program of its own, since a driver may crash.

``capture.py DEVICE RATE FRAMES [FRAME:COMMAND ...]`` gives each command once the position has passed its
frame, and prints how it ended as JSON. Half a second of it is digital silence, as between two cues.
"""

import json
import sys
import threading
from dataclasses import asdict

import numpy as np

from voiceguide.player import _playback, play
from voiceguide.player._commands import Command
from voiceguide.timeline import Chapter, Timeline

LOOKS_PAUSED = 30
# a command comes soon after its frame; a device that is gone is told by seconds, and those stay true
_playback.TICK_SECONDS = 0.01
_WORDS = {"resume": "toggle", "quit": "stop"}


def numbered(rate, frames):
    """Frame i holds (i + 1) / 2**22: exact in float32, never zero, and no step where it goes on."""
    one = np.arange(1, frames + 1, dtype=np.float32) / np.float32(2**22)
    one[2 * rate : 5 * rate // 2] = 0
    return np.stack([one, -one], axis=1)


class Script:
    """Keys and screen at once: what is shown says when the next key is pressed."""

    def __init__(self, steps):
        self.steps = [(int(frame), command) for frame, _, command in (step.partition(":") for step in steps)]
        self.frame = 0
        self.looks_paused = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def show(self, _timeline, frame, *, paused, waiting):  # noqa: ARG002
        self.frame = frame
        self.looks_paused += paused

    def read(self, timeout):
        threading.Event().wait(timeout)
        if not self.steps or self.frame < self.steps[0][0]:
            return None
        command = self.steps[0][1]
        if command == "resume" and self.looks_paused < LOOKS_PAUSED:
            return None
        self.steps.pop(0)
        return Command(_WORDS.get(command, command))


def main():
    device, rate, frames = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    samples = numbered(rate, frames)
    half = frames // 2
    timeline = Timeline(rate, frames, "", (), (Chapter(0, half, "A"), Chapter(half, frames, "B")), ())

    def blocks(start):
        for first in range(start, frames, 5000):
            yield samples[first : first + 5000]

    script = Script(sys.argv[4:])
    outcome = play(timeline, blocks, channels=2, device=device, keys=script, screen=script)
    sys.stdout.write(json.dumps(asdict(outcome)))


if __name__ == "__main__":
    main()
