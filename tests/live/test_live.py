"""Sessions that play while they are spoken: by voices that speak only when a test lets them."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pytest

from voiceguide.compose import Request
from voiceguide.errors import LengthError, SpeechError
from voiceguide.live import LEAD_MS, Live
from voiceguide.live._fade import Fade
from voiceguide.player._commands import Command
from voiceguide.player.devices._null import NullDevice
from voiceguide.script import Calibration, LateScript, Script, length_words
from voiceguide.speech import Speaker
from voiceguide.studio import Studio
from voiceguide.units import Ms
from voiceguide.yamlfile import from_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voiceguide.timeline import ClipRef, Timeline

RATE = 24_000
SILENT = "voiceguide.speech.engines._silent.Silent.calibration"
POINTS = [
    {"chapter": "Welcome"},
    {"say": "Welcome to this session of {length}. Find a quiet place. Have your ball ready."},
    {"pause": "1s..6s"},
    *(
        step
        for side in ("left", "right")
        for step in (
            {"chapter": {"title": f"One, {side}", "point": "BL-43", "side": side}},
            {"say": f"Now press the {side} one, for {{hold}}."},
            {
                "hold": {
                    "for": "10s..40s",
                    "chimes": {"start": "start", "end": "stop"},
                    "say": [{"at": "-8s", "text": "A few seconds left."}],
                }
            },
        )
    ),
    {"chapter": "End"},
    {"say": "That was all. Have a good day."},
    {"pause": "1s..10s"},
    {"chime": "end"},
]


def script(**heading: Any) -> Script:
    plain = {"voiceguide": "1", "title": "Two sides", "voice": "silent/default", "length": 90_000}
    return from_values(Script, {**plain, "steps": POINTS, **heading})


class Turnstile:
    """Stands before a speaker's sentences, and lets some through."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self._open = threading.Semaphore(0)
        self.fails_at: str | None = None

    def let(self, count: int) -> None:
        for _ in range(count):
            self._open.release()

    def guard(self, coming: Iterator[tuple[str, ClipRef]]) -> Iterator[tuple[str, ClipRef]]:
        for sentence, clip in coming:
            self._open.acquire()
            if self.fails_at is not None and self.fails_at in sentence:
                raise SpeechError(f"the engine could not say {sentence!r}")
            self.said.append(sentence)
            yield sentence, clip


@pytest.fixture
def turnstile(monkeypatch: pytest.MonkeyPatch) -> Turnstile:
    made = Turnstile()
    stream = Speaker.stream

    def guarded(self: Speaker, sentences: Any, *rest: Any) -> Iterator[tuple[str, ClipRef]]:
        made.asked += (asked := list(sentences))
        return made.guard(stream(self, asked, *rest))

    close = Speaker.close

    def closed(self: Speaker) -> None:
        made.let(1000)
        close(self)

    monkeypatch.setattr(Speaker, "stream", guarded)
    monkeypatch.setattr(Speaker, "close", closed)
    return made


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with Studio(cache_dir=tmp_path / "clips", rate=RATE, channels=1, workers=1) as made:
        yield made


class Reader:
    """Takes a live session's blocks as a player's thread does."""

    def __init__(self, live: Live, start: int = 0) -> None:
        self._blocks = live.blocks(start=start)
        self.frames = 0
        self.blocks: list[np.ndarray[Any, Any]] = []

    def until_it_waits(self) -> int:
        """Read on; gives how many frames there are until nothing comes."""
        for block in self._blocks:
            if not len(block):
                break
            self.blocks.append(block)
            self.frames += len(block)
        return self.frames

    def to_the_end(self) -> np.ndarray[Any, Any]:
        for block in self._blocks:
            self.blocks.append(block)
            self.frames += len(block)
        return np.concatenate(self.blocks)


def voices(timeline: Timeline) -> list[tuple[int, str | None]]:
    return [(cue.start, cue.text) for cue in timeline.tracks[0].cues]


LENGTHS = (2, 3, 5, 8, 10, 12, 15, 20, 30, 45, 60, 90, 120)
"""Minutes; some are so close to what a plan can do that no guess tells whether it can."""


TALKS = [(minutes, None) for minutes in LENGTHS] + [
    (m, talk) for m in (5, 12) for talk in ("full", "minimal")
]


@pytest.mark.parametrize(("minutes", "talk"), TALKS)
def test_no_length_is_spoken_before_it_sounds(
    studio: Studio, turnstile: Turnstile, monkeypatch: pytest.MonkeyPatch, minutes: int, talk: Any
) -> None:
    monkeypatch.setattr(SILENT, Calibration())  # as of an engine that nobody has measured
    with studio.live(Request(length_ms=Ms(minutes * 60_000), talk=talk, voice="silent/default")) as live:
        reader = Reader(live)
        assert live.timeline.frames == minutes * 60 * RATE
        turnstile.let(1)
        while reader.until_it_waits() < voices(live.timeline)[0][0]:
            pass
        assert len(turnstile.said) == 1
        assert reader.frames > RATE // 2


