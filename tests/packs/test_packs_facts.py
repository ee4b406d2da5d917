"""Every fact that the seven points must hold, as their sources give them."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.packs import default_pack
from voiceguide.units import Span

if TYPE_CHECKING:
    from voiceguide.packs import Point

# code, other codes, name, other names, characters, pinyin, byname
NAMES = """
BL-43 | BL43, UB-43           | Gao Huang | Gao Huang Shu                          | 膏肓 | Gāohuāng | the energy booster
SI-3  | SI3                   | Hou Xi    | Back Stream                            | 后溪 | Hòuxī    | the spine stabilizer
BL-18 | BL18, UB-18           | Gan Yu    | Gan Shu, Liver Shu                     | 肝俞 | Gānshū   | the liver's relief point
BL-52 | BL52, UB-52           | Zhi Shi   | Residence of the Will                  | 志室 | Zhìshì   | the core strengthener
LR-3  | Liv-3, Liver-3, LV-3  | Tai Chong | Supreme Rush                           | 太冲 | Tàichōng | the flow enhancer
SI-11 | SI11                  | Tian Zong | Celestial Gathering                    | 天宗 | Tiānzōng | the shoulder relaxer
GV-20 | DU-20, Du-20          | Bai Hui   | The Governing Vessel-20, Hundred Convergence | 百会 | Bǎihuì | the mind-body balancer
"""

# code, location (source), standard location, sides
PLACES = """
BL-43 | back; about four finger widths from the spine, level with the 4th thoracic vertebra | level with the lower border of the T4 spinous process, 3 B-cun lateral to the posterior midline | both
SI-3 | outer edge of the hand, just behind the knuckle of the little finger | in the depression proximal to the ulnar side of the 5th metacarpophalangeal joint, at the border of the red and white flesh | both
BL-18 | back; about 1.5 finger widths from the spine, level with the 9th thoracic vertebra | level with the lower border of the T9 spinous process, 1.5 B-cun lateral to the posterior midline | both
BL-52 | lower back; about four finger widths from the spine, level with the 2nd lumbar vertebra | level with the lower border of the L2 spinous process, 3 B-cun lateral to the posterior midline | both
LR-3 | top of the foot, in the depression between the first and second toes | between the 1st and 2nd metatarsal bones, in the depression distal to the junction of their bases | both
SI-11 | upper back, in the centre of the shoulder blade | in the depression between the upper third and the lower two thirds of the line from the midpoint of the scapular spine to the inferior angle | both
GV-20 | top of the head, in line with the ears | 5 B-cun above the anterior hairline on the midline (midpoint of the line joining the apexes of the ears) | one
"""

# code, benefits, technique, how the source presses it: posture, tool, what presses, wall; seconds of a hold
USES = """
BL-43 | relieves chronic fatigue and back stiffness; strengthens lungs and digestion; helps upper-back tension | hard to reach by hand: lie on the back with the ball under the upper-middle back, and roll gently to press | lying, tennis-ball, tennis ball, | 30
SI-3 | eases lower-back pain; improves spinal alignment and flexibility; reduces neck and shoulder stiffness | press firmly with the thumb; repeat on both hands; especially before or after activity such as yoga | seated, none, thumb, | 30
BL-18 | supports the liver, reducing muscle stiffness; eases lower back and ribs; whole-body flexibility | lie on the back, ball under the middle back, move slowly side to side, gentle pressure | lying, tennis-ball, tennis ball, | 30
BL-52 | strengthens lower back and kidneys; reduces stiffness of lower back and hips; core stability | firm pressure with a massage tool or the knuckles while standing against a wall | standing, massage-tool, massage tool, wall + standing, none, knuckles, wall | 30
LR-3 | releases lower back and hips; improves blood circulation to the spine; flexibility | press firmly with the thumb while breathing deeply; especially after gardening or long sitting | seated, none, thumb, | 30
SI-11 | relieves upper back and shoulders; arm and spine mobility; posture | if hard to reach, a tennis ball against a wall; roll slowly | standing, tennis-ball, tennis ball, wall | 60
GV-20 | releases tension throughout the spine; relaxation and mental clarity; posture | press gently and massage with the fingertips, with deep breathing | seated, none, fingertips, | 30
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def point(code: str) -> Point:
    return next(point for point in default_pack().points if point.code == code)


def test_there_are_seven_points_in_the_source_s_order() -> None:
    assert [p.code for p in default_pack().points] == [row[0] for row in rows(NAMES)]
    assert sorted(p.priority for p in default_pack().points) == list(range(1, 8))


