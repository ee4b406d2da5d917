"""The frame of every page, and what several views have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide.web._html import Html, el

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.web._html import Content

_PAGES = (("/", "New"), ("/routines", "Routines"), ("/script", "Script"), ("/phone", "Phone"))


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page stands."""

    root: str
    """The path under which the site lies; empty for the host's own root."""
    secure: bool
    """Whether a browser takes it for a secure context: this machine's own, or behind HTTPS."""

    def at(self, path: str) -> str:
        """A path of the site as a link."""
        return f"{self.root}{path}"

    def render(self, title: str, *content: Content, here: str = "", view: str = "", **data: Any) -> str:
        """The whole page.

        Parameters
        ----------
        title : str
        *content : Content
            What stands in its main part.
        here : str
            The path of the section that it belongs to.
        view : str
            Names it for the script and the style sheet.
        **data : str or number
            Given to the script.
        """
        links = [
            el("a", name, href=self.at(path), aria_current="page" if path == here else None)
            for path, name in _PAGES
        ]
        head = el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="color-scheme", content="light dark"),
            el("meta", name="theme-color", content="#f5f1ea", media="(prefers-color-scheme: light)"),
            el("meta", name="theme-color", content="#14191a", media="(prefers-color-scheme: dark)"),
            el("title", f"{title} · voiceguide"),
            el("link", rel="stylesheet", href=self.at("/static/page.css")),
            el("link", rel="icon", href=self.at("/static/icon.svg"), type="image/svg+xml"),
            el("link", rel="apple-touch-icon", href=self.at("/static/icon-192.png")),
            el("link", rel="manifest", href=self.at("/manifest.webmanifest"), crossorigin="use-credentials"),
            el("link", rel="alternate", type="application/rss+xml", title="Kept routines",
               href=self.at("/feed.xml")),
            el("script", type="module", src=self.at("/static/page.js")),
        )  # fmt: skip
        body = el(
            "body",
            el("a", "To the content", href="#main", class_="skip"),
            el(
                "header",
                el("a", _MARK, "voiceguide", href=self.at("/"), class_="wordmark"),
                el("nav", links, aria_label="Pages"),
                class_="top",
            ),
            el("main", *content, id="main", tabindex="-1"),
            el("section", id="queue", class_="queue", hidden=True, aria_label="Being made"),
            el("p", role="status", id="status", class_="status"),
            data_view=view,
            data_root=self.root,
            data_secure="yes" if self.secure else "no",
            **{f"data_{key}": value for key, value in data.items()},
        )
        return "<!doctype html>\n" + el("html", head, body, lang="en")


_MARK = el(
    "svg",
    el("circle", cx=12, cy=12, r=9, class_="ring"),
    el("circle", cx=12, cy=12, r=3.4, class_="ball"),
    viewBox="0 0 24 24",
    aria_hidden="true",
)


def label_of(name: str) -> str:
    """A name of the program as a person reads it: ``tennis-ball`` is "Tennis ball"."""
    text = name.replace("-", " ")
    return text[:1].upper() + text[1:]


def length_of(ms: int) -> str:
    """A length as a person reads it: ``7 min 30 s``."""
    seconds = -(-ms // 1000)
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def field(label: str, control: Html, hint: str | None = None) -> Html:
    """A labelled control."""
    return el(
        "label",
        el("span", label, class_="label"),
        control,
        el("small", hint) if hint else None,
        class_="field",
    )


def select(name: str, options: Sequence[tuple[str, str]], chosen: str | None, **attributes: Any) -> Html:
    """A choice of one from a list."""
    made = [el("option", text, value=value, selected=value == (chosen or "")) for value, text in options]
    return el("select", made, name=name, **attributes)


def checks(name: str, kind: str, options: Sequence[tuple[str, str]], chosen: tuple[str, ...]) -> Html:
    """Boxes to tick, or one of several, each as a pill."""
    return el(
        "div",
        [
            el(
                "label",
                el("input", type=kind, name=name, value=value, checked=value in chosen),
                el("span", text),
                class_="pill",
            )
            for value, text in options
        ],
        class_="pills",
    )
