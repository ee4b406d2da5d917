"""The view on which a routine is chosen: length, points, and how it is to sound; beside it the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voiceguide.compose import OCCASIONS, TALKS, YES
from voiceguide.packs import FOCUSES, POSTURES, TOOLS, find_point
from voiceguide.script import DEFAULT_VOICE, NO_CHIMES
from voiceguide.sound import about_bed, bed_names, theme_names
from voiceguide.speech import voices
from voiceguide.web._body_map import card_id, draw_map, views_of
from voiceguide.web._html import Html, el
from voiceguide.web._layout import checks, field, label_of, length_of, select
from voiceguide.web._plan import Plan, Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voiceguide.compose import Request
    from voiceguide.packs import Pack, Point
    from voiceguide.web._layout import Page
    from voiceguide.web._packs import PackedRequest

LEAST_MINUTES, MOST_MINUTES = 2, 60
"""What the dial goes through; a length that is typed may be longer."""


def choose_view(
    page: Page,
    wanted: PackedRequest,
    found: Plan | Refusal,
    packs: Sequence[tuple[str, str]] = (),
    problem: str | None = None,
) -> str:
    """The whole page.

    Parameters
    ----------
    page : Page
    wanted : PackedRequest
    found : Plan or Refusal
        What becomes of it.
    packs : sequence
        Packs to choose from: their names in links, and their titles.
    problem : str, optional
        Why these are not the choices of the link that was followed.
    """
    request, pack = wanted.request, wanted.pack
    chosen = _chosen(pack, request)
    form = el(
        "form",
        _length(request),
        _points(page, wanted, chosen, packs),
        _surroundings(pack, request),
        _sound(page, request),
        el(
            "div",
            el("button", "Show the plan", formaction=page.at("/"), formmethod="get", class_="plain"),
            class_="without-script",
        ),
        id="choose",
        method="post",
        action=page.at("/routines"),
    )
    aside = el(
        "aside",
        el("div", plan_panel(page, pack, found), id="plan", aria_live="off"),
        el(
            "div",
            el("a", brief_of(found), href=_way_out(page, found), class_="brief", id="brief"),
            el("button", "Make it, and play", form="choose", class_="main", id="make",
               disabled=isinstance(found, Refusal)),
            class_="bar",
        ),
        aria_label="The plan",
        class_="plan",
    )  # fmt: skip
    return page.render(
        "A new routine",
        el("h1", "Make a routine"),
        el("p", _sentence(problem), class_="problem lead", role="alert") if problem else None,
        el("div", form, aside, class_="columns"),
        here="/",
        view="choose",
    )


def brief_of(found: Plan | Refusal) -> str:
    """The plan in a line, for a small screen."""
    if isinstance(found, Refusal):
        return f"Cannot be made so. {found.nearest[0][0]}?" if found.nearest else "Cannot be made so."
    points = len(found.points)
    needs = ", ".join(found.needs) or "bare hands"
    return f"{length_of(found.length_ms)} · {points} {'point' if points == 1 else 'points'} · {needs}"


def _way_out(page: Page, found: Plan | Refusal) -> str:
    """To the plan, or to what is possible instead."""
    return page.at(f"/?{found.nearest[0][1]}") if isinstance(found, Refusal) and found.nearest else "#plan"


def plan_panel(page: Page, pack: Pack, found: Plan | Refusal) -> Html:
    """What will come of the choices, or what is possible instead."""
    if isinstance(found, Refusal):
        return el(
            "div",
            el("h2", "That cannot be made"),
            el("p", _sentence(found.message), class_="problem"),
            [
                el("a", say, href=page.at(f"/?{link}"), class_="button", data_nearest=link)
                for say, link in found.nearest
            ],
        )
    points = [_planned(find_point(pack, code), found) for code in found.points]
    needs = [label_of(thing) for thing in found.needs]
    facts = [
        ("You need", ", ".join(needs).lower() if needs else "nothing but your hands"),
        ("Postures", ", ".join(found.postures) or "any"),
        ("Talk", found.talk or "as suits"),
    ]
    left = [find_point(pack, code) for code in found.left_out]
    return el(
        "div",
        el("p", length_of(found.length_ms), class_="big"),
        el("h2", found.title),
        el("ol", points, class_="planned"),
        el("dl", [el("div", el("dt", name), el("dd", text)) for name, text in facts], class_="facts"),
        el("p", f"Left out, as it cannot be reached so: {', '.join(p.name for p in left)}.", class_="note")
        if left
        else None,
        el(
            "p",
            "This length is near to what can be done: the voice decides, and the plan may still change.",
            class_="note",
        )
        if not found.sure
        else None,
        el(
            "details",
            el("summary", "Minute by minute"),
            el(
                "ol",
                [
                    el("li", el("span", clock_of(s.start_ms), class_="time"), " ", _stretch(s.title, s.side))
                    for s in found.stretches
                ],
                class_="chapters-planned",
            ),
            el("p", "Times are estimated until the words are spoken; the whole is exact.", class_="note"),
        ),
    )


def clock_of(ms: int) -> str:
    """A time as a clock shows it."""
    seconds = ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    rest = f"{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"
    return f"{hours}:{rest}" if hours else rest


def _stretch(title: str, side: str | None) -> str:
    return title if side is None or side in title else f"{title}, {side}"


def _planned(point: Point, found: Plan) -> Html:
    held = clock_of(found.hold_ms.get(point.code, 0))
    each = " a side" if point.paired else ""
    return el(
        "li",
        el("span", point.name, class_="name"),
        " ",
        el(
            "span",
            ", ".join(filter(None, (point.code if point.has_code else None, point.handle))),
            class_="code",
        ),
        el("span", f"{held}{each}", class_="time"),
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _chosen(pack: Pack, request: Request) -> tuple[str, ...]:
    if request.wants_all:
        return tuple(point.code for point in pack.points)
    codes = []
    for name in request.points:
        try:
            codes.append(find_point(pack, name).code)
        except Exception:  # noqa: S112 (an unknown name is told by the plan)
            continue
    return tuple(codes)


def _length(request: Request) -> Html:
    minutes = f"{request.length_ms / 60_000:g}"
    dial = el("div", id="dial", class_="dial", data_least=LEAST_MINUTES, data_most=MOST_MINUTES)
    typed = el(
        "input", name="minutes", value=minutes, inputmode="decimal", autocomplete="off", id="minutes", size=5,
        aria_describedby="minutes-hint",
    )  # fmt: skip
    return el(
        "fieldset",
        el("legend", "How long"),
        el(
            "div",
            dial,
            el(
                "div",
                el("label", el("span", "Minutes", class_="label"), typed, class_="field short"),
                el("small", "Met to the second. Half minutes are fine: 7.5", id="minutes-hint"),
            ),
            class_="length",
        ),
    )


def _points(
    page: Page, wanted: PackedRequest, chosen: tuple[str, ...], packs: Sequence[tuple[str, str]]
) -> Html:
    pack = wanted.pack
    drawn = bool(views_of(pack))
    return el(
        "fieldset",
        el("legend", "Which points"),
        el(
            "div",
            field("Of the pack", select("pack", packs, wanted.pack_name, id="pack")),
            el("a", "Your own packs", href=page.at("/packs"), class_="button plain"),
            class_="pair end packs-to-choose",
        )
        if packs
        else None,
        el(
            "p",
            "Tap a point to read about it. " if drawn else "This pack draws no map; its points are below. ",
            "Choose none, and what suits the length is chosen for you.",
            class_="hint",
        ),
        draw_map(pack, chosen) if drawn else None,
        el("div", [_card(point, point.code in chosen) for point in pack.points], class_="cards"),
    )


def _card(point: Point, is_chosen: bool) -> Html:
    facts: list[tuple[str, str]] = [
        ("Where", point.location),
        ("How", point.technique),
        ("By tradition", "; ".join(point.benefits)),
    ]
    return el(
        "div",
        el(
            "label",
            el("input", type="checkbox", name="points", value=point.code, checked=is_chosen),
            el("span", point.name, class_="name"),
            el("span", point.characters, class_="characters", lang="zh") if point.characters else None,
            el(
                "span",
                " · ".join(filter(None, (point.code if point.has_code else None, point.handle))),
                class_="code",
            ),
            class_="choice",
        ),
        el(
            "details",
            el("summary", "About it", el("span", f" {point.name}", class_="unseen")),
            el("dl", [el("div", el("dt", name), el("dd", text)) for name, text in facts]),
            el("ul", [el("li", text) for text in point.cautions], class_="cautions")
            if point.cautions
            else None,
        ),
        class_="card",
        id=card_id(point),
        data_point=point.code,
    )


def _surroundings(pack: Pack, request: Request) -> Html:
    there = {way.tool for point in pack.points for way in point.ways} | {"none"}
    names = [tool for tool in (*TOOLS, *pack.tools) if tool in there]
    tools = [(tool, "Bare hands" if tool == "none" else label_of(tool)) for tool in names]
    usual = tuple(name for name in ("tennis-ball", *pack.tools) if name in there)
    taken = {way.posture for point in pack.points for way in point.ways}
    postures = [(name, label_of(name)) for name in (*POSTURES, *pack.postures) if name in taken]
    focuses = {focus for point in pack.points for focus in point.focus}
    return el(
        "fieldset",
        el("legend", "What is there"),
        el("p", "At hand", class_="label", id="at-hand"),
        checks("tools", "checkbox", tools, request.tools or usual),
        el("p", "Postures you can take (none ticked: any)", class_="label"),
        checks("posture", "checkbox", postures, request.postures),
        el(
            "div",
            field(
                "Goes with",
                select("activity", _options(OCCASIONS), request.occasion),
            ),
            field(
                "Aims at",
                select(
                    "focus",
                    _options([name for name in (*FOCUSES, *pack.focuses) if name in focuses]),
                    request.focus,
                ),
            ),
            class_="pair",
        ),
        el("p", "At the end", class_="label"),
        checks("to-sleep", "checkbox", [(YES, "Let me fall asleep")], (YES,) if request.to_sleep else ()),
    )


def _options(names: Sequence[str]) -> list[tuple[str, str]]:
    return [("", "Whatever suits"), *((name, label_of(name)) for name in names)]


def _sound(page: Page, request: Request) -> Html:
    talks = [("", "What suits"), *((talk, label_of(talk)) for talk in TALKS)]
    themes = [("", "Bowl"), *((t, label_of(t)) for t in theme_names() if t != "bowl"), (NO_CHIMES, "None")]
    beds = [("", "Silence"), *((bed, f"{label_of(bed)}: {about_bed(bed)}") for bed in bed_names())]
    voice = request.voice or DEFAULT_VOICE
    return el(
        "details",
        el("summary", el("span", "How it sounds", class_="legend")),
        el("p", "How much is said", class_="label"),
        checks("talk", "radio", talks, (request.talk or "",)),
        el(
            "div",
            field("Voice", select("voice", voice_options(voice), voice, id="voice")),
            el("a", "Hear it", href=page.at(f"/voices/{voice}/sample.mp3"), class_="button plain", id="hear"),
            class_="pair end",
        ),
        el(
            "div",
            field("Under the voice", select("bed", beds, request.bed)),
            field("Chimes", select("chimes", themes, str(request.chimes or ""))),
            class_="pair",
        ),
        el(
            "div",
            field(
                "Wording",
                el("input", name="seed", value=str(request.seed), inputmode="numeric", size=6, id="seed"),
                "Another number says it in other words.",
            ),
            el("button", "Other words", type="button", class_="plain with-script", id="other-words"),
            class_="pair end",
        ),
        class_="fieldset",
        open=any((request.talk, request.voice, request.bed, request.chimes, request.seed)),
    )


def voice_options(voice: str) -> list[tuple[str, str]]:
    """The voices that can speak here, and the one that was asked for."""
    found: dict[str, Any] = {
        str(info.id): info
        for info in voices()
        if (info.available and info.english and info.id.engine != "silent") or str(info.id) == voice
    }
    usual = {name: info for name, info in found.items() if _is_usual(info, voice)}
    return [(name, f"{label_of(info.id.name)} ({name.partition('/')[0]})") for name, info in usual.items()]


def _is_usual(info: Any, voice: str) -> bool:
    """Not each of an engine's many accents."""
    from voiceguide.speech import find_engine

    name = str(info.id)
    return name == voice or info.id.name == "default" or not find_engine(info.id.engine).worldwide
