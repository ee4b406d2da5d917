"""The page in a real browser, used as a person would, on the real server."""

from __future__ import annotations

import io
import json
import urllib.request
from typing import TYPE_CHECKING, Any

import av
import pytest
from browser import browsing, fetched, playerctl, require_browser, serving, start_server
from web_client import SCRIPT

from voiceguide.packs._pack_file import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser import Server

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 800}
MOST_MS = 120_000
"""How long a page may take on a busy machine."""
NOW = "document.querySelector('#audio').currentTime"
PAUSED = "document.querySelector('#audio').paused"


@pytest.fixture(scope="module")
def browser() -> Iterator[tuple[Any, str]]:
    require_browser()
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def server(browser: tuple[Any, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("page")
    with serving(folder / "routines", folder / "cache") as running:
        yield running


@pytest.fixture(scope="module")
def kept(server: Server) -> str:
    """The id of a short routine."""
    return keep(server, SCRIPT)


def keep(server: Server, script: str) -> str:
    body = json.dumps({"script": script}).encode()
    asked = urllib.request.Request(  # noqa: S310 (our own server)
        f"{server.url}/api/routines", data=body, headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        return str(json.loads(answer.read())["id"])


@pytest.fixture
def page(browser: tuple[Any, str]) -> Iterator[Any]:
    yield from opened(browser[0], viewport=WIDE)


def opened(browser: Any, **options: Any) -> Iterator[Any]:
    context = browser.new_context(**options)
    context.set_default_timeout(MOST_MS)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console", lambda message: errors.append(message.text) if "Content Security" in message.text else None
    )
    yield page
    context.close()
    assert not errors


def until(page: Any, condition: str) -> None:
    """Wait until something holds. The page's own policy forbids the usual way, which evaluates text in it."""
    for _ in range(MOST_MS // 50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{condition} does not come to hold")


def test_choose_hear_and_keep(server: Server, page: Any, browser: tuple[Any, str]) -> None:
    bus = browser[1]
    page.goto(server.url)
    page.get_by_label("Minutes").fill("7")
    page.get_by_role("checkbox", name="Gao Huang").check()
    page.get_by_role("checkbox", name="Hou Xi").check()
    until(page, "document.querySelector('.plan .big').textContent === '7 min'")
    until(page, "document.querySelectorAll('.planned li').length === 2")
    link = page.url
    page.get_by_role("button", name="Make it, and play").click()
    page.wait_for_url("**/routines/*")
    # it begins
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, f"{NOW} > 0.5")
    page.wait_for_selector("#chapters button")
    # next point, by the button and by the headset
    page.get_by_role("button", name="Next point or side").click()
    until(page, f"{NOW} > 5")
    assert "Gao Huang" in page.locator("#now").inner_text()
    playerctl(bus, "pause")
    until(page, PAUSED)
    here = page.evaluate(NOW)
    playerctl(bus, "next")
    until(page, f"{NOW} > {here} + 10")
    assert "right" in page.locator("#now").inner_text()
    playerctl(bus, "play")
    until(page, f"!{PAUSED}")
    assert "Gao Huang" in playerctl(bus, "metadata", "title")
    assert "right" in playerctl(bus, "metadata", "artist")
    playerctl(bus, "position", "30")
    until(page, f"Math.abs({NOW} - 31) < 3")
    # to the end, of which the last part is heard
    page.evaluate("document.querySelector('#audio').currentTime = 418.5")
    until(page, "document.querySelector('#audio').ended")
    assert abs(page.evaluate("document.querySelector('#audio').duration") - 420) < 0.1
    # download
    with page.expect_download() as coming:
        page.get_by_role("link", name="MP3", exact=True).click()
    data = coming.value.path().read_bytes()
    with av.open(io.BytesIO(data)) as container:
        chapters = [chapter["metadata"]["title"] for chapter in container.chapters()]
        assert sum(frame.samples for frame in container.decode(audio=0)) == 420 * 48_000
    assert chapters == page.locator("#chapters button span:first-child").all_inner_texts()
    # a reload finds the place again, and waits there
    page.evaluate("document.querySelector('#audio').currentTime = 100")
    page.get_by_role("button", name="Previous point or side").click()
    page.evaluate("document.querySelector('#audio').currentTime = 100")
    until(page, f"{NOW} >= 100")
    page.reload()
    until(page, f"Math.abs({NOW} - 100) < 2")
    assert page.evaluate(PAUSED)
    page.goto(f"{server.url}/routines")
    page.get_by_role("link", name="seven minutes").first.click()
    page.wait_for_selector("#chapters button")
    # the link in another profile
    for other in opened(browser[0], viewport=WIDE):
        other.goto(link)
        assert other.get_by_label("Minutes").input_value() == "7"
        assert other.get_by_role("checkbox", name="Hou Xi").is_checked()
        assert not other.get_by_role("checkbox", name="Bai Hui").is_checked()


def test_who_seeks_far_ahead_waits_for_that_place_alone(server: Server, page: Any) -> None:
    body = json.dumps({"request": {"minutes": 60}}).encode()
    kind = {"content-type": "application/json"}
    asked = urllib.request.Request(f"{server.url}/api/routines", data=body, headers=kind)  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 (our own server)
        routine = json.loads(answer.read())["id"]
    page.goto(f"{server.url}/routines/{routine}")
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, f"{NOW} > 0.3")
    page.evaluate("document.querySelector('#audio').currentTime = 1500")
    until(page, f"{NOW} > 1500.5")
    sound = json.loads(fetched(f"{server.url}/api/routines/{routine}"))["sound"]
    assert not sound["settled"]
    assert not sound["error"]
    # deleted, it is made no further
    gone = urllib.request.Request(f"{server.url}/api/routines/{routine}", method="DELETE")  # noqa: S310
    urllib.request.urlopen(gone).close()  # noqa: S310


def test_a_mistake_is_marked_at_its_line(server: Server, page: Any, kept: str) -> None:
    page.goto(f"{server.url}/routines/{kept}/script")
    page.get_by_label("The script").fill(SCRIPT.replace("pause: 1s..20s", "paus: 1s..20s"))
    page.wait_for_selector(".gutter .error")
    assert page.locator(".gutter .error").all_inner_texts() == ["12"]
    page.get_by_role("button", name="Line 12").click()
    selected = page.evaluate("getSelection().toString()")
    assert "paus:" in selected
    page.get_by_label("The script").fill(SCRIPT + "  # and this stays\n")
    page.wait_for_selector(".complaints .fine, .complaints .warning")
    page.get_by_role("button", name="Save, and play").click()
    page.wait_for_url(f"**/routines/{kept}")
    assert b"# and this stays" in fetched(f"{server.url}/routines/{kept}/script.yaml")


def test_a_pack_is_pasted_and_chosen_from(server: Server, page: Any) -> None:
    pack = BUILT_IN.with_name("foot_roll.yaml").read_text("utf-8").replace("title: ", "title: My own ", 1)
    page.goto(f"{server.url}/packs")
    page.get_by_label("The pack").fill(pack.replace("sides: both", "sides: three", 1))
    page.wait_for_selector(".gutter .error")
    assert "sides" in page.locator(".complaints .error").inner_text()
    page.get_by_label("The pack").fill(pack)
    page.wait_for_selector(".complaints .fine")
    page.get_by_role("button", name="Add it, and choose").click()
    page.wait_for_url("**/?*pack=*")
    assert page.get_by_label("Of the pack").locator("option:checked").inner_text().startswith("My own ")
    until(page, "document.querySelectorAll('.planned li').length > 0")
    # another pack has its own points
    page.get_by_label("Of the pack").select_option("")
    page.get_by_role("checkbox", name="Gao Huang").wait_for()
    page.goto(f"{server.url}/packs")
    page.get_by_role("button", name="Delete My own").click()
    page.get_by_text("None is kept yet.").wait_for()


def test_by_keys_alone(server: Server, page: Any, kept: str) -> None:
    page.goto(server.url)

    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
        raise AssertionError(f"no tab leads to {selector}")

    tab_to("#dial input")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert page.get_by_label("Minutes").input_value() == "7"
    tab_to("input[value='SI-3']")
    page.keyboard.press("Space")
    until(page, "document.querySelectorAll('.planned li').length === 1")
    tab_to("#make")
    page.goto(f"{server.url}/routines/{kept}")
    page.wait_for_selector("#chapters button")
    page.keyboard.press("Space")
    until(page, f"{NOW} > 0.3")
    page.keyboard.press("n")
    until(page, f"{NOW} > 8")
    page.keyboard.press("Space")
    until(page, PAUSED)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("r")
    until(page, f"{NOW} < 0.5 && document.querySelector('#now').textContent === 'One'")
    page.keyboard.press("ArrowDown")
    until(page, "document.querySelector('#audio').volume < 0.85")
    assert page.locator("#status").inner_text() == "Softer: -2 decibels"
    page.keyboard.press("ArrowUp")
    until(page, "document.querySelector('#audio').volume === 1")
    page.keyboard.press("t")
    assert page.locator("#status").inner_text().endswith("seconds left")
    page.keyboard.press("?")
    assert page.get_by_text("Skip this point").last.is_visible()
    page.keyboard.press("?")
    tab_to("#seek")
    told = page.locator("#seek").get_attribute("aria-valuetext")
    assert told.endswith(("One", "Two"))


def test_the_player_reads_well(server: Server, page: Any, kept: str) -> None:
    page.goto(f"{server.url}/routines/{kept}")
    page.wait_for_selector("#chapters button")
    until(page, "!document.querySelector('#seek').disabled")
    told = page.get_by_role("region", name="Player").aria_snapshot()
    for line in (
        '- heading "Two breaths" [level=1]',
        '- slider "Place in the session"',
        '- button "Previous point or side"',
        '- button "Back 10 seconds"',
        '- button "Play"',
        '- button "Forward 10 seconds"',
        '- button "Next point or side"',
    ):
        assert line in told, told


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_accessible(server: Server, browser: tuple[Any, str], kept: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for size in (PHONE, WIDE):
        for page in opened(browser[0], viewport=size, color_scheme=scheme, reduced_motion="reduce"):
            for path in (
                "/?minutes=7&points=BL-43",
                "/?minutes=1&points=BL-43&points=SI-3",
                "/routines",
                f"/routines/{kept}",
                f"/routines/{kept}/script",
                "/packs",
                "/?pack=foot-roll",
                "/phone",
                "/nothing",
            ):
                page.goto(server.url + path)
                if path == f"/routines/{kept}":
                    page.wait_for_selector("#chapters button")
                page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
                found = Axe().run(page)
                assert found.violations_count == 0, (path, found.generate_report())
                wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, f"{path} is {wide} px too wide"
            targets = page.evaluate(
                "[...document.querySelectorAll('button, select, nav a, .pill')]"
                ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())"
                ".filter(box => box.height < 44).length"
            )
            assert targets == 0


def test_two_tabs_hear_the_same(server: Server, browser: tuple[Any, str], kept: str) -> None:
    context = browser[0].new_context()
    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(f"{server.url}/routines/{kept}")
        tab.wait_for_selector("#chapters button")
    for tab in tabs:
        tab.bring_to_front()
        tab.get_by_role("button", name="Play", exact=True).click()
        until(tab, f"{NOW} > 0.3")
    context.close()


def test_without_javascript_it_is_chosen_and_downloaded(server: Server, browser: tuple[Any, str]) -> None:
    for page in opened(browser[0], java_script_enabled=False):
        page.goto(server.url)
        page.get_by_label("Minutes").fill("3")
        page.get_by_role("checkbox", name="Hou Xi").check()
        page.get_by_role("button", name="Show the plan").click()
        assert page.locator(".plan .big").inner_text() == "3 min"
        page.get_by_role("button", name="Make it, and play").click()
        with page.expect_download() as coming:
            page.get_by_role("link", name="MP3", exact=True).click()
        with av.open(str(coming.value.path())) as container:
            assert sum(frame.samples for frame in container.decode(audio=0)) == 180 * 48_000


def test_kept_offline_it_plays_without_the_server(browser: tuple[Any, str], tmp_path: Path) -> None:
    server = start_server(tmp_path / "routines", tmp_path / "cache")
    kept = keep(server, SCRIPT)
    try:
        for page in opened(browser[0], viewport=PHONE):
            page.goto(f"{server.url}/routines/{kept}")
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            page.get_by_role("button", name="Keep it offline").click()
            page.get_by_role("button", name="Kept offline").wait_for()
            assert server.stop() == 0
            page.reload()
            page.wait_for_selector("#chapters button")
            page.get_by_role("button", name="Play", exact=True).click()
            until(page, f"{NOW} > 0.3")
            page.evaluate("document.querySelector('#audio').currentTime = 30")
            until(page, f"{NOW} > 30.2")
            # and it is found again after a restart
            server = start_server(tmp_path / "routines", tmp_path / "cache", server.port)
            page.goto(f"{server.url}/routines")
            page.get_by_role("link", name="Two breaths").first.click()
            page.wait_for_selector("#chapters button")
    finally:
        if server.process.poll() is None:
            server.stop()
