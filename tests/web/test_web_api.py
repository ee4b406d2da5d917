"""The JSON API."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from web_client import SCRIPT, SILENT

from voiceguide.studio import Studio
from voiceguide.web._queue import Queue
from voiceguide.web._site import MOST_PLANS

if TYPE_CHECKING:
    from web_client import Client

    from voiceguide.web import Site


def test_a_plan_is_told_before_anything_is_spoken(client: Client, site: Site) -> None:
    found = client.get("/api/plan?minutes=7&points=BL-43,SI-3").json()
    assert found["length_ms"] == 420_000
    assert set(found["points"]) == {"BL-43", "SI-3"}
    assert found["needs"] == ["tennis ball"]
    assert found["chapters"][0]["title"] == "Welcome"
    assert sum(c["ms"] for c in found["chapters"]) == 420_000
    assert found["hold_ms"]["BL-43"] >= 30_000
    assert site.studios.planner.stats.clips == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("minutes=1&points=BL-43&points=SI-3&points=BL-52", "the shortest"),
        ("minutes=7&points=BL-18&posture=seated", "Add standing"),
        ("minutes=7&points=BL-18&points=SI-3&tools=none", "Only SI-3"),
        ("minutes=200&points=SI-3", "the longest"),
        ("minutes=7&voice=piper/nobody", "there is no voice piper/nobody"),
    ],
)
def test_what_is_impossible_comes_with_what_is_possible(client: Client, query: str, said: str) -> None:
    answer = client.get(f"/api/plan?{query}")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert said in json.dumps(error)
    assert error["nearest"]
    for nearest in error["nearest"]:
        assert client.get(f"/api/plan?{nearest['link']}").status_code == 200, nearest


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("minute=7", "minutes"),
        ("minutes=ten", "minutes"),
        ("minutes=7&length=7m", "only one"),
        ("minutes=7&minutes=8", "twice"),
        ("points=XX-1", "XX-1"),
        ("talk=loud", "short"),
        ("bed=/etc/passwd", "no bed"),
        ("bed=rain.wav", "no bed"),
        ("chimes=mine.yaml", "no chimes"),
        ("lexicon=mine.yaml", "file"),
        ("seed=-1", "seed"),
    ],
)
def test_a_wrong_request_is_told(client: Client, query: str, said: str) -> None:
    answer = client.get(f"/api/plan?{query}")
    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize("asked", [{"minutes": 6, "to-sleep": True}, {"minutes": 6, "to-sleep": "yes"}])
def test_a_routine_to_fall_asleep_is_asked_for(client: Client, asked: dict[str, Any]) -> None:
    made = client.post("/api/routines", json={"request": asked | {"voice": "silent/default"}})
    assert made.status_code == 201
    kept = client.get(f"/api/routines/{made.json()['id']}").json()
    assert "\nto_sleep: true\n" in kept["script"]
    assert " --to-sleep --voice" in kept["script"].splitlines()[0]
    assert "to-sleep=yes" in kept["asked"]
    assert 'name="to-sleep" value="yes" checked' in client.get(f"/?{kept['asked']}").text
    refused = client.get("/api/plan?minutes=6&to-sleep=yes&activity=before-yoga")
    assert refused.status_code == 422


def test_a_request_is_kept_as_its_link(client: Client) -> None:
    asked = {"minutes": 5, "points": ["SI-3"], "talk": "short", "bed": "rain", "bed-level": "-18dB", **SILENT}
    made = client.post("/api/routines", json={"request": asked})
    assert made.status_code == 201
    link = made.json()["asked"]
    assert client.get(f"/api/plan?{link}").json()["link"] == link
    script = client.get(f"/api/routines/{made.json()['id']}").json()["script"]
    assert script.startswith("# Made by: voiceguide compose --length 5m --points SI-3")
    assert "bed: {sound: rain, level: -18dB}" in script


def test_an_edited_script_keeps_its_comments(client: Client, routine: str) -> None:
    edited = SCRIPT.replace("Breathe.  ", "Breathe out.  ")
    answer = client.patch(f"/api/routines/{routine}", json={"script": edited, "name": "Mine"})
    assert answer.json()["name"] == "Mine"
    assert client.get(f"/api/routines/{routine}").json()["script"] == edited


def test_mistakes_have_their_lines(client: Client) -> None:
    found = client.post("/api/check", json={"script": SCRIPT.replace("hold: {for", "hold: {four")}).json()
    assert not found["ok"]
    assert [error["line"] for error in found["errors"]] == [9, 9]
    assert client.post("/api/check", json={"script": SCRIPT}).json()["ok"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("length: 40s", "bed: {sound: /etc/passwd}", 5),
        ("length: 40s", "bed: {sound: own.wav}", 5),
        ("length: 40s", "chimes: own.yaml", 5),
        ("length: 40s", "lexicon: [../words.yaml]", 5),
        ("say: Breathe.   # slowly", "say: {text: Breathe., file: ../left.wav}", 8),
    ],
)
def test_a_script_names_no_file(client: Client, old: str, new: str, line: int) -> None:
    wrong = SCRIPT.replace(old, new)
    assert wrong != SCRIPT
    found = client.post("/api/check", json={"script": wrong}).json()
    assert [error["line"] for error in found["errors"]] == [line]
    assert client.post("/api/routines", json={"script": wrong}).status_code == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ("[" * 100_000, 400),
        ("{}", 400),
        ('{"script": 1}', 400),
        ('{"request": {}, "script": ""}', 400),
        ('{"request": {"minutes": true}}', 400),
        ('{"request": {"minutes": {"a": 1}}}', 400),
        ('{"request": {"minutes": NaN}}', 422),
        ('{"script": "a: &a [*a]"}', 422),
        ('{"script": "' + "[" * 50_000 + '"}', 422),
        ('{"script": "\\u0000"}', 422),
    ],
)
def test_a_wrong_body_is_refused(client: Client, body: str, status: int) -> None:
    answer = client.post("/api/routines", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_only_json_is_read(client: Client) -> None:
    assert (
        client.post("/api/routines", content=b"{}", headers={"content-type": "text/plain"}).status_code == 415
    )


def test_past_the_queue_is_too_many(client: Client, site: Site, routine: str) -> None:
    full = Queue(workers=1, most_waiting=0)
    site.takes._queue = site.downloads._queue = full
    assert client.post(f"/api/routines/{routine}/play", json={}).status_code == 429
    answer = client.post(f"/api/routines/{routine}/files", json={"format": "m4b"})
    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert client.get(f"/routines/{routine}/download.mp3").status_code == 429


def test_the_voice_is_loaded_while_somebody_chooses(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr(Studio, "warm_up", lambda _, *, if_empty: loaded.append(if_empty))
    client.get("/api/plan?minutes=7")
    assert not loaded
    client.get("/api/plan?minutes=7&panel=1")
    client.get("/api/plan?minutes=8&panel=1")
    assert loaded == [True]
    assert site.studios._idle


def test_plans_leave_room_for_other_answers(client: Client, site: Site) -> None:
    with site._planning, ThreadPoolExecutor(MOST_PLANS) as others:
        waiting = [others.submit(client.get, "/api/plan?minutes=7") for _ in range(MOST_PLANS)]
        while site._planners._value:
            pass
        assert client.get("/api/plan?minutes=7").status_code == 429
        assert client.get("/phone").status_code == 200
        site._planning.release()
        assert [one.result().status_code for one in waiting] == [200] * MOST_PLANS
        site._planning.acquire()


def test_what_is_deleted_is_gone(client: Client, routine: str) -> None:
    assert client.delete(f"/api/routines/{routine}").status_code == 204
    assert client.get(f"/api/routines/{routine}").status_code == 404
    assert client.delete(f"/api/routines/{routine}").status_code == 404


def test_the_schemas_describe_what_is_told(client: Client, routine: str) -> None:
    schemas: dict[str, Any] = client.get("/api/schema").json()
    plan = client.get("/api/plan?minutes=7").json()
    assert set(plan) == set(schemas["plan"]["properties"])
    about = client.get("/api/routines").json()["routines"][0]
    assert set(about) == set(schemas["routine"]["properties"])
    assert {"minutes", "points", "bed-level"} <= set(schemas["request"]["properties"])
    assert "lexicon" not in schemas["request"]["properties"]
    calls = [entry["call"] for entry in client.get("/api").json()["calls"]]
    assert "POST /api/routines" in calls


def test_nothing_tells_where_in_the_program_it_failed(client: Client, site: Site, monkeypatch: Any) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(site.shelf, "all", fail)
    for path in ("/api/routines", "/routines"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert "Traceback" not in answer.text
