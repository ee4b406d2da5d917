"""Patterns of durations, ranges and levels for editors, which check files by the JSON Schema.

JSON Schema has no flag for small and large letters, so the patterns spell both. They are a little wider than
the readers: what could mean two times, or does not rise, is left to ``voiceguide check``.
"""

from __future__ import annotations

import re
from typing import Final


def _either_case(pattern: str) -> str:
    return re.sub(r"[a-z]", lambda letter: f"[{letter[0]}{letter[0].upper()}]", pattern)


_DASH: Final = "\u2010\u2011\u2012\u2013\u2014\u2212"
_UNIT: Final = (
    _either_case("(ms(ecs?)?|milliseconds?|s(ecs?|econds?)?|m(ins?|inutes?)?|h(rs?|ours?)?)")[:-1]
    + "|['\"\u2032\u2033\u2019\u201d])"
)
_NUMBER: Final = "([0-9]+([.,][0-9]+)?|[.,][0-9]+|[\u00bc-\u00be])"
_AND: Final = f" *(,|&|\\+|{_either_case('and')})? *"
# all but the last number have a unit, so that a run of digits can be split in one way only
_COUNTED: Final = (
    f"([pP][tT])?{_NUMBER}( *-? *{_UNIT}\\.?({_AND}{_NUMBER} *{_UNIT}\\.?)*({_AND}{_NUMBER})?|\\.)?"
)
_CLOCK: Final = f"([0-9]+:)?[0-9]+:[0-5][0-9]([.,][0-9]+)?( *{_UNIT}\\.?)?"
_WORDED: Final = (
    "([0-9]+ *)?([\u00bc-\u00be]|1/[24]|3/4|[a-zA-Z]+([ -][a-zA-Z]+)*) *"
    f"{_UNIT}\\.?( {_either_case('and a half')}| {_either_case('and a quarter')})?"
)
_TIME: Final = f"({_CLOCK}|{_COUNTED}|{_WORDED})"
_TO: Final = f"( *(\\.\\.\\.?|\u2026|[-{_DASH}]) *| +{_either_case('to')} +)"

DURATION_PATTERN: Final = f"^ *{_TIME} *$"
"""A duration, for editors."""
RANGE_PATTERN: Final = f"^ *{_TIME}({_TO}{_TIME}){{0,2}} *$"
"""One duration, or two or three with a sign between them, for editors."""
POSITION_PATTERN: Final = (
    f"^ *({_either_case('half(way)?|middle')}|\u00bd|1/2|[0-9]{{1,3}} *%|[-+{_DASH}]? *{_TIME}) *$"
)
"""A position in a hold, for editors."""
LEVEL_PATTERN: Final = (
    f"^ *[+\\-{_DASH}]? ?[0-9]{{0,3}}([.,][0-9]+)? *({_either_case('dbs?|decibels?')})?\\.? *$"
)
"""A level in decibels, for editors."""
