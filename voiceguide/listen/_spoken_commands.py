"""Voice commands while a session plays: a microphone, and whoever turns what is said into orders."""

from __future__ import annotations

import logging
import re
import threading
import time
from typing import TYPE_CHECKING, Final, Protocol, Self

from voiceguide.errors import DeviceError
from voiceguide.listen._endpointing import RATE, Endpointer

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from numpy.typing import NDArray

    from voiceguide._lib.late_numpy import np
    from voiceguide.listen._endpointing import Detector, Utterance
    from voiceguide.timeline import Timeline

SAFE_WORD: Final = "stop"
"""The one word that counts while the guide speaks."""
WORDS: Final = (
    "time left", "pause", "resume", "next", "back", "repeat", "skip", "longer", "shorter", "stop", "louder",
    "softer", "time", "ready",
)  # fmt: skip
"""What is listened for; each is a command of the player."""

_LONGEST_S: Final = 2.0
"""A command is shorter than this; whoever talks on is not giving one."""
_ECHO_S: Final = 0.4
"""How long the guide's last word hangs in a room, and how late a device may be."""
_ANSWER_S: Final = 1.0
"""In this time the player's answer to a command is over: a tick, or two taps, which sound like "pause"."""
_TICK_S: Final = 0.2

_logger = logging.getLogger(__name__)


class Ears(Protocol):
    """Where sound comes from; a context manager that is open while it is entered."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def read(self, timeout: float) -> NDArray[np.float32] | None:
        """The next block; None if none came in ``timeout`` seconds."""
        ...


class Words(Protocol):
    """Recognises one of a few words."""

    def hear(self, samples: NDArray[np.float32]) -> str | None:
        """The word; None if it is anything else."""
        ...


class SpokenCommands:
    """A screen that listens: it knows what the guide says, and gives the orders that a listener says.

    What is said while the guide speaks is not taken, because the microphone hears the guide as well; the
    safe word is, unless it is one of the guide's own words there.

    Parameters
    ----------
    give : callable
        Takes each command's word.
    ears : Ears
        The microphone.
    words : callable
        Makes the recogniser; called in the listening thread, since loading it takes a second.
    detector : callable
        Makes the detector of speech.
    on_failure : callable
        Takes the error if the microphone fails; the session plays on.
    """

    def __init__(
        self,
        give: Callable[[str], None],
        ears: Ears,
        words: Callable[[], Words],
        detector: Callable[[], Detector],
        on_failure: Callable[[DeviceError], None],
    ) -> None:
        self._give = give
        self._ears = ears
        self._make_words = words
        self._make_detector = detector
        self._on_failure = on_failure
        self._guide = _Guide()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="voice commands", daemon=True)

    @property
    def words(self) -> tuple[str, ...]:
        """What is listened for."""
        return WORDS

    def __enter__(self) -> Self:
        self._ears.__enter__()  # here, so that a missing microphone is told before anything plays
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._ended.set()
        self._thread.join(2)
        self._ears.__exit__(kind, error, trace)

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        """Take what the guide says now; called about ten times a second."""
        self._guide.show(timeline, frame, silent=paused or waiting)

    def _listen(self) -> None:
        words, endpointer = self._make_words(), Endpointer(self._make_detector(), _LONGEST_S + 0.1)
        try:
            while not self._ended.is_set():
                block = self._ears.read(_TICK_S)
                if block is None:
                    continue
                self._guide.pass_time(len(block))
                for utterance in endpointer.feed(block):
                    self.take(utterance, words)
        except DeviceError as error:
            self._on_failure(error)

    def take(self, utterance: Utterance, words: Words) -> None:
        """Give the command in an utterance, if it is one and was meant."""
        if utterance.seconds > _LONGEST_S or self._guide.answers(utterance.start, utterance.end):
            return
        said = self._guide.said_between(utterance.start, utterance.end)
        begun = time.monotonic()
        word = words.hear(utterance.samples)
        if word is None:
            return
        if said is not None and (word != SAFE_WORD or SAFE_WORD in re.findall("[a-z]+", said.lower())):
            _logger.debug("heard %r while the guide spoke: not taken", word)
            return
        _logger.debug("heard %r", word)
        self._guide.expect_answer(time.monotonic() - begun)
        self._give(word)


class _Guide:
    """What the guide said, by the microphone's clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self._spoken: list[tuple[int, int, str]] = []
        self._answer = (0, 0)

    def pass_time(self, frames: int) -> None:
        with self._lock:
            self._now += frames
            self._spoken = [each for each in self._spoken if each[1] > self._now - 20 * RATE]

    def show(self, timeline: Timeline, frame: int, *, silent: bool) -> None:
        if silent:
            return
        echo = round(_ECHO_S * timeline.rate)
        cue = next((c for c in timeline.cues() if c.kind == "say" and c.start <= frame < c.end + echo), None)
        if cue is None:
            return
        with self._lock:
            begun = self._now - (frame - cue.start) * RATE // timeline.rate
            ends = self._now + round(_ECHO_S * RATE)
            if self._spoken and self._spoken[-1][2] == (cue.text or ""):
                begun = self._spoken.pop()[0]
            self._spoken.append((begun, ends, cue.text or ""))

    def expect_answer(self, behind: float) -> None:
        """Take what is heard next for the player's answer, if it is over in a moment.

        Parameters
        ----------
        behind : float
            How many seconds the microphone went on meanwhile.
        """
        with self._lock:
            begun = self._now + round(behind * RATE)
            self._answer = (begun, begun + round(_ANSWER_S * RATE))

    def answers(self, start: int, end: int) -> bool:
        """Whether a stretch of the microphone's frames lies where an answer was expected."""
        with self._lock:
            begun, ends = self._answer
        return begun <= start and end <= ends

    def said_between(self, start: int, end: int) -> str | None:
        """What was said in a stretch of the microphone's frames; None if nothing."""
        with self._lock:
            texts = [text for begun, ends, text in self._spoken if begun < end and ends > start]
        return " ".join(texts) if texts else None
