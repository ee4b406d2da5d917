"""Messages between the program and its worker processes: a length in four bytes, then JSON."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO, Final

Message = dict[str, Any]
"""What is sent: JSON types only."""

MAX_BYTES: Final = 1 << 24
"""More than any message has: a greater length means that something else wrote into the pipe."""

_LENGTH = struct.Struct(">I")


def send(stream: BinaryIO, message: Message) -> None:
    """Write one message and flush."""
    content = json.dumps(message).encode()
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read one message; None when the other side has gone, or talks nonsense."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > MAX_BYTES:
        return None
    content = stream.read(length)
    if len(content) < length:
        return None
    message = json.loads(content)
    return message if isinstance(message, dict) else None
