"""Every fact of the seven points is heard at its point, at full talk, and shown on its card.

The table is made anew here: a row for each point and kind of fact, with what is heard and what is shown.
"""

# ruff: noqa: E501 (tables)

from __future__ import annotations

import re
from functools import cache

import pytest

from voiceguide.cli import _points_command as points_command
from voiceguide.compose import Composer, Request
from voiceguide.packs import default_pack
from voiceguide.script import ChapterStart, Say

CODES = [point.code for point in default_pack().points]

# Point, fact: a pattern of what is heard | a pattern of what is shown. Each has to match.
FACTS = r"""
BL-43 byname    | the energy booster | the energy booster
BL-43 benefit   | (Traditionally|By tradition).*(tired|upper back) | chronic fatigue and back stiffness
BL-43 place     | inner edge | about four finger widths from the spine
BL-43 distance  | four finger widths | four finger widths
BL-43 level     | ridge on your upper breastbone | 4th thoracic vertebra
BL-43 tool      | ball | tennis ball
BL-43 reach     | (hard to reach by hand|Your hands hardly reach it) | hard to reach by hand
BL-43 move      | (Roll|roll)[^.]*slowly.*finger width | roll gently to press
BL-43 pressure  | (gently but firmly|[Ff]irm) | Press gently but firmly
BL-43 time      | \{hold\} | at least 30 seconds
BL-43 posture   | (Lie|back) | lying
BL-43 caution   | rib fracture.*never on the spine or its edge | never on the spine or its edge
SI-3 byname     | the spine stabilizer | the spine stabilizer
SI-3 meaning    | Back Stream | Back Stream
SI-3 benefit    | (Traditionally|By tradition).*lower back | spinal alignment
SI-3 place      | outer edge.*(knuckle of the little finger|little finger's knuckle) | just behind the knuckle of the little finger
SI-3 level      | crease | outer edge of the hand
SI-3 tool       | thumb | thumb
SI-3 move       | [Cc]ircle | press firmly with the thumb
SI-3 pressure   | firmly | firmly
SI-3 time       | \{hold\} | 30 seconds, each hand
SI-3 sides      | Now the right | both
SI-3 best       | before or after.*yoga | before or after activity such as yoga
BL-18 byname    | the liver's relief point | the liver's relief point
BL-18 benefit   | (Traditionally|By tradition).*(liver|ribs) | supports the liver
BL-18 place     | muscle (beside your|by the) spine | level with the 9th thoracic vertebra
BL-18 distance  | [Oo]ne and a half finger widths | 1.5 finger widths
BL-18 level     | breastbone | 9th thoracic vertebra
BL-18 tool      | ball | tennis ball
BL-18 move      | (side to side|foot to foot|from one foot to the other) | move slowly side to side
BL-18 pressure  | [Gg]ent(le|ly)\b | gentle pressure
BL-18 time      | \{hold\} | at least 30 seconds
BL-18 caution   | osteoporosis.*leave the spine and its edge alone | rib fracture
BL-52 byname    | the core strengthener | the core strengthener
BL-52 meaning   | Residence of the Will | Residence of the Will
BL-52 benefit   | (Traditionally|By tradition).*lower back | strengthens lower back and kidneys
BL-52 place     | waist.*last rib | lower back
BL-52 distance  | [Ff]our finger widths | four finger widths
BL-52 level     | (hip bone.*two finger widths|two finger widths.*hip bone) | 2nd lumbar vertebra
BL-52 tool      | (knuckles|massage tool) | massage tool
BL-52 wall      | wall | at a wall
BL-52 move      | (lean back|Lean back) | standing against a wall
BL-52 pressure  | firm | firm pressure
BL-52 time      | \{hold\} | 30 seconds, repeat as needed
BL-52 caution   | never on the rib|not on a rib | below the last rib
BL-52 ask       | pregnant, or have kidney disease | kidney disease
LR-3 byname     | the flow enhancer | the flow enhancer
LR-3 meaning    | Supreme Rush | Supreme Rush
LR-3 benefit    | (Traditionally|By tradition).*hips | blood circulation to the spine
LR-3 place      | between.*toe | between the first and second toes
LR-3 distance   | two finger widths | two finger widths
LR-3 tool       | thumb | thumb
LR-3 move       | breathe deeply | breathing deeply
LR-3 pressure   | press firmly | press firmly
LR-3 time       | \{hold\} | 30 to 60 seconds
LR-3 shoes      | shoes | top of the foot
LR-3 best       | after gardening or hours of sitting | after gardening or long sitting
LR-3 caution    | pregnant.*pulse | pulse
SI-11 byname    | the shoulder relaxer | the shoulder relaxer
SI-11 meaning   | Celestial Gathering | Celestial Gathering
SI-11 benefit   | (Traditionally|By tradition).*shoulders | relieves upper back and shoulders
SI-11 place     | (centre|middle) of the blade | in the centre of the shoulder blade
SI-11 level     | a third of the way down | upper third
SI-11 tool      | ball | tennis ball
SI-11 wall      | wall | at a wall
SI-11 move      | Roll slowly.*coin | roll slowly
SI-11 pressure  | (Light at first|Begin lightly).*firm | begin lightly
SI-11 time      | \{hold\} | at least 60 seconds
SI-11 caution   | tender.*recent shoulder injury | recent shoulder injury
GV-20 byname    | the mind-body balancer | the mind-body balancer
GV-20 meaning   | Hundred Convergence | Hundred Convergence
GV-20 benefit   | (Traditionally|By tradition).*spine | mental clarity
GV-20 place     | top of (the|your) head, in line with the ears | top of the head, in line with the ears
GV-20 tool      | (fingertips|middle fingers) | fingertips
GV-20 move      | ([Cc]ircle|circles).*(deep|deeply) | massage with the fingertips
GV-20 pressure  | (gently|gentle).*feather | press gently
GV-20 time      | \{hold\} | at least 30 seconds
GV-20 caution   | feather-light.*recent head injury | recent head injury
"""
GENERAL = r"""
firmness | gentl(y|e) but firm.*half a minute | gently but firmly, for at least 30 seconds
breath   | (slowly and deeply|slow and deep) | Breathe slowly and deeply
rolling  | (never roll hard|no hard rolling) | no aggressive rolling
when     | before or after yoga, gardening or a workout | such as yoga, gardening or a workout
numb     | tingles or feels numb, or shoots | tingles or feels numb, or shoots
lying    | Late in pregnancy | Late in pregnancy
"""


