"""A clip as a file: a WAV that any player opens, and that knows whether it is whole.

RIFF chunks: ``fmt`` (32-bit float, mono), ``fact``, ``vgcl`` (ours: a line of JSON and a line with its
sha256), ``data``. Everything outside ``vgcl`` and ``data`` follows from the number of frames and the rate, so
a reader rebuilds it and compares; ``vgcl`` carries its own hash and that of ``data``. So no byte of the file
can change unseen.
"""

from __future__ import annotations

import hashlib
import json
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT_VERSION = 2
"""Version of the file's layout and of how clips are finished; part of every key."""

_IEEE_FLOAT = 3
_SAMPLE_BYTES = 4
_CHUNK = b"vgcl"


class DamagedClipError(ValueError):
    """Raised when bytes are not a whole clip file."""


def encode(key: str, samples: bytes, rate: int, meta: Mapping[str, Any]) -> bytes:
    """Build a clip file.

    Parameters
    ----------
    key : str
        The clip's key, written into the file so that a renamed one is found out.
    samples : bytes
        Little-endian float32, mono.
    rate : int
        Frames a second.
    meta : mapping
        What a person may want to know (text, voice, engine); JSON types.
    """
    described = {
        **meta,
        "format": FORMAT_VERSION,
        "key": key,
        "rate": rate,
        "data_sha256": hashlib.sha256(samples).hexdigest(),
    }
    text = json.dumps(described, ensure_ascii=False, sort_keys=True).encode()
    return _head(text, len(samples), rate) + samples


def decode(content: bytes, key: str) -> tuple[dict[str, Any], memoryview]:
    """Read a clip file.

    Returns
    -------
    meta : dict
        What :func:`encode` was given, and ``rate``.
    samples : memoryview
        Little-endian float32, mono.

    Raises
    ------
    DamagedClipError
        If a single byte is not as it was written, or the file holds another clip.
    """
    try:
        text, start = _description(content)
        meta = json.loads(text)
        rate, expected = int(meta["rate"]), str(meta["data_sha256"])
    except (ValueError, KeyError, TypeError, struct.error) as e:
        raise DamagedClipError("not a clip file") from e
    samples = memoryview(content)[start:]
    if meta.get("format") != FORMAT_VERSION or meta.get("key") != key:
        raise DamagedClipError("the file holds another clip")
    if len(samples) % _SAMPLE_BYTES or content[:start] != _head(text, len(samples), rate):
        raise DamagedClipError("the header does not fit the samples")
    if hashlib.sha256(samples).hexdigest() != expected:
        raise DamagedClipError("the samples have changed")
    return meta, samples


def describe(content: bytes) -> dict[str, Any]:
    """The metadata alone, from the file's first bytes, without verifying the samples.

    Raises
    ------
    DamagedClipError
        If there is none.
    """
    try:
        meta = json.loads(_description(content)[0])
    except (ValueError, struct.error) as e:
        raise DamagedClipError("not a clip file") from e
    if not isinstance(meta, dict):
        raise DamagedClipError("not a clip file")
    return meta


def _head(text: bytes, data_bytes: int, rate: int) -> bytes:
    own = text + b"\n" + hashlib.sha256(text).hexdigest().encode() + b"\n"
    own += b" " * (len(own) % 2)  # RIFF chunks start at even places
    fmt = struct.pack("<HHIIHHH", _IEEE_FLOAT, 1, rate, rate * _SAMPLE_BYTES, _SAMPLE_BYTES, 32, 0)
    body = b"WAVE"
    for name, chunk in (
        (b"fmt ", fmt),
        (b"fact", struct.pack("<I", data_bytes // _SAMPLE_BYTES)),
        (_CHUNK, own),
    ):
        body += name + struct.pack("<I", len(chunk)) + chunk
    body += b"data" + struct.pack("<I", data_bytes)
    return b"RIFF" + struct.pack("<I", len(body) + data_bytes) + body


def _description(content: bytes) -> tuple[bytes, int]:
    """The JSON line, its hash proven, and where the samples start."""
    fixed = 12 + 8 + 18 + 8 + 4
    if content[fixed : fixed + 4] != _CHUNK:
        raise DamagedClipError("not a clip file")
    (length,) = struct.unpack_from("<I", content, fixed + 4)
    lines = content[fixed + 8 : fixed + 8 + length].split(b"\n")
    if len(lines) != 3 or hashlib.sha256(lines[0]).hexdigest().encode() != lines[1]:
        raise DamagedClipError("the description has changed")
    return lines[0], fixed + 8 + length + 8
