"""The JSON Schema for editors, against a validator that is not ours: it takes what we read, and no more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from voiceguide.script import Script, parse_script
from voiceguide.yamlfile import json_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

jsonschema = pytest.importorskip("jsonschema")

SCRIPTS = sorted((Path(__file__).parents[2] / "scripts").glob("*.yaml"))
HEAD = "voiceguide: 1\ntitle: One\n"

RIGHT = (
    "- repeat: 4\n  steps: [{say: 'Round {round}.'}]\n  between: [{pause: 1s}]",
    "- repeat: 2\n  steps:\n    - repeat: 3\n      steps: [{chime: bell.wav}]",
    "- hold: {for: 1m, breathe: box}",
    "- hold: {for: 1m, breathe: {in: 2s, sip: 1s, hold: 0s, out: 4s, rest: 1s, led: 2}}",
    "- hold: {for: 1m, breathe: {in: 2s, out: 4s, led: all}}",
    "- hold: {for: 1m, breathe: 4-7-8}",
    "- hold: {for: 1m, breathe: extended exhale}\n- hold: {for: 1m, breathe: Box breathing}",
    "- hold: {for: 1m, breathe: coherent (5.5)}",
    "- hold: {for: 1m, breathe: '5,5-5.5'}",
    "- hold: {for: 1m, breathe: {pattern: box, led: 2}}",
    "- hold: {for: 1m, bells: [10s, half, -10s]}",
    "- hold: {for: 1m, say: {at: half, text: Halfway.}}",
    "- hold: 30s\n- hold: 30\n- hold: 30s..1m",
    "- hold: {for: 1m, bells: {every: 10s..20s, chime: wood, seed: 4}}",
    "- hold: {for: 1m, count: 10, countdown: 5}",
    "- hold: {for: 1m, count: {to: 10, every: 3s..4s, down: true, tick: false}, countdown: {from: 5}}",
    "- count: 10",
    "- count: {to: 5, every: 2s}",
    "- countdown: {from: 3, tick: true}",
    "- say: Sound.\n- sound: intro.wav\n  text: Music\n  level: -6dB",
    "- bed: surf\n- bed: {sound: rain, level: -20dB, fade: 3s}\n- bed: off\n- say: Done.",
    "- chapter: {title: Swan, side: left}\n- say: Hello.",
)
WRONG = (
    "- repeat: 0\n  steps: [{say: Go.}]",
    "- repeat: 2",
    "- repeat: 2\n  steps: [{sya: Go.}]",
    "- hold: {for: 1m, breathe: boks}",
    "- hold: {for: 1m, breathe: {in: 2s, out: 4s, led: some}}",
    "- hold: {for: 1m, breathe: {pattern: box, in: 2s}}",
    "- hold: {for: 1m, breathe: 4-6-}",
    "- hold: soon",
    "- hold: {for: 1m, count: {every: 3s}}",
    "- hold: {for: 1m, countdown: {from: 500}}",
    "- hold: {for: 1m, bells: {every: 5m, bell: wood}}",
    "- count: {to: many}",
    "- sound: intro.wav\n  txt: Music",
    "- bed: {level: -20dB}",
)


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json_schema(Script)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def value_of(text: str) -> Any:
    """A file's value as an editor's reader has it."""
    return yaml.load(text, Loader=Editor)  # noqa: S506 (a safe loader)


class Editor(yaml.SafeLoader):
    """YAML 1.2's core types, as editors have them: ``off`` is a text."""


Editor.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if not tag.endswith((":bool", ":timestamp", ":sexagesimal"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editor.add_implicit_resolver("tag:yaml.org,2002:bool", __import__("re").compile("^(true|false)$"), list("tf"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_ready_script_is_valid(path: Path, validator: Any) -> None:
    validator.validate(value_of(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("steps", RIGHT)
def test_what_is_read_is_valid(steps: str, validator: Any) -> None:
    text = f"{HEAD}steps:\n{steps}\n"
    parse_script(text)
    validator.validate(value_of(text))


@pytest.mark.parametrize("steps", WRONG)
def test_what_is_refused_is_not(steps: str, validator: Any) -> None:
    assert not validator.is_valid(value_of(f"{HEAD}steps:\n{steps}\n"))


@pytest.mark.parametrize(
    "chimes", ["wood", "{start: bell.wav}", "{theme: wood, end: {sound: gong, level: -3dB}}"]
)
def test_chimes_of_a_heading(chimes: str, validator: Any) -> None:
    text = f"{HEAD}chimes: {chimes}\nsteps: [{{say: Hello.}}]\n"
    parse_script(text)
    validator.validate(value_of(text))


def test_every_key_has_a_description(validator: Any) -> None:
    undescribed = {
        f"{name}.{key}" for name, key, schema in properties(validator.schema) if "description" not in schema
    }
    assert not undescribed


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, model in {"Script": schema, **schema["$defs"]}.items():
        for key, value in model.get("properties", {}).items():
            yield name, key, value
