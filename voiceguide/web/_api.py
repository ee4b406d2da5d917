"""The JSON API: the same as the pages, for other programs and for the page's own script."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from voiceguide.compose import YES
from voiceguide.compose import asked as wishes
from voiceguide.errors import InputError
from voiceguide.script import Hold, parse_script, unrolled
from voiceguide.timeline import to_json
from voiceguide.web._answers import in_thread, json_of, places_of, site_of
from voiceguide.web._choose_view import brief_of, plan_panel, voice_options
from voiceguide.web._downloads import KINDS
from voiceguide.web._packs import read_pack
from voiceguide.web._page_commands import described
from voiceguide.web._plan import Plan, Refusal
from voiceguide.web._schema import ENDPOINTS, schemas
from voiceguide.web._wire import review_script

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request as HttpRequest

    from voiceguide.web._packs import PackedRequest
    from voiceguide.web._shelf import Routine
    from voiceguide.web._takes import Take

_LOOK_SECONDS = 0.15
_HEARTBEAT_SECONDS = 15
_FRESH = {"cache-control": "no-store"}


async def index(http: HttpRequest) -> Response:
    """What there is."""
    root = http.scope.get("root_path", "")
    listed = [{"call": f"{method} {root}{path}", "about": about} for method, path, about in ENDPOINTS]
    return _json({"name": "voiceguide", "version": 1, "schema": f"{root}/api/schema", "calls": listed})


async def schema(_: HttpRequest) -> Response:
    """The JSON Schemas of all that goes in and comes out."""
    return _json(await in_thread(schemas))


async def commands(_: HttpRequest) -> Response:
    """The player's commands: which the page has, and which only the live player."""
    return _json({"commands": list(described())})


async def pack(http: HttpRequest) -> Response:
    """The points of a pack, with all that is known of them."""
    from voiceguide.yamlfile import to_all_values

    found = await in_thread(site_of(http).packs.find, http.query_params.get("pack", ""))
    return _json(await in_thread(to_all_values, found))


async def packs(http: HttpRequest) -> Response:
    """The packs that routines may be made of."""
    site = site_of(http)
    found = await in_thread(lambda: (site.packs.choices(), [name for name, _ in site.packs.listed()]))
    listed = [{"id": name, "title": title, "own": name in found[1]} for name, title in found[0]]
    return _json({"packs": listed})


async def add_pack(http: HttpRequest) -> Response:
    """Keep a listener's pack."""
    site, text = site_of(http), _text_in(await json_of(http), "pack")
    name = await in_thread(site.packs.add, text)
    found = site.packs.find(name)
    points = [point.code for point in found.points]
    link = site.page(http).at(f"/?pack={name}")
    return _json({"id": name, "title": found.title, "points": points, "page": link}, 201)


async def check_pack(http: HttpRequest) -> Response:
    """What is wrong with a pack."""
    text = _text_in(await json_of(http), "pack")
    try:
        found = await in_thread(read_pack, text)
    except InputError as error:
        return _json({"ok": False, "errors": places_of(error), "warnings": []})
    return _json({"ok": True, "title": found.title, "errors": [], "warnings": []})


async def remove_pack(http: HttpRequest) -> Response:
    """Delete a listener's pack."""
    await in_thread(site_of(http).packs.remove, http.path_params["id"])
    return Response(status_code=204)


async def voices(_: HttpRequest) -> Response:
    """The voices that can speak here."""
    found = await in_thread(voice_options, "")
    return _json({"voices": [{"id": name, "name": text} for name, text in found]})


async def plan(http: HttpRequest) -> Response:
    """What a request will become."""
    site = site_of(http)
    given: dict[str, list[str]] = {}
    for name, text in http.query_params.multi_items():
        if name != "panel":
            given.setdefault(name, []).append(text)
    wanted: PackedRequest | None = None
    try:
        wanted = await in_thread(site.request, given)
        found: Plan | Refusal = await in_thread(site.plan, wanted)
    except InputError as error:
        found = Refusal(str(error), ())
    described = found.as_json()
    if "panel" in http.query_params:
        # somebody chooses: meanwhile the voice is loaded
        await in_thread(site.studios.warm_up)
        pack = site.pack if wanted is None else wanted.pack
        described |= {"panel": plan_panel(site.page(http), pack, found), "brief": brief_of(found)}
    return _json(described, 422 if isinstance(found, Refusal) else 200)


