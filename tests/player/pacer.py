"""Stands in for a sound card: takes bytes no faster than a rate, and appends them to a file.

ALSA's file device starts it: ``pacer.py RATE CHANNELS BITS FILE``. Without it, playing would run free.
"""

import sys
import time
from pathlib import Path

rate, channels, bits = (int(word) for word in sys.argv[1:4])
second = rate * channels * bits // 8
due = time.monotonic()
with Path(sys.argv[4]).open("ab", buffering=0) as file:
    while data := sys.stdin.buffer.read(second // 100):
        file.write(data)
        due += len(data) / second
        time.sleep(max(due - time.monotonic(), 0.0))
