"""What a listener asks for while a session plays: what changes, and that it ends on time."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING, Any

import pytest
from examples import many
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from voiceguide.compose import Request
from voiceguide.errors import RequestError
from voiceguide.live import Present
from voiceguide.live._invitation import Invitation
from voiceguide.packs import pack_named
from voiceguide.player import Command, Order, parse_order
from voiceguide.player._transport import Transport
from voiceguide.script import ChapterBody, HoldBody, HoldWay
from voiceguide.studio import Studio
from voiceguide.units import Ms, Span, frames_of
from voiceguide.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np

    from voiceguide.live import Live, ReadyBy

RATE = 8_000
MINUTES = 10
FRAMES = MINUTES * 60 * RATE
WAIT = 30.0


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    cache: Path = tmp_path_factory.mktemp("clips")
    with Studio(cache_dir=cache, rate=RATE, channels=1, workers=1) as made:
        yield made


def asked(minutes: int = MINUTES) -> Request:
    return Request(length_ms=Ms(minutes * 60_000), voice="silent/default")


class Player:
    """Pulls frames from a transport over a live session, and counts what was heard."""

    def __init__(self, live: Live) -> None:
        self.live = live
        live.begin()
        self.transport = Transport(
            live.timeline, lambda first: live.blocks(start=first), channels=1, ongoing=live
        )
        self.heard = 0
        self.sound: list[np.ndarray[Any, Any]] = []

    def hear(self, frames: int) -> None:
        left = frames
        while left and not self.transport.finished.is_set():
            block = self.transport.take(min(left, 4_000), WAIT)
            self.heard += len(block)
            self.sound.append(block)
            left -= len(block)
            if not len(block):
                if self.transport.paused:
                    return
                self.transport.idle(1)

    def until(self, frame: int) -> None:
        self.hear(max(frame - self.transport.position, 0))

    def until_it_waits_for_the_listener(self) -> None:
        """Hear up to a hold that waits; it may come sooner than it was guessed."""
        while True:
            block = self.transport.take(100, 0.02)
            self.heard += len(block)
            self.sound.append(block)
            if not len(block) and self.live.gated:
                return

    def do(self, words: str) -> None:
        self.transport.perform(parse_order(words))

    def end(self) -> int:
        self.hear(10**9)
        return self.heard


@pytest.fixture
def player(studio: Studio) -> Iterator[Player]:
    with studio.live(asked()) as live:
        made = Player(live)
        with made.transport:
            yield made


def sides(player: Player) -> list[tuple[str | None, int]]:
    return [(hold.side, hold.frames) for hold in player.live.timeline.holds if hold.point]


def hold(player: Player, number: int) -> Any:
    return player.live.timeline.holds[number]


def texts(player: Player, start: int, end: int) -> list[str]:
    return [
        cue.text or ""
        for cue in player.live.timeline.cues()
        if cue.kind == "say" and start <= cue.start < end
    ]


FADES = 2 * RATE // 50 * 30
"""A pause and a jump fade out what is not heard again, 20 ms each."""
LEFT = 11 * RATE
"""What may be silent at the end at most: more is a rest before the closing words, or the session is over."""


def silence_at_the_end(player: Player) -> int:
    timeline = player.live.timeline
    return timeline.frames - max(cue.end for cue in timeline.cues() if cue.kind in {"say", "chime"})


def near(frames: int) -> bool:
    return abs(frames - FRAMES) <= FADES


def test_untouched_it_ends_on_its_frame(player: Player) -> None:
    assert player.end() == FRAMES


def test_longer_makes_both_sides_longer_and_the_session_ends_on_time(player: Player) -> None:
    first = hold(player, 0)
    player.until(first.start + 5 * RATE)
    first = hold(player, 0)
    player.do("longer")
    assert hold(player, 0).frames == first.frames + 15 * RATE
    assert [frames for _, frames in sides(player)][:2] == [first.frames + 15 * RATE] * 2
    assert player.end() == FRAMES


def test_shorter_never_ends_a_hold_in_the_past(player: Player) -> None:
    first = hold(player, 0)
    player.until(first.start + 10 * RATE)
    for _ in range(6):
        player.do("shorter")
    left, right = [frames for _, frames in sides(player)][:2]
    assert left == right < first.frames
    assert hold(player, 0).end > player.transport.position
    assert player.end() == FRAMES


def test_the_second_side_keeps_to_the_first(player: Player) -> None:
    second = hold(player, 1)
    player.until(second.start + 5 * RATE)
    left, right = [frames for _, frames in sides(player)][:2]
    for word in ("longer", "longer"):
        with pytest.raises(RequestError, match=r"both sides get the same time.*r repeats this side"):
            player.do(word)
    assert [frames for _, frames in sides(player)][:2] == [left, right]
    # eyes are closed: it is said with what can be done, and once
    here = player.transport.position
    why = "Both sides get the same time. Repeat begins this one again."
    assert " ".join(texts(player, here, here + 6 * RATE)).count(why) == 1
    assert " ".join(texts(player, 0, FRAMES)).count(why) == 1
    player.hear(8 * RATE)
    with pytest.raises(RequestError, match=r"both sides get the same time.*n goes on"):
        player.do("shorter")
    here = player.transport.position
    told = " ".join(texts(player, here, here + 6 * RATE))
    assert told.startswith("Both sides get the same time. Next ends this one now.")
    assert [frames for _, frames in sides(player)][:2] == [left, right]
    assert player.end() == FRAMES


def test_in_the_last_part_next_is_refused_aloud(studio: Studio) -> None:
    with studio.live(asked(), extends=True) as live:
        player = Player(live)
        with player.transport:
            last = live.timeline.chapters[-1]
            player.do(f"chapter {len(live.timeline.chapters)}")
            player.hear(RATE)
            with pytest.raises(RequestError, match="the last part"):
                player.do("next")
            assert "This is the last part." in texts(player, last.start, live.timeline.frames)
            player.end()


def test_next_ends_a_hold_and_the_second_side_is_as_long(player: Player) -> None:
    first = hold(player, 0)
    player.until(first.start + 20 * RATE)
    player.do("next")
    left, right = [frames for _, frames in sides(player)][:2]
    assert left == right
    assert 20 * RATE <= left < 25 * RATE
    assert near(player.end())
    assert player.live.timeline.frames - FRAMES <= 6 * RATE  # a sentence that was cut short


def test_skip_goes_past_both_sides(player: Player) -> None:
    first, second = hold(player, 0), hold(player, 1)
    player.until(first.start + 5 * RATE)
    player.do("skip")
    player.hear(2 * RATE)
    assert player.transport.position > second.end
    assert near(player.end())


def test_after_a_pause_the_listener_is_told_where_they_are(player: Player) -> None:
    first = hold(player, 0)
    player.until(first.start + 15 * RATE)
    player.do("pause")
    player.hear(2 * RATE)
    here = player.transport.position
    player.do("resume")
    assert any(text.startswith(("Left ", "Right ", "Your ")) for text in texts(player, here, here + RATE))
    assert near(player.end())


def test_before_a_hold_a_pause_ends_with_the_sentence_again(player: Player) -> None:
    cue = next(cue for cue in player.live.timeline.tracks[0].cues if cue.start > 20 * RATE)
    player.until(cue.start + cue.frames // 2)
    player.do("pause")
    player.hear(RATE)
    player.do("resume")
    assert player.transport.position == cue.start
    assert near(player.end())


def test_repeat_tells_the_state_and_holds_again(player: Player) -> None:
    first = hold(player, 0)
    player.until(first.start + 20 * RATE)
    player.do("repeat")
    here = player.transport.position
    assert here < first.start
    said = texts(player, here, hold(player, 0).start)
    assert said[0].startswith(("Left ", "Right ", "Your "))
    player.hear(RATE)
    left, right = [frames for _, frames in sides(player)][:2]
    assert left == right
    assert near(player.end())


def test_the_time_left_is_said(player: Player) -> None:
    player.until(hold(player, 0).start + 12 * RATE)
    here = player.transport.position
    player.do("time left")
    said = texts(player, here, here + 4 * RATE)
    assert any(text.endswith("left.") and "minutes" in text for text in said)
    assert player.end() == FRAMES


def test_commands_carry_values(player: Player) -> None:
    player.until(10 * RATE)
    player.do("chapter 3")
    assert player.transport.position == player.live.timeline.chapters[2].start
    player.hear(2 * RATE)
    player.do("to 4:20")
    assert player.transport.position == 260 * RATE
    with pytest.raises(RequestError, match="there are chapters 1 to"):
        player.do("chapter 99")
    with pytest.raises(RequestError, match="past the end"):
        player.do("to 59:00")
    assert near(player.end())


def test_a_session_that_may_grow_grows(studio: Studio) -> None:
    with studio.live(asked(), extends=True) as live:
        player = Player(live)
        with player.transport:
            player.until(hold(player, 0).start + 5 * RATE)
            assert live.timeline.frames == FRAMES
            player.do("longer")
            assert live.timeline.frames == FRAMES + 2 * 15 * RATE
            assert player.end() == FRAMES + 2 * 15 * RATE


WORDS = ["pause", "resume", "next", "back", "repeat", "longer", "shorter", "skip", "time", "rewind",
         "forward", "chapter 3", "to 2:00", "louder", "softer"]  # fmt: skip


@settings(max_examples=many(40), deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.tuples(st.integers(0, 100), st.sampled_from(WORDS)), min_size=10, max_size=10))
def test_after_ten_commands_it_still_ends_on_time(studio: Studio, steps: list[tuple[int, str]]) -> None:
    with studio.live(asked()) as live:
        player = Player(live)
        with player.transport:
            for seconds, words in steps:
                player.hear(seconds * RATE)
                try:
                    player.do(words)
                except RequestError:
                    continue
                timeline = live.timeline
                pairs = {
                    one.point: [other.frames for other in timeline.holds if other.point == one.point]
                    for one in timeline.holds
                    if one.point
                }
                assert all(frames > 0 for all_ in pairs.values() for frames in all_)
            if player.transport.paused:
                player.do("resume")
            assert player.end() == pytest.approx(FRAMES, abs=FADES)
            assert silence_at_the_end(player) <= LEFT


@pytest.mark.parametrize("words", ["back", "rewind", "chapter 2", "to 6:00"])
def test_what_would_end_too_late_is_refused(player: Player, words: str) -> None:
    here = FRAMES - 9 * RATE
    player.until(here)
    before = player.live.timeline
    with pytest.raises(RequestError, match=r"too little time left.*--extend"):
        player.do(words)
    assert player.transport.position == here
    assert player.live.timeline.holds == before.holds
    assert player.end() == FRAMES


def test_what_was_refused_takes_nothing_from_what_can_be_composed(player: Player) -> None:
    player.until(FRAMES - 9 * RATE)
    guide = player.live._made.guide
    for _ in range(2):
        with pytest.raises(RequestError, match="too little time left"):
            player.do("back")
        assert guide.known_course() is not None


def test_before_the_last_words_the_guide_says_that_there_is_too_little_time(player: Player) -> None:
    last = hold(player, -1)
    player.until(last.start + 5 * RATE)
    here = player.transport.position
    with pytest.raises(RequestError, match="too little time left"):
        player.do("chapter 2")
    assert "There is too little time left for that." in texts(player, here, here + 8 * RATE)
    assert player.end() == FRAMES


def test_a_session_that_may_grow_goes_back_at_any_time(studio: Studio) -> None:
    with studio.live(asked(), extends=True) as live:
        player = Player(live)
        with player.transport:
            player.until(FRAMES - 9 * RATE)
            player.do("chapter 2")
            assert player.transport.position == live.timeline.chapters[1].start
            assert player.end() > FRAMES + 60 * RATE


ONE = Request(length_ms=Ms(360_000), points=("BL-43",), voice="silent/default")
TWO = Request(length_ms=Ms(420_000), points=("BL-43", "SI-3"), voice="silent/default")


def in_hold(number: int, seconds: int) -> Callable[[Player], int]:
    return lambda player: hold(player, number).start + seconds * RATE


def later(seconds: int) -> Callable[[Player], int]:
    return lambda player: player.transport.position + seconds * RATE


@pytest.mark.parametrize("words", ["next", "skip"])
@pytest.mark.parametrize(
    ("request_", "places"),
    [
        (ONE, [later(5)]),
        (ONE, [in_hold(0, -3)]),
        (ONE, [in_hold(0, 12), later(8), later(8), later(8), later(8)]),
        (ONE, [in_hold(1, 5)]),
        (TWO, [in_hold(3, 5)]),
        (TWO, [in_hold(0, 12), *[later(8)] * 6]),
    ],
)
def test_what_is_skipped_near_the_end_becomes_a_rest_before_the_closing(
    studio: Studio, request_: Request, places: list[Callable[[Player], int]], words: str
) -> None:
    with studio.live(request_) as live:
        player = Player(live)
        with player.transport:
            for place in places:
                player.until(place(player))
                player.do(words)
            passed = player.transport.position
            assert abs(player.end() - frames_of(request_.length_ms, RATE)) <= FADES
        timeline = live.timeline
        assert silence_at_the_end(player) <= LEFT
        said = texts(player, passed, timeline.frames)
        assert said[-1].endswith("the session is over.")
        # nothing but holds is long, and no point comes that was skipped
        busy = sorted(
            [(cue.start, cue.end) for cue in timeline.cues()]
            + [(one.start, one.end) for one in timeline.holds]
        )
        until = passed
        for start, end in busy:
            assert start - until <= 30 * RATE
            until = max(until, end)
        if words == "skip" and request_ is ONE and len(places) > 1:
            assert "There is time left." in said
            assert not [one for one in timeline.holds if one.start >= passed and one.point]


BY_HAND = """
voiceguide: 1
title: By hand
voice: silent/default
length: 3m
steps:
  - chapter: {title: Left, point: BL-43, side: left}
  - say: Lie on the ball, on the left.
  - settle: 5s-10s
  - hold: {for: 40s-90s, chimes: {start: start, end: stop}}
  - chapter: {title: Right, point: BL-43, side: right}
  - say: Now the right.
  - settle: 5s-10s
  - hold: {for: 40s-90s, chimes: {start: start, end: stop}}
  - chapter: The end
  - say: Come off the ball, and sit up.
  - pause: 2s-10s
  - say: The session is over.
  - chime: end
