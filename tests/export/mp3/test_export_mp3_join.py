import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from voiceguide.export import Encoding, Tags, write
from voiceguide.export.mp3 import FrameCache, Splicing
from voiceguide.export.mp3 import _join as mp3_splice
from voiceguide.export.mp3 import _stretches as splice
from voiceguide.export.mp3._crc16 import crc16, repeated
from voiceguide.export.mp3._frame_cache import Frames
from voiceguide.export.mp3._frame_encoder import FrameEncoder
from voiceguide.export.mp3._stretches import key_of, stretches
from voiceguide.sound import BedLane, Clip, Master, Mixer
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

    name = "drone"
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


def spliced(
    timeline: Timeline, channels: int, cache: FrameCache, gain_db: float = 0.0, *, bed: bool = False
) -> tuple[Master, Splicing]:
    lane = BedLane(Drone(timeline.rate), timeline) if bed else None
    master = Master(Mixer(timeline, Tones(), channels=channels, bed=lane), gain_db)
    return master, Splicing(master, timeline, cache, {"gain_db": gain_db, "bed": bed}, lane)


def export(path, timeline, channels, cache, *, bed=False, gain_db=0.0, **more) -> Master:
    master, splicing = spliced(timeline, channels, cache, gain_db, bed=bed)
    write(path, master.blocks(), timeline=timeline, channels=channels, tags=TAGS, splicing=splicing, **more)
    return master


def in_one_go(path, timeline, channels, cache, *, bed=False) -> None:
    master, _ = spliced(timeline, channels, cache, bed=bed)
    write(path, master.blocks(), timeline=timeline, channels=channels, tags=TAGS)


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


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("bed", [False, True], ids=["no bed", "bed"])
@pytest.mark.parametrize("chunk", [1, 512], ids=["each alone", "together"])
def test_a_joined_file_sounds_as_one_encoded_in_one_go(  # noqa: PLR0917 (fixtures)
    tmp_path, monkeypatch, decoders, form, bed, chunk
):
    rate, channels = form
    monkeypatch.setattr(mp3_splice, "CHUNK", chunk)
    timeline = session(rate, 20, WORDS | {19.0: (350, 1.0)})
    master = export(tmp_path / "joined.mp3", timeline, channels, FrameCache(tmp_path / "cache"), bed=bed)
    in_one_go(tmp_path / "whole.mp3", timeline, channels, FrameCache(tmp_path / "cache"), bed=bed)
    sound = np.concatenate(list(master.blocks()))
    near = np.convolve(np.abs(sound).max(axis=1) > 0, np.ones(5001), "same") > 0.5
    assert (tmp_path / "joined.mp3").stat().st_size == (tmp_path / "whole.mp3").stat().st_size
    for name, decode in decoders.items():
        joined, whole = decode(tmp_path / "joined.mp3"), decode(tmp_path / "whole.mp3")
        assert len(joined) == len(whole) == len(sound) == timeline.frames, name
        # of steady tones at 56 dB over the encoder's noise, thirty joins cost a part of a decibel
        assert snr(joined, sound) > snr(whole, sound) - (0.6 if chunk == 1 else 0.2), name
        assert np.abs(joined - sound).max() < np.abs(whole - sound).max() * 1.5, name
        if not bed:
            assert np.abs(joined[~near]).max() < 10 ** (-160 / 20), name


@pytest.mark.parametrize("form", FORMS)
def test_without_a_pre_roll_the_joins_would_be_heard(tmp_path, monkeypatch, decoders, form):
    rate, channels = form
    timeline = session(rate, 20, WORDS)
    alone = slice(11 * rate, 14 * rate)  # bed alone, in several cells
    monkeypatch.setattr(mp3_splice, "CHUNK", 1)  # each stretch is encoded by itself
    for roll, wrong in ((mp3_splice.PRE_ROLL, False), (0, True)):
        monkeypatch.setattr(mp3_splice, "PRE_ROLL", roll)
        master = export(tmp_path / "a.mp3", timeline, channels, FrameCache(tmp_path / str(roll)), bed=True)
        sound = np.concatenate(list(master.blocks()))[alone]
        for decode in decoders.values():
            error = np.abs(decode(tmp_path / "a.mp3")[alone] - sound).max() / np.abs(sound).max()
            assert error > 0.5 if wrong else error < 0.05


@pytest.mark.parametrize("bed", [False, True], ids=["no bed", "bed"])
def test_a_second_time_nothing_is_encoded_and_the_bytes_are_the_same(tmp_path, encoded, bed):
    timeline = session(24_000, 20, WORDS)
    cache = FrameCache(tmp_path / "cache")
    export(tmp_path / "a.mp3", timeline, 1, cache, bed=bed)
    assert encoded
    encoded.clear()
    export(tmp_path / "b.mp3", timeline, 1, cache, bed=bed)
    assert encoded == []
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


