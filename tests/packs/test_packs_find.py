"""A point is found by whatever a listener types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import PackError
from voiceguide.packs import default_pack, find_point, fold
from voiceguide.packs._find import names_of

if TYPE_CHECKING:
    from voiceguide.packs import Point

NAMES = [(name, point) for point in default_pack().points for name in names_of(point)]


def looks(name: str) -> list[str]:
    """A name as people may type it."""
    bare = name.replace("-", "").replace(" ", "")
    return [
        name,
        name.lower(),
        name.upper(),
        name.swapcase(),
        bare,
        name.replace("-", " "),
        f"  {name} ",
        name.replace(" ", "-"),
        name.replace("'", "\u2019"),
    ]


@pytest.mark.parametrize(("name", "point"), NAMES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_name_in_any_case_and_spacing(name: str, point: Point) -> None:
    for look in looks(name):
        assert find_point(default_pack(), look) is point


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("liv3", "LR-3"),
        ("LIV-3", "LR-3"),
        ("Liver 3", "LR-3"),
        ("lr3", "LR-3"),
        ("Tai Chong", "LR-3"),
        ("taichong", "LR-3"),
        ("Tàichōng", "LR-3"),
        ("Ta\u0300ichong", "LR-3"),
        ("太冲", "LR-3"),
        ("\uff4c\uff52\uff0d\uff13", "LR-3"),
        ("du20", "GV-20"),
        ("governing vessel 20", None),
        ("The Governing Vessel 20", "GV-20"),
        ("BAI HUI", "GV-20"),
        ("ub 43", "BL-43"),
    ],
)
def test_names_that_listeners_type(typed: str, code: str | None) -> None:
    if code is None:
        with pytest.raises(PackError, match="did you mean The Governing Vessel-20 \\(GV-20\\)"):
            find_point(default_pack(), typed)
    else:
        assert find_point(default_pack(), typed).code == code


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("LR-33", "did you mean LR-3?"),
        ("Tai Chung", "did you mean Tai Chong (LR-3)?"),
        ("gao hung", "did you mean Gao Huang (BL-43)?"),
        ("hoxi", "did you mean Hou Xi (SI-3)?"),
    ],
)
def test_a_near_name_gets_a_hint(typed: str, hint: str) -> None:
    with pytest.raises(PackError) as caught:
        find_point(default_pack(), typed)
    told = str(caught.value)
    assert f"{typed!r} in the pack 'Back flexibility'; {hint}" in told
    assert told.endswith("(points: BL-43, SI-3, BL-18, BL-52, LR-3, SI-11, GV-20)")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("typed", ["", "   ", "---", "🧘", "qqqqqq", "9"])
def test_what_is_no_name_gets_the_list_alone(typed: str) -> None:
    with pytest.raises(PackError, match="points: BL-43") as caught:
        find_point(default_pack(), typed)
    assert "did you mean" not in str(caught.value)


@given(st.text(max_size=20))
def test_any_text_finds_a_point_or_is_refused(typed: str) -> None:
    try:
        point = find_point(default_pack(), typed)
    except PackError:
        return
    assert fold(typed) in {fold(name) for name in names_of(point)}
