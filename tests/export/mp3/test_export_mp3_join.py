import json
from dataclasses import dataclass, replace

import numpy as np
import pytest

from voiceguide.export import Encoding, Tags, write
from voiceguide.export.mp3 import _join as mp3_join
from voiceguide.export.mp3 import _stretches as cutting
from voiceguide.export.mp3._crc16 import crc16, repeated
from voiceguide.export.mp3._frame_encoder import FrameEncoder
from voiceguide.export.mp3._stretches import Stretch, stretches
from voiceguide.sound import BedLane, Clip, Master, Mixer, RoomTone, ToneLane
from voiceguide.store import FRAMES, Store
from voiceguide.timeline import Chapter, ClipRef, Cue, Timeline, Track

TAGS = Tags("Joined")
FORMS = [pytest.param((24_000, 1), id="small"), pytest.param((48_000, 2), id="default")]


class Tones:
    """Clips by key: ``tone:hertz:frames@rate``."""

    def clip(self, key: str) -> Clip:
        hertz, frames, rate = (int(part) for part in key.removeprefix("tone:").replace("@", ":").split(":"))
        at = np.arange(frames)[:, None] / rate
        sound = 0.5 * np.sin(2 * np.pi * hertz * at * (1 + 0.05 * at)) * np.exp(-1.5 * at)
        sound[: rate // 200] *= np.linspace(0, 1, rate // 200)[:, None]
        return Clip(sound.astype(np.float32), rate)


class Drone:
    """A bed of steady tones, in which any wrong join is loud."""

    identity = "drone"
    lufs = -20.0
    crossing_s = 0.4

    def __init__(self, rate: int) -> None:
        self._rate = rate

    def frames(self, start: int, count: int) -> np.ndarray:
        at = (np.arange(start, start + count) / self._rate)[:, None]
        tones = [0.08 * np.sin(2 * np.pi * hertz * at) for hertz in (110, 165, 222, 331)]
        return (sum(tones) * np.ones((1, 2))).astype(np.float32)


def session(rate: int, seconds: int, starts: dict[float, tuple[int, float]]) -> Timeline:
    """Cues on the grid: at seconds, a tone of so many hertz for so many seconds."""
    step = 576 * rate // 24_000
    cues = tuple(
        Cue(
            round(at * rate / step) * step,
            ClipRef(f"tone:{hertz}:{round(long * rate)}@{rate}", round(long * rate)),
            "say",
            text=str(hertz),
        )
        for at, (hertz, long) in starts.items()
    )
    frames = seconds * rate
    return Timeline(rate, frames, "Joined", (Track("voice", cues),), (Chapter(0, frames, "All"),), ())


WORDS = {
    0.0: (300, 1.1),
    2.0: (440, 1.4),
    3.0: (250, 0.9),
    5.5: (440, 1.4),
    6.5: (250, 0.9),
    9.3: (500, 0.65),
}


def mastered(
    timeline: Timeline,
    channels: int,
    gain_db: float = 0.0,
    *,
    bed: bool = False,
    tone_db: float | None = None,
) -> Master:
    lane = BedLane(Drone(timeline.rate), timeline) if bed else None
    tone = None if tone_db is None else ToneLane(RoomTone(timeline.rate, channels, tone_db), timeline)
    return Master(Mixer(timeline, Tones(), channels=channels, bed=lane), gain_db, tone=tone)


def export(path, timeline, channels, store, *, bed=False, gain_db=0.0, tone_db=None, **more) -> Master:
    master = mastered(timeline, channels, gain_db, bed=bed, tone_db=tone_db)
    write(path, master, timeline=timeline, tags=TAGS, store=store, **more)
    return master


def in_one_go(path, timeline, channels, *, bed=False) -> None:
    write(path, mastered(timeline, channels, bed=bed), timeline=timeline, tags=TAGS)


def snr(decoded: np.ndarray, sound: np.ndarray) -> float:
    return float(10 * np.log10(np.square(sound).sum() / np.square(decoded - sound).sum()))


@pytest.fixture
def encoded(monkeypatch) -> list[int]:
    """How many frames each call to the encoder was asked for, silence aside."""
    counts: list[int] = []
    frames = FrameEncoder.frames

    def counting(self, samples, first, count):
        if count > 1:
            counts.append(count)
        return frames(self, samples, first, count)

    monkeypatch.setattr(FrameEncoder, "frames", counting)
    return counts


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("bed", [False, True], ids=["no bed", "bed"])
@pytest.mark.parametrize("chunk", [1, 512], ids=["each alone", "together"])
def test_a_joined_file_sounds_as_one_encoded_in_one_go(  # noqa: PLR0917 (fixtures)
    tmp_path, monkeypatch, decoders, form, bed, chunk
):
    rate, channels = form
    monkeypatch.setattr(mp3_join, "CHUNK", chunk)
    timeline = session(rate, 20, WORDS | {19.0: (350, 1.0)})
    master = export(tmp_path / "joined.mp3", timeline, channels, Store(tmp_path / "cache"), bed=bed)
    in_one_go(tmp_path / "whole.mp3", timeline, channels, bed=bed)
    sound = np.concatenate(list(master.blocks()))
    near = np.convolve(np.abs(sound).max(axis=1) > 0, np.ones(5001), "same") > 0.5
    assert (tmp_path / "joined.mp3").stat().st_size == (tmp_path / "whole.mp3").stat().st_size
    for name, decode in decoders.items():
        joined, whole = decode(tmp_path / "joined.mp3"), decode(tmp_path / "whole.mp3")
        assert len(joined) == len(whole) == len(sound) == timeline.frames, name
        # of steady tones at 56 dB over the encoder's noise, thirty joins cost a part of a decibel
        assert snr(joined, sound) > snr(whole, sound) - (0.6 if bed else 0.2), name
        assert np.abs(joined - sound).max() < np.abs(whole - sound).max() * 1.5, name
        if not bed:
            assert np.abs(joined[~near]).max() < 10 ** (-160 / 20), name


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_without_a_pre_roll_the_joins_would_be_heard(tmp_path, monkeypatch, decoders, form):
    rate, channels = form
    timeline = session(rate, 20, WORDS)
    alone = slice(11 * rate, 14 * rate)  # bed alone, in several cells
    monkeypatch.setattr(mp3_join, "CHUNK", 1)  # each stretch is encoded by itself
    for roll, wrong in ((mp3_join.PRE_ROLL, False), (0, True)):
        monkeypatch.setattr(mp3_join, "PRE_ROLL", roll)
        master = export(tmp_path / "a.mp3", timeline, channels, Store(tmp_path / str(roll)), bed=True)
        sound = np.concatenate(list(master.blocks()))[alone]
        for decode in decoders.values():
            error = np.abs(decode(tmp_path / "a.mp3")[alone] - sound).max() / np.abs(sound).max()
            assert error > 0.5 if wrong else error < 0.05


@pytest.mark.parametrize("bed", [False, True], ids=["no bed", "bed"])
def test_a_second_time_nothing_is_encoded_and_the_bytes_are_the_same(tmp_path, encoded, bed):
    timeline = session(24_000, 20, WORDS)
    cache = Store(tmp_path / "cache")
    export(tmp_path / "a.mp3", timeline, 1, cache, bed=bed)
    assert encoded
    encoded.clear()
    export(tmp_path / "b.mp3", timeline, 1, cache, bed=bed)
    assert encoded == []
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_a_bed_s_bytes_are_the_same_whatever_was_kept_before(tmp_path, monkeypatch):
    def surf(self, start, count):
        at = np.arange(start, start + count)[:, None] + np.zeros((1, 2))
        noise = np.sin(at * 12.9898) * 43758.5453
        return ((noise - np.floor(noise) - 0.5) * 0.2 * np.sin(at / 40_000) ** 2).astype(np.float32)

    monkeypatch.setattr(Drone, "frames", surf)  # LAME's choices differ more with noise
    warm, starts = Store(tmp_path / "warm"), {1.0: (300, 1.1), 6.0: (440, 1.4)}
    export(tmp_path / "other.mp3", session(24_000, 14, later(starts, 0.5)), 1, warm, bed=True)
    timeline = session(24_000, 12, starts)
    export(tmp_path / "warm.mp3", timeline, 1, warm, bed=True)
    export(tmp_path / "fresh.mp3", timeline, 1, Store(tmp_path / "fresh"), bed=True)
    assert (tmp_path / "warm.mp3").read_bytes() == (tmp_path / "fresh.mp3").read_bytes()


def test_what_sounds_twice_is_encoded_once(tmp_path, encoded):
    export(tmp_path / "a.mp3", session(24_000, 20, WORDS), 1, Store(tmp_path / "cache"))
    assert len(encoded) == 3  # 300 Hz; 440 and 250 Hz together, twice; 500 Hz


def test_another_length_encodes_nothing_again(tmp_path, decoders, encoded):
    cache = Store(tmp_path / "cache")
    export(tmp_path / "a.mp3", session(24_000, 20, WORDS), 1, cache)
    encoded.clear()
    longer = {at * 1.5 if at < 3 else at + 20.5: tone for at, tone in WORDS.items() if at not in {3.0, 6.5}}
    longer |= {at + 1.0: (250, 0.9) for at, (hertz, _) in longer.items() if hertz == 440}
    timeline = session(24_000, 40, longer)
    master = export(tmp_path / "b.mp3", timeline, 1, cache)
    assert encoded == []
    sound = np.concatenate(list(master.blocks()))
    in_one_go(tmp_path / "whole.mp3", timeline, 1)
    for decode in decoders.values():
        assert snr(decode(tmp_path / "b.mp3"), sound) > snr(decode(tmp_path / "whole.mp3"), sound) - 0.2


def later(starts: dict[float, tuple[int, float]], by: float) -> dict[float, tuple[int, float]]:
    """The same tones with longer pauses: each one is later by so much more than the one before."""
    return {at + by * number: tone for number, (at, tone) in enumerate(starts.items())}


PAUSES = {1.0: (300, 1.1), 8.0: (440, 1.4), 16.0: (250, 0.9), 26.0: (500, 0.65), 34.0: (300, 1.1)}


@pytest.mark.parametrize("form", FORMS)
def test_a_bed_at_another_length_is_encoded_only_where_a_pause_changed(tmp_path, decoders, encoded, form):
    rate, channels = form
    cache = Store(tmp_path / "cache")
    export(tmp_path / "a.mp3", session(rate, 50, PAUSES), channels, cache, bed=True)
    first = sum(encoded)
    encoded.clear()
    timeline = session(rate, 52, later(PAUSES, 0.216))
    master = export(tmp_path / "b.mp3", timeline, channels, cache, bed=True)
    crossings = sum(passage.alone - passage.start for passage in master._mixer.bed.clock.passages)
    # four cross-fades, each with the rest of a cell before it and what the encoder hears beside it; the end
    most = crossings // (576 * rate // 24_000) + 4 * (cutting.CELL + 11) + 7 * 42 + cutting.CELL
    assert 0 < sum(encoded) < most < first / 3
    sound = np.concatenate(list(master.blocks()))
    in_one_go(tmp_path / "whole.mp3", timeline, channels, bed=True)
    for decode in decoders.values():
        assert snr(decode(tmp_path / "b.mp3"), sound) > snr(decode(tmp_path / "whole.mp3"), sound) - 0.2


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_room_tone_at_another_length_is_hardly_encoded_again(tmp_path, decoders, encoded, form):
    rate, channels = form
    step, cache = 576 * rate // 24_000, Store(tmp_path / "cache")
    export(tmp_path / "a.mp3", session(rate, 50, PAUSES), channels, cache, tone_db=-67.0)
    first = sum(encoded)
    encoded.clear()
    export(tmp_path / "b.mp3", session(rate, 50, PAUSES), channels, cache, tone_db=-67.0, gain_db=0.0)
    assert encoded == []
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()
    timeline = session(rate, 57, later(PAUSES, 1.2))
    master = export(tmp_path / "c.mp3", timeline, channels, cache, tone_db=-67.0)
    # the four places where the loop passes over to another one, and the session's end
    assert 0 < sum(encoded) <= 4 * 11 + 8 < first / 4
    sound = np.concatenate(list(master.blocks()))
    for name, decode in decoders.items():
        decoded = decode(tmp_path / "c.mp3")
        assert len(decoded) == timeline.frames
        alone = np.abs(sound).max(axis=1) < 10 ** (-52 / 20)
        near = np.convolve(~alone, np.ones(6 * step + 1), "same") > 0.5
        # what the encoder makes of it is 20 dB under the tone, joins and all
        error = 10 * np.log10(np.square(decoded - sound)[~near].mean())
        assert error < -87, name
        assert np.abs(decoded - sound)[~near].max() < 10 ** (-68 / 20), name


def test_the_tone_s_frames_serve_every_gap_and_gain(tmp_path, encoded):
    cache = Store(tmp_path / "cache")
    export(tmp_path / "a.mp3", session(24_000, 50, PAUSES), 1, cache, tone_db=-67.0)
    encoded.clear()
    empty = session(24_000, 300, {})
    export(tmp_path / "b.mp3", empty, 1, cache, tone_db=-67.0, gain_db=2.0)
    assert sum(encoded) < 20  # the end of the session


@pytest.mark.parametrize("bed", [False, True], ids=["no bed", "bed"])
@pytest.mark.parametrize("tone_db", [None, -67.0], ids=["silence", "tone"])
@pytest.mark.parametrize("last", [8.2, 8.35, 8.9, 8.999])
def test_the_stretches_are_in_order_and_leave_nothing_out(bed, tone_db, last):
    timeline = session(24_000, 10, WORDS | {last: (300, 10 - round(last * 24_000 / 576) * 576 / 24_000)})
    sound = mastered(timeline, 1, bed=bed, tone_db=None if bed else tone_db)
    frames = -(-(timeline.frames + 1152) // 576)
    end = 0
    for stretch in stretches(sound, 576, frames):
        assert stretch.first == end
        assert stretch.frames > 0
        assert not bed or isinstance(stretch, Stretch), "a bed has no gaps"
        end = stretch.first + stretch.frames
    assert end == frames


def test_a_stretch_s_identity_tells_all_that_is_heard():
    timeline = session(24_000, 20, WORDS)
    voice = timeline.tracks[0]
    moved = tuple(replace(cue, start=cue.start + 576 * (cue.text == "250")) for cue in voice.cues)
    softer = tuple(replace(cue, gain_db=-1.0) for cue in voice.cues)
    others = [replace(timeline, tracks=(replace(voice, cues=cues),)) for cues in (moved, softer)]
    sounds = [
        mastered(timeline, 1),
        mastered(timeline, 2),
        mastered(timeline, 1, 0.25),
        *(mastered(other, 1) for other in others),
    ]

    def told(sound):
        return [part for part in stretches(sound, 576, 900) if isinstance(part, Stretch)]

    identities = {json.dumps(told(sound)[1].identity) for sound in sounds}
    assert len(identities) == len(sounds)


def test_other_code_and_other_encodings_have_other_keys(tmp_path, monkeypatch):
    timeline, store = session(24_000, 20, WORDS), Store(tmp_path / "cache")

    def kept() -> int:
        return len(list(store.entries(FRAMES)))

    export(tmp_path / "a.mp3", timeline, 1, store)
    once = kept()
    export(tmp_path / "a.mp3", timeline, 1, store, encoding=Encoding(bit_rate_kbps=80))
    assert kept() == 2 * once
    monkeypatch.setattr(mp3_join, "code_identity", lambda *_: "another program")
    export(tmp_path / "a.mp3", timeline, 1, store)
    assert kept() == 3 * once


@dataclass
class Tremolo:
    """A sound with a knob that nobody thought of."""

    sound: Master
    depth: float

    def __getattr__(self, name):
        return getattr(self.sound, name)

    def blocks(self, size=8192, start=0):
        for block in self.sound.blocks(size, start):
            yield block * np.float32(1 - self.depth)

    def identity(self, start, end):
        return [self.depth, self.sound.identity(start, end)]


@pytest.mark.parametrize("bed", [False, True], ids=["no bed", "bed"])
def test_a_new_knob_needs_no_more_than_its_place_in_the_identity(tmp_path, decoders, bed):
    timeline, store = session(24_000, 20, WORDS), Store(tmp_path / "cache")
    for depth in (0.0, 0.5, 0.0, 0.75):
        sound = Tremolo(mastered(timeline, 1, bed=bed), depth)
        write(tmp_path / "a.mp3", sound, timeline=timeline, tags=TAGS, store=store)
        decoded = decoders["FFmpeg"](tmp_path / "a.mp3")
        assert snr(decoded, np.concatenate(list(sound.blocks()))) > 20


def test_a_damaged_entry_is_encoded_again(tmp_path, encoded):
    timeline, cache = session(24_000, 20, WORDS), Store(tmp_path / "cache")
    export(tmp_path / "a.mp3", timeline, 1, cache)
    encoded.clear()
    # the smallest one is the frame of silence
    damaged = sorted((tmp_path / "cache").rglob("*.frames"), key=lambda path: path.stat().st_size)[1:3]
    content = bytearray(damaged[0].read_bytes())
    content[100] ^= 1
    damaged[0].write_bytes(content)
    damaged[1].write_bytes(damaged[1].read_bytes()[:-1])
    export(tmp_path / "b.mp3", timeline, 1, cache)
    assert len(encoded) in {2, 3}  # one of them may sound twice
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()
    encoded.clear()
    export(tmp_path / "c.mp3", timeline, 1, cache)
    assert encoded == []


def test_where_nothing_can_be_kept_the_file_is_the_same(tmp_path):
    (tmp_path / "file").write_text("a file stands where the folder should be")
    timeline = session(24_000, 20, WORDS)
    export(tmp_path / "a.mp3", timeline, 1, Store(tmp_path / "file"))
    export(tmp_path / "b.mp3", timeline, 1, Store(tmp_path / "cache"))
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


@pytest.mark.parametrize("encoding", [Encoding(vbr_quality=4), Encoding(bit_rate_kbps=160)])
def test_other_encodings_are_not_taken_for_each_other(tmp_path, decoders, encoding):
    timeline, cache = session(24_000, 20, WORDS), Store(tmp_path / "cache")
    export(tmp_path / "a.mp3", timeline, 1, cache)
    master = export(tmp_path / "b.mp3", timeline, 1, cache, encoding=encoding)
    assert (tmp_path / "a.mp3").stat().st_size != (tmp_path / "b.mp3").stat().st_size
    sound = np.concatenate(list(master.blocks()))
    for decode in decoders.values():
        assert snr(decode(tmp_path / "b.mp3"), sound) > 20


def test_progress_rises_to_the_end(tmp_path):
    told: list[int] = []
    timeline = session(24_000, 20, WORDS)
    export(tmp_path / "a.mp3", timeline, 1, Store(tmp_path / "cache"), on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == timeline.frames


@pytest.mark.parametrize("times", [0, 1, 2, 3, 7, 1000])
def test_the_check_sum_of_a_repeated_piece(times):
    piece = bytes(range(7, 60))
    assert repeated(crc16(piece), len(piece), times) == crc16(piece * times)


def test_an_identity_is_plain_data():
    for stretch in stretches(mastered(session(24_000, 20, WORDS), 1, bed=True), 576, 900):
        assert json.loads(json.dumps(stretch.identity)) == json.loads(json.dumps(stretch.identity))
