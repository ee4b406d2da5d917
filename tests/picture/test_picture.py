from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tracemalloc
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import ExportError, OutputError
from voiceguide.picture import _style as style
from voiceguide.picture import check_picture, draw
from voiceguide.picture._envelope import column_edges, envelope
from voiceguide.picture._rows import rows, tick_seconds
from voiceguide.timeline import Chapter, ClipRef, Cue, HoldSpan, Timeline, Track

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

RATE = 200
"""Frames a second: a picture does not care, and hours of sound are made at once."""


def session(minutes: float, chapter_seconds: float = 45, title: str = "Gao Huang, BL-43, {side}") -> Timeline:
    """Chapters of equal length, left and right by turns, with a hold, chimes and a sentence in each."""
    frames = int(minutes * 60 * RATE)
    edges = [*range(0, frames, int(chapter_seconds * RATE)), frames]
    chapters, holds, chimes, says = [], [], [], []
    for number, (start, end) in enumerate(itertools.pairwise(edges)):
        side = ("left", "right")[number % 2]
        chapters.append(Chapter(start, end, title.format(side=side, number=number), "BL-43", side))
        third = (end - start) // 3
        holds.append(HoldSpan(start + third, third * 2, "BL-43", side))
        says.append(Cue(start, ClipRef("say", third // 2), "say", text="Breathe."))
        for at, name in ((0, "start"), (third // 8, "inhale"), (third // 4, "exhale"), (third, "half")):
            chimes.append(Cue(start + third + at, ClipRef(name, 10), "chime", chime=name))
    tracks = (Track("voice", tuple(says)), Track("chimes", tuple(chimes)))
    return Timeline(RATE, frames, "Back flexibility", tracks, tuple(chapters), tuple(holds))


def sound(timeline: Timeline, track: str, level: float) -> NDArray[np.float32]:
    """Noise where the track has cues."""
    samples = np.zeros((timeline.frames, 2), dtype=np.float32)
    noise = np.random.default_rng(1).uniform(-level, level, (timeline.frames, 2))
    for cue in next(lane.cues for lane in timeline.tracks if lane.name == track):
        samples[cue.start : cue.end] = noise[cue.start : cue.end]
    return samples


def ducked_bed(timeline: Timeline) -> NDArray[np.float32]:
    """Noise that is 8 dB lower where the voice speaks."""
    noise = np.random.default_rng(2).uniform(-0.02, 0.02, (timeline.frames, 1)).astype(np.float32)
    noise[sound(timeline, "voice", 1.0).any(axis=1)] *= 0.4
    return noise


def cut(samples: NDArray[np.float32], size: int = 4096) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(samples), size):
        yield samples[start : start + size]


def all_lanes(timeline: Timeline) -> dict[str, Iterator[NDArray[np.float32]]]:
    return {
        "voice": cut(sound(timeline, "voice", 0.8)),
        "chimes": cut(sound(timeline, "chimes", 0.2)),
        "bed": cut(ducked_bed(timeline)),
    }


def figure_of(timeline: Timeline, lanes: dict[str, Iterator[NDArray[np.float32]]]):
    from voiceguide.picture._sheet import paint

    broken = rows(timeline)
    edges = column_edges(timeline.frames, style.COLUMNS * len(broken))
    measured = {name: envelope(blocks, edges, name) for name, blocks in lanes.items()}
    return paint(style.Sheet(timeline, broken, edges, measured))


# The file


@pytest.mark.parametrize("name", ["routine.png", "routine.SVG"])
def test_same_session_gives_same_bytes_without_a_date_or_a_version(tmp_path: Path, name: str) -> None:
    timeline = session(5)
    pictures = []
    for folder in ("one", "two"):
        path = tmp_path / folder / name
        path.parent.mkdir()
        draw(path, timeline, all_lanes(timeline))
        pictures.append(path.read_bytes())
    assert pictures[0] == pictures[1]
    import matplotlib as mpl

    for word in (mpl.__version__, "Software", "dc:date", "dc:creator"):
        assert word.encode() not in pictures[0]


def test_png_is_of_the_size_that_is_meant_for_printing(tmp_path: Path) -> None:
    timeline = session(3)
    draw(tmp_path / "a.png", timeline, all_lanes(timeline))
    data = (tmp_path / "a.png").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(data[16:20], "big") == 1950


def test_svg_is_xml_whatever_the_titles_say(tmp_path: Path) -> None:
    odd = 'a $b$ <b>&amp; "q" --> \x00\x1b\ud800 \n 膏肓 \U0001f9d8 \\frac{'
    timeline = replace(session(2, title=odd.replace("{", "{{")), title=odd)
    draw(tmp_path / "a.svg", timeline, all_lanes(timeline))
    assert ET.parse(tmp_path / "a.svg").getroot().tag.endswith("svg")  # noqa: S314


@pytest.mark.parametrize("name", ["a.jpg", "a", "nowhere/a.png", "folder.png"])
def test_wrong_targets_are_told_before_anything_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.png").mkdir()
    before = sorted(tmp_path.rglob("*"))

    def unread() -> Iterator[NDArray[np.float32]]:
        pytest.fail("a lane was read")
        yield

    for attempt in (
        lambda: check_picture(tmp_path / name),
        lambda: draw(tmp_path / name, session(1), {"voice": unread()}),
    ):
        with pytest.raises(OutputError, match="cannot write") as caught:
            attempt()
        assert "\n" not in str(caught.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_unknown_suffix_names_those_that_we_draw(tmp_path: Path) -> None:
    with pytest.raises(
        OutputError, match=r"\.jpg is a picture format that is not supported; choose one of \.png, \.svg"
    ):
        check_picture(tmp_path / "a.jpg")


@pytest.mark.parametrize("change", [-1, 1, -3000])
def test_lane_of_another_length_leaves_the_old_picture(tmp_path: Path, change: int) -> None:
    timeline = session(1)
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    lane = np.full((timeline.frames + change, 1), 0.1, dtype=np.float32)
    with pytest.raises(ExportError, match=r"cannot draw the voice: .* 12000 frames"):
        draw(path, timeline, {"voice": cut(lane)})
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_empty_session_and_unknown_lane_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="empty"):
        draw(tmp_path / "a.png", Timeline(RATE, 0, "", (), (), ()), {})
    with pytest.raises(ValueError, match="music"):
        draw(tmp_path / "a.png", session(1), {"music": []})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("frames", [1, 3, 999])
def test_scraps_can_be_drawn(tmp_path: Path, frames: int) -> None:
    lane = [np.ones((frames, 2), dtype=np.float32)]
    draw(tmp_path / "a.png", Timeline(RATE, frames, "", (), (), ()), {"voice": lane, "bed": lane})
    assert (tmp_path / "a.png").stat().st_size > 1000


def test_module_is_light_and_drawing_needs_no_screen_and_is_silent(tmp_path: Path) -> None:
    """In a process of its own, with a font cache to build and a listener's settings in the way."""
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "matplotlibrc").write_text(
        "backend: TkAgg\naxes.facecolor: red\nfont.family: No Such Font\nlines.linewidth: 9\n"
        "text.usetex: True\nsavefig.facecolor: red\nsavefig.bbox: tight\nno.such.key: 1\n"
    )
    code = """
import logging, sys
from pathlib import Path
from voiceguide.picture import draw
from voiceguide.timeline import Chapter, Timeline
assert not {"matplotlib", "PIL"} & set(sys.modules)
draw(Path(sys.argv[1]), Timeline(1000, 60000, "Title", (), (Chapter(0, 60000, "All"),), ()), {})
assert "matplotlib.pyplot" not in sys.modules
assert logging.getLogger("matplotlib").level == logging.NOTSET
"""
    pictures = []
    for name, variables in (("own.png", {"MPLCONFIGDIR": str(settings)}), ("plain.png", {})):
        path = tmp_path / name
        done = subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={**os.environ, "DISPLAY": "", **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        pictures.append(path.read_bytes())
    assert pictures[0] == pictures[1]


# The envelope


@given(
    frames=st.integers(1, 400),
    columns=st.integers(1, 500),
    channels=st.integers(1, 2),
    sizes=st.lists(st.integers(0, 90), min_size=1),
    seed=st.integers(0, 9),
)
def test_envelope_is_that_of_the_whole_for_any_blocks(
    frames: int, columns: int, channels: int, sizes: list[int], seed: int
) -> None:
    samples = np.random.default_rng(seed).uniform(-1, 1, (frames, channels)).astype(np.float32)
    samples[frames // 3 : frames // 2] = 0
    ends = [end for end in itertools.accumulate(sizes) if end < frames]
    blocks = [samples[a:b] for a, b in itertools.pairwise([0, *ends, frames])]
    edges = column_edges(frames, columns)
    found = envelope(blocks, edges, "voice")
    assert len(found.peak) == min(columns, frames)
    parts = [samples[a:b].astype(np.float64) for a, b in itertools.pairwise(edges)]
    assert found.peak == pytest.approx([np.abs(part).max() for part in parts])
    assert found.rms == pytest.approx([np.sqrt((part**2).mean()) for part in parts], rel=1e-4)


def test_envelope_takes_no_more_memory_for_more_sound() -> None:
    block = np.full((8192, 2), 0.5, dtype=np.float32)
    peaks = []
    for number in (50, 1000):
        edges = column_edges(number * len(block), 1600)
        tracemalloc.start()
        envelope((block for _ in range(number)), edges, "voice")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 50_000


# Rows and times


@given(
    frames=st.integers(1, 4 * 3600 * RATE), places=st.lists(st.floats(0, 1, exclude_max=True), max_size=60)
)
def test_rows_cover_the_session_and_are_not_too_many(frames: int, places: list[float]) -> None:
    starts = sorted({0, *(int(place * frames) for place in places)})
    chapters = tuple(Chapter(a, b, "x") for a, b in itertools.pairwise([*starts, frames]))
    found = rows(Timeline(RATE, frames, "x", (), chapters, ()))
    assert (found[0].start, found[-1].end) == (0, frames)
    assert all(row.start < row.end for row in found)
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
    assert len(found) <= 12


@pytest.mark.parametrize(
    ("minutes", "number"),
    [(0.5, 1), (5, 1), (10, 1), (12, 1), (13, 2), (30, 3), (60, 5), (120, 7), (240, 10)],
)
def test_rows_are_of_about_ten_minutes_and_break_between_chapters(minutes: float, number: int) -> None:
    timeline = session(minutes, chapter_seconds=45 if minutes <= 30 else 100)
    found = rows(timeline)
    assert len(found) == number
    assert {row.start for row in found} <= {chapter.start for chapter in timeline.chapters}
    lengths = [row.end - row.start for row in found]
    assert min(lengths) >= 0.5 * max(lengths)


def test_a_long_chapter_is_broken_and_many_short_ones_get_more_rows() -> None:
    assert len(rows(session(30, chapter_seconds=1800))) == 3
    assert len(rows(session(10, chapter_seconds=5))) > 6


@given(seconds_per_inch=st.floats(0.001, 110), label=st.floats(0.1, 0.6))
def test_times_stand_apart(seconds_per_inch: float, label: float) -> None:
    labelled, small = tick_seconds(seconds_per_inch, label)
    assert labelled / seconds_per_inch >= 1.5 * label
    assert labelled % small == 0


# What is seen


@pytest.mark.slow
@pytest.mark.parametrize(
    "timeline",
    [
        session(1),
        session(10),
        session(13, chapter_seconds=400),
        session(12, chapter_seconds=5, title="A long name for number {number}"),
        session(40, chapter_seconds=31, title="Numbers"),
        session(120, chapter_seconds=95, title="Zhi Shi, BL-52, {side} (round 3)"),
        replace(session(240, chapter_seconds=14400), title="A title that does not end, " * 20),
    ],
    ids=["1", "10", "13", "12-many", "40", "120", "240"],
)
def test_no_text_overlaps_another_or_leaves_the_picture(timeline: Timeline) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    figure = figure_of(timeline, all_lanes(timeline))
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    texts = [
        text
        for text in figure.findobj(Text)
        if text.get_text() and text.get_visible() and (text.axes is None or text in text.axes.texts)
    ]
    assert len(texts) > 10
    boxes = np.array([text.get_window_extent(renderer).extents for text in texts])
    low, high = boxes[:, :2], boxes[:, 2:]
    assert (low >= 0).all()
    assert (high <= (figure.bbox.width, figure.bbox.height)).all()
    meet = (low[:, None] < high[None]).all(axis=2) & (low[None] < high[:, None]).all(axis=2)
    pairs = np.argwhere(np.triu(meet, 1))
    assert [(texts[one].get_text(), texts[other].get_text()) for one, other in pairs] == []


def texts_of(timeline: Timeline, lanes: dict[str, Iterator[NDArray[np.float32]]]) -> list[str]:
    from matplotlib.text import Text

    return [text.get_text() for text in figure_of(timeline, lanes).findobj(Text)]


def test_names_lengths_and_times_are_told() -> None:
    timeline = session(10)
    texts = texts_of(timeline, all_lanes(timeline))
    assert "Back flexibility" in texts
    assert any(text.startswith("10:00 ") and "14 holds" in text for text in texts)
    assert texts.count("Gao Huang\nBL-43, left") == 7
    assert texts.count("30 s") == 13
    assert {"0:00", "1:00", "10:00", "left side", "right side", "voice", "breathe in", "bed"} <= set(texts)


@pytest.mark.parametrize(
    ("seconds", "told"), [(59.4, "59 s"), (59.6, "1 min"), (90, "1 min 30 s"), (5400, "90 min")]
)
def test_length_of_a_hold(seconds: float, told: str) -> None:
    timeline = Timeline(RATE, RATE, "x", (), (), (HoldSpan(0, int(seconds * RATE)),))
    timeline = replace(timeline, frames=max(int(seconds * RATE * 1.1), 1))
    assert told in texts_of(timeline, {})


def test_a_hold_in_two_rows_tells_its_length_once() -> None:
    timeline = replace(session(30, chapter_seconds=1800), holds=(HoldSpan(RATE, 1700 * RATE),))
    assert texts_of(timeline, {}).count("28 min 20 s") == 1


def test_only_what_is_there_is_in_the_legend_and_the_rows() -> None:
    bare = Timeline(RATE, 60 * RATE, "x", (), (Chapter(0, 60 * RATE, "All"),), ())
    silent_bed = [np.zeros((bare.frames, 1), dtype=np.float32)]
    texts = set(texts_of(bare, {"bed": silent_bed}))
    assert texts.isdisjoint({"bed", "holds", "hold", "chimes", "sound", "left side", "strike"})
    assert {"chapters", "All"} <= texts


def test_bed_is_seen_to_duck_under_the_voice() -> None:
    timeline = session(6)
    figure = figure_of(timeline, all_lanes(timeline))
    (line,) = [line for line in figure.axes[0].lines if line.get_color() == style.BED]
    seconds, level = np.asarray(line.get_xdata()), np.asarray(line.get_ydata())
    under, beside = [], []
    for cue in timeline.tracks[0].cues:
        start, end = cue.start / RATE, cue.end / RATE
        under.append(level[(seconds > start + 0.5) & (seconds < end - 0.5)])
        beside.append(level[(seconds > end + 0.5) & (seconds < end + 4)])
    drop = np.concatenate(beside).mean() - np.concatenate(under).mean()
    assert drop == pytest.approx(8 / style.BED_RANGE_DB * style.STRIPS["bed"], rel=0.1)


def test_voice_is_drawn_where_it_sounds() -> None:
    timeline = session(4)
    figure = figure_of(timeline, all_lanes(timeline))
    from matplotlib.colors import to_hex

    (voice,) = [
        part
        for part in figure.axes[0].collections
        if to_hex(part.get_facecolor()[0]).upper() == style.VOICE_PEAK
    ]
    reached = np.concatenate([path.vertices for path in voice.get_paths()])
    column = 4 * 60 / style.COLUMNS
    for x in reached[:, 0]:
        assert any(
            cue.start / RATE - 2 * column <= x <= cue.end / RATE + 2 * column
            for cue in timeline.tracks[0].cues
        )
    height = np.ptp(reached[:, 1])
    assert height == pytest.approx(0.8 * style.STRIPS["sound"], rel=0.02)


def test_sides_differ_on_a_grey_printout_and_their_texts_are_readable() -> None:
    from matplotlib.colors import to_rgb

    def luminance(colour: str) -> float:
        """Relative luminance of WCAG 2.1."""
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    def contrast(one: str, other: str) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    assert contrast(style.SIDES["left"][0], style.SIDES["right"][0]) > 3
    for fill, ink in style.SIDES.values():
        assert contrast(fill, ink) > 4.5
    assert contrast("#FFFFFF", style.MUTED) > 4.5
