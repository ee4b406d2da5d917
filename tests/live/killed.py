"""Plays as the command line asks, at the pace of a card, and tells in a file where it is.

`killed.py FILE ARGUMENTS`: the file holds the first frame that was heard and the next one, as two numbers of
eight bytes, whatever becomes of this program.
"""

import os
import struct
import sys
import time

from voiceguide.cli import main
from voiceguide.player import _transport

PULL = 400
"""Frames: a card is asked as often."""


class Telling(_transport.Transport):
    """Writes down what is taken from it."""

    file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    first = None
    due = 0.0

    def take(self, frames, patience):
        block = super().take(min(frames, PULL), patience)
        if len(block):
            if self.first is None:
                self.first, self.due = self.position - len(block), time.monotonic()
            os.pwrite(self.file, struct.pack("<qq", self.first, self.position), 0)
            self.due += len(block) / self.timeline.rate
            time.sleep(max(self.due - time.monotonic(), 0))
        return block


if __name__ == "__main__":
    from voiceguide.player import _playback

    _playback.Transport = Telling
    sys.argv[1:] = sys.argv[2:]
    sys.exit(main())