@pytest.mark.slow
@pytest.mark.parametrize(("minutes", "bias"), [(3, 0.8), (5, 1.3), (10, 0.75), (10, 1.4), (12, 1.25)])
def test_a_wrong_guess_is_made_up_for_while_it_plays(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, minutes: int, bias: float
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=bias, margin=1.0))
    with studio.live(Request(length_ms=Ms(minutes * 60_000), voice="silent/default")) as live:
        frames = sum(len(block) for block in live.blocks())
        assert frames == live.timeline.frames == minutes * 60 * RATE
        assert live.missed == 0
        holds = live.timeline.holds
        sides = {hold.point: [one.frames for one in holds if one.point == hold.point] for hold in holds}
        assert all(len(set(frames)) == 1 for point, frames in sides.items() if point)


def test_a_script_that_was_composed_here_can_be_composed_again(studio: Studio) -> None:
    composed = studio.compose(Request(length_ms=Ms(300_000), voice="silent/default"))
    with studio.live(composed) as live:
        course = live._made.guide.known_course()
        assert course is not None
        assert course.script.steps == composed.steps
    with studio.live(script()) as live:
        assert live._made.guide.known_course() is None


def test_what_is_heard_first_is_spoken_first(studio: Studio, turnstile: Turnstile) -> None:
    with studio.live(script()) as live:
        order = [text for _, text in voices(live.timeline)]
        turnstile.let(100)
        Reader(live).to_the_end()
    unique = list(dict.fromkeys(order))
    # a hold's words are needed when it begins, and the words for other times come last
    assert turnstile.asked[: len(unique)] == unique
    assert all("press" in text for text in turnstile.asked[len(unique) :])


def many_sides(**heading: Any) -> Script:
    """Several points, a minute or two each."""
    steps: list[Any] = [{"say": "Welcome."}, {"pause": "3s..20s"}]
    for number in range(3):
        for side in ("left", "right"):
            steps += [
                {"chapter": {"title": f"Point {number}, {side}", "point": f"BL-{number + 1}", "side": side}},
                {"say": f"Press point {number} on the {side}. Breathe out. Hold it for {{hold}}."},
                {"settle": "4s..20s"},
                {"hold": {"for": "10s..1m", "chimes": {"start": "start", "end": "stop"}}},
                {"pause": "2s..10s"},
            ]
    return script(title="Many", length=240_000, steps=steps, **heading)


@pytest.mark.slow
@pytest.mark.parametrize(("seconds", "bias"), [((130,), 1.3), ((70, 170), 0.8)])
def test_what_is_sought_is_spoken_first(
    tmp_path: Path,
    turnstile: Turnstile,
    monkeypatch: pytest.MonkeyPatch,
    seconds: tuple[int, ...],
    bias: float,
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=bias, margin=1.0))
    with Studio(cache_dir=tmp_path, workers=1) as studio, studio.live(many_sides(), extends=True) as live:
        file = live.seekable()
        frame_bytes = file._frame_bytes
        head = file.size - file.frames * frame_bytes

        def read(second: float) -> bytes:
            while not (data := file.read(head + round(second / 0.024) * frame_bytes, 20_000)):
                turnstile.let(1)
            return data

        heard = {0.0: read(0)}
        for second in seconds:
            live.jump(file, second * live.rate)
            heard[second] = read(second)
        # what the first go holds, and what is heard there; not all that lies between
        assert live.spoken()[0] < live.spoken()[1] / 2
        turnstile.let(1000)
        while live.spoken()[0] < live.spoken()[1]:
            live.final_place(0)
        while not live.settled or file.pulled < min(seconds[-1] + 20, 239) * live.rate:
            file.wind_on()
        assert live.settle(file)
        last = heard[seconds[-1]]
        assert read(seconds[-1])[: len(last)] == last
        whole = b""
        while data := file.read(len(whole), 1 << 16):
            whole += data
        assert len(whole) == file.size
        assert live.timeline.frames == 240 * live.rate
        # every side is as long as the other, all is said, and nothing at once
        holds = live.timeline.holds
        assert len(holds) == 6
        for left, right in zip(holds[::2], holds[1::2], strict=True):
            assert left.frames == right.frames
        words = live.timeline.tracks[0].cues
        assert [cue.text for cue in words] == [
            cue.text for cue in studio.session(many_sides()).timeline.tracks[0].cues
        ]
        assert all(one.end <= other.start for one, other in pairwise(words))


