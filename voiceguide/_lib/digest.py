"""What the program is made of, as a digest: what another version of it made is not taken for its own."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

_ROOT = Path(__file__).parents[1]


@functools.cache
def digest_of(*packages: str) -> str:
    """Digest of all files of packages of this program: of ``sound``, say, and of ``script``."""
    digest = hashlib.sha256()
    for package in packages:
        for file in sorted(_ROOT.joinpath(package).iterdir()):
            if file.is_file():
                digest.update(f"{package}/{file.name}".encode() + file.read_bytes())
    return digest.hexdigest()
