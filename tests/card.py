"""Stands in for a sound card: what is played through ALSA arrives, at a card's pace, in a file.

ALSA's file device starts this as a program, ``card.py RATE CHANNELS BITS FILE SPEED``, which takes bytes no
faster than the rate, and appends them to the file. Without it, playing would run free.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

_CONFIG = """
pcm.!default {{ type plug slave.pcm "capture" }}
pcm.capture {{
    type file
    slave.pcm {{ type null }}
    file "|exec '{python}' '{card}' %r %c %b '{raw}' {speed}"
    format "raw"
}}
"""


def surroundings(raw: Path, speed: int = 1) -> dict[str, str]:
    """Environment in which a program plays into the file ``raw``; the configuration is written beside it.

    A card may be faster than real ones, by a whole number.
    """
    config = raw.with_suffix(".conf")
    card = Path(__file__).resolve()
    config.write_text(_CONFIG.format(python=sys.executable, card=card, raw=raw, speed=speed))
    # no server may come before ALSA in the library's order
    return {"ALSA_CONFIG_PATH": str(config), "PULSE_SERVER": f"unix:{raw.with_suffix('.none')}"}


def main() -> None:
    """Take what is played."""
    rate, channels, bits = (int(word) for word in sys.argv[1:4])
    second = rate * channels * bits // 8 * int(sys.argv[5])
    due = time.monotonic()
    with Path(sys.argv[4]).open("ab", buffering=0) as file:
        while data := sys.stdin.buffer.read(second // 100):
            file.write(data)
            due += len(data) / second
            time.sleep(max(due - time.monotonic(), 0.0))


if __name__ == "__main__":
    main()
