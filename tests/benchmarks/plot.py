"""The benchmark's picture: time against length, a panel for each kind of file and bed."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from ways import COLD, WAYS

if TYPE_CHECKING:
    from pathlib import Path

_PEERS = ("#7a5195", "#bc5090", "#b07d2b", "#8c8c8c", "#4f6d7a", "#58508d", "#a05195")
_OURS = ("#00695c", "#26a69a", "#80cbc4", "#004d40")


def draw(cells: list[dict[str, Any]], path: Path) -> None:
    """Draw the medians, both axes logarithmic, as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    panels: dict[str, list[dict[str, Any]]] = {}
    for cell in cells:
        bed = f"with {cell['bed']}" if cell["bed"] else "no bed"
        panels.setdefault(f"{cell['kind']['name']}, {bed}", []).append(cell)
    figure, axes = plt.subplots(2, 2, figsize=(11, 8), sharex=True, sharey=True, layout="constrained")
    ours = iter(_OURS)
    peers = iter(_PEERS)
    colours = {way.name: next(ours if way.ours else peers) for way in WAYS}
    for axis, (title, those) in zip(axes.flat, panels.items(), strict=True):
        for way in WAYS:
            points = [
                (cell["minutes"], statistics.median(one["wall"] for one in cell["runs"][way.name]))
                for cell in those
                if cell["runs"].get(way.name)
            ]
            if points:
                label = f"{way.label}, from text" if way.start == "text" else way.label
                axis.plot(
                    *zip(*points, strict=True),
                    label=label.replace("`", ""),
                    color=colours[way.name],
                    marker="o",
                    linewidth=2.2 if way.ours else 1.2,
                    linestyle="--" if way.start == "text" and way.name != COLD else "-",
                )
        axis.set_title(title, fontsize=10)
        axis.set_xscale("log")
        axis.set_yscale("log")
        lengths = [cell["minutes"] for cell in those]
        axis.set_xticks(lengths, [f"{minutes:g} min" for minutes in lengths], minor=False)
        axis.xaxis.set_minor_locator(mpl.ticker.NullLocator())
        axis.yaxis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _: f"{value:g} s"))
        axis.grid(visible=True, which="major", alpha=0.3)
    handles = {
        label: line
        for axis in axes.flat
        for line, label in zip(*axis.get_legend_handles_labels(), strict=True)
    }
    figure.legend(
        handles.values(), handles.keys(), loc="outside lower center", ncols=4, fontsize=8, frameon=False
    )
    figure.suptitle("Time to make the MP3 of a session", fontsize=12)
    # no date or version in it: the same figures give the same bytes
    figure.savefig(path, dpi=110, metadata={"Software": None})
    plt.close(figure)