def test_it_sounds_when_its_opening_is_spoken(studio: Studio, turnstile: Turnstile) -> None:
    with studio.live(script()) as live:
        reader = Reader(live)
        # at once there is the second of room tone, and then the first sentence is waited for
        first = voices(live.timeline)[0][0]
        assert reader.until_it_waits() == first - RATE * LEAD_MS // 1000
        assert live.waiting
        turnstile.let(1)
        while reader.until_it_waits() < first:
            pass
        # one sentence is enough: up to the silence before the second, and not into it
        second = voices(live.timeline)[1][0]
        assert reader.frames == second - RATE * LEAD_MS // 1000
        assert reader.until_it_waits() == reader.frames
        assert live.waiting
        turnstile.let(100)
        whole = reader.to_the_end()
    assert len(whole) == 90 * RATE
    assert live.timeline.frames == 90 * RATE
    assert live.missed == 0
    assert not live.waiting


@pytest.mark.parametrize("bed", [None, {"sound": "rain"}])
@pytest.mark.parametrize("longer", [0.85, 1.0, 1.2])
def test_what_is_heard_is_the_last_timeline_s_sound(
    studio: Studio, turnstile: Turnstile, monkeypatch: pytest.MonkeyPatch, bed: Any, longer: float
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=longer, margin=0.0))
    one = script(bed=bed)
    with studio.live(one) as live:
        reader = Reader(live)
        for _ in range(20):
            turnstile.let(1)
            reader.until_it_waits()
        turnstile.let(100)
        whole = reader.to_the_end()
        last = live.timeline
        gain = live._sound.gain_db
    assert len(whole) == last.frames == 90 * RATE
    session = studio._session(LateScript.of(one), last)
    expected = np.concatenate(list(session.part(last.frames, gain).blocks()))
    if bed is None:
        assert np.array_equal(whole, expected)
    else:
        # but for the bed's ways down and up, and its crossings, for words that were expected elsewhere
        assert np.abs(whole - expected).max() < 0.1
        assert np.count_nonzero(whole != expected) < len(whole) // 4


def test_a_warm_cache_starts_nothing(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = studio.session(script())

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("something was spoken")

    monkeypatch.setattr(Speaker, "stream", refuse)
    threads = threading.active_count()
    with studio.live(script()) as live:
        assert live.timeline == expected.timeline
        assert threading.active_count() == threads
        assert Reader(live).until_it_waits() == 90 * RATE


def test_a_session_that_was_exported_is_played_as_loud(studio: Studio) -> None:
    one = script(bed={"sound": "rain"})
    session = studio.session(one)
    with studio.live(one) as live:
        Reader(live).until_it_waits()
        assert live._sound.gain_db == 2.5  # a guess
    exported = session.master().gain_db
    with studio.live(one) as live:
        whole = Reader(live).to_the_end()
        assert live._sound.gain_db == exported != 2.5
    assert np.array_equal(whole, np.concatenate(list(session.blocks())))


def test_a_length_that_is_not_sure_is_found_out_before_anything_is_heard(
    studio: Studio, turnstile: Turnstile
) -> None:
    turnstile.let(1000)
    for length in (30_000, 500_000):
        with pytest.raises(LengthError, match="cannot be met"), studio.live(script(length=length)) as live:
            next(live.blocks())


def test_near_its_bounds_too_a_session_starts_at_once(
    studio: Studio, turnstile: Turnstile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=1.0, margin=100.0))
    with studio.live(script()) as live:
        reader = Reader(live)
        turnstile.let(1)
        while reader.until_it_waits() < voices(live.timeline)[0][0]:
            pass
        turnstile.let(1000)
        assert len(reader.to_the_end()) == 90 * RATE


def test_a_voice_that_fails_is_told_of_when_its_words_are_due(studio: Studio, turnstile: Turnstile) -> None:
    turnstile.fails_at = "left one"
    turnstile.let(100)
    with studio.live(script()) as live:
        reader = Reader(live)
        with pytest.raises(SpeechError, match="left one"):
            reader.to_the_end()
        # all that was spoken before is heard, and kept
        due = next(start for start, text in voices(live.timeline) if text and "left one" in text)
        assert reader.frames == due - RATE * LEAD_MS // 1000
    assert len(turnstile.said) == 3
    assert studio.cache.info().clips >= 3


class Listener:
    """Keys and screen: gives a command when what is shown is right, and keeps all that was shown."""

    def __init__(self, *commands: tuple[Callable[[int, bool], bool], Callable[[], Command | None]]) -> None:
        self.commands = list(commands)
        self.shown: list[tuple[int, bool]] = []
        self.totals: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:  # noqa: ARG002
        self.shown.append((frame, waiting))
        self.totals.add(timeline.frames)

    def read(self, timeout: float) -> Command | None:
        threading.Event().wait(timeout / 10)
        if self.commands and self.shown and self.commands[0][0](*self.shown[-1]):
            return self.commands.pop(0)[1]()
        return None


