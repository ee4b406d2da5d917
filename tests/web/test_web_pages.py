"""The pages and forms: all of it without JavaScript."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import av
import pytest
from web_client import SCRIPT, SILENT

from voiceguide.player import Command
from voiceguide.player._terminal_keys import _LETTERS
from voiceguide.web._page_commands import PAGE_COMMANDS

if TYPE_CHECKING:
    from web_client import Client

    from voiceguide.web import Site


def test_the_first_page_shows_choices_and_plan(client: Client) -> None:
    page = client.get("/?minutes=7&points=BL-43&points=SI-3").text
    assert 'name="minutes" value="7"' in page
    assert re.search(r'value="BL-43"[^>]* checked', page)
    assert "7 min" in page
    assert not re.search(r"<script(?![^>]* src=)|\son[a-z]+=|\sstyle=", page)


def test_an_impossible_request_offers_what_is_possible(client: Client) -> None:
    page = client.get("/?minutes=1&points=BL-43&points=SI-3").text
    assert "cannot be made" in page
    link = re.search(r'data-nearest="([^"]+)"', page)
    assert link is not None
    assert "cannot be made" not in client.get(f"/?{link[1].replace('&amp;', '&')}").text


def test_choose_and_download_without_a_script(client: Client) -> None:
    made = client.post("/routines", data={"minutes": "2", "points": "SI-3", "activity": "", **SILENT})
    assert made.status_code == 303
    where = made.headers["location"]
    page = client.get(where).text
    assert f'src="{where}/audio.mp3"' in page
    answer = client.get(f"{where}/download.mp3")
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["content-disposition"].startswith("attachment")
    with av.open(io.BytesIO(answer.content)) as container:
        assert len(container.chapters()) > 3
        assert sum(frame.samples for frame in container.decode(audio=0)) == 2 * 60 * 48_000
    assert client.get(f"{where}/captions.vtt").text.startswith("WEBVTT")
    assert where in client.get("/routines").text


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["m4b", "opus", "wav", "flac", "srt", "lrc"])
def test_every_format_is_made(client: Client, routine: str, kind: str) -> None:
    answer = client.get(f"/routines/{routine}/download.{kind}")
    assert answer.status_code == 200
    assert len(answer.content) > 40


def test_an_unknown_format_is_refused(client: Client, routine: str) -> None:
    assert client.get(f"/routines/{routine}/download.exe").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/routines/..%2f..%2fetc%2fpasswd",
        "/routines/../../etc/passwd",
        "/routines/%2e%2e/audio.mp3",
        "/routines/aaaaaaaaaaaa/audio.mp3",
        "/routines/AAAAAAAAAAAA",
        "/static/..%2f_app.py",
        "/static/worker.js",
        "/static/%2e%2e%2f__init__.py",
        "/routines/a%00b",
        "/api/routines/..%2ftoken",
        "/voices/silent/..%2f..%2fx/sample.mp3",
    ],
)
def test_ids_are_no_paths(client: Client, path: str) -> None:
    assert client.get(path).status_code in {404, 422}


def test_a_title_breaks_no_header_and_no_page(client: Client) -> None:
    title = 'x"\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script> é 膏'
    made = client.post("/api/routines", json={"script": SCRIPT, "name": title})
    assert made.status_code == 201
    where = f"/routines/{made.json()['id']}"
    for path in (where, f"{where}/script", "/routines"):
        assert "<script>alert" not in client.get(path).text
    for path in (f"{where}/script.yaml", f"{where}/captions.vtt"):
        answer = client.get(path)
        assert "set-cookie" not in answer.headers
        assert "\n" not in answer.headers["content-disposition"]


def test_a_script_is_edited_without_a_script(client: Client, routine: str) -> None:
    edited = SCRIPT.replace("Breathe.", "Breathe & rest.").replace("\n", "\r\n")
    wrong = edited.replace("hold:", "holt:")
    answer = client.post(f"/routines/{routine}/script", data={"script": wrong})
    assert answer.status_code == 422
    assert "Line 9" in answer.text
    assert "holt:" in answer.text
    checked = client.post(f"/routines/{routine}/script/check", data={"script": wrong})
    assert "Line 9" in checked.text
    saved = client.post(f"/routines/{routine}/script", data={"script": edited, "name": "Mine"})
    assert saved.status_code == 303
    assert client.get(f"/routines/{routine}/script.yaml").text == edited.replace("\r\n", "\n")


def test_rename_and_delete(client: Client, routine: str) -> None:
    assert client.post(f"/routines/{routine}/rename", data={"name": "Evening"}).status_code == 303
    assert "Evening" in client.get("/routines").text
    assert client.post(f"/routines/{routine}/rename", data={"name": ""}).status_code == 422
    assert client.post(f"/routines/{routine}/delete").status_code == 303
    assert client.get(f"/routines/{routine}").status_code == 404


def test_the_feed_is_a_podcast(client: Client, routine: str) -> None:
    channel = ElementTree.fromstring(client.get("/feed.xml").text).find("channel")  # noqa: S314 (our own)
    assert channel is not None
    item = channel.find("item")
    assert item is not None
    assert item.findtext("title") == "Two breaths"
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.get("url") == f"http://localhost/routines/{routine}/episode.mp3"
    assert client.get(f"/routines/{routine}/episode.mp3").headers["content-type"] == "audio/mpeg"


def test_a_phone_can_install_it(client: Client) -> None:
    described = client.get("/manifest.webmanifest").json()
    assert described["start_url"].startswith(described["scope"])
    for icon in described["icons"]:
        assert client.get(icon["src"]).status_code == 200
    assert client.get("/worker.js").headers["content-type"].startswith("text/javascript")


def test_without_https_it_says_so(client: Client, site: Site) -> None:
    assert "can be installed" in client.get("/phone").text
    object.__setattr__(site.network, "hosts", frozenset({"192.0.2.1"}))
    assert "no HTTPS" in client.get("/phone", headers={"host": "192.0.2.1:8400"}).text


def test_a_voice_introduces_itself(client: Client) -> None:
    assert client.get("/voices/silent/default/sample.mp3").headers["content-type"] == "audio/mpeg"
    assert client.get("/voices/silent/nobody/sample.mp3").status_code == 422


def test_the_phones_page_has_the_code(client: Client, site: Site) -> None:
    object.__setattr__(site.network, "addresses", ("http://192.0.2.1:8400/",))
    object.__setattr__(site.network, "invitations", ("http://192.0.2.1:8400/?token=t",))
    page = client.get("/phone")
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "style=" not in page.text


def test_the_players_buttons_are_the_players_commands(client: Client, routine: str) -> None:
    page = client.get(f"/routines/{routine}").text
    commands = set(re.findall(r'data-command="([a-z]+)"', page))
    assert commands == {one.command.value for one in PAGE_COMMANDS}
    keys = dict(re.findall(r'data-key="([^"]+)" data-command="([a-z]+)"', page))
    for key, command in _LETTERS.items():
        if command.value in commands and len(text := key.decode()) == 1:
            assert keys[text] == command.value


def test_every_command_of_the_player_is_on_the_page_or_told_not_to_be(client: Client) -> None:
    listed = client.get("/api/commands").json()["commands"]
    assert sorted(one["command"] for one in listed) == sorted(command.value for command in Command)
    live = {one["command"] for one in listed if not one["on_page"]}
    assert live == {"longer", "shorter", "voice louder", "voice softer", "ready", "stop"}
