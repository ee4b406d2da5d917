"""The smaller views: the kept routines, a script, the phone, and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.web._choose_view import clock_of
from voiceguide.web._editor_view import editor_view
from voiceguide.web._html import Html, el
from voiceguide.web._shelf import MOST_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.review import Review
    from voiceguide.web._html import Content
    from voiceguide.web._layout import Page
    from voiceguide.web._shelf import Routine

NEW_SCRIPT = """\
voiceguide: 1
title: Three breaths
length: 1m
steps:
  - say: Let your shoulders sink.
  - hold:
      for: 30s..1m
      breathe: {in: 4s, out: 6s}
      say: [{at: half, text: Halfway.}]
  - say: That was it.
  - pause: 2s..15s
"""
"""What stands in the editor at first."""


def shelf_view(page: Page, routines: Sequence[Routine], feed: str) -> str:
    """The kept routines."""
    if not routines:
        body: Html = el(
            "p", "Nothing is kept yet. ", el("a", "Make a routine", href=page.at("/")), ".", class_="lead"
        )
    else:
        body = el("ul", [_row(page, routine) for routine in routines], class_="shelf")
    podcast = el(
        "section",
        el("h2", "In a podcast program"),
        el("p", "Subscribe to this address, and your phone fetches each routine by itself:"),
        el("p", el("a", feed, href=feed, class_="address")),
    )
    return page.render("Routines", el("h1", "Your routines"), body, podcast, here="/routines", view="shelf")


def _row(page: Page, routine: Routine) -> Html:
    at = page.at(f"/routines/{routine.id}")
    return el(
        "li",
        el("a", el("span", routine.name, class_="name"), href=at),
        el("span", clock_of(round(routine.seconds * 1000)), class_="time"),
        el("a", "MP3", el("span", f" of {routine.name}", class_="unseen"), href=f"{at}/download.mp3",
           download=True, class_="button plain"),
    )  # fmt: skip


def script_view(page: Page, text: str, *, routine: Routine | None = None, complaints: Content = None) -> str:
    """A script in an editor, with what is wrong at its lines."""
    where = f"/routines/{routine.id}/script" if routine else "/script"
    name = el("label", el("span", "Name", class_="label"),
              el("input", name="name", maxlength=MOST_NAME, placeholder="The script's title",
                 value=routine.name if routine else ""),
              class_="field")  # fmt: skip
    keep = "Save, and play" if routine else "Keep, and play"
    return page.render(
        "Script" if routine is None else f"Script of {routine.name}",
        el("h1", "A script" if routine is None else f"The script of “{routine.name}”"),
        editor_view(page, where, "script", text, rows=24, keep=keep, more=name, complaints=complaints),
        here="/script",
        view="script",
    )


_FINE = "Nothing is wrong, and nothing would be missed with closed eyes."


def complaint_list(
    review: Review | None, errors: Sequence[tuple[int | None, str]], fine: str = _FINE
) -> Html:
    """Mistakes and warnings of a script, each with its line; ``fine`` stands where there are none."""
    warnings = (
        [] if review is None else [(w.place.line if w.place else None, w.message) for w in review.warnings]
    )
    if not errors and not warnings:
        return el("p", fine, class_="fine")
    rows = [(line, text, "error") for line, text in errors] + [
        (line, text, "warning") for line, text in warnings
    ]
    return el(
        "ul",
        [
            el("li", el("b", f"Line {line}: " if line else "", class_="at"), text, class_=kind)
            for line, text, kind in rows
        ],
    )


def phone_view(page: Page, *, addresses: Sequence[str], code: Html | None) -> str:
    """How the page comes to a phone."""
    if page.secure:
        state = el(
            "p",
            "Here the page can be installed (in the browser's menu: Install, or Add to Home Screen), and "
            "routines kept offline: open one, and press Keep it offline.",
        )
    else:
        state = el(
            "p",
            "This address has no HTTPS, so the browser neither installs the page nor keeps routines offline. "
            "Download the MP3 instead: it plays in any program, with the screen off.",
        )
    return page.render(
        "On the phone",
        el("h1", "On the phone"),
        el(
            "section",
            el("h2", "In the same network"),
            [el("p", el("a", address, href=address, class_="address")) for address in addresses]
            or el("p", "Start the page with ", el("code", "voiceguide serve ", _flag("--lan")),
                  ". It prints an address, and a code that the phone's camera reads."),
            code,
        ),
        el("section", el("h2", "Offline"), state),
        el(
            "section",
            el("h2", "With HTTPS"),
            el("p", "Put a reverse proxy with a certificate in front of it (Caddy, nginx, Tailscale), and ",
               "start ",
               el("code", "voiceguide serve ", _flag("--host-name"), " sessions.example.org"),
               ". Under a path of its own, add ", el("code", _flag("--root-path"), " /voiceguide"), "."),
        ),
        here="/phone",
        view="phone",
    )  # fmt: skip


def _flag(name: str) -> Html:
    """A flag, which is not broken after its dashes."""
    return el("span", name, class_="flag")


def message_view(page: Page, title: str, text: str, *more: Content) -> str:
    """A page that says one thing."""
    return page.render(title, el("section", el("h1", title), el("p", text, class_="lead"), *more))
