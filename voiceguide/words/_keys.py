"""What a language must have: the keys of phrases with their placeholders, and the kinds of lines in holds."""

from __future__ import annotations

from itertools import product
from typing import Final, Literal

Kind = Literal["text", "count", "digits", "time"]
"""What stands for a placeholder: text, a number in words, a number in digits, or a time that the script
fills in when it is known."""

PLACEHOLDERS: Final[dict[str, Kind]] = {
    "area": "text",
    "byname": "text",
    "chime": "text",
    "code": "text",
    "count": "count",
    "handle": "text",
    "hold": "time",
    "landmark": "text",
    "length": "time",
    "meaning": "text",
    "method": "text",
    "name": "text",
    "number": "digits",
    "other": "text",
    "parts": "text",
    "points": "text",
    "side": "text",
    "subject": "text",
    "thing": "text",
    "things": "text",
    "way": "text",
}

_OCCASIONS = (
    "before-yoga", "after-yoga", "before-gardening", "after-gardening", "before-workout", "after-workout",
    "desk-break", "after-sitting",
)  # fmt: skip
_FOCUSES = ("upper-back", "lower-back", "shoulders", "relax")
_STANCES = ("lying", "wall", "standing", "seated")
_POSTURES = ("lying", "seated", "standing")
_SIDES = ("left", "right")

HOLD_KINDS: Final = ("ball-floor", "ball-wall", "tool-wall", "fist-wall", "hand", "foot", "crown", "other")
"""What is done in a hold on a point."""
LINE_KINDS: Final = (
    "any", "press", "ball-floor", "ball-wall", "press-wall", "hand", "foot", "crown", "rest", "soft", "awake",
    "scan", "scan_back",
)  # fmt: skip
"""What a line in a hold fits."""

_PLAIN = """
title.session: parts
title.welcome:
title.arriving:
title.breathing:
title.breathing_again: number
title.rest:
title.end:
title.sleep:
title.to_sleep:
title.point: name code
title.side: name code side
title.again: name code number
title.bare: name
title.bare_side: name side
title.bare_again: name number
title.bare_side_again: name side number
title.side_again: name code side number
glue.comma:
glue.and:
side.left:
side.right:
side.middle:
count.points.one:
count.points.other: count
method:
area:
opening.welcome_full: method subject length
opening.welcome_short: method subject length
opening.welcome_minimal: subject length
opening.need: things
opening.need_more: things
opening.need_nothing:
opening.tones: chime
opening.leave:
opening.baseline: area
opening.breath_in:
opening.breath_out:
thing.tennis-ball:
thing.massage-tool:
thing.wall:
thing.seated:
thing.lying:
the.tennis-ball:
the.massage-tool:
off.thing: thing
off.thing_foot: thing
chime.bowl:
chime.bell:
chime.wood:
chime.other:
group.left.one:
group.left.other: count
point.name_full: handle name code
point.name_first: handle name code
point.name_last: handle name code
point.name_short: handle name
point.name_short_first: handle name
point.bare: name
point.bare_first: name
point.bare_full: name code
point.bare_full_first: name code
point.byname: byname
point.meaning: meaning
point.pressure:
point.pressure_relax:
point.breath_held:
point.tones:
point.counted:
point.announce: chime hold
point.announce_silent: hold
point.announce_second: chime hold
point.announce_second_silent: hold
point.side_second.left:
point.side_second.right:
point.halfway:
point.ten_left:
later.name: handle name
later.bare: name
later.same: landmark
later.round.one:
later.round.all:
later.round.other: count
later.round_last.one:
later.round_last.all:
later.round_last.other: count
move.eyes_open:
move.eyes_close:
move.sit_up:
move.get_up:
move.stand_up:
move.stand:
move.lie_down:
move.sit_down:
move.to_wall:
move.to_mat:
move.from_wall:
move.pick_up: thing
move.bring: thing
move.take: thing
move.keep: thing
move.keep_standing: thing
move.put_aside: thing
move.shoes_off:
breathing.begin:
breathing.begin_silent:
breathing.how:
rest.for: hold
rest.before:
rest.begin:
rest.lying:
rest.seated:
rest.standing:
sleep.opening:
sleep.place:
sleep.begin:
sleep.lie:
sleep.fewer:
sleep.end:
end.breaths:
end.notice: area
end.wake.lying:
end.wake.seated:
end.wake.standing:
end.rise.lying:
end.ready.before-yoga:
end.ready.before-gardening:
end.ready.before-workout:
end.settle:
end.water:
end.over: chime
end.over_silent:
end.over_minimal:
now.last:
now.late:
now.longer:
now.place: landmark
now.rest:
now.shorter:
now.spare:
now.time_left: length
ready.by.voice:
ready.by.button:
ready.by.key:
ready.one: way
ready.two: way other
ready.alone:
ready.again:
"""


def _keys() -> dict[str, frozenset[str]]:
    keys: dict[str, frozenset[str]] = {}
    for line in _PLAIN.strip().splitlines():
        key, _, placeholders = line.partition(":")
        keys[key] = frozenset(placeholders.split())
    none: frozenset[str] = frozenset()
    keys |= {f"{family}.{one}": none for family in ("occasion", "opening.occasion") for one in _OCCASIONS}
    keys |= {f"{family}.{one}": none for family in ("focus", "subject", "area") for one in _FOCUSES}
    which = ("first", "next", "last")
    keys |= {f"group.{one}.{stance}": frozenset({"points"}) for one, stance in product(which, _STANCES)}
    keys |= {f"group.{one}.stay": frozenset({"points"}) for one in ("next", "last")}
    stances = (*HOLD_KINDS[:-1], *_POSTURES)
    keys |= {f"now.{one}.side": frozenset({"side"}) for one in stances}
    keys |= {f"now.{one}.middle": none for one in stances}
    keys |= {
        "now.thing-foot.side": frozenset({"side", "thing"}),
        "now.thing-foot.middle": frozenset({"thing"}),
    }
    parts = ("hand", "foot", "other")
    keys |= {f"point.side_first.{part}.{side}": none for part, side in product(parts, _SIDES)}
    return keys | {f"off.{kind}": none for kind in HOLD_KINDS}


KEYS: Final = _keys()
"""Each phrase's key, with the placeholders that all of its wordings have."""
