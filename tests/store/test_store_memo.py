"""Memos: the same value as the stage makes, and never one of other inputs or of other code."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_LINE, scripts

from voiceguide.script import Script
from voiceguide.store import MEMO, Store, code_identity, from_json, json_stage, key_of, memo, to_json
from voiceguide.store._code import covered, parts_in
from voiceguide.units import Span

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "voiceguide"
STAGE = json_stage("test", "units")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def refuse():
    pytest.fail("it was made again")


def test_a_value_is_made_once(store):
    span = Span(1, 2, 3)
    assert memo(store, STAGE, ["a", 1], lambda: span) == span
    assert memo(Store(store.root), STAGE, ["a", 1], refuse) == span
    assert memo(store, STAGE, ["a", 2], lambda: "other") == "other"
    assert memo(store, json_stage("another", "units"), ["a", 1], lambda: "other") == "other"


def test_inputs_are_told_apart_by_their_values(store):
    keys = {
        key_of(store, STAGE, inputs)
        for inputs in (None, 1, "1", [1], [[1]], Span(1, 1, 1), Span(1, 1, 2), {"a": 1}, {"b": 1}, True)
    }
    # JSON has one number for 1 and True, as Python's == does
    assert len(keys) >= 9
    assert key_of(store, STAGE, {"a": 1, "b": 2}) == key_of(store, STAGE, {"b": 2, "a": 1})
    with pytest.raises(TypeError, match="object"):
        key_of(store, STAGE, object())


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"\xff", b'{"=": ".script._model:Gone"}', b'{"=": ".script._model:Script"}',
                b'{"=": ".no_such:Script"}', b'{"=": "os:system"}', b'{"=": "._lib.lazy:lazy"}']
)  # fmt: skip
def test_a_memo_that_cannot_be_read_is_made_again(store, damaged):
    store.write(MEMO, key_of(store, STAGE, "it"), damaged)
    assert memo(store, STAGE, "it", lambda: "made") == "made"


@given(scripts(title=ANY_LINE, line=ANY_LINE, heading=True))
def test_a_script_comes_back_as_it_was(script: Script) -> None:
    assert from_json(json.loads(json.dumps(to_json(script)))) == script


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_what_json_has_comes_back(value):
    def tuples(one):
        return tuple(map(tuples, one)) if isinstance(one, list) else one

    assert from_json(json.loads(json.dumps(to_json(value)))) == tuples(value)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(PROGRAM, tmp_path / "program", ignore=shutil.ignore_patterns("__pycache__", "*.f16"))
    return tmp_path / "program"


def identity(root, *parts):
    known = parts_in(root)
    return [(part, known[part][0]) for part in covered(known, parts)]


def test_a_comment_changes_nothing(copy):
    before = identity(copy, "sound")
    for path in copy.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("\nfrom __future__", "\n# a new comment\nfrom __future__", 1) + "# end\n"
        )
    assert identity(copy, "sound") == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "change", ["units/_duration.py", "sound/_limiter.py", "_lib/atomic.py", "sound/chimes.yaml"]
)
def test_code_and_data_that_a_stage_uses_change_its_identity(copy, change):
    before = identity(copy, "sound")
    with (copy / change).open("a", encoding="utf-8") as file:
        file.write("\nmore = 1\n")
    assert identity(copy, "sound") != before


def test_code_that_a_stage_does_not_use_changes_nothing(copy):
    before = identity(copy, "compose")
    with (copy / "player" / "_keys.py").open("a", encoding="utf-8") as file:
        file.write("\nmore = 1\n")
    assert identity(copy, "compose") == before


LOADED = {
    "compose": """
import voiceguide as vg
list(vg.Composer(vg.Request(), vg.default_pack()).fits())
""",
    "script": """
from pathlib import Path
import voiceguide as vg
vg.read_script(Path("scripts/five_minutes.yaml"))
""",
    "speech": """
import sys, tempfile
from pathlib import Path
from voiceguide.speech import ClipCache, Speaker, VoiceId, VoiceSettings
speaker = Speaker(ClipCache(Path(tempfile.mkdtemp())))
speaker.speak(["Press BL-43 for 5 seconds."], VoiceSettings(VoiceId("silent", "default")), 24000)
""",
    "sound": """
from voiceguide.sound import *
from voiceguide.timeline import Timeline
mixer = Mixer(Timeline(48000, 9000, "t", (), (), ()), Clips(ChimeSet()))
Master(mixer, master_gain(mixer, ceiling_db=CEILING_DB).db).identity(0, 9000)
""",
}


@pytest.mark.slow
@pytest.mark.parametrize("part", LOADED)
def test_every_module_that_a_stage_loads_is_in_its_identity(part):
    code = (
        LOADED[part] + "import sys; print(*[name for name in sys.modules if name.startswith('voiceguide.')])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[1] for name in done.stdout.split()}
    assert part in loaded
    assert loaded <= set(covered(parts_in(PROGRAM), (part,)))


def test_the_identity_is_the_same_in_every_process(store):
    code = (
        "import sys; from pathlib import Path; from voiceguide.store import Store, code_identity; "
        "print(code_identity(Store(Path(sys.argv[1])), 'compose'))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, store.root / str(number)],
            capture_output=True, text=True, check=True,
        ).stdout.strip()
        for number in range(2)
    }  # fmt: skip
    assert told == {code_identity(store, "compose")}


DOUBLED = """
import sys
sys.path.insert(0, sys.argv[1])
sys.argv[0] = "voiceguide"
import voiceguide as vg
with vg.Studio(cache_dir=sys.argv[2]) as studio:
    print(studio.session(studio.read_script(sys.argv[3])).timeline.frames / 48_000)
"""


@pytest.mark.slow
def test_doubled_times_are_not_answered_from_a_memo(copy, tmp_path):
    """What ``units`` makes of a text is in a kept script: another ``units``, another answer."""
    program = copy.rename(tmp_path / "voiceguide")
    script = tmp_path / "one.yaml"
    script.write_text("{voiceguide: 1, title: One, voice: silent/default, steps: [{say: In.}, {pause: 30s}]}")

    def told():
        call = [sys.executable, "-P", "-c", DOUBLED, str(tmp_path), str(tmp_path / "cache"), str(script)]
        done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=True)
        return float(done.stdout)

    first = told()
    assert told() == first
    units = program / "units" / "_duration.py"
    text = units.read_text(encoding="utf-8")
    assert "def parse_duration(" in text
    units.write_text(
        f"{text}\n_parse = parse_duration\n"
        "def parse_duration(text, **more):\n    return 2 * _parse(text, **more)\n"
    )
    assert told() == pytest.approx(first + 30, abs=0.1)
