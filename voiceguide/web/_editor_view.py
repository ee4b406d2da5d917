"""An editor of a file in YAML, beside what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.web._html import Html, el

if TYPE_CHECKING:
    from voiceguide.web._html import Content
    from voiceguide.web._layout import Page


def editor_view(
    page: Page,
    where: str,
    name: str,
    text: str,
    *,
    rows: int,
    keep: str,
    more: Content = None,
    complaints: Content = None,
) -> Html:
    """A form with an editor, which the page's script marks, and the complaints about what is in it.

    Parameters
    ----------
    page : Page
    where : str
        Where it is sent to be kept; to be checked, to ``/check`` below.
    name : str
        What it is, in a word; its field's name, too.
    text : str
        What stands in the editor.
    rows : int
        Lines that are seen at once.
    keep : str
        What the button says by which it is kept.
    more : Content
        Further fields.
    complaints : Content
    """
    form = el(
        "form",
        _numbered(f"The {name}", name, text, rows=rows),
        more,
        el(
            "div",
            el("button", keep, class_="main"),
            el("button", "Check", formaction=page.at(f"{where}/check"), class_="plain without-script"),
            el("label", el("span", "Open a file"),
               el("input", type="file", id="open", accept=".yaml,.yml,text/yaml"),
               class_="button plain with-script file"),
            class_="row",
        ),
        method="post",
        action=page.at(where),
        id="edit",
        data_check=name,
        enctype="application/x-www-form-urlencoded",
    )  # fmt: skip
    found = el(
        "section",
        el("h2", "What check says"),
        el("div", complaints, id="complaints", class_="complaints"),
        class_="found",
    )
    return el("div", form, found, class_="columns wide-left")


def _numbered(label: str, name: str, text: str, *, rows: int) -> Html:
    """A labelled text area with numbered lines."""
    return el(
        "div",
        el("label", label, for_="script", class_="label"),
        el(
            "div",
            el("pre", id="gutter", class_="gutter with-script", aria_hidden="true"),
            el("textarea", text, name=name, id="script", rows=rows, spellcheck="false", wrap="off",
               autocapitalize="off", autocomplete="off", aria_describedby="complaints"),
            class_="editor",
        ),
    )  # fmt: skip
