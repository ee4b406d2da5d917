"""A request as text, as it stands in links and forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.compose import OCCASIONS, TALKS, Request, read_request, write_request
from voiceguide.errors import RequestError
from voiceguide.packs import FOCUSES, POSTURES, TOOLS
from voiceguide.units import Ms

requests = st.builds(
    Request,
    length_ms=st.integers(1_000, 14_400_000).map(Ms),
    points=st.lists(st.sampled_from(["BL-43", "SI-3", "all"]), unique=True).map(tuple),
    focus=st.none() | st.sampled_from(FOCUSES),
    tools=st.lists(st.sampled_from(TOOLS), unique=True).map(tuple),
    postures=st.lists(st.sampled_from(POSTURES), unique=True).map(tuple),
    occasion=st.none() | st.sampled_from(OCCASIONS),
    to_sleep=st.just(False),
    talk=st.none() | st.sampled_from(TALKS),
    seed=st.integers(0, 10**9),
    rate=st.none() | st.sampled_from([0.5, 0.9, 2.0]),
    bed=st.just("rain"),
    bed_level_db=st.none() | st.sampled_from([-20.0, -7.5]),
)


@given(requests)
def test_what_is_written_reads_back(request: Request) -> None:
    given: dict[str, list[str]] = {}
    for name, text in write_request(request):
        given.setdefault(name, []).append(text)
    assert read_request(given) == request


def test_what_is_either_so_or_not_is_yes_or_no() -> None:
    assert list(write_request(Request(to_sleep=True)))[-1] == ("to-sleep", "yes")
    assert read_request({"to-sleep": ["yes"]}) == Request(to_sleep=True)
    assert read_request({"to-sleep": ["no"]}) == Request()
    with pytest.raises(RequestError, match=r"to-sleep is not 'ye'; did you mean yes"):
        read_request({"to-sleep": ["ye"]})


def test_points_stand_in_one_text_or_several() -> None:
    assert read_request({"points": ["BL-43, SI-3", "LR-3"]}).points == ("BL-43", "SI-3", "LR-3")
    assert read_request({"points": [""], "minutes": [" "]}) == Request()


@pytest.mark.parametrize(
    "given",
    [{"minutes": ["0"]}, {"minutes": ["NaN"]}, {"rate": ["9"]}, {"seed": ["1.5"]}, {"talk": ["loud"]}],
)
def test_what_cannot_be_is_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(RequestError):
        read_request(given)
