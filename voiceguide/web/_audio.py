"""The answer to who plays a routine: its file, whole or in parts, made while it is sent."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response, StreamingResponse

from voiceguide.errors import VoiceguideError
from voiceguide.web._answers import site_of
from voiceguide.web._ranges import Unsatisfiable, parse_ranges

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request as HttpRequest

    from voiceguide.export import SeekableMp3
    from voiceguide.web._site import Site
    from voiceguide.web._takes import Take

_PIECE_BYTES = 1 << 15
"""Two seconds at 128 kbit/s."""
_LOOK_SECONDS = 0.03
TYPE = "audio/mpeg"


async def ready(take: Take, http: HttpRequest) -> bool:
    """Wait until a take has a file or an error; False if who asked has gone meanwhile."""
    while not take.ready.is_set():
        await asyncio.sleep(_LOOK_SECONDS)
        if await http.is_disconnected():
            return False
    return True


async def audio_response(http: HttpRequest, take: Take) -> Response:
    """Answer with a take's file, or with the parts of it that are asked for."""
    if not await ready(take, http):
        return Response(status_code=499)
    file = take.file
    if file is None:
        return PlainTextResponse(f"This cannot be played: {take.error}\n", 422)
    tag = f'"{take.revision}"'
    headers = {"accept-ranges": "bytes", "etag": tag, "cache-control": "private, no-cache"}
    if http.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    asked = http.headers.get("range")
    # of another version nothing is known: then the whole is sent
    if asked is not None and http.headers.get("if-range", tag) != tag:
        asked = None
    try:
        ranges = parse_ranges(asked, file.size)
    except Unsatisfiable:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{file.size}"})

    def answer(status: int, parts: list[tuple[bytes, int, int]], kind: str = TYPE) -> Response:
        if http.method == "HEAD":
            return Response(status_code=status, headers=headers, media_type=kind)
        return StreamingResponse(_sent(take, file, parts, site_of(http)), status, headers, media_type=kind)

    if ranges is None:
        headers["content-length"] = str(file.size)
        return answer(200, [(b"", 0, file.size)])
    if len(ranges) == 1:
        ((start, end),) = ranges
        headers["content-length"] = str(end - start)
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
        return answer(206, [(b"", start, end)])
    mark = secrets.token_hex(12)
    parts = [
        (
            f"\r\n--{mark}\r\nContent-Type: {TYPE}\r\nContent-Range: bytes {start}-{end - 1}/{file.size}"
            "\r\n\r\n".encode(),
            start,
            end,
        )
        for start, end in ranges
    ]
    parts.append((f"\r\n--{mark}--\r\n".encode(), 0, 0))
    headers["content-length"] = str(sum(len(head) + end - start for head, start, end in parts))
    return answer(206, parts, f"multipart/byteranges; boundary={mark}")


async def _sent(
    take: Take, file: SeekableMp3, parts: list[tuple[bytes, int, int]], site: Site
) -> AsyncIterator[bytes]:
    take.readers += 1
    try:
        async for data in _pieces(take, file, parts, site):
            yield data
    finally:
        take.readers -= 1


async def _pieces(
    take: Take, file: SeekableMp3, parts: list[tuple[bytes, int, int]], site: Site
) -> AsyncIterator[bytes]:
    for head, start, end in parts:
        if head:
            yield head
        at = start
        while at < end:
            if site.closing.is_set():
                raise ConnectionError("the server ends")
            try:
                data = await site.renderers.do(file.read, at, min(_PIECE_BYTES, end - at))
            except VoiceguideError as error:  # the take tells it to who asks again
                raise ConnectionError(str(error)) from error
            if data:
                at += len(data)
                yield data
            elif site.closing.is_set() or take.error is not None:
                # the connection breaks off: what was promised cannot be sent
                raise ConnectionError(take.error or "the server ends")
            else:
                await site.renderers.do(take.come_to, at)
                await asyncio.sleep(_LOOK_SECONDS)
