"""The routes of pages and forms: all that works without JavaScript."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from voiceguide.errors import InputError
from voiceguide.web._answers import form_of, in_thread, places_of, site_of
from voiceguide.web._audio import audio_response
from voiceguide.web._choose_view import choose_view
from voiceguide.web._downloads import KINDS
from voiceguide.web._feed import feed_xml
from voiceguide.web._other_views import NEW_SCRIPT, complaint_list, phone_view, script_view, shelf_view
from voiceguide.web._packs import read_pack
from voiceguide.web._packs_view import packs_view
from voiceguide.web._qr import svg_code
from voiceguide.web._routine_view import routine_view
from voiceguide.web._wire import review_script

if TYPE_CHECKING:
    from starlette.requests import Request as HttpRequest

    from voiceguide.web._downloads import Download
    from voiceguide.web._packs import PackedRequest
    from voiceguide.web._plan import Plan, Refusal
    from voiceguide.web._shelf import Routine

_TYPES = {
    "mp3": "audio/mpeg",
    "m4b": "audio/mp4",
    "m4a": "audio/mp4",
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "lrc": "text/plain; charset=utf-8",
}
_STATIC = Path(__file__).with_name("static")
_STATIC_TYPES = {
    "page.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "icon-192.png": "image/png",
    "icon-512.png": "image/png",
}
_FRESH = {"cache-control": "no-cache"}
_LOOK_SECONDS = 0.1


def _page(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status, {"cache-control": "no-store"})


async def choose(http: HttpRequest) -> Response:
    """The choices of a link, with their plan."""
    site = site_of(http)
    given: dict[str, list[str]] = {}
    for name, text in http.query_params.multi_items():
        given.setdefault(name, []).append(text)
    try:
        wanted = await in_thread(site.request, given)
    except InputError as error:
        return await _refused(http, error)
    return await _choose(http, wanted, await in_thread(site.plan, wanted))


async def _choose(
    http: HttpRequest,
    wanted: PackedRequest,
    found: Plan | Refusal,
    status: int = 200,
    problem: str | None = None,
) -> Response:
    site = site_of(http)
    packs = await in_thread(site.packs.choices)
    return _page(await in_thread(choose_view, site.page(http), wanted, found, packs, problem), status)


async def _refused(http: HttpRequest, error: InputError) -> Response:
    """What is wrong with a request, beside choices to begin with."""
    wanted = site_of(http).request({})
    found = await in_thread(site_of(http).plan, wanted)
    return await _choose(http, wanted, found, 422, str(error))


async def make(http: HttpRequest) -> Response:
    """Make a routine of the form's choices."""
    site = site_of(http)
    given = await form_of(http)
    try:
        wanted = await in_thread(site.request, given)
    except InputError as error:
        return await _refused(http, error)
    try:
        routine = await in_thread(site.compose, wanted)
    except InputError:
        return await _choose(http, wanted, await in_thread(site.plan, wanted), 422)
    return RedirectResponse(site.page(http).at(f"/routines/{routine.id}"), 303)


async def shelf(http: HttpRequest) -> Response:
    """The kept routines."""
    site = site_of(http)
    return _page(shelf_view(site.page(http), await in_thread(site.shelf.all), _feed_link(http)))


async def routine(http: HttpRequest) -> Response:
    """One routine, to hear it."""
    site = site_of(http)
    found = _routine(http)
    return _page(routine_view(site.page(http), await in_thread(site.pack_of, found), found))


async def audio(http: HttpRequest) -> Response:
    """A routine's sound, to be played."""
    site = site_of(http)
    take = site.takes.of(_routine(http))
    revision = http.query_params.get("rev")
    if revision is not None and take.ready.is_set() and revision != take.revision:
        raise HTTPException(404, "this version of the sound is gone; load the page again")
    return await audio_response(http, take)


async def rename(http: HttpRequest) -> Response:
    """Give a routine another name."""
    site = site_of(http)
    name = (await form_of(http)).get("name", [""])[0]
    site.shelf.change(http.path_params["id"], new_name=name)
    return RedirectResponse(site.page(http).at(f"/routines/{http.path_params['id']}"), 303)


async def delete(http: HttpRequest) -> Response:
    """Delete a routine."""
    site = site_of(http)
    site.remove(http.path_params["id"])
    return RedirectResponse(site.page(http).at("/routines"), 303)


