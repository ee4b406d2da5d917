"""A session as a picture: chapters, holds, the voice, the chimes, and the bed that ducks under them.

The work is done beside this module: ``picture_envelope`` measures, ``picture_rows`` breaks the session into
rows, ``picture_text`` knows what fits, ``picture_style`` how it looks, ``picture_sheet`` and
``picture_strips`` draw.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import io
import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide._lib.atomic import replacing
from voiceguide._lib.output_place import check_place
from voiceguide.errors import ExportError, OutputError
from voiceguide.picture._envelope import column_edges, envelope
from voiceguide.picture._rows import rows
from voiceguide.picture._style import COLUMNS, LANES, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.timeline import Timeline

PICTURES: dict[str, dict[str, Any]] = {
    # no date, no version: the same session gives the same bytes
    ".png": {"format": "png", "dpi": 150, "metadata": {"Software": None}},
    ".svg": {"format": "svg", "metadata": {"Date": None, "Creator": None}},
}
"""How a figure is saved, by suffix in lower case."""


def check_picture(path: Path) -> None:
    """Find out early whether a picture can be written, before a minute is spent on speech.

    Raises
    ------
    OutputError
        If the suffix is not of a supported picture format, or the file cannot be written there.
    """
    if path.suffix.lower() not in PICTURES:
        told = (
            f"{path.suffix} is a picture format that is not supported"
            if path.suffix
            else "the name has no suffix"
        )
        raise OutputError(f"cannot write {path}: {told}; choose one of {', '.join(PICTURES)}")
    check_place(path)


def draw(
    path: Path,
    timeline: Timeline,
    lanes: Mapping[str, Iterable[NDArray[np.float32]]],
    *,
    font_folder: Path | None = None,
) -> None:
    """Draw a session to a PNG or SVG file, which appears when it is complete.

    A short session is one row; a longer one is broken into rows of about ten minutes, between chapters
    where it can be. Each lane is read once, in order, and memory does not grow with its length. The same
    session gives the same bytes.

    Parameters
    ----------
    path : Path
        The file to write; its suffix chooses the form, and an older file is replaced.
    timeline : Timeline
        What the session is made of.
    lanes : mapping of str to iterable of NDArray[np.float32]
        The sound of ``voice``, ``chimes`` and ``bed``, or of some of them, at the level at which it is
        heard: blocks ``(frames, channels)``, together exactly ``timeline.frames``.
    font_folder : Path, optional
        Where matplotlib keeps its list of the installed fonts, so that they are looked through only once;
        a temporary folder without.

    Raises
    ------
    OutputError
        As :func:`check_picture`.
    ExportError
        If the session is empty, a lane is not as long as the timeline, or the disk fails.
    """
    check_picture(path)
    unknown = set(lanes) - set(LANES)
    if unknown:
        raise ValueError(f"lanes must be of {LANES}, not {sorted(unknown)}")
    if timeline.frames <= 0:
        raise ExportError(f"cannot write {path}: the session is empty")
    broken = rows(timeline)
    edges = column_edges(timeline.frames, COLUMNS * len(broken))
    measured = {name: envelope(blocks, edges, name) for name, blocks in lanes.items()}
    sheet = Sheet(timeline, broken, edges, measured)
    picture = _rendered(sheet, PICTURES[path.suffix.lower()], font_folder or _temporary_font_folder())
    with replacing(path) as file:
        file.write(picture)


def _rendered(sheet: Sheet, saving: dict[str, Any], font_folder: Path) -> bytes:
    buffer = io.BytesIO()
    with _quiet():
        _import_matplotlib(font_folder)
        import matplotlib.style

        from voiceguide.picture._labels import families
        from voiceguide.picture._sheet import paint

        # a listener's own matplotlibrc must not show in the picture
        with (
            matplotlib.style.context(["default"]),
            matplotlib.rc_context({"font.family": families(), "svg.hashsalt": "voiceguide"}),
        ):
            paint(sheet).savefig(buffer, **saving)
    return buffer.getvalue()


def _import_matplotlib(font_folder: Path) -> None:
    """Import matplotlib so that it writes to ``font_folder``, and not to the user's home folder.

    matplotlib makes its folders and its list of fonts once in a process, while it is imported. For the list
    it runs ``fc-list``, which keeps caches of its own under ``$XDG_CACHE_HOME``. If matplotlib is imported
    already, it has its folders, and nothing is done.
    """
    if "matplotlib.font_manager" in sys.modules:
        return
    folder = str(font_folder.absolute())
    before = {name: os.environ.get(name) for name in ("MPLCONFIGDIR", "XDG_CACHE_HOME")}
    os.environ.setdefault("MPLCONFIGDIR", folder)
    os.environ["XDG_CACHE_HOME"] = folder
    try:
        import matplotlib.font_manager  # noqa: F401
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@functools.cache
def _temporary_font_folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="voiceguide-")
    atexit.register(folder.cleanup)  # not earlier: matplotlib may look into it again
    return Path(folder.name)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep matplotlib from telling about its font cache and folders, which no listener asked about."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
