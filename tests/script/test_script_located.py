"""The files that a script names: found beside it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import InputErrors, ScriptError
from voiceguide.script import beside, files, located, parse_script, read_script

HEAD = "voiceguide: 1\ntitle: One\n"
ALL = f"""{HEAD}voice: piper/amy.onnx
chimes: bells.yaml
bed: rain.flac
lexicon: names.yaml
steps:
  - say: {{text: Hello., file: hello.wav}}
  - hold: {{for: 30s, chimes: {{start: start, end: stop}}, say: [{{at: half, text: Half., file: half.wav}}]}}
  - chime: end
"""


def named(script) -> dict[str, str]:
    return {".".join(str(part) for part in path): name for path, name in files(script)}


def test_every_file_is_found_beside_the_script() -> None:
    script = parse_script(ALL)
    assert named(script) == {
        "voice": "amy.onnx",
        "chimes": "bells.yaml",
        "bed.sound": "rain.flac",
        "lexicon.0": "names.yaml",
        "steps.0.say.file": "hello.wav",
        "steps.1.hold.say.0.file": "half.wav",
    }
    found = located(script, Path("over/there"))
    assert set(named(found).values()) == {str(Path("over/there") / name) for name in named(script).values()}
    assert found.voice == f"piper/{Path('over/there/amy.onnx')}"
    assert beside(found, Path("over/there")) == script


def test_names_of_the_program_are_no_files() -> None:
    script = parse_script(f"{HEAD}voice: piper/joe\nchimes: gong\nbed: rain\nsteps: [{{chime: end}}]\n")
    assert not named(script)
    assert located(script, Path("over/there")) is script


@pytest.mark.parametrize(
    "name", ["/etc/hostname", "../secret.wav", "sub/../../secret.wav", "~/secret.wav", "link.wav"]
)
@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ("bed: {}\nsteps: [say: Hello.]\n", "3:6"),
        ("lexicon: {}\nsteps: [say: Hello.]\n", "3:10"),
        ("steps: [{{say: {{text: Hello., file: {}}}}}]\n", "3:36"),
    ],
)
def test_a_file_outside_is_refused_unless_it_is_allowed(
    tmp_path: Path, name: str, steps: str, place: str
) -> None:
    folder = tmp_path / "sub"
    folder.mkdir()
    (tmp_path / "secret.wav").touch()
    (folder / "link.wav").symlink_to(tmp_path / "secret.wav")
    path = folder / "one.yaml"
    path.write_text(HEAD + steps.format(name))
    with pytest.raises(ScriptError) as refused:
        read_script(path)
    assert str(refused.value).startswith(f"{path}:{place}: {name!r} is not in the script's folder; put")
    assert read_script(path, allow_outside=True)


def test_a_home_is_written_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    script = parse_script(f"{HEAD}bed: ~/rain.wav\nsteps: [say: Hello.]\n")
    found = located(script, tmp_path)
    assert found.bed
    assert found.bed.sound == str(tmp_path / "rain.wav")


def test_a_protocol_is_a_file_s_name() -> None:
    found = located(parse_script(f'{HEAD}bed: "concat:a.wav|b.wav"\nsteps: [say: Hello.]\n'), Path())
    assert found.bed
    assert found.bed.sound.startswith(".")


def test_several_files_outside_are_refused_at_once() -> None:
    script = parse_script(f"{HEAD}bed: ../a.wav\nlexicon: ../b.yaml\nsteps: [say: Hello.]\n")
    with pytest.raises(InputErrors, match=r"bed\.sound: '\.\./a\.wav' is not in the script's folder"):
        located(script, Path())