async def download(http: HttpRequest) -> Response:
    """A routine as a file; the answer comes once it is made."""
    site, found, kind = site_of(http), _routine(http), http.path_params["kind"]
    if kind not in KINDS:
        raise HTTPException(404, f"a routine can be downloaded as {', '.join(KINDS)}")
    made = await in_thread(site.downloads.of, found, kind)
    return await _finished(made, kind, f"{found.name}.{kind}")


async def episode(http: HttpRequest) -> Response:
    """A routine as an episode of the feed."""
    site, found = site_of(http), _routine(http)
    made = await in_thread(site.downloads.of, found, "mp3")
    return await _finished(made, "mp3", f"{found.name}.mp3")


async def sample(http: HttpRequest) -> Response:
    """A voice that introduces itself."""
    site = site_of(http)
    voice = f"{http.path_params['engine']}/{http.path_params['name']}"
    made = await in_thread(site.downloads.sample, voice)
    return await _finished(made, "mp3", None)


async def _finished(made: Download, kind: str, name: str | None) -> Response:
    job = made.job
    while job is not None and not job.ended.is_set():
        await asyncio.sleep(_LOOK_SECONDS)
    if not made.path.exists():
        raise InputError((job.error if job else None) or "it was cancelled")
    headers = {"cache-control": "private, no-cache"}
    if name is not None:
        plain = "".join(c if c.isascii() and (c.isalnum() or c in " .-_") else "_" for c in name)
        headers["content-disposition"] = (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        )
    return FileResponse(made.path, media_type=_TYPES[kind], headers=headers)


async def script_file(http: HttpRequest) -> Response:
    """A routine's script, as a file."""
    found = _routine(http)
    disposition = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}.yaml"
    return PlainTextResponse(
        found.script, media_type="application/yaml", headers={"content-disposition": disposition}
    )


async def new_script(http: HttpRequest) -> Response:
    """The editor with a script to begin with."""
    return _page(script_view(site_of(http).page(http), NEW_SCRIPT))


async def edit_script(http: HttpRequest) -> Response:
    """The editor with a routine's script."""
    found = _routine(http)
    complaints = await in_thread(_complaints, found.script)
    return _page(script_view(site_of(http).page(http), found.script, routine=found, complaints=complaints))


async def save_script(http: HttpRequest) -> Response:
    """Keep the script of the editor, and go to its routine."""
    site = site_of(http)
    fields = await form_of(http)
    text, name = _text(fields), fields.get("name", [""])[0].strip()
    old = _routine(http) if "id" in http.path_params else None
    try:
        if old is None:
            kept = await in_thread(site.keep_script, text, name)
        else:
            kept = await in_thread(site.change_script, old.id, text, name)
    except InputError:
        found = await in_thread(_complaints, text)
        return _page(script_view(site.page(http), text, routine=old, complaints=found), 422)
    return RedirectResponse(site.page(http).at(f"/routines/{kept.id}"), 303)


async def check_script(http: HttpRequest) -> Response:
    """What check says of the script in the editor."""
    site = site_of(http)
    text = _text(await form_of(http))
    old = _routine(http) if "id" in http.path_params else None
    found = await in_thread(_complaints, text)
    return _page(script_view(site.page(http), text, routine=old, complaints=found))


async def packs(http: HttpRequest) -> Response:
    """A listener's packs, and an editor for another."""
    return await _packs(http, "", None)


async def add_pack(http: HttpRequest) -> Response:
    """Keep a pack, and go to choose of it."""
    site, text = site_of(http), _text(await form_of(http), "pack")
    try:
        name = await in_thread(site.packs.add, text)
    except InputError as error:
        return await _packs(http, text, error, 422)
    return RedirectResponse(site.page(http).at(f"/?pack={name}"), 303)


async def check_pack(http: HttpRequest) -> Response:
    """What is wrong with the pack in the editor."""
    text = _text(await form_of(http), "pack")
    try:
        await in_thread(read_pack, text)
    except InputError as error:
        return await _packs(http, text, error)
    return await _packs(http, text, None)


async def _packs(http: HttpRequest, text: str, error: InputError | None, status: int = 200) -> Response:
    site = site_of(http)
    kept = await in_thread(lambda: list(site.packs.listed()))
    wrong = [] if error is None else [(found["line"], found["message"]) for found in places_of(error)]
    complaints = complaint_list(None, wrong, "Nothing is wrong.") if text else None
    return _page(packs_view(site.page(http), kept, text, complaints=complaints), status)


async def pack_file(http: HttpRequest) -> Response:
    """A listener's pack as it was given."""
    name = http.path_params["id"]
    text = await in_thread(site_of(http).packs.text, name)
    headers = {"content-disposition": f"attachment; filename={name}.yaml"}
    return PlainTextResponse(text, media_type="application/yaml", headers=headers)


