"""Composed sessions, walked by the listener: none has a sentence that cannot be followed."""

from __future__ import annotations

import pytest
from survey import composed, drawn, grid, walked


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_composed_sessions_can_be_followed(part: int) -> None:
    wishes = [*grid(), *drawn(300)][part::8]
    for wish in wishes:
        script = composed(wish)
        if script is not None:
            assert walked(script) == [], wish
