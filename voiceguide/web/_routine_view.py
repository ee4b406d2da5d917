"""The view of one routine: to hear it, and to keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.export import CAPTION_FORMATS
from voiceguide.player import LEVELS_DB, RESTART_MS, SKIP_SECONDS, Command
from voiceguide.web._body_map import draw_view, views_of
from voiceguide.web._choose_view import clock_of
from voiceguide.web._html import Html, el
from voiceguide.web._page_commands import PAGE_COMMANDS
from voiceguide.web._shelf import MOST_NAME

if TYPE_CHECKING:
    from voiceguide.packs import Pack
    from voiceguide.web._layout import Page
    from voiceguide.web._shelf import Routine

DOWNLOADS = {
    "mp3": "plays everywhere",
    "m4b": "for audiobook players",
    "opus": "the smallest",
    "wav": "uncompressed",
}
"""Formats that are offered, and what speaks for each."""
RADIUS = 88
"""Of the ring."""


def routine_view(page: Page, pack: Pack, routine: Routine) -> str:
    """The whole page."""
    stage = el(
        "section",
        el("p", clock_of(round(routine.seconds * 1000)), class_="length-of"),
        el("h1", routine.name, id="title"),
        _ring(),
        el("p", class_="now", id="now"),
        el("p", class_="words", id="words", aria_live="off"),
        el("p", class_="next", id="next"),
        el("audio", id="audio", controls=True, preload="metadata", src=_audio(page, routine)),
        _controls(),
        _aids(),
        _keys(),
        class_="stage",
        aria_label="Player",
    )
    aside = el(
        "div",
        el(
            "section",
            el("h2", "Chapters"),
            el("ol", id="chapters", class_="chapters"),
            el("p", "They show once the first words are spoken.", class_="note", id="no-chapters"),
            class_="with-script",
        ),
        el(
            "section",
            el("h2", "Where"),
            el("div", [draw_view(pack, view) for view in views_of(pack)], class_="map small", id="where"),
            class_="with-script",
            id="where-to",
            hidden=True,
        ),
        _keep(page, routine),
        class_="aside",
    )
    return page.render(
        routine.name,
        el("div", stage, aside, class_="columns wide-left"),
        here="/routines",
        view="routine",
        routine=routine.id,
        restart_ms=RESTART_MS,
        skip_seconds=f"{SKIP_SECONDS:g}",
        louder_db=f"{LEVELS_DB[Command.LOUDER]:g}",
    )


def _audio(page: Page, routine: Routine) -> str:
    return page.at(f"/routines/{routine.id}/audio.mp3")


def _ring() -> Html:
    """Time left of a hold, with the breath inside it."""
    return el(
        "svg",
        el("circle", cx=100, cy=100, r=RADIUS, class_="track"),
        el("circle", cx=100, cy=100, r=RADIUS, class_="arc", id="arc", pathLength=100),
        el("circle", cx=100, cy=100, r=30, class_="breath", id="breath"),
        el("text", "", x=100, y=96, id="left", class_="left"),
        el("text", "", x=100, y=120, id="left-of", class_="left-of"),
        viewBox="0 0 200 200",
        class_="ring with-script",
        id="ring",
        aria_hidden="true",
    )


_ICONS = {
    Command.PREVIOUS: "M6 5h2v14H6zM19 5v14L9 12z",
    Command.REWIND: "M12 5V1L6 6l6 5V7a6 6 0 1 1-6 6H4a8 8 0 1 0 8-8z",
    Command.TOGGLE: "M8 5v14l11-7z",
    Command.FORWARD: "M12 5V1l6 5-6 5V7a6 6 0 1 0 6 6h2a8 8 0 1 1-8-8z",
    Command.NEXT: "M16 5h2v14h-2zM5 5l10 7-10 7z",
}
_MORE = (Command.REPEAT, Command.SKIP, Command.SOFTER, Command.LOUDER)
"""Buttons in words, under the others."""


def _controls() -> Html:
    """Buttons by the names of the player's commands."""
    says = {one.command: one.says for one in PAGE_COMMANDS} | {Command.TOGGLE: "Play"}
    return el(
        "div",
        el(
            "input", type="range", id="seek", min=0, max=1, step=1, value=0, disabled=True,
            aria_label="Place in the session",
        ),
        el("p", el("span", "0:00", id="at"), el("span", "", id="remaining"), class_="times"),
        el(
            "div",
            [
                el(
                    "button",
                    el("svg", el("path", d=icon), viewBox="0 0 24 24", aria_hidden="true"),
                    type="button",
                    data_command=command.value,
                    aria_label=says[command],
                    class_="round main" if command is Command.TOGGLE else "round",
                )
                for command, icon in _ICONS.items()
            ],
            class_="buttons",
        ),
        el(
            "div",
            [
                el("button", says[command], type="button", data_command=command.value, class_="quiet")
                for command in _MORE
            ],
            class_="buttons more",
        ),
        class_="controls with-script",
    )  # fmt: skip