"""


def test_a_script_by_hand_has_its_rest_before_its_last_words(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "hand.yaml"
    path.write_text(BY_HAND)
    with studio.live(studio.read_script(path)) as live:
        player = Player(live)
        with player.transport:
            player.until(hold(player, 0).start + 12 * RATE)
            player.do("skip")
            passed = player.transport.position
            assert abs(player.end() - 180 * RATE) <= FADES
        assert texts(player, passed, live.timeline.frames) == [
            "Come off the ball, and sit up.", "There is time left.", "Rest in any way you like.",
            "The session is over.",
        ]  # fmt: skip
        assert live.timeline.chapters[-1].title == "Rest"
        assert silence_at_the_end(player) <= LEFT


def test_last_words_keep_their_chapter(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "hand.yaml"
    end = "  - chapter: The end\n"
    path.write_text(BY_HAND.replace(end, "").replace("  - say: The session", f"{end}  - say: The session"))
    with studio.live(studio.read_script(path)) as live:
        player = Player(live)
        with player.transport:
            player.until(hold(player, 0).start + 12 * RATE)
            player.do("skip")
            player.hear(RATE)
            player.do("skip")
            assert abs(player.end() - 180 * RATE) <= FADES
        assert [chapter.title for chapter in live.timeline.chapters][-2:] == ["Rest", "The end"]


def test_a_few_seconds_too_many_are_a_pause_of_which_nothing_is_said(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "hand.yaml"
    path.write_text(BY_HAND.replace("40s-90s", "40s-73s"))
    with studio.live(studio.read_script(path)) as live:
        player = Player(live)
        with player.transport:
            player.until(hold(player, 1).start + 60 * RATE)
            player.do("next")
            assert abs(player.end() - 180 * RATE) <= FADES
        assert "There is time left." not in texts(player, 0, live.timeline.frames)
        assert silence_at_the_end(player) <= LEFT


def test_whoever_goes_past_the_last_words_hears_it_end(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "hand.yaml"
    path.write_text(BY_HAND)
    with studio.live(studio.read_script(path)) as live:
        player = Player(live)
        with player.transport:
            player.until(10 * RATE)
            player.do("to 2:50")
            assert player.end() <= 30 * RATE  # and not in silence for as long as was passed over
            assert live.missed < 0
            assert live.ends_sooner == -live.missed


@pytest.mark.slow
def test_half_an_hour_with_many_commands_ends_on_its_frame(studio: Studio) -> None:
    chance = random.Random(30)
    words = ["next", "back", "repeat", "longer", "shorter", "skip", "time", "rewind", "forward", "pause"]
    with studio.live(asked(30)) as live:
        player = Player(live)
        with player.transport:
            while player.heard < 24 * 60 * RATE:
                player.hear(chance.randrange(20, 90) * RATE)
                with contextlib.suppress(RequestError):
                    player.do(chance.choice(words))
                if player.transport.paused:
                    player.hear(RATE)
                    player.do("resume")
            heard = player.end()
            assert abs(heard - 30 * 60 * RATE) <= FADES
            assert live.missed <= 0
        assert silence_at_the_end(player) <= LEFT


def test_words_are_read_as_orders() -> None:
    assert parse_order("Time  left") == Order(Command.TIME)
    assert parse_order("chapter 3", "voice") == Order(Command.CHAPTER, "3", "voice")
    assert parse_order("to 4:20").time == 260_000
    assert parse_order("voice quieter").command is Command.VOICE_SOFTER
    for wrong, why in (
        ("chapter", "needs a value"),
        ("to noon", "noon"),
        ("paus", "did you mean"),
        ("next 3", "no value"),
    ):
        with pytest.raises(RequestError, match=why):
            parse_order(wrong)


def test_a_session_to_sleep_stays_one_while_it_is_steered(studio: Studio) -> None:
    request = Request(length_ms=Ms(8 * 60_000), voice="silent/default", bed="brown", to_sleep=True)
    with studio.live(request) as live:
        player = Player(live)
        with player.transport:
            player.until(hold(player, 0).start + 10 * RATE)
            player.do("longer")
            player.until(hold(player, 1).start + 5 * RATE)
            player.do("skip")
            player.do("time")
            assert abs(player.end() - 8 * 60 * RATE) <= FADES
        said = [cue for cue in live.timeline.cues() if cue.kind == "say"]
        assert str(said[-1].text).startswith("Sleep may come")
        assert said[-1].gain_db == -6
        rest = live.timeline.holds[-1].start
        assert not [cue for cue in live.timeline.cues() if cue.kind == "chime" and cue.start > rest]


def test_the_listener_is_invited_once_in_full(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    with studio.live(asked(5), waits_ready=True, ready_by=("key", "voice")) as live:
        player = Player(live)
        with player.transport:
            player.until_it_waits_for_the_listener()
            monkeypatch.setattr("voiceguide.live._gate.READY_SECONDS", 0.0)
            assert abs(player.end() - 5 * 60 * RATE) <= FADES
        said = [cue for cue in live.timeline.cues() if cue.kind == "say"]
        first = [cue for cue in said if cue.text == "Say ready, or press Enter, when you are in place."]
        again = [cue for cue in said if cue.text == "Whenever you are ready."]
        holds = [one.start for one in live.timeline.holds if one.point]
        assert len(first) == 1
        assert first[0].end <= holds[0]
        assert len(again) <= len(holds) - 1
        # nothing is said between the invitation and its hold
        assert not [cue for cue in said if first[0].start < cue.start < holds[0]]


def test_nobody_is_invited_while_the_hold_before_lasts(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "holds.yaml"
    path.write_text(
        "voiceguide: 1\ntitle: Holds\nvoice: silent/default\nlength: 2m\nsteps:\n"
        "  - chapter: {title: One, point: BL-43}\n  - say: Press here.\n  - settle: 5s\n"
        "  - hold: {for: 20s-60s}\n"
        "  - chapter: {title: Two, point: SI-3}\n  - hold: {for: 20s-60s}\n"
        "  - say: The session is over.\n"
    )
    with studio.live(studio.read_script(path), waits_ready=True) as live:
        player = Player(live)
        with player.transport:
            player.until_it_waits_for_the_listener()
            player.do("ready")
            player.until(hold(player, 0).end - RATE)
            said = [cue.start for cue in live.timeline.cues() if cue.text == "Whenever you are ready."]
            assert not [start for start in said if start < hold(player, 0).end]


@pytest.mark.parametrize(
    ("pack", "code", "way", "side", "said"),
    [
        (
            "back-flexibility", "BL-43", HoldWay(posture="lying", tool="tennis-ball"), "left",
            "Left side. You are lying on your back, with the ball under you. "
            "The place is the blade's inner edge.",
        ),
        (
            "back-flexibility", "SI-3", HoldWay(posture="seated"), "right",
            "Right hand. Press it with your other thumb. The place is where the crease ends.",
        ),
        (
            "back-flexibility", "GV-20", HoldWay(posture="lying"), None,
            "Your fingertips are on the crown of your head. The place is the very top.",
        ),
        (
            "foot-roll", "Heel Pad", HoldWay(posture="seated", tool="tennis-ball"), "left",
            "Left foot. Rest it on the ball, with as much weight as feels good. "
            "The place is the thick heel pad.",
        ),
        ("back-flexibility", "nothing", HoldWay(posture="standing"), "left", "Left side. You are standing."),
    ],
)  # fmt: skip
def test_the_state_is_told_with_the_side_first(
    pack: str, code: str, way: HoldWay, side: Any, said: str
) -> None:
    present = Present(words_of("en"), pack_named(pack))
    hold = HoldBody(time=Span(1_000, 1_000, 1_000), way=way)
    assert present.state(hold, ChapterBody(title="A point", point=code, side=side)) == said


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ((), "Get into place now. The hold begins within a minute."),
        (("key",), "Press Enter when you are in place."),
        (("button",), "Press the button on your headset when you are in place."),
        (
            ("key", "button", "voice"),
            "Say ready, or press the button on your headset, when you are in place.",
        ),
    ],
)
def test_the_invitation_names_what_there_is(by: tuple[ReadyBy, ...], said: str) -> None:
    assert Invitation.of(words_of("en"), by).first == said


REPEATED = """
voiceguide: 1
title: Rounds
voice: silent/default
length: 3m
steps:
  - repeat: 4
    steps:
      - say: Round {round}. Stay for {hold}.
      - settle: 3s-8s
      - hold: {for: 20s-60s}
      - say: Rest now. {left} rounds left.
    between:
      - pause: 2s-5s
  - say: The session is over.
  - chime: end
