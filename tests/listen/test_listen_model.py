import hashlib

import pytest

from voiceguide.errors import CacheError, ListenError
from voiceguide.listen import _whisper_model as model


@pytest.fixture
def parts(tmp_path, monkeypatch):
    """Small files in place of the model's."""
    for number, package in enumerate(model.PARTS, 1):
        data = tmp_path / package
        data.mkdir()
        (data / f"model.bin.part{number}").write_bytes(bytes([number]) * 1000)
    for name in model.SHA256:
        if name != "model.bin":
            (tmp_path / model.PARTS[-1] / name).write_text(name)
    monkeypatch.setattr(model, "_data_of", tmp_path.joinpath)
    monkeypatch.setattr(model, "missing_packages", list)
    digests = {
        name: hashlib.sha256(b"".join(path.read_bytes() for path in model._sources(name))).hexdigest()
        for name in model.SHA256
    }
    monkeypatch.setattr(model, "SHA256", digests)
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_the_model_is_joined_once_and_verified(parts):
    folder = model.model_folder()
    assert (folder / "model.bin").read_bytes() == b"\1" * 1000 + b"\2" * 1000
    assert {path.name for path in folder.iterdir()} == set(model.SHA256)
    for package in model.PARTS:
        for path in (parts / package).iterdir():
            path.write_bytes(b"not needed again")
    assert model.model_folder() == folder


def test_a_damaged_model_is_joined_again(parts):
    folder = model.model_folder()
    (folder / "model.bin").write_bytes(b"")
    assert len((model.model_folder() / "model.bin").read_bytes()) == 2000


def test_other_parts_are_refused(parts):
    (parts / model.PARTS[0] / "model.bin.part1").write_bytes(b"another model")
    with pytest.raises(ListenError, match="not the one that is expected"):
        model.model_folder()


def test_a_missing_package_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(model, "find_installed", lambda _: None)
    with pytest.raises(
        ListenError, match=r"faster-whisper is not installed; pip install 'voiceguide\[listen\]'"
    ):
        model.model_folder()


def test_folders_that_cannot_be_written(parts, monkeypatch):
    (parts / "cache").write_text("a file stands in the way")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: parts / "cache")
    with pytest.raises(CacheError, match=r"cannot be written.*\$VOICEGUIDE_CACHE"):
        model.model_folder()