async def delete_pack(http: HttpRequest) -> Response:
    """Delete a listener's pack."""
    site = site_of(http)
    await in_thread(site.packs.remove, http.path_params["id"])
    return RedirectResponse(site.page(http).at("/packs"), 303)


async def phone(http: HttpRequest) -> Response:
    """How the page comes to a phone."""
    site = site_of(http)
    invited = site.network.invitations
    code = svg_code(invited[0]) if invited else None
    return _page(phone_view(site.page(http), addresses=site.network.addresses, code=code))


async def feed(http: HttpRequest) -> Response:
    """The kept routines as a podcast."""
    site = site_of(http)
    routines = await in_thread(site.shelf.all)
    text = feed_xml(str(http.base_url).rstrip("/"), routines, site.network.feed_key)
    return Response(text, media_type="application/rss+xml", headers=_FRESH)


async def manifest(http: HttpRequest) -> Response:
    """What a phone needs to install the page."""
    page = site_of(http).page(http)
    described = {
        "name": "voiceguide",
        "short_name": "voiceguide",
        "id": page.at("/"),
        "start_url": page.at("/routines"),
        "scope": page.at("/"),
        "display": "standalone",
        "background_color": "#f5f1ea",
        "theme_color": "#f5f1ea",
        "icons": [
            {"src": page.at("/static/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {"src": page.at(f"/static/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
                 "purpose": "any maskable"}
                for size in (192, 512)
            ),
        ],
    }  # fmt: skip
    return JSONResponse(described, media_type="application/manifest+json", headers=_FRESH)


async def static(http: HttpRequest) -> Response:
    """The page's own files, by a list of their names."""
    name = http.path_params["name"]
    if name not in _STATIC_TYPES:
        raise HTTPException(404, "there is no such file")
    return FileResponse(_STATIC / name, media_type=_STATIC_TYPES[name], headers=_FRESH)


async def worker(http: HttpRequest) -> Response:
    """The service worker, whose scope is the site."""
    page = site_of(http).page(http)
    headers = {**_FRESH, "service-worker-allowed": page.at("/")}
    return FileResponse(_STATIC / "worker.js", media_type="text/javascript; charset=utf-8", headers=headers)


def _routine(http: HttpRequest) -> Routine:
    return site_of(http).shelf.get(http.path_params["id"])


def _text(fields: dict[str, list[str]], name: str = "script") -> str:
    # forms end lines in CR LF; a script is kept as it was typed
    return fields.get(name, [""])[0].replace("\r\n", "\n")


def _complaints(text: str) -> object:
    try:
        return complaint_list(review_script(text), ())
    except InputError as error:
        return complaint_list(None, [(found["line"], found["message"]) for found in places_of(error)])


def _feed_link(http: HttpRequest) -> str:
    key = site_of(http).network.feed_key
    return f"{str(http.base_url).rstrip('/')}/feed.xml" + (f"?key={key}" if key else "")


ROUTES = [
    Route("/", choose),
    Route("/routines", shelf),
    Route("/routines", make, methods=["POST"]),
    Route("/routines/{id}", routine),
    Route("/routines/{id}/audio.mp3", audio),
    Route("/routines/{id}/episode.mp3", episode),
    Route("/routines/{id}/download.{kind}", download),
    Route("/routines/{id}/captions.{kind}", download),
    Route("/routines/{id}/script.yaml", script_file),
    Route("/routines/{id}/script", edit_script),
    Route("/routines/{id}/script", save_script, methods=["POST"]),
    Route("/routines/{id}/script/check", check_script, methods=["POST"]),
    Route("/routines/{id}/rename", rename, methods=["POST"]),
    Route("/routines/{id}/delete", delete, methods=["POST"]),
    Route("/script", new_script),
    Route("/script", save_script, methods=["POST"]),
    Route("/script/check", check_script, methods=["POST"]),
    Route("/packs", packs),
    Route("/packs", add_pack, methods=["POST"]),
    Route("/packs/check", check_pack, methods=["POST"]),
    Route("/packs/{id}.yaml", pack_file),
    Route("/packs/{id}/delete", delete_pack, methods=["POST"]),
    Route("/voices/{engine}/{name}/sample.mp3", sample),
    Route("/phone", phone),
    Route("/feed.xml", feed),
    Route("/manifest.webmanifest", manifest),
    Route("/static/{name}", static),
    Route("/worker.js", worker),
]
