"""A listener's own pack on the page: read as strictly as a file, and known by its content."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from web_client import SILENT

from voiceguide.packs._pack_file import BUILT_IN
from voiceguide.web import _packs
from voiceguide.web._packs import pack_id

if TYPE_CHECKING:
    from web_client import Client

    from voiceguide.web import Site

OWN = (
    BUILT_IN.with_name("desk_hands.yaml")
    .read_text("utf-8")
    .replace("title: Desk hands", "title: <b>My</b> ../hands", 1)
    .replace("x: 42, y: 73", "x: 30, y: 40", 1)
)
HEADING = "lexicon: own.yaml\nvoiceguide_pack: 1\n"


def added(client: Client, text: str = OWN) -> str:
    made = client.post("/api/packs", json={"pack": text})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def test_its_points_are_chosen_on_its_own_map(client: Client, site: Site) -> None:
    name = added(client)
    page = client.get(f"/?pack={name}").text
    assert 'cx="60" cy="80"' in page
    assert "Thumb Pad" in page
    assert "BL-43" not in page
    assert "<b>My</b>" not in page
    assert html.escape("<b>My</b> ../hands", quote=False) in page
    made = client.post("/api/routines", json={"request": {"pack": name, "minutes": 5, **SILENT}})
    assert made.status_code == 201, made.text
    routine = made.json()
    assert routine["pack"] == name
    assert f"pack={name}" in routine["asked"]
    again = client.get(f"/api/plan?{routine['asked']}").json()
    assert f"pack={name}" in again["link"]
    assert "Thumb Pad" in client.get(f"/routines/{routine['id']}").text
    # an edited script still has its map
    script = client.get(f"/api/routines/{routine['id']}").json()["script"]
    client.patch(f"/api/routines/{routine['id']}", json={"script": script + "# mine\n"})
    assert "Thumb Pad" in client.get(f"/routines/{routine['id']}").text
    assert [file.name for file in (site.shelf.folder / "packs").iterdir()] == [f"{name}.yaml"]


def test_it_is_listed_downloaded_and_deleted(client: Client) -> None:
    posted = client.post("/packs", data={"pack": OWN.replace("\n", "\r\n")})
    assert posted.status_code == 303
    name = pack_id(OWN)
    assert posted.headers["location"] == f"/?pack={name}"
    assert added(client) == name
    listed = {one["id"]: one for one in client.get("/api/packs").json()["packs"]}
    assert listed[name] == {"id": name, "title": "<b>My</b> ../hands", "own": True}
    assert listed["foot-roll"]["own"] is False
    assert f'action="/packs/{name}/delete"' in client.get("/packs").text
    assert client.get(f"/packs/{name}.yaml").text == OWN
    assert client.post(f"/packs/{name}/delete").status_code == 303
    assert client.delete(f"/api/packs/{name}").status_code == 422
    assert name not in client.get("/packs").text


def test_a_link_for_a_pack_that_is_not_here_says_so(client: Client) -> None:
    answer = client.get("/?pack=aaaaaaaaaaaa&minutes=5")
    assert answer.status_code == 422
    assert "needs a pack of points that is not here" in answer.text
    told = client.get("/api/plan?pack=aaaaaaaaaaaa&minutes=5").json()["error"]["message"]
    assert "\n" not in told
    made = client.post("/api/routines", json={"request": {"pack": "aaaaaaaaaaaa", "minutes": 5}})
    assert made.status_code == 422


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..", "/etc/passwd", "A" * 12, "a" * 12 + "\n", "own.yaml"]
)
def test_a_name_is_no_path(client: Client, name: str) -> None:
    assert client.get("/api/pack", params={"pack": name}).status_code == 422
    assert client.get("/", params={"pack": name}).status_code == 422
    assert client.get(f"/packs/{quote(name, safe='')}.yaml").status_code in {404, 422}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("part: hand", "part: hnad", 45, "hand"),
        ("voiceguide_pack: 1\n", HEADING, 4, "cannot name files"),
        (
            "voiceguide_pack: 1\n",
            "lexicon: [{a: b}, /etc/passwd]\nvoiceguide_pack: 1\n",
            4,
            "cannot name files",
        ),
        ("view: hand, x: 30", "view: hand, x: 130", 46, "100"),
        ("language: en", "language: &a [*a]", 5, ""),
    ],
)
def test_mistakes_have_their_lines(client: Client, old: str, new: str, line: int, said: str) -> None:
    wrong = OWN.replace(old, new, 1)
    assert wrong != OWN
    found = client.post("/api/packs/check", json={"pack": wrong}).json()
    assert not found["ok"]
    assert found["errors"][0]["line"] == line, found
    assert said in found["errors"][0]["message"]
    refused = client.post("/api/packs", json={"pack": wrong})
    assert refused.status_code == 422
    assert f"pack:{line}:" in refused.json()["error"]["message"]
    page = client.post("/packs", data={"pack": wrong})
    assert page.status_code == 422
    assert f"Line {line}" in page.text
    assert client.post("/packs/check", data={"pack": wrong}).status_code == 200
    assert client.get("/api/packs").json()["packs"][-1]["own"] is False


def test_nothing_is_read_of_this_machine(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    from pathlib import Path

    kept = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *a, **o: (opened.append(self), kept(self, *a, **o))[1])
    wrong = OWN.replace("voiceguide_pack: 1\n", "lexicon: /etc/passwd\nvoiceguide_pack: 1\n")
    assert not client.post("/api/packs/check", json={"pack": wrong}).json()["ok"]
    assert not [path for path in opened if "passwd" in str(path)]


def test_limits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    large = OWN + "#" * _packs.MOST_BYTES
    assert "too large" in client.post("/api/packs", json={"pack": large}).json()["error"]["message"]
    monkeypatch.setattr(_packs, "MOST_POINTS", 3)
    assert (
        "points; 3 are the most" in client.post("/api/packs", json={"pack": OWN}).json()["error"]["message"]
    )
    monkeypatch.setattr(_packs, "MOST_POINTS", 200)
    monkeypatch.setattr(_packs, "MOST_PACKS", 1)
    added(client)
    added(client)
    other = client.post("/api/packs", json={"pack": f"{OWN}# another\n"})
    assert "there are 1 packs already" in other.json()["error"]["message"]


def test_what_is_nearest_is_of_the_same_pack(client: Client) -> None:
    name = added(client)
    page = client.get(f"/?pack={name}&minutes=200").text
    links = re.findall(r'data-nearest="([^"]+)"', page)
    assert links
    assert all(f"pack={name}" in link for link in links)
    assert "pack=foot-roll" in client.get("/api/plan?pack=foot-roll&minutes=5").json()["link"]