def test_what_sounds_twice_is_encoded_once(tmp_path, encoded):
    export(tmp_path / "a.mp3", session(24_000, 20, WORDS), 1, FrameCache(tmp_path / "cache"))
    assert len(encoded) == 3  # 300 Hz; 440 and 250 Hz together, twice; 500 Hz


def test_another_length_encodes_nothing_again(tmp_path, decoders, encoded):
    cache = FrameCache(tmp_path / "cache")
    export(tmp_path / "a.mp3", session(24_000, 20, WORDS), 1, cache)
    encoded.clear()
    longer = {at * 1.5 if at < 3 else at + 20.5: tone for at, tone in WORDS.items() if at not in {3.0, 6.5}}
    longer |= {at + 1.0: (250, 0.9) for at, (hertz, _) in longer.items() if hertz == 440}
    timeline = session(24_000, 40, longer)
    master = export(tmp_path / "b.mp3", timeline, 1, cache)
    assert encoded == []
    sound = np.concatenate(list(master.blocks()))
    in_one_go(tmp_path / "whole.mp3", timeline, 1, cache)
    for decode in decoders.values():
        assert snr(decode(tmp_path / "b.mp3"), sound) > snr(decode(tmp_path / "whole.mp3"), sound) - 0.2


def later(starts: dict[float, tuple[int, float]], by: float) -> dict[float, tuple[int, float]]:
    """The same tones with longer pauses: each one is later by so much more than the one before."""
    return {at + by * number: tone for number, (at, tone) in enumerate(starts.items())}


PAUSES = {1.0: (300, 1.1), 8.0: (440, 1.4), 16.0: (250, 0.9), 26.0: (500, 0.65), 34.0: (300, 1.1)}


@pytest.mark.parametrize("form", FORMS)
def test_a_bed_at_another_length_is_encoded_only_where_a_pause_changed(tmp_path, decoders, encoded, form):
    rate, channels = form
    cache = FrameCache(tmp_path / "cache")
    export(tmp_path / "a.mp3", session(rate, 50, PAUSES), channels, cache, bed=True)
    first = sum(encoded)
    encoded.clear()
    timeline = session(rate, 52, later(PAUSES, 0.216))
    master = export(tmp_path / "b.mp3", timeline, channels, cache, bed=True)
    crossings = sum(passage.alone - passage.start for passage in master.bed.clock.passages)
    # four cross-fades, each with the rest of a cell before it and what the encoder hears beside it; the end
    most = crossings // (576 * rate // 24_000) + 4 * (splice.CELL + 11) + 7 * 42 + splice.CELL
    assert 0 < sum(encoded) < most < first / 3
    sound = np.concatenate(list(master.blocks()))
    in_one_go(tmp_path / "whole.mp3", timeline, channels, cache, bed=True)
    for decode in decoders.values():
        assert snr(decode(tmp_path / "b.mp3"), sound) > snr(decode(tmp_path / "whole.mp3"), sound) - 0.2


