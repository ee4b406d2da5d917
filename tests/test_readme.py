# ruff: noqa: RUF001 (phonemes look like letters)
"""What the README shows is what the program takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from voiceguide.compose import guess, guessed_timeline, lint
from voiceguide.script import parse_script, read_script
from voiceguide.sound import ChimeSet
from voiceguide.speech import lexicon_of, lexicon_sources

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture
def shown(tmp_path: Path) -> dict[str, Path]:
    """The files that the README shows, by their first key."""
    files = {}
    for content in re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL):
        key = content.partition(":")[0]
        files[key] = tmp_path / f"{key}.yaml"
        files[key].write_text(content, encoding="utf-8")
    return files


def test_the_script_can_have_its_length_and_nothing_is_wrong_with_it(shown: dict[str, Path]) -> None:
    script = read_script(shown["voiceguide"])
    bounds = guess(script)
    assert script.length is not None
    assert bounds.shortest <= script.length * bounds.rate // 1000 <= bounds.longest
    assert lint(script) == []


def test_the_steps_for_other_crafts_are_read() -> None:
    (steps,) = re.findall(r"```yaml\n(  - repeat.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    script = parse_script(f"voiceguide: 1\ntitle: Steps\nsteps:\n{steps}")
    kinds = [type(step).__name__ for step in script.steps]
    assert kinds == ["Repeat", "CountStep", "BedChange", "Hold", "Sound"]


def test_a_script_is_made_of_models() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    made: dict[str, Any] = {}
    exec(next(block for block in blocks if "Repeat(" in block), made)  # noqa: S102 (what the README shows)
    assert guessed_timeline(made["script"]).frames == 180_000


def test_the_lexicon_says_its_words(shown: dict[str, Path]) -> None:
    respeller = lexicon_of(lexicon_sources(shown["words"])).respeller("piper")
    said = respeller.respell("Kuroda's tuina, Bai Long", lambda said: said)
    assert said == "koo roh dah's [[tweɪnˈɑː]], [[bˈaɪ lˈʊŋ]]"


def test_the_chimes_sound(shown: dict[str, Path]) -> None:
    chimes = ChimeSet(str(shown["voiceguide_chimes"]))
    assert chimes.about("start") == chimes.about("end") == "one touch on a glass"
    ref = chimes.ref("start", 24_000)
    assert abs(chimes.clip(ref.key).samples).max() > 0.01