async def check(http: HttpRequest) -> Response:
    """What is wrong with a script."""
    text = _text_in(await json_of(http), "script")
    try:
        found = await in_thread(review_script, text)
    except InputError as error:
        return _json({"ok": False, "errors": places_of(error), "warnings": []})
    warnings = [place for warning in found.warnings for place in places_of(warning)]
    return _json(
        {
            "ok": True,
            "title": found.script.title,
            "length_ms": found.length_ms,
            "errors": [],
            "warnings": warnings,
        }
    )


async def routines(http: HttpRequest) -> Response:
    """The kept routines."""
    found = await in_thread(site_of(http).shelf.all)
    return _json({"routines": [_about(http, routine) for routine in found]})


async def make(http: HttpRequest) -> Response:
    """Keep a new routine, of a request or a script."""
    site, body = site_of(http), await json_of(http)
    if ("request" in body) == ("script" in body):
        raise HTTPException(400, "give either a request or a script")
    if "script" in body:
        name = body.get("name", "")
        if not isinstance(name, str):
            raise HTTPException(400, "the name is a text")
        made = await in_thread(site.keep_script, _text_in(body, "script"), name)
        return _json(_about(http, made), 201)
    request = await in_thread(_request_in, http, body["request"])
    found = await in_thread(site.plan, request)
    if isinstance(found, Refusal):
        return _json(found.as_json(), 422)
    made = await in_thread(site.compose, request)
    return _json(_about(http, made), 201)


async def routine(http: HttpRequest) -> Response:
    """One routine: its script, where its sound is, and how far that is made."""
    site = site_of(http)
    found = site.shelf.get(http.path_params["id"])
    return _json(
        _about(http, found) | {"script": found.script} | _sound(http, found, site.takes.found(found.id))
    )


async def play(http: HttpRequest) -> Response:
    """Begin to make a routine's sound, and tell where it is."""
    site = site_of(http)
    found = site.shelf.get(http.path_params["id"])
    return _json(_about(http, found) | _sound(http, found, site.takes.of(found)), 202)


async def change(http: HttpRequest) -> Response:
    """Rename a routine, or replace its script."""
    site, body = site_of(http), await json_of(http)
    name, text = body.get("name"), body.get("script")
    if set(body) - {"name", "script"} or not all(isinstance(value, str) for value in body.values()):
        raise HTTPException(400, "a routine has a name and a script to be changed, both texts")
    if text is not None:
        changed = await in_thread(site.change_script, http.path_params["id"], text, name)
    else:
        changed = await in_thread(site.shelf.change, http.path_params["id"], new_name=name)
    return _json(_about(http, changed))


async def remove(http: HttpRequest) -> Response:
    """Delete a routine."""
    await in_thread(site_of(http).remove, http.path_params["id"])
    return Response(status_code=204)


async def timeline(http: HttpRequest) -> Response:
    """What is heard when, as ``voiceguide timeline --json`` tells it, and how one breathes in holds."""
    site = site_of(http)
    found = site.shelf.get(http.path_params["id"])
    take = site.takes.found(found.id)
    if take is None or (now := take.timeline) is None:
        raise HTTPException(404, "it is not laid out yet; begin to play it first")
    holds = [one.step.hold for one in unrolled(parse_script(found.script)) if isinstance(one.step, Hold)]
    breaths: list[list[dict[str, Any]] | None] = [
        [{"phase": phase, "ms": ms} for phase, ms in hold.breathe.phases] if hold.breathe else None
        for hold in holds
    ]
    names = {point.code: point.name for point in site.pack_of(found).points}
    return _json(
        {
            **to_json(now),
            "settled": take.settled,
            "breaths": breaths,
            "points": names,
            "revision": take.revision,
        }
    )


async def render(http: HttpRequest) -> Response:
    """Have a routine made as a file; it can be downloaded once the job is done."""
    site, body = site_of(http), await json_of(http)
    found, kind = site.shelf.get(http.path_params["id"]), body.get("format")
    if kind not in KINDS:
        raise HTTPException(400, f"the format is one of {', '.join(KINDS)}")
    made = await in_thread(site.downloads.of, found, kind)
    link = site.page(http).at(f"/routines/{found.id}/download.{kind}")
    return _json({"file": link, "job": made.job.as_json() if made.job else None}, 202)


async def jobs(http: HttpRequest) -> Response:
    """What is being made, and what was of late."""
    return _json({"jobs": [job.as_json() for job in site_of(http).queue.jobs()]})


