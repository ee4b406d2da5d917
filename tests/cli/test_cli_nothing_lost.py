"""Scripts as anybody might write them: each text is heard, or ``check`` and ``export`` say why not."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import scripts

from voiceguide.script import Hold, Say, parts_of, unrolled, write_script
from voiceguide.yamlfile import place_of, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Ran

    from voiceguide.script import Script

EXAMPLES = 500 if os.environ.get("VOICEGUIDE_EXAMPLES") == "all" else 25


def texts_of(script: Script) -> Iterator[tuple[tuple[str | int, ...], list[str]]]:
    """All that is written to be said, with its place."""
    for placed in unrolled(script):
        if isinstance(placed.step, Say):
            yield (*placed.path, "say"), [part for part in parts_of(placed.step.say) if isinstance(part, str)]
        elif isinstance(placed.step, Hold):
            for number, cue in enumerate(placed.step.hold.say):
                path = (*placed.path, "hold", "say", number)
                yield path, [part for part in parts_of(cue) if isinstance(part, str)]


@pytest.mark.slow
@given(script=scripts(with_length=False))
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_text_is_heard_or_told(script: Script, tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(write_script(script), encoding="utf-8")
    voice = ("--voice", "silent/default")
    checked = run("check", path)
    written = run("export", path, *voice, "-o", tmp_path / "one.wav", "--preset", "phone", "--quiet")
    if written.code != 0:
        # what export refuses, check has told
        assert written.code == 2
        assert checked.code == 2 or "may not be met" in checked.out, written.err
        return
    timeline = json.loads(run("timeline", path, *voice, "--json").out)
    # a sentence is shown with a capital
    heard = {cue.get("text", "").casefold() for track in timeline["tracks"] for cue in track["cues"]}
    document = read(path)
    told = checked.out + checked.err + written.err
    for where, said in texts_of(script):
        # a placeholder is said as a time or a number
        plain = {part.casefold() for part in said if "{" not in part}
        if not plain <= heard:
            place = place_of(document, where)
            assert re.search(rf"^[^\n]*one\.yaml:{place.line}:[^\n]*", told, re.MULTILINE), (said, told)
