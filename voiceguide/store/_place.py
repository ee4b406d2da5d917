"""Finds the store's folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from voiceguide.store._store import Store

CACHE_VARIABLE: Final = "VOICEGUIDE_CACHE"
"""Environment variable that names the cache folder."""
LOCAL_FOLDER: Final = "audio_cache"
"""Folder that is used where it stands in the working folder."""

_used: list[Store] = []


def locate(cache_dir: Path | None = None) -> Path:
    """Find the cache folder; it need not exist.

    In this order: ``cache_dir``, ``$VOICEGUIDE_CACHE``, ``./audio_cache`` if that folder is there, the
    platform's folder for a user's caches.
    """
    if cache_dir is not None:
        return cache_dir
    if named := os.environ.get(CACHE_VARIABLE):
        return Path(named)
    local = Path(LOCAL_FOLDER)
    if local.is_dir():
        return local.absolute()
    import platformdirs

    return platformdirs.user_cache_path("voiceguide", appauthor=False)


def use_store(store: Store) -> None:
    """Have this process keep what it reads of its own files in a store, in place of the usual one."""
    _used[:] = [store]


def own_store() -> Store:
    """The store for what this process reads of its own files."""
    if not _used:
        use_store(Store(locate(), spare=True))
    return _used[0]
