"""``voiceguide points``: shows the points of a pack as a table, or one in full."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from voiceguide.cli._context import common_options
from voiceguide.cli._streams import to_json
from voiceguide.cli._table import columns, width_of_terminal
from voiceguide.units import seconds_down

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.packs import Pack, Point, Way


@click.command("points")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--pack", metavar="NAME", help="Another pack: its name, or a file of your own.")
@common_options
def command(name: str | None, as_json: bool, pack: str | None) -> None:
    """Show the points of a pack, or the one called NAME in full.

    NAME is a code, an alias, a name, pinyin or characters: LR-3, liv3, "Tai Chong" and 太冲
    are the same point.
    """
    from voiceguide.packs import default_pack, pack_named

    chosen = pack_named(pack) if pack else default_pack()
    point = None
    if name:
        from voiceguide.packs import find_point

        point = find_point(chosen, name)
    if as_json:
        from voiceguide.yamlfile import to_all_values

        click.echo(to_json(to_all_values(point or chosen), indent=2))
    elif point:
        click.echo(_card(chosen, point))
    else:
        click.echo(_table(chosen))


def _table(pack: Pack) -> str:
    from voiceguide.packs import pack_names

    rows = [("Code", "Name", "", "Where", "With", "Hold")]
    for point in pack.points:
        way = point.ways[0]
        shortest, longest = (seconds_down(ms, 1000) for ms in (point.hold.min, point.hold.max))
        hold = f"{shortest}-{longest}s" + (" a side" if point.paired else "")
        rows.append(
            (
                point.code if point.has_code else "",
                point.name,
                point.characters or "",
                point.location,
                way.presses,
                hold,
            )
        )
    return "\n".join(
        [
            f"{pack.title}: {len(pack.points)} points",
            "",
            columns(rows, wrap=3),
            "",
            *(_filled(f"- {text}") for text in (*pack.guidance.when, *pack.guidance.rules)),
            "",
            _safety(pack),
            "",
            *_sources(pack),
            "",
            f"Packs: {', '.join(pack_names())} (see one with --pack NAME)",
        ]
    )


def _filled(text: str) -> str:
    return textwrap.fill(text, min(width_of_terminal(), 100), subsequent_indent="  ")


def _safety(pack: Pack) -> str:
    return textwrap.fill(" ".join(pack.guidance.safety), min(width_of_terminal(), 100))


def _sources(pack: Pack) -> list[str]:
    """Where the facts come from, and whom to credit."""
    return [
        _filled(
            f"Source: {source.title} ({source.author or 'no author'})"
            + (f". {source.credit}." if source.credit else "")
        )
        for source in pack.sources
    ]


def _card(pack: Pack, point: Point) -> str:
    characters = " ".join(filter(None, (point.characters, point.pinyin)))
    facts = [
        ("also", ", ".join((*point.aliases, *point.other_names))),
        ("handle", point.handle or ""),
        ("characters", characters),
        ("byname", point.byname or ""),
        ("where", point.location),
        ("find it", _said((*point.find, *point.where))),
        ("standard", point.standard_location or ""),
        ("sides", "both" if point.paired else "one (midline)"),
        # what a source lists is a list: "relieves this; flexibility" is no sentence
        *(("tradition" if not number else "", benefit) for number, benefit in enumerate(point.benefits)),
        ("best", _said((point.helps_most,)) if point.helps_most else ""),
        ("technique", point.technique),
        *(("way", _way(way)) for way in point.ways),
        ("pressure", _said(point.ways[0].pressure)),
        ("hold", f"{point.hold} ({point.hold_in_source})"),
        ("focus", ", ".join(point.focus)),
        ("activities", ", ".join(point.activities)),
        *(("caution" if not number else "", caution) for number, caution in enumerate(point.cautions)),
    ]
    rows = [(label, text) for label, text in facts if text]
    return "\n".join(
        [
            f"{point.code}  {point.name}" if point.has_code else point.name,
            "",
            columns(rows, wrap=1),
            "",
            *(_filled(f"- {text}") for text in (*pack.guidance.when, *pack.guidance.rules)),
            "",
            _safety(pack),
            "",
            *_sources(pack),
        ]
    )


def _said(sentences: Iterable[tuple[str, ...]]) -> str:
    """Sentences that the guide says, each in its first wording."""
    return " ".join(wordings[0] for wordings in sentences)


def _way(way: Way) -> str:
    wall = ", at a wall" if way.wall else ""
    ours = " (after the source's general rules)" if way.adapted else ""
    return f"{way.posture}{wall}, {way.presses}{ours}"
