"""The search over plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from voiceguide.compose import Composer, Request, _composer, guess
from voiceguide.compose._composer import _most_ms
from voiceguide.packs import default_pack, pack_named
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.script import Script
    from voiceguide.timeline import Layout


@pytest.mark.parametrize("pack", ["back-flexibility", "desk-hands", "foot-roll"])
@pytest.mark.parametrize(
    "wish", [{}, {"talk": "minimal"}, {"talk": "minimal", "to_sleep": True}, {"rate": 0.8}, {"rate": 1.2}]
)
@pytest.mark.parametrize("minutes", [6, 120])
def test_no_plan_is_passed_over_that_could_be_long_enough(
    pack: str, wish: dict[str, Any], minutes: int
) -> None:
    composer = Composer(Request(length_ms=Ms(minutes * 60_000), **wish), pack_named(pack))
    drafts = [composer._draft(plan).script for plan in list(composer.plans())[::11]]
    assert drafts
    for script in drafts:
        assert guess(script).longest <= _most_ms(script) <= 1.5 * guess(script).longest


def test_plans_that_are_far_too_short_are_not_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[Script] = []

    def noted(script: Script) -> Layout:
        laid_out.append(script)
        return guessed(script)

    guessed = _composer._guessed
    monkeypatch.setattr(_composer, "_guessed", noted)
    composer = Composer(Request(length_ms=Ms(120 * 60_000)), default_pack())
    best = next(composer.fits()).script
    few = len(laid_out)
    monkeypatch.setattr(_composer, "_most_ms", lambda _: 10**9)
    assert next(composer.fits()).script == best
    assert len(laid_out) - few >= 2 * few
