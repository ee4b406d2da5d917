"""What routes share: reading forms and JSON, and answers to what goes wrong."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from voiceguide.errors import InputError, InputErrors, VoiceguideError
from voiceguide.web._html import el
from voiceguide.web._other_views import message_view
from voiceguide.web._queue import Busy
from voiceguide.web._shelf import NoRoutine
from voiceguide.web._threads import Threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request as HttpRequest

    from voiceguide.web._site import Site

_logger = logging.getLogger(__name__)

_MOST_THREADS = 8
"""More than plans may be made or waited for at once, so that other answers find one."""
_threads = Threads(_MOST_THREADS, "voiceguide-page")
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200


def site_of(http: HttpRequest) -> Site:
    """The site that answers."""
    site: Site = http.app.state.site
    return site


async def in_thread(work: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Do what takes a while beside the other answers."""
    return await _threads.do(work, *args, **options)


async def form_of(http: HttpRequest) -> dict[str, list[str]]:
    """The fields of a form.

    Raises
    ------
    HTTPException
        If the body is no form.
    """
    if http.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415, "a form is sent as application/x-www-form-urlencoded")
    try:
        text = (await http.body()).decode()
        return parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise HTTPException(400, "the form cannot be read") from error


async def json_of(http: HttpRequest) -> dict[str, Any]:
    """The object of a JSON body.

    Raises
    ------
    HTTPException
        If the body is none.
    """
    if http.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "the body is sent as application/json")
    try:
        found = json.loads(await http.body())
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "the body is no JSON") from error
    if not isinstance(found, dict):
        raise HTTPException(400, "the body is no JSON object")
    return found


def status_of(error: Exception) -> int:
    """The status of an answer to what went wrong."""
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, NoRoutine):
        return 404
    if isinstance(error, Busy):
        return 429
    return 422 if isinstance(error, InputError) else 500


def text_of(error: Exception) -> str:
    """What is told of it: a sentence, and never where in the program it happened."""
    if isinstance(error, HTTPException):
        return "this address leads nowhere" if error.detail == "Not Found" else str(error.detail)
    if isinstance(error, VoiceguideError):
        return str(error)
    return "something unexpected went wrong; try once more"


def places_of(error: Exception) -> list[dict[str, Any]]:
    """The mistakes of a script, each with its place."""
    errors = error.errors if isinstance(error, InputErrors) else (error,)
    return [
        {"line": one.place.line, "column": one.place.column, "message": one.message}
        if isinstance(one, InputError) and one.place
        else {"line": None, "column": None, "message": text_of(one)}
        for one in errors
    ]


async def answer_error(http: HttpRequest, error: Exception) -> Response:
    """The answer to what went wrong, as a page or as JSON."""
    status, text = status_of(error), text_of(error)
    if status == 500 and not isinstance(error, HTTPException | ConnectionError):
        _logger.error("an answer failed", exc_info=error)
    headers = {"cache-control": "no-store"} | ({"retry-after": "30"} if status == 429 else {})
    site = site_of(http)
    page = site.page(http)
    if http.url.path.removeprefix(page.root).startswith("/api"):
        return JSONResponse({"error": {"message": text}}, status, headers)
    title = {404: "Nothing is here", 429: "Much is being made just now"}.get(status, "That did not work")
    sentence = f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
    back = el("p", el("a", "To a new routine", href=page.at("/"), class_="button"))
    return HTMLResponse(message_view(page, title, sentence, back), status, headers)
