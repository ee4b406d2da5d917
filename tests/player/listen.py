"""Plays hours of silence into nothing on a terminal, then says how it ended: for the test of the terminal."""

import sys

import numpy as np

from voiceguide.player import play, screen_for, terminal_keys
from voiceguide.timeline import Chapter, Timeline

RATE = 8000
HOURS = 10_000 * 3600 * RATE


def blocks(start):
    block = np.zeros((512, 1), dtype=np.float32)
    for _ in range(start, HOURS, len(block)):
        yield block


timeline = Timeline(
    RATE, HOURS, "", (), (Chapter(0, HOURS // 2, "One"), Chapter(HOURS // 2, HOURS, "Two")), ()
)
try:
    outcome = play(
        timeline, blocks, channels=1, device="null", keys=terminal_keys(), screen=screen_for(sys.stderr)
    )
    sys.stderr.write(f"finished={outcome.finished} second={outcome.frame >= HOURS // 2}\n")
except KeyboardInterrupt:
    sys.stderr.write("interrupted\n")
