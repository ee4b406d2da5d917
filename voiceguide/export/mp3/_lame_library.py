"""LAME's own C functions, called where a wheel that is installed anyway brings them.

lameenc's Python class cannot switch the bit reservoir off, without which frames stand alone: only then can
they be encoded by several threads, or be kept and joined. On Linux and macOS its extension module exports
the C functions beside the class. On Windows it does not, but PyAV brings a libmp3lame of its own, three times
as slow. Where neither is there, MP3 is encoded in one pass by lameenc.
"""

from __future__ import annotations

import ctypes
import functools
import importlib.util
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.export.mp3._lame import LAME_DELAY

if TYPE_CHECKING:
    from collections.abc import Iterator

_logger = logging.getLogger(__name__)

_HANDLE, _INT, _FLOAT, _POINTER = ctypes.c_void_p, ctypes.c_int, ctypes.c_float, ctypes.c_void_p
_SIGNATURES = {
    # name: result, arguments (lame.h)
    "get_lame_version": (ctypes.c_char_p, ()),
    "lame_init": (_HANDLE, ()),
    "lame_close": (_INT, (_HANDLE,)),
    "lame_init_params": (_INT, (_HANDLE,)),
    "lame_get_encoder_delay": (_INT, (_HANDLE,)),
    "lame_set_num_channels": (_INT, (_HANDLE, _INT)),
    "lame_set_in_samplerate": (_INT, (_HANDLE, _INT)),
    "lame_set_out_samplerate": (_INT, (_HANDLE, _INT)),
    "lame_set_mode": (_INT, (_HANDLE, _INT)),
    "lame_set_brate": (_INT, (_HANDLE, _INT)),
    "lame_set_quality": (_INT, (_HANDLE, _INT)),
    "lame_set_scale": (_INT, (_HANDLE, _FLOAT)),
    "lame_set_disable_reservoir": (_INT, (_HANDLE, _INT)),
    "lame_set_bWriteVbrTag": (_INT, (_HANDLE, _INT)),
    "lame_encode_buffer_ieee_float": (_INT, (_HANDLE, _POINTER, _POINTER, _INT, _POINTER, _INT)),
    "lame_encode_buffer_interleaved_ieee_float": (_INT, (_HANDLE, _POINTER, _INT, _POINTER, _INT)),
    "lame_encode_flush": (_INT, (_HANDLE, _POINTER, _INT)),
}


class LameLibrary:
    """A shared library with LAME's functions, which release the GIL while they run.

    Raises
    ------
    OSError
        If the file cannot be loaded.
    AttributeError
        If it does not export them.
    """

    def __init__(self, path: Path) -> None:
        self.functions = ctypes.CDLL(str(path))
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(self.functions, name)
            function.restype, function.argtypes = result, arguments
        self.version: str = self.functions.get_lame_version().decode("ascii", "replace")
        """LAME's own, such as ``3.100``: another one encodes the same sound to other bytes."""

    def has_our_delay(self) -> bool:
        """Whether it puts as much silence first as the Info frame will say."""
        handle = self.functions.lame_init()
        if not handle:
            return False
        try:
            self.functions.lame_init_params(handle)
            return bool(self.functions.lame_get_encoder_delay(handle) == LAME_DELAY)
        finally:
            self.functions.lame_close(handle)


@functools.cache
def lame_library() -> LameLibrary | None:
    """The first library that can be used, or None."""
    for path in library_paths():
        try:
            library = LameLibrary(path)
        except (OSError, AttributeError) as error:
            _logger.debug("LAME cannot be used from %s: %s", path, error)
            continue
        if library.has_our_delay():
            _logger.debug("LAME %s from %s", library.version, path)
            return library
    _logger.info("LAME's functions are out of reach: MP3s are encoded in one pass, and no frames kept")
    return None


def library_paths() -> Iterator[Path]:
    """Files that may hold LAME, the fastest first."""
    if (extension := _origin("lameenc")) is not None:
        yield extension
    if (av := _origin("av")) is not None:
        # where the tools that repair wheels put a library: delvewheel and auditwheel, delocate
        for folder in (av.parent.parent / "av.libs", av.parent / ".dylibs"):
            yield from sorted(folder.glob("libmp3lame*"))


def _origin(package: str) -> Path | None:
    """The file of a package or module, which is not imported for it."""
    spec = importlib.util.find_spec(package)
    return Path(spec.origin) if spec is not None and spec.origin else None