@pytest.mark.parametrize("bed", [False, True], ids=["no bed", "bed"])
@pytest.mark.parametrize("last", [8.2, 8.35, 8.9, 8.999])
def test_the_stretches_are_in_order_and_inside_of_the_session(tmp_path, bed, last):
    timeline = session(24_000, 10, WORDS | {last: (300, 10 - round(last * 24_000 / 576) * 576 / 24_000)})
    _, splicing = spliced(timeline, 1, FrameCache(tmp_path), bed=bed)
    frames = -(-(timeline.frames + 1152) // 576)
    end = 0
    for stretch in stretches(splicing, 576, frames):
        assert stretch.first >= end
        assert not bed or stretch.first == end, "a bed has no gaps"
        assert stretch.frames > 0
        end = stretch.first + stretch.frames
    assert end <= frames
    assert not bed or end == frames


def test_a_key_tells_all_that_is_heard(tmp_path, monkeypatch):
    timeline = session(24_000, 20, WORDS)
    _, splicing = spliced(timeline, 1, FrameCache(tmp_path))
    stretch = list(stretches(splicing, 576, 900))[1]
    louder = replace(splicing, recipe={"gain_db": 0.25, "bed": False})
    voice = timeline.tracks[0]
    moved = tuple(replace(cue, start=cue.start + 576 * (cue.text == "250")) for cue in voice.cues)
    softer = tuple(replace(cue, gain_db=-1.0) for cue in voice.cues)
    voices = [replace(voice, cues=cues) for cues in (moved, softer)]
    timelines = [replace(timeline, tracks=(voice,)) for voice in voices]
    others = [list(stretches(replace(splicing, timeline=other), 576, 900))[1] for other in timelines]
    keys = {
        key_of(splicing, stretch, ("4.0", 64)),
        key_of(splicing, stretch, ("4.0", 80)),
        key_of(louder, stretch, ("4.0", 64)),
        *(key_of(splicing, other, ("4.0", 64)) for other in others),
    }
    monkeypatch.setattr(splice, "digest_of", lambda *_: "another program")
    keys.add(key_of(splicing, stretch, ("4.0", 64)))
    assert len(keys) == 6


def test_a_damaged_entry_is_encoded_again(tmp_path, encoded):
    timeline, cache = session(24_000, 20, WORDS), FrameCache(tmp_path / "cache")
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


def test_where_nothing_can_be_kept_the_file_is_encoded_in_one_go(tmp_path):
    (tmp_path / "cache").write_text("a file stands where the folder should be")
    timeline = session(24_000, 20, WORDS)
    export(tmp_path / "a.mp3", timeline, 1, FrameCache(tmp_path / "cache"))
    in_one_go(tmp_path / "b.mp3", timeline, 1, FrameCache(tmp_path / "cache"))
    assert (tmp_path / "a.mp3").read_bytes() == (tmp_path / "b.mp3").read_bytes()


@pytest.mark.parametrize("encoding", [Encoding(vbr_quality=4), Encoding(bit_rate_kbps=160)])
def test_other_encodings_are_not_taken_for_each_other(tmp_path, decoders, encoding):
    timeline, cache = session(24_000, 20, WORDS), FrameCache(tmp_path / "cache")
    export(tmp_path / "a.mp3", timeline, 1, cache)
    master = export(tmp_path / "b.mp3", timeline, 1, cache, encoding=encoding)
    assert (tmp_path / "a.mp3").stat().st_size != (tmp_path / "b.mp3").stat().st_size
    sound = np.concatenate(list(master.blocks()))
    for decode in decoders.values():
        assert snr(decode(tmp_path / "b.mp3"), sound) > 20


def test_progress_rises_to_the_end(tmp_path):
    told: list[int] = []
    timeline = session(24_000, 20, WORDS)
    export(tmp_path / "a.mp3", timeline, 1, FrameCache(tmp_path / "cache"), on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == timeline.frames


class TestFrameCache:
    KEY = hashlib.sha256(b"one").hexdigest()

    def test_gives_back_what_was_put(self, tmp_path):
        cache, frames = FrameCache(tmp_path), Frames(b"some frames", 0x1234)
        assert cache.get(self.KEY) is None
        assert not cache.holds(self.KEY)
        assert cache.put(self.KEY, frames)
        assert cache.holds(self.KEY)
        assert FrameCache(tmp_path).get(self.KEY) == frames
        assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".frames"]

    @pytest.mark.parametrize(
        "change", [lambda b: b[:-1], lambda b: b + b"x", lambda _: b"", lambda b: b[:20]]
    )
    def test_what_is_not_whole_is_not_there(self, tmp_path, change):
        cache = FrameCache(tmp_path)
        cache.put(self.KEY, Frames(b"some frames", 1))
        (path,) = tmp_path.rglob("*.frames")
        path.write_bytes(change(path.read_bytes()))
        assert cache.get(self.KEY) is None
        assert not path.exists()

    def test_any_flipped_bit_is_found(self, tmp_path):
        cache = FrameCache(tmp_path)
        cache.put(self.KEY, Frames(b"frames", 1))
        (path,) = tmp_path.rglob("*.frames")
        whole = path.read_bytes()
        for at in range(len(whole)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
            assert cache.get(self.KEY) is None

    def test_another_key_s_file_is_not_taken(self, tmp_path):
        cache = FrameCache(tmp_path)
        cache.put(self.KEY, Frames(b"some frames", 1))
        (path,) = tmp_path.rglob("*.frames")
        other = self.KEY[:-1] + ("0" if self.KEY[-1] != "0" else "1")
        path.rename(path.with_name(f"{other}.frames"))
        assert cache.get(other) is None

    def test_trims_what_was_not_used_for_longest(self, tmp_path):
        import os

        cache = FrameCache(tmp_path, most_bytes=2500)
        keys = [hashlib.sha256(bytes([number])).hexdigest() for number in range(4)]
        for age, key in enumerate(keys):
            cache.put(key, Frames(bytes(1000), 1))
            os.utime(tmp_path / key[:2] / f"{key}.frames", (age, age))
        (tmp_path / keys[0][:2] / "clip.wav").write_bytes(bytes(9000))
        cache.trim()
        assert [cache.holds(key) for key in keys] == [False, False, True, True]
        assert (tmp_path / keys[0][:2] / "clip.wav").exists()


@pytest.mark.parametrize("times", [0, 1, 2, 3, 7, 1000])
def test_the_check_sum_of_a_repeated_piece(times):
    piece = bytes(range(7, 60))
    assert repeated(crc16(piece), len(piece), times) == crc16(piece * times)


def test_what_is_heard_is_plain_data(tmp_path):
    _, splicing = spliced(session(24_000, 20, WORDS), 1, FrameCache(tmp_path), bed=True)
    for stretch in stretches(splicing, 576, 900):
        assert json.loads(json.dumps(stretch.heard))
