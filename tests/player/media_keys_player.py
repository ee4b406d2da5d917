"""A session on a private bus, without sound: shows itself, and writes each order that it gets to stdout."""

from __future__ import annotations

import sys
import time

from voiceguide.player._commands import Command, Orders
from voiceguide.player.media_keys._mpris import Mpris
from voiceguide.timeline import Chapter, Timeline

RATE = 1000
CHAPTERS = (
    Chapter(0, 60_000, "Welcome"),
    Chapter(60_000, 300_000, "Gao Huang, BL-43, left", "BL-43", "left"),
    Chapter(300_000, 600_000, "Gao Huang, BL-43, right", "BL-43", "right"),
)
TIMELINE = Timeline(RATE, 600_000, "Ten minutes <for> the back", (), CHAPTERS, ())


def main() -> None:
    frame, paused = 61_000, False
    orders = Orders()
    with Mpris(orders) as keys:
        while True:
            keys.show(TIMELINE, frame, paused=paused, waiting=False)
            order = orders.read(0.02)
            frame += 0 if paused else 20
            if order is None:
                if sys.stdin.closed:
                    return
                continue
            sys.stdout.write(f"{order.source} {order.command.value} {order.value or ''}\n")
            sys.stdout.flush()
            if order.command is Command.PAUSE:
                paused = True
            elif order.command is Command.RESUME:
                paused = False
            elif order.command is Command.NEXT:
                frame = 300_000
            elif order.command is Command.SEEK:
                frame = order.time
            elif order.command is Command.QUIT:
                return
            time.sleep(0)


if __name__ == "__main__":
    main()
