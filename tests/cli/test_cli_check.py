"""``check``: what a voice cannot say as it is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

HEAD = "voiceguide: 1\ntitle: A test\n"


def test_what_can_be_read_in_two_ways_is_a_warning(tmp_path: Path, run: Callable[..., Ran]) -> None:
    script = tmp_path / "mine.yaml"
    script.write_text(HEAD + "steps:\n  - say: Rest well.\n  - say: Walk for 5m.\n  - hold: {for: 30s}\n")
    ran = run("check", script)
    assert ran.code == 0
    assert "mine.yaml:5:10: warning: '5m' may be minutes, or metres; say it in words" in ran.out
    assert run("check", "--strict", script).code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="espeak-ng's voices")
def test_times_have_words_in_english_only(tmp_path: Path, run: Callable[..., Ran]) -> None:
    script = tmp_path / "mine.yaml"
    steps = "steps:\n  - say: Bleibe {hold}.\n  - hold: {for: 30s}\n  - say: 5 \u2192 6, bei 20 %.\n"
    script.write_text(f"{HEAD}voice: system/de\n{steps}", encoding="utf-8")
    ran = run("check", script)
    assert ran.code == 2
    assert "mine.yaml:5:10" in ran.err
    assert "{hold} is put into English words, and system/de speaks de" in ran.err
    script.write_text(f"{HEAD}voice: system/en-US\n{steps.replace('Bleibe', 'Stay')}", encoding="utf-8")
    assert run("check", script).code == 0
