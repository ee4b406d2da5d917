import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from pieces import write

from voiceguide.errors import ExportError, OutputError
from voiceguide.export import FORMATS, Encoding, Tags, check_target
from voiceguide.export._formats import format_of
from voiceguide.export._target import Target

HOUR = 48_000 * 3600


def check(path, frames=HOUR // 6, **choices):
    check_target(path, rate=48_000, channels=2, frames=frames, **choices)


@pytest.mark.parametrize("suffix", [*FORMATS, ".MP3", ".Wav"])
def test_a_good_target_leaves_no_trace(tmp_path, suffix):
    check(tmp_path / f"a{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_may_be_replaced(tmp_path):
    path = tmp_path / "a.mp3"
    path.write_bytes(b"old")
    check(path)
    assert path.read_bytes() == b"old"


def test_a_relative_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check(Path("a.mp3"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.ogg", "a", "a.mp3.txt", "mp3", ".mp3", "a."])
def test_an_unknown_suffix(tmp_path, name):
    with pytest.raises(OutputError, match=re.escape(f"choose one of {', '.join(FORMATS)}")) as raised:
        check(tmp_path / name)
    assert raised.value.exit_code == 2
    assert "\n" not in str(raised.value)


def test_a_missing_folder(tmp_path):
    with pytest.raises(OutputError, match="does not exist"):
        check(tmp_path / "gone" / "a.mp3")


def test_a_file_as_the_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="does not exist"):
        check(tmp_path / "file" / "a.mp3")


def test_a_folder_as_the_file(tmp_path):
    (tmp_path / "a.mp3").mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        check(tmp_path / "a.mp3")


def test_a_device_as_the_file(tmp_path):
    os.mkfifo(tmp_path / "a.wav")
    with pytest.raises(OutputError, match="not a plain file"):
        check(tmp_path / "a.wav")


def test_a_folder_that_refuses(tmp_path, monkeypatch):
    def refuse(*_args, **_choices):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(OutputError, match="refuses: Permission denied"):
        check(tmp_path / "a.mp3")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="refuses"):
            check(tmp_path / "a.mp3")
    finally:
        tmp_path.chmod(0o700)


def test_a_disk_with_too_little_room(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=60_000_000))
    check(tmp_path / "a.mp3", frames=HOUR)
    with pytest.raises(ExportError, match=r"needs 692 MB, and .* has 60 MB free") as raised:
        check(tmp_path / "a.wav", frames=HOUR)
    assert raised.value.exit_code == 1
    with pytest.raises(ExportError, match="needs 145 MB"):
        check(tmp_path / "a.mp3", frames=HOUR, encoding=Encoding(bit_rate_kbps=320))


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_size_foretold_is_enough(tmp_path, make_timeline, cut, suffix):
    path = tmp_path / f"a{suffix}"
    sound = np.random.default_rng(0).uniform(-1, 1, (200_000, 2)).astype(np.float32)
    written = write(path, cut(sound), timeline=make_timeline(len(sound)), channels=2, tags=Tags("x"))
    foretold = format_of(path).most_bytes(
        Target(rate=48_000, channels=2, frames=len(sound), encoding=Encoding())
    )
    assert written.bytes <= foretold + 20_000


def test_the_check_loads_no_codec():
    code = (
        "import sys, voiceguide.export as e, pathlib;"
        "e.check_target(pathlib.Path('x.mp3'), rate=48000, channels=2, frames=9);"
        "print([m for m in ('numpy', 'lameenc', 'mutagen', 'av', 'soxr') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
