"""The view of a listener's own packs: those that are kept, and an editor for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.web._editor_view import editor_view
from voiceguide.web._html import Html, el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.packs import Pack
    from voiceguide.web._html import Content
    from voiceguide.web._layout import Page


def packs_view(
    page: Page, packs: Sequence[tuple[str, Pack]], text: str = "", *, complaints: Content = None
) -> str:
    """The whole page.

    Parameters
    ----------
    page : Page
    packs : sequence
        A listener's packs, by their names in links.
    text : str
        What stands in the editor.
    complaints : Content
        What is wrong with it.
    """
    kept: Html = (
        el("ul", [_row(page, name, pack) for name, pack in packs], class_="shelf packs")
        if packs
        else el("p", "None is kept yet.", class_="note")
    )
    return page.render(
        "Your own packs",
        el("h1", "Your own packs"),
        el(
            "p",
            "A pack is a file of points: where they are, how they are pressed, and where the map shows them. "
            "Paste one here, or open it; it stays on this computer.",
            class_="lead",
        ),
        kept,
        el("h2", "Another pack"),
        editor_view(page, "/packs", "pack", text, rows=16, keep="Add it, and choose", complaints=complaints),
        here="/",
        view="script",
    )


def _row(page: Page, name: str, pack: Pack) -> Html:
    count = len(pack.points)
    return el(
        "li",
        el("a", el("span", pack.title, class_="name"), href=page.at(f"/?pack={name}")),
        el("span", f"{count} {'point' if count == 1 else 'points'}", class_="time"),
        el(
            "form",
            el("a", "File", el("span", f" of {pack.title}", class_="unseen"),
               href=page.at(f"/packs/{name}.yaml"), download=True, class_="button plain"),
            el("button", "Delete", el("span", f" {pack.title}", class_="unseen"), class_="plain danger"),
            method="post",
            action=page.at(f"/packs/{name}/delete"),
            class_="row",
        ),
    )  # fmt: skip
