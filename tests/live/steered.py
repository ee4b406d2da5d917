"""Plays a session and gives it commands, in a program of its own, since a driver may crash.

    steered.py CACHE OUTPUT AT:WORDS ...

Each command is given once its time in seconds has passed, or of a later one, a moment after the one before.
What was to be heard, by the timeline before the first command and after the last, goes to `OUTPUT/before.npy`
and `after.npy`; how it ended to stdout, as JSON.
"""

import json
import sys
import threading
from dataclasses import asdict
from pathlib import Path

import numpy as np

from voiceguide.compose import Request
from voiceguide.live._playing import play_live
from voiceguide.player import _transport, parse_order
from voiceguide.player.devices._miniaudio import MiniaudioDevice
from voiceguide.studio import Studio
from voiceguide.units import Ms

RATE = 8_000
REQUEST = Request(length_ms=Ms(240_000), talk="minimal", voice="silent/default", bed="rain")
# the pipe to the stand-in for a card holds two seconds of so low a rate, and takes them at once
_transport.PREFETCH_MS = 4_000
MiniaudioDevice.longest_wait = 30.0
LOOKS = 3
"""How often it is looked before a command follows another."""


class Hand:
    """Keys and screen at once: what is shown says when the next key is pressed."""

    def __init__(self, live, steps):
        self.live, self.steps = live, [step.partition(":") for step in steps]
        self.frame, self.looks, self.given = 0, 0, []
        self.before = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def show(self, timeline, frame, *, paused, waiting):  # noqa: ARG002 (the contract)
        self.frame = frame
        self.looks += 1

    def tell(self, text):
        self.given.append(text)

    def read(self, timeout):
        threading.Event().wait(timeout / 10)
        if not self.steps or self.frame < float(self.steps[0][0]) * RATE or self.looks < LOOKS:
            return None
        self.looks = 0
        if self.before is None:
            self.before = self.live.timeline
        return parse_order(self.steps.pop(0)[2])


def rendered(live, timeline, voice_db):
    session = live._made.session.with_timeline(timeline)
    shown = session.part(timeline.frames, live._sound.gain_db, voice_db=voice_db)
    return np.concatenate(list(shown.blocks()))


def main():
    cache, output, *steps = sys.argv[1:]
    with Studio(cache_dir=cache, rate=RATE, channels=1, workers=1) as studio:
        # all that a command may want is spoken before
        with studio.live(REQUEST) as live:
            for _ in live.blocks():
                pass
        if not steps:
            return
        with studio.live(REQUEST) as live:
            live.begin()
            hand = Hand(live, steps)
            begin = round(float(steps[0].partition(":")[0]) - 5) * RATE
            outcome = play_live(live, device="miniaudio", start=begin, keys=hand, screen=hand)
            told = {"begin": begin, "told": hand.given, "missed": live.missed} | asdict(outcome)
            told["holds"] = [(hold.start, hold.end) for hold in live.timeline.holds]
            told["chapters"] = [chapter.start for chapter in live.timeline.chapters]
            told["said"] = [(cue.start, cue.text) for cue in live.timeline.cues() if cue.kind == "say"]
            np.save(Path(output, "before.npy"), rendered(live, hand.before, 0.0))
            np.save(Path(output, "after.npy"), rendered(live, live.timeline, live._sound._voice_db))
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