"""


def test_a_round_of_a_repeat_can_be_heard_again(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "rounds.yaml"
    path.write_text(REPEATED)
    with studio.live(studio.read_script(path)) as live:
        player = Player(live)
        with player.transport:
            player.until(hold(player, 1).start + 5 * RATE)
            before = player.transport.position
            player.do("repeat")
            assert player.transport.position < before
            assert abs(player.end() - 3 * 60 * RATE) <= FADES
        said = [cue.text for cue in live.timeline.cues() if cue.kind == "say"]
        assert said.count("Rest as you are, and breathe.") == 1
        assert [text for text in said if text and text.startswith("Round")] == [
            "Round one.", "Round two.", "Round three.", "Round four.",
        ]  # fmt: skip


def test_a_hold_waits_until_the_listener_is_ready(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("voiceguide.live._gate.time.monotonic", lambda: now[0])
    with studio.live(asked(5), waits_ready=True) as live:
        player = Player(live)
        with player.transport:
            player.until_it_waits_for_the_listener()
            for _ in range(50):
                player.heard += len(player.transport.take(100, 0.01))
            assert live.gated
            assert player.transport.position == hold(player, 0).start
            now[0] += 12
            player.do("toggle")  # any key
            assert not live.gated
            # the second side: ready before the time to get into place is over
            second = hold(player, 1)
            player.until(second.start - 3 * RATE)
            player.do("ready")
            assert player.transport.position == second.start
            with pytest.raises(RequestError, match="no hold waits"):
                player.do("ready")
            monkeypatch.setattr("voiceguide.live._gate.READY_SECONDS", 0.0)
            heard = player.end()
            # the twelve seconds that were waited are made up for
            assert abs(heard + 12 * RATE - 5 * 60 * RATE) <= FADES
