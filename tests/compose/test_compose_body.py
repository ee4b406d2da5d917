"""Whatever the body does and needs, the changes lead there, each from what the one before it left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voiceguide.compose._body import CHANGES, Body, Instruction, Need, moves

NEEDS = st.builds(
    Need,
    posture=st.sampled_from(["lying", "seated"]),
    tool=st.sampled_from(["none", "tennis-ball", "massage-tool"]),
    barefoot=st.booleans(),
) | st.builds(
    Need,
    posture=st.just("standing"),
    wall=st.booleans(),
    tool=st.sampled_from(["none", "tennis-ball", "massage-tool"]),
)


def phrases(body: Body, need: Need, later: set = frozenset()) -> list[str]:  # type: ignore[assignment]
    return [told.phrase.removeprefix("move.") for told in moves(body, need, later)]


def after(body: Body, need: Need, later: set = frozenset()) -> Body:  # type: ignore[assignment]
    return [body, *(told.body for told in moves(body, need, later))][-1]


BALL = Need("lying", tool="tennis-ball")
WALL = Need("standing", wall=True, tool="tennis-ball")
READY = Body(things={"tennis-ball": "reach"})


def test_the_ball_is_picked_up_before_lying_down() -> None:
    assert phrases(READY, BALL) == ["pick_up", "lie_down"]
    assert phrases(Body(posture="standing", place="wall", things={"tennis-ball": "hand"}), BALL) == [
        "bring", "to_mat", "lie_down",
    ]  # fmt: skip


def test_from_the_mat_to_the_wall_with_the_ball() -> None:
    lying = Body(posture="lying", place="mat", eyes="closed", things={"tennis-ball": "hand"})
    assert phrases(lying, WALL) == ["eyes_open", "get_up", "bring", "to_wall"]
    done = after(lying, WALL)
    assert (done.posture, done.place, done.eyes, done.things["tennis-ball"]) == (
        "standing",
        "wall",
        "open",
        "hand",
    )


def test_a_thing_that_is_needed_later_comes_along_and_another_is_put_aside() -> None:
    lying = Body(posture="lying", place="mat", things={"tennis-ball": "hand"})
    seat = Need("seated")
    assert phrases(lying, seat, {"tennis-ball"}) == ["sit_up", "keep"]
    assert phrases(lying, seat) == ["put_aside", "sit_up"]
    assert phrases(after(lying, seat), Need("lying")) == ["lie_down"]


def test_eyes_are_opened_only_if_they_are_closed() -> None:
    for eyes, expected in (("open", ["stand_up"]), ("closed", ["eyes_open", "stand_up"])):
        seated = Body(posture="seated", place="chair", eyes=eyes)  # type: ignore[arg-type]
        assert phrases(seated, Need("standing")) == expected


def test_shoes_come_off_once() -> None:
    foot = Need("seated", barefoot=True)
    assert phrases(Body(), foot) == ["sit_down", "shoes_off"]
    assert phrases(after(Body(), foot), foot) == []


@given(st.lists(NEEDS, min_size=1, max_size=8))
def test_every_way_leads_where_it_should(needs: list[Need]) -> None:
    body = Body(things={need.tool: "reach" for need in needs if need.tool != "none"})
    for number, need in enumerate(needs):
        later = {other.tool for other in needs[number + 1 :]}
        for told in moves(body, need, later):
            check(body, told)
            body = told.body
        assert body.posture == need.posture
        assert need.place in {"anywhere", body.place}
        assert need.tool == "none" or body.things[need.tool] == "hand"
        assert all(spot != "hand" for tool, spot in body.things.items() if tool != need.tool)
        assert not need.barefoot or body.shoes == "off"
        assert list(moves(body, need, later)) == []


def check(before: Body, told: Instruction) -> None:
    """No change is told that the body cannot do, or that is none."""
    if told.phrase == "move.pick_up":
        assert before.posture != "lying"
    if before.posture != told.body.posture or before.place != told.body.place:
        assert told.time is not None
        assert before.eyes == "open"
    assert told.body != before or told.phrase == "move.bring"
    if told.thing and before.things[told.thing] in {"mat", "wall", "chair"}:
        assert before.things[told.thing] == before.place, "a thing was left behind"


def test_the_table_has_a_time_for_every_change() -> None:
    assert all(change.time.min >= 4_000 for change in CHANGES)
    floor = [change for change in CHANGES if "lying" in change.postures or change.posture == "lying"]
    assert all((change.time.min, change.time.max) == (12_000, 25_000) for change in floor)