def test_playing_tells_that_it_waits_and_goes_on(
    studio: Studio, turnstile: Turnstile, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = NullDevice(keep=True)
    monkeypatch.setattr("voiceguide.player.devices._pending_device.open_device", lambda *_, **__: device)

    def let_all() -> None:
        turnstile.let(100)

    def let_some() -> None:
        turnstile.let(3)

    listener = Listener(
        (lambda frame, waiting: waiting and frame < RATE, let_some),
        (lambda frame, waiting: waiting and frame > RATE, let_all),
    )
    with studio.live(script()) as live:
        outcome = live.play(keys=listener, screen=listener)
    assert outcome.finished
    assert outcome.frame == 90 * RATE
    assert listener.totals == {90 * RATE}
    assert sum(len(block) for block in device.blocks) == 90 * RATE


def test_a_skip_to_a_chapter_that_is_not_known_yet_finds_its_first_frame(
    studio: Studio, turnstile: Turnstile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=1.1, margin=0.0))
    device = NullDevice(keep=True)
    monkeypatch.setattr("voiceguide.player.devices._pending_device.open_device", lambda *_, **__: device)

    def skip() -> Command:
        turnstile.let(100)
        return Command.NEXT

    def let_one() -> None:
        turnstile.let(1)  # so that it waits amid the welcome

    listener = Listener(
        (lambda frame, waiting: waiting and frame < RATE, let_one),
        (lambda frame, waiting: waiting and frame > RATE, skip),
    )
    with studio.live(script()) as live:
        guessed = live.timeline.chapters[1].start
        assert live.play(keys=listener, screen=listener).finished
        chapter = live.timeline.chapters[1].start
        expected = np.concatenate(list(live.blocks(start=chapter)))
    assert chapter != guessed
    played = np.concatenate(device.blocks)
    fade = 2 * RATE // 50  # out, and in again where the sentence was still awaited
    assert np.array_equal(played[fade - len(expected) :], expected[fade:])
    # what comes before is what was heard before the skip
    assert len(played) - len(expected) < chapter


@pytest.mark.parametrize("chapter", [0, 2, 3])
def test_it_starts_at_a_chapter(
    studio: Studio, turnstile: Turnstile, monkeypatch: pytest.MonkeyPatch, chapter: int
) -> None:
    monkeypatch.setattr(SILENT, Calibration(bias=1.2, margin=0.0))
    device = NullDevice(keep=True)
    monkeypatch.setattr("voiceguide.player.devices._pending_device.open_device", lambda *_, **__: device)
    turnstile.let(100)
    with studio.live(script()) as live:
        live.play(start=lambda timeline: timeline.chapters[chapter].start)
        start = live.timeline.chapters[chapter].start
    assert sum(len(block) for block in device.blocks) == 90 * RATE - start


def test_without_voice_chimes_are_where_they_are(studio: Studio) -> None:
    with studio.live(script()) as live:
        silent = np.concatenate(list(live.without_voice().blocks()))
        chimes = [(cue.start, cue.end) for cue in live.timeline.tracks[1].cues]
    assert len(silent) == 90 * RATE
    heard = np.flatnonzero(np.abs(silent[:, 0]) > 0.003)  # the room tone is not
    assert heard[0] >= chimes[0][0]
    assert all(np.abs(silent[start:end]).max() > 0.001 for start, end in chimes)


def test_the_words_for_the_length_are_in_it(studio: Studio, turnstile: Turnstile) -> None:
    turnstile.let(100)
    with studio.live(script()) as live:
        assert length_words(90_000) in str(voices(live.timeline)[0][1])


def test_quitting_ends_the_speaking(studio: Studio, turnstile: Turnstile) -> None:
    before = set(threading.enumerate())
    with studio.live(script()) as live:
        assert next(live.blocks()).shape[1] == 1
        assert "voiceguide-feed" in {thread.name for thread in threading.enumerate() if thread not in before}
    assert not set(threading.enumerate()) - before


def test_a_fade_goes_from_the_old_render_to_the_new_one() -> None:
    old, new = np.full((100, 2), 0.5, np.float32), np.full((300, 2), -0.25, np.float32)
    faded = Fade(old).into(new)
    assert faded[0, 0] == 0.5
    assert np.abs(np.diff(faded[:, 0])).max() < 0.01
    assert np.array_equal(faded[100:], new[100:])
    same = np.random.default_rng(1).standard_normal((300, 2)).astype(np.float32)
    assert np.array_equal(Fade(same[:100]).into(same), same)
