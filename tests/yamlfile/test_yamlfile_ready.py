"""The ready form of what was read and checked: equal to it, and believed only if it is of the same."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from ready import READ, ready_form
from strategies import ANY_LINE, scripts

from voiceguide.script import Script
from voiceguide.yamlfile import frozen, load_ready, thawed


@pytest.mark.parametrize("path", READ, ids=lambda path: path.name)
def test_the_program_s_own_files_have_their_ready_form(path: Path) -> None:
    ready = path.with_suffix(".json").read_text(encoding="utf-8")
    assert ready == ready_form(path), "say: make ready"
    assert thawed(ready, of=path.read_bytes()) == READ[path](path)


@given(scripts(title=ANY_LINE, line=ANY_LINE, heading=True))
def test_a_script_comes_back_as_it_was(script: Script) -> None:
    assert thawed(frozen(script, of=b"it"), of=b"it") == script


def test_a_ready_form_of_something_else_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text("new")
    assert load_ready(str(path), lambda path: path.read_text()) == "new"  # there is none
    beside = path.with_suffix(".json")
    beside.write_text(frozen("ready", of=b"new"))
    assert load_ready(str(path), lambda path: path.read_text()) == "ready"
    beside.write_text(frozen("ready", of=b"old"))
    assert load_ready(str(path), lambda path: path.read_text()) == "new"


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "[]",
        "{",
        "{}",
        '{"of": 1}',
        '{"of": "X", "is": {"=": ".script.model:Gone"}}',
        '{"of": "X", "is": {"=": ".no_such:Script"}}',
        '{"of": "X", "is": {"=": ".script.model:Script", "title": "no steps"}}',
        '{"of": "X", "is": {"=": ".script.model:Script", "colour": "red"}}',
        '{"of": "X", "is": {"=": ".lazy:lazy", "package": "x", "homes": {}}}',
        b"\xff\xfe",
    ],
)
def test_what_is_damaged_or_from_other_models_is_not_believed(damaged: str | bytes) -> None:
    right = json.loads(frozen(1, of=b"it"))["of"]
    text = damaged.replace('"X"', f'"{right}"') if isinstance(damaged, str) else damaged
    assert thawed(text, of=b"it") is None