async def cancel(http: HttpRequest) -> Response:
    """Cancel a job."""
    job = site_of(http).queue.find(http.path_params["id"])
    if job is None:
        raise HTTPException(404, "there is no such job")
    job.cancel()
    return Response(status_code=204)


async def events(http: HttpRequest) -> Response:
    """The jobs and the state of sounds, told whenever they change (server-sent events)."""
    return StreamingResponse(
        _changes(http), media_type="text/event-stream", headers={"cache-control": "no-store"}
    )


async def _changes(http: HttpRequest) -> AsyncIterator[str]:
    site, version, silent = site_of(http), -1, 0.0
    yield "retry: 2000\n\n"
    while not site.closing.is_set():
        if site.queue.version != version:
            version, silent = site.queue.version, 0.0
            told = [job.as_json() for job in site.queue.jobs()]
            yield f"event: jobs\ndata: {json.dumps({'jobs': told})}\n\n"
        elif silent >= _HEARTBEAT_SECONDS:
            silent = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK_SECONDS)
        silent += _LOOK_SECONDS


def _about(http: HttpRequest, routine: Routine) -> dict[str, Any]:
    page = site_of(http).page(http)
    return {
        "id": routine.id,
        "name": routine.name,
        "made": routine.made,
        "seconds": routine.seconds,
        "asked": routine.asked,
        "pack": routine.pack,
        "page": page.at(f"/routines/{routine.id}"),
    }


def _sound(http: HttpRequest, routine: Routine, take: Take | None) -> dict[str, Any]:
    if take is None:
        return {"sound": None}
    at = site_of(http).page(http).at(f"/routines/{routine.id}/audio.mp3")
    return {
        "sound": {
            "file": f"{at}?rev={take.revision}" if take.ready.is_set() else at,
            "bytes": take.file.size if take.file else None,
            "ready": take.ready.is_set(),
            "settled": take.settled,
            "revision": take.revision,
            "error": take.error,
        }
    }


def _text_in(body: dict[str, Any], name: str) -> str:
    text = body.get(name)
    if not isinstance(text, str):
        raise HTTPException(400, f"the {name} is a text")
    return text


def _request_in(http: HttpRequest, asked: Any) -> PackedRequest:
    """A request as JSON: texts, numbers, or lists of them, by the names of flags; or a link's query."""
    from urllib.parse import parse_qs

    if isinstance(asked, str):
        return site_of(http).request(parse_qs(asked, max_num_fields=100))
    if not isinstance(asked, dict):
        raise HTTPException(400, "a request is an object, or a link's query")
    given: dict[str, list[str]] = {}
    table = wishes()
    for name, value in asked.items():
        values = value if isinstance(value, list) else [value]
        if (entry := table.get(name)) is not None and YES in entry.choices:
            values = [("no", YES)[one] if isinstance(one, bool) else one for one in values]
        if not all(isinstance(one, str | int | float) and not isinstance(one, bool) for one in values):
            raise HTTPException(400, f"{name} is a text, a number, or a list of them")
        given[name] = [f"{one:g}" if isinstance(one, float) else str(one) for one in values]
    return site_of(http).request(given)


def _json(content: Any, status: int = 200) -> JSONResponse:
    return JSONResponse(content, status, _FRESH)


ROUTES = [
    Route("/api", index),
    Route("/api/schema", schema),
    Route("/api/commands", commands),
    Route("/api/pack", pack),
    Route("/api/packs", packs),
    Route("/api/packs", add_pack, methods=["POST"]),
    Route("/api/packs/check", check_pack, methods=["POST"]),
    Route("/api/packs/{id}", remove_pack, methods=["DELETE"]),
    Route("/api/voices", voices),
    Route("/api/plan", plan),
    Route("/api/check", check, methods=["POST"]),
    Route("/api/routines", routines),
    Route("/api/routines", make, methods=["POST"]),
    Route("/api/routines/{id}", routine),
    Route("/api/routines/{id}", change, methods=["PATCH"]),
    Route("/api/routines/{id}", remove, methods=["DELETE"]),
    Route("/api/routines/{id}/play", play, methods=["POST"]),
    Route("/api/routines/{id}/timeline", timeline),
    Route("/api/routines/{id}/files", render, methods=["POST"]),
    Route("/api/jobs", jobs),
    Route("/api/jobs/{id}", cancel, methods=["DELETE"]),
    Route("/api/events", events),
]