def rows(table: str) -> list[list[str]]:
    # a pattern may have bars inside brackets: columns are parted by bars with blanks
    return [re.split(r"\s+\|\s+", line.strip()) for line in table.strip().splitlines()]


@cache
def heard(seed: int) -> dict[str, str]:
    """What is said at each point of a full session; under "" what is said before the first."""
    request = Request(length_ms=2_700_000, points=("all",), talk="full", seed=seed, tools=("tennis-ball",))
    script = next(Composer(request, default_pack()).fits()).script
    told: dict[str, list[str]] = {}
    code = ""
    for step in script.steps:
        if isinstance(step, ChapterStart):
            code = step.chapter.point or code
        elif isinstance(step, Say):
            told.setdefault(code, []).append(step.say.text)
    return {code: " ".join(texts) for code, texts in told.items()}


@pytest.fixture(scope="module")
def cards() -> dict[str, str]:
    pack = default_pack()
    shown = {point.code: points_command._card(pack, point) for point in pack.points}
    shown[""] = points_command._table(pack)
    return {code: " ".join(text.split()) for code, text in shown.items()}


@pytest.mark.parametrize("row", rows(FACTS), ids=lambda row: row[0])
def test_a_fact_is_heard_and_shown(row: list[str], cards: dict[str, str]) -> None:
    code = row[0].split()[0]
    *said, shown = row[1:]
    for seed in range(4):
        assert re.search("|".join(said), heard(seed)[code], re.DOTALL | re.IGNORECASE), heard(seed)[code]
    assert re.search(re.escape(shown), cards[code])


@pytest.mark.parametrize("row", rows(GENERAL), ids=lambda row: row[0])
def test_the_general_rules_are_heard_and_shown(row: list[str], cards: dict[str, str]) -> None:
    _, said, shown = row
    for seed in range(4):
        assert re.search(said, heard(seed)[""], re.IGNORECASE)
    assert shown in cards[""]
    assert all(shown in cards[code] for code in CODES)


def test_no_point_and_no_kind_of_fact_is_left_out() -> None:
    kinds: dict[str, set[str]] = {}
    for name, *_ in rows(FACTS):
        code, kind = name.split()
        kinds.setdefault(code, set()).add(kind)
    assert list(kinds) == CODES
    for code, known in kinds.items():
        assert known >= {"byname", "benefit", "place", "tool", "move", "pressure", "time"}, code
    assert {point.code for point in default_pack().points if point.cautions} == {
        code for code, known in kinds.items() if "caution" in known
    }
    assert {point.code for point in default_pack().points if point.helps_most} == {
        code for code, known in kinds.items() if "best" in known
    }


def test_the_credit_is_on_every_card(cards: dict[str, str]) -> None:
    for card in cards.values():
        assert "P. Sze" in card
        assert "Ms. Mai Sogawa" in card
