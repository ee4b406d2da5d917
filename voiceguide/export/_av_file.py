"""Files written by FFmpeg through PyAV: what AAC, Opus and FLAC have in common."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, Self

import av
import numpy as np

from voiceguide.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from numpy.typing import NDArray

    from voiceguide._lib.atomic import OutputFile
    from voiceguide.export._job import Job

_FLAGS = {"fflags": "+bitexact"}
"""No dates, random serial numbers or versions: the same session gives the same bytes."""


@dataclass(frozen=True, slots=True)
class AvKind:
    """An encoder and a muxer, with FFmpeg's own names."""

    muxer: str
    codec: str
    samples: Literal["fltp", "flt", "s16", "s32"]
    """What the encoder takes: float or integer, ``p`` for one row a channel."""
    muxer_options: dict[str, str] = field(default_factory=dict)
    codec_options: dict[str, str] = field(default_factory=dict)
    kbps: int | None = None
    chapters: bool = False
    """Whether the muxer is to write the chapters."""


class AvFile:
    """One stream of samples into one file; a ``with`` body that ends well completes it.

    Parameters
    ----------
    file : OutputFile
        Empty, open for writing.
    job : Job
        Rate, channels and chapters.
    kind : AvKind
        Encoder and muxer.
    metadata : dict
        Tags by FFmpeg's names.
    lead : int
        Frames of the samples that come before the session's start, and that players are instructed to skip.
    """

    def __init__(
        self, file: OutputFile, job: Job, kind: AvKind, *, metadata: dict[str, str], lead: int = 0
    ) -> None:
        timeline = job.timeline
        self._sink = _Sink(file)
        self._samples = kind.samples
        self._layout = "mono" if job.channels == 1 else "stereo"
        self._rate = timeline.rate
        self._at = -lead
        with self._failures():
            # typed by hand: PyAV's own types cannot tell that the stream is one of sound
            container: Any = av.open(self._sink, "w", format=kind.muxer, options=_FLAGS | kind.muxer_options)
            self._container = container
            self._stream = container.add_stream(
                kind.codec, rate=timeline.rate, options={"flags": "+bitexact"} | kind.codec_options
            )
            self._stream.layout = self._layout
            self._stream.format = kind.samples
            self._stream.time_base = Fraction(1, timeline.rate)
            if kind.kbps is not None:
                self._stream.bit_rate = kind.kbps * 1000
            self._container.metadata.update(metadata)
            if kind.chapters:
                self._container.set_chapters(
                    [
                        {
                            "id": number,
                            "start": chapter.start,
                            "end": chapter.end,
                            "time_base": Fraction(1, timeline.rate),
                            "metadata": {"title": chapter.title},
                        }
                        for number, chapter in enumerate(timeline.chapters)
                    ]
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with self._failures():
                self._container.mux(self._stream.encode(None))
                self._container.close()
            return
        # closing would go on writing a file that is to be removed, and fail again
        self._sink.closed = True
        with contextlib.suppress(av.FFmpegError, ValueError):
            self._container.close()

    def append(self, samples: NDArray[Any]) -> None:
        """Encode samples of shape ``(frames, channels)``, in the type that the kind names."""
        rows = samples.T if self._samples.endswith("p") else samples.reshape(1, -1)
        with self._failures():
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(rows), self._samples, self._layout)
            frame.sample_rate = self._rate
            frame.time_base = Fraction(1, self._rate)
            frame.pts = self._at
            self._container.mux(self._stream.encode(frame))
        self._at += len(samples)

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        """Raise the file's error, or FFmpeg's turned into ours."""
        try:
            yield
        except (av.FFmpegError, ValueError) as error:
            if self._sink.error is None:
                raise ExportError(f"the encoder failed: {error}") from error
        if self._sink.error is not None:
            raise self._sink.error


class _Sink:
    """The output file as FFmpeg sees it: it keeps its first error instead of raising it.

    What Python raises in the middle of a muxer comes out of PyAV late, and PyAV prints a second error to
    the terminal.
    """

    def __init__(self, file: OutputFile) -> None:
        self._file = file
        self.error: ExportError | None = None
        self.closed = False
        """Set when the file is given up; PyAV asks for it, and then writes no end."""

    def write(self, data: bytes) -> int:
        if self.error is None and not self.closed:
            try:
                return self._file.write(data)
            except ExportError as error:
                self.error = error
        return len(data)

    def seek(self, offset: int, whence: int) -> int:
        if self.error is None and not self.closed:
            try:
                return self._file.seek(offset, whence)
            except ExportError as error:
                self.error = error
        return 0

    def tell(self) -> int:
        return self._file.tell()


def metadata_of(job: Job) -> dict[str, str]:
    """Tags by the names that FFmpeg maps to each format's own."""
    tags = job.tags
    fields = {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "genre": tags.genre,
        "comment": tags.comment,
        "lyrics": tags.lyrics,
    }
    return {name: text for name, text in fields.items() if text}