def _keys() -> Html:
    """The keys, as in the terminal; ``?`` shows and hides them."""
    rows = [
        el(
            "div",
            el("dt", el("kbd", one.key_name or one.key, data_key=one.key, data_command=one.command.value)),
            el("dd", one.says),
        )
        for one in PAGE_COMMANDS
    ]
    return el(
        "details",
        el("summary", "Keys"),
        el("dl", rows, el("div", el("dt", el("kbd", "?")), el("dd", "Show or hide the keys")), class_="keys"),
        id="keys",
        class_="aids with-script",
    )


def _aids() -> Html:
    aids = (
        ("large", "Large words"),
        ("flash", "Flash at the start and end of a hold"),
        ("vibrate", "Vibrate: once to breathe in, twice to breathe out"),
    )
    return el(
        "details",
        el("summary", "For noisy rooms, and for those who do not hear"),
        [
            el("label", el("input", type="checkbox", data_aid=name), el("span", text), class_="line")
            for name, text in aids
        ],
        class_="aids with-script",
    )


def _keep(page: Page, routine: Routine) -> Html:
    base = f"/routines/{routine.id}"
    downloads = [
        el(
            "li",
            el("a", kind.upper(), href=page.at(f"{base}/download.{kind}"), download=True, data_download=kind),
            el("small", about),
        )
        for kind, about in DOWNLOADS.items()
    ]
    captions = [
        el("a", suffix[1:].upper(), href=page.at(f"{base}/captions{suffix}"), download=True)
        for suffix in CAPTION_FORMATS
    ]
    sent = page.at(f"/?{routine.asked}") if routine.asked else page.at(f"{base}/script.yaml")
    return el(
        "section",
        el("h2", "Keep and send"),
        el("ul", downloads, class_="downloads"),
        el("p", "Words as captions: ", [[link, " "] for link in captions], class_="note"),
        el(
            "p",
            el("a", "Link to this routine", href=sent, id="send", class_="button plain",
               data_script=None if routine.asked else "yes"),
            el("a", "Its script", href=page.at(f"{base}/script"), class_="button plain"),
            el("button", "Keep it offline", type="button", id="offline", hidden=True, class_="plain"),
            class_="row",
        ),
        el("p", id="offline-hint", class_="note with-script", hidden=True),
        el(
            "details",
            el("summary", "Rename or delete"),
            el(
                "form",
                el("label", el("span", "Name", class_="label"),
                   el("input", name="name", value=routine.name, maxlength=MOST_NAME, required=True),
                   class_="field"),
                el("button", "Rename", class_="plain"),
                method="post", action=page.at(f"{base}/rename"), class_="pair end",
            ),
            el(
                "form",
                el("button", "Delete this routine", class_="plain danger"),
                method="post", action=page.at(f"{base}/delete"),
            ),
        ),
    )  # fmt: skip