@pytest.mark.parametrize("row", rows(NAMES), ids=lambda row: row[0])
def test_names(row: list[str]) -> None:
    code, aliases, name, others, characters, pinyin, byname = row
    p = point(code)
    assert p.aliases == tuple(aliases.split(", "))
    assert p.other_names == tuple(others.split(", "))
    assert (p.name, p.characters, p.pinyin, p.byname) == (name, characters, pinyin, byname)


@pytest.mark.parametrize("row", rows(PLACES), ids=lambda row: row[0])
def test_places(row: list[str]) -> None:
    code, location, standard, sides = row
    p = point(code)
    assert (p.location, p.standard_location, p.sides) == (location, standard, sides)
    assert p.paired == (sides == "both")


@pytest.mark.parametrize("row", rows(USES), ids=lambda row: row[0])
def test_uses(row: list[str]) -> None:
    code, benefits, technique, ways, shortest = row
    p = point(code)
    assert p.benefits == tuple(benefits.split("; "))
    assert p.technique == technique
    assert p.hold.min == int(shortest) * 1000
    for way in ways.split("+"):
        posture, tool, presses, wall = (part.strip() for part in way.split(","))
        own = [w for w in p.ways if not w.adapted and (w.posture, w.tool) == (posture, tool)]
        assert [(w.presses, w.wall) for w in own] == [(presses, wall == "wall")]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("BL-43", "none given; the general rule, at least 30 seconds"),
        ("SI-3", "30 seconds, each hand"),
        ("BL-18", "none given; at least 30 seconds"),
        ("BL-52", "30 seconds, repeat as needed"),
        ("LR-3", "30 to 60 seconds"),
        ("SI-11", "at least 60 seconds"),
        ("GV-20", "none given; at least 30 seconds"),
    ],
)
def test_what_the_source_says_of_the_time(code: str, told: str) -> None:
    assert point(code).hold_in_source == told


def test_a_time_that_the_source_bounds_is_kept_to() -> None:
    assert (point("LR-3").hold.min, point("LR-3").hold.max) == (30_000, 60_000)
    assert point("SI-11").hold == Span(60_000, 70_000, 120_000)


def test_points_of_any_posture_can_be_pressed_in_each() -> None:
    for code in ("SI-3", "GV-20"):
        assert {way.posture for way in point(code).ways if way.tool == "none"} == {
            "seated",
            "lying",
            "standing",
        }
        assert point(code).ways[0].posture == "seated"


def test_the_activities_that_the_source_recommends_points_for() -> None:
    assert {p.code: p.activities for p in default_pack().points if p.activities} == {
        "SI-3": ("yoga",),
        "LR-3": ("gardening", "sitting"),
    }


def test_both_people_and_both_sources_are_credited() -> None:
    article, standard = default_pack().sources
    assert (
        article.title == "Imagine Moving Freely Again: 7 Back Pain Acupressure Points to Regain Flexibility"
    )
    assert article.author == "P. Sze"
    assert article.credit is not None
    for part in (
        "Ms. Mai Sogawa, a TCM therapist from Japan",
        "Japan Medical School of Judo Acupuncture and Moxibustion International Education College",
    ):
        assert part in article.credit
    assert standard.title == "WHO Standard Acupuncture Point Locations in the Western Pacific Region (2008)"


@pytest.mark.parametrize(
    "word",
    [
        *("hurts", "broken", "inflamed", "fracture", "directly on the spine"),
        *("professional", "pregnant", "blood thinners", "osteoporosis", "injury", "surgery"),
    ],
)
def test_the_safety_words_are_complete(word: str) -> None:
    assert word in " ".join(default_pack().guidance.safety)


@pytest.mark.parametrize("word", ["yoga", "gardening", "workout"])
def test_when_to_press(word: str) -> None:
    assert word in " ".join(default_pack().guidance.when)


@pytest.mark.parametrize(
    "rule",
    [
        "gently but firmly",
        "at least 30 seconds",
        "slowly and deeply",
        "no aggressive rolling",
        "lie on the ball",
    ],
)
def test_the_general_rules_of_the_source(rule: str) -> None:
    assert rule in " ".join(default_pack().guidance.rules)


def test_what_is_said_of_a_point_is_told_as_tradition() -> None:
    starts = ("Traditionally, ", "By tradition, ")
    assert all(said.startswith(starts) for p in default_pack().points for said in p.tradition)
    assert all(len(p.tradition) >= 2 for p in default_pack().points)


def test_the_spine_itself_is_never_pressed() -> None:
    said = [
        wording
        for p in default_pack().points
        for way in p.ways
        for sentence in (*p.where, *way.reach, *way.again, *way.later)
        for wording in sentence
    ]
    assert not any(
        phrase in sentence
        for sentence in said
        for phrase in ("ball on the spine", "ball on your spine", "under the spine", "under your spine")
    )
