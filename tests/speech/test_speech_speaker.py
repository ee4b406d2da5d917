import contextlib
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from voiceguide.errors import CacheError, InputError, SpeechError, VoiceError
from voiceguide.script import estimate_ms
from voiceguide.speech import ClipCache, Speaker, VoiceId, VoiceSettings, check_voice, voices
from voiceguide.speech._utterance import Utterance
from voiceguide.units import frames_of

SENTENCES = [f"Place the ball on spot {number}." for number in ("one", "two", "three", "four", "five", "six")]
SILENT = VoiceSettings(VoiceId("silent", "default"))


def settings(engine, name="default"):
    return VoiceSettings(VoiceId(engine, name))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def pids(marks):
    return [int(path.name.removeprefix("pid-")) for path in marks.glob("pid-*")]


@pytest.mark.parametrize("rate", [24_000, 44_100, 48_000])
@pytest.mark.parametrize("pace", [0.7, 1.0, 1.5])
def test_silent_clips_have_exactly_the_estimated_length(cache, rate, pace):
    with Speaker(cache) as speaker:
        refs = speaker.speak(SENTENCES, VoiceSettings(SILENT.voice, pace), rate)
    for sentence, ref in refs.items():
        expected = estimate_ms(sentence, pace)
        assert abs(ref.frames - frames_of(expected, rate)) <= (1 if rate == 44_100 else 0)
        assert cache.clip(ref.key).samples.shape == (ref.frames, 1)


def test_silent_clips_are_faint_and_have_an_onset(cache):
    with Speaker(cache) as speaker:
        clip = cache.clip(speaker.speak(["Halfway."], SILENT, 48_000)["Halfway."].key)
    peak = float(abs(clip.samples).max())
    assert 0.0095 < peak < 0.0101
    assert 0 < abs(clip.samples[1, 0]) < 0.001


def test_each_sentence_is_spoken_once(cache, fakes):
    steps = []
    with Speaker(cache) as speaker:
        first = speaker.speak(
            [*SENTENCES, *SENTENCES], settings("good"), 48_000, lambda *step: steps.append(step)
        )
        assert steps == [(number, 6, False) for number in range(1, 7)]
        assert (speaker.stats.clips, speaker.stats.spoken, speaker.stats.from_cache) == (6, 6, 0)
    steps.clear()
    with Speaker(ClipCache(cache.root)) as speaker:
        second = speaker.speak(SENTENCES[::-1], settings("good"), 48_000, lambda *step: steps.append(step))
        assert (speaker.stats.clips, speaker.stats.spoken, speaker.stats.from_cache) == (6, 0, 6)
    assert steps == [(number, 6, True) for number in range(1, 7)]
    assert first == second
    assert (fakes / "spoken").stat().st_size == 6


def test_what_is_cached_starts_no_worker(cache, fakes, monkeypatch):
    with Speaker(cache) as speaker:
        speaker.speak(SENTENCES[:1], settings("good"), 48_000)

    def refuse(*_, **__):
        raise AssertionError("a worker was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with Speaker(cache) as speaker:
        speaker.speak(SENTENCES[:1], settings("good"), 48_000)


def test_everything_audible_is_in_the_key_and_nothing_else(cache, fakes):
    with Speaker(cache) as speaker:

        def key(text, engine="good", pace=1.0, rate=48_000):
            return speaker.speak([text], VoiceSettings(VoiceId(engine, "default"), pace), rate)[text].key

        same = key("Press BL-43.")
        assert key("Press BL 43.") == same
        assert key("Press  BL-43. \N{GRINNING FACE}") == same
        others = [
            key("Press BL-18."),
            key("Press BL-43.", engine="chatty"),
            key("Press BL-43.", pace=1.1),
            key("Press BL-43.", rate=24_000),
            key("Press BL-43?"),
        ]
    assert len({same, *others}) == 6


def test_two_workers_share_the_work(cache, fakes):
    with Speaker(cache, workers=2) as speaker:
        speaker.speak(SENTENCES, settings("slow"), 48_000)
    assert len(pids(fakes)) == 2


def test_a_worker_is_started_only_for_enough_sentences(cache, fakes):
    with Speaker(cache, workers=2) as speaker:
        speaker.speak(SENTENCES[:3], settings("choosy"), 48_000)
        assert len(pids(fakes)) == 1
        speaker.speak([*SENTENCES[3:], "Roll up.", "Roll down."], settings("choosy"), 48_000)
        assert len(pids(fakes)) == 2


def test_warm_workers_are_used_and_end_with_the_speaker(cache, fakes):
    with Speaker(cache, workers=1) as speaker:
        speaker.warm_up(settings("good"))
        speaker.speak(SENTENCES[:2], settings("good"), 48_000)
        speaker.speak(SENTENCES[2:], settings("good"), 48_000)
        assert len(pids(fakes)) == 1
        assert alive(pids(fakes)[0])
    assert not alive(pids(fakes)[0])


def test_warming_up_and_never_speaking_ends_too(cache, fakes):
    with Speaker(cache) as speaker:
        speaker.warm_up(settings("good"))


@pytest.mark.parametrize("engine", ["dyingonce", "hangingonce"])
def test_one_death_or_hang_is_forgiven(cache, fakes, engine):
    with Speaker(cache, timeout_s=1.5) as speaker:
        assert len(speaker.speak(SENTENCES[:2], settings(engine), 48_000)) == 2


def test_a_worker_that_dies_twice_is_an_error_that_names_everything(cache, fakes):
    with (
        Speaker(cache, workers=1) as speaker,
        pytest.raises(
            SpeechError, match=r"dying .*'Halfway\.' .*dying/default.*the model file is broken"
        ) as info,
    ):
        speaker.speak(["Halfway."], settings("dying"), 48_000)
    assert info.value.exit_code == 1
    assert "\n" not in str(info.value)
    assert (fakes / "dying").stat().st_size == 2


def test_a_worker_that_hangs_is_killed(cache, fakes):
    with Speaker(cache, timeout_s=0.3) as speaker, pytest.raises(SpeechError, match=r"no answer in 0\.3 s"):
        speaker.speak(["Halfway."], settings("hanging"), 48_000)
    assert len(pids(fakes)) == 2
    assert not any(alive(pid) for pid in pids(fakes))


def test_a_model_that_does_not_load_is_told(cache, fakes):
    with Speaker(cache, workers=1) as speaker, pytest.raises(SpeechError, match="the model cannot be loaded"):
        speaker.speak(["Halfway."], settings("broken"), 48_000)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nothing", "no sound"),
        ("click", r"0\.00 s where"),
        ("silence", "silence"),
        ("nan", "not numbers"),
        ("babble", r"60\.00 s where"),
        ("stereo", "no sound"),
    ],
)
def test_implausible_sound_is_refused(cache, fakes, what, said):
    from voiceguide.speech import Lexicon, find_engine
    from voiceguide.speech._utterance import Utterance

    engine = find_engine("wrong")
    utterance = Utterance.of("Halfway.", settings("wrong", what), 48_000, engine, Lexicon.load())
    with pytest.raises(SpeechError, match=said):
        utterance.make(engine, cache)
    assert cache.info().clips == 0


def test_implausible_sound_is_an_error_from_a_worker_too(cache, fakes):
    with Speaker(cache) as speaker, pytest.raises(SpeechError, match="the engine returned silence"):
        speaker.speak(["Halfway."], settings("wrong", "silence"), 48_000)


def test_what_was_spoken_before_a_failure_stays(cache, fakes):
    with Speaker(cache, workers=1) as speaker, pytest.raises(SpeechError, match="poison"):
        speaker.speak([*SENTENCES, "This is poison."], settings("picky"), 48_000)
    assert cache.info().clips == len(SENTENCES)


def test_an_engine_that_prints_does_not_harm_the_pipe(cache, fakes, capfd):
    with Speaker(cache) as speaker:
        assert len(speaker.speak(SENTENCES, settings("chatty"), 48_000)) == 6
    assert capfd.readouterr() == ("", "")


def test_a_full_or_forbidden_cache_is_a_cache_error(tmp_path, fakes):
    (tmp_path / "file").write_text("not a folder")
    with Speaker(ClipCache(tmp_path / "file")) as speaker, pytest.raises(CacheError, match="--cache-dir"):
        speaker.speak(["Halfway."], settings("good"), 48_000)


def test_nothing_to_say_is_the_inputs_fault(cache):
    with Speaker(cache) as speaker, pytest.raises(InputError, match="nothing to say"):
        speaker.speak(["\N{GRINNING FACE}..."], SILENT, 48_000)


def test_a_stream_that_is_left_early_leaves_no_worker(cache, fakes):
    with Speaker(cache) as speaker:
        with contextlib.closing(speaker.stream(SENTENCES, settings("slow"), 48_000)) as stream:
            assert next(stream)[0] in SENTENCES
        assert not any(alive(pid) for pid in pids(fakes))


@pytest.mark.parametrize(
    "name", ["good/missing", "good/other", "nothing/x", "silent/x", "piper/jo", "system/en-UX"]
)
def test_an_unknown_voice_is_the_inputs_fault(fakes, name):
    with pytest.raises(VoiceError) as info:
        check_voice(VoiceId.parse(name))
    assert info.value.exit_code == 2
    assert "\n" not in str(info.value)


def test_a_wrong_name_gets_the_near_ones():
    with pytest.raises(VoiceError, match=r"did you mean piper/joe"):
        check_voice(VoiceId.parse("piper/jo"))
    with pytest.raises(VoiceError, match=r"did you mean piper\?"):
        check_voice(VoiceId.parse("pipper/joe"))
    with pytest.raises(VoiceError, match=r"did you mean system/en-US"):
        check_voice(VoiceId.parse("system/en-UX"))


def test_one_broken_engine_does_not_hide_the_others(fakes, caplog):
    listed = {str(info.id) for info in voices()}
    assert {"piper/joe", "system/default", "silent/default", "good/default"} <= listed
    assert "broken cannot list" in caplog.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Piper/joe", "piper/joe"),
        (" silent/default ", "silent/default"),
        ("piper/a/b.onnx", "piper/a/b.onnx"),
    ],
)
def test_voice_names(text, expected):
    assert str(VoiceId.parse(text)) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "/joe", "piper/", "piper", "piper/ ", "my engine/joe", "x/" + "y" * 399]
)
def test_wrong_voice_names(text):
    with pytest.raises(VoiceError, match="write it like"):
        VoiceId.parse(text)


@pytest.mark.parametrize("rate", [0.49, 2.01, 0.0, -1.0, float("nan"), float("inf")])
def test_wrong_rates(rate):
    with pytest.raises(VoiceError, match=r"0\.5 to 2\.0"):
        VoiceSettings(SILENT.voice, rate)


SPEAKING = """
    import os, sys, threading
    from pathlib import Path
    from voiceguide.speech import ClipCache, Speaker, VoiceId, VoiceSettings

    root, engine, end = sys.argv[1:]

    def die_when_the_worker_is_deep_in_the_engine():
        while not any(Path(os.environ["FAKE_MARKS"]).iterdir()):
            pass
        os._exit(9)

    if end == "die":
        threading.Thread(target=die_when_the_worker_is_deep_in_the_engine, daemon=True).start()
    try:
        with Speaker(ClipCache(Path(root)), timeout_s=2 if end == "die" else 600) as speaker:
            speaker.speak(["Halfway.", "Let go."], VoiceSettings(VoiceId(engine, "default")), 48000)
    except KeyboardInterrupt:
        print("interrupted")
        sys.exit(130)
"""


def program(tmp_path, engine, end):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SPEAKING), str(tmp_path / "clips"), engine, end],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_leaves_no_worker_and_prints_nothing(tmp_path, fakes):
    process = program(tmp_path, "hanging", "stay")
    while len(pids(fakes)) < 2:  # until both workers hang, deep inside the engine
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "interrupted\n", "")
    assert not any(alive(pid) for pid in pids(fakes))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    "engine",
    [
        "sleeping",  # the worker sees at once that its pipe has closed
        # no thread of this worker can run, so only the kernel's alarm ends it, after twice the time limit
        pytest.param("hanging", marks=pytest.mark.slow),
    ],
)
def test_workers_do_not_outlive_a_program_that_is_killed(tmp_path, fakes, engine):
    process = program(tmp_path, engine, "die")
    process.communicate(timeout=20)
    assert process.returncode == 9
    assert pids(fakes)
    while any(running(pid) for pid in pids(fakes)):
        pass


def running(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_what_is_known_is_told_without_a_worker(cache, fakes, monkeypatch):
    with Speaker(cache) as speaker:
        spoken = speaker.speak(SENTENCES[:2], settings("good"), 48_000)

    def refuse(*_, **__):
        raise AssertionError("a worker was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    with Speaker(ClipCache(cache.root)) as speaker:
        assert speaker.known(SENTENCES, settings("good"), 48_000) == spoken
        assert (speaker.stats.clips, speaker.stats.spoken) == (2, 0)
        with pytest.raises(VoiceError):
            speaker.known(SENTENCES, settings("good", "nobody"), 48_000)


def test_what_is_known_at_once_works_out_no_words(cache, fakes, monkeypatch):
    with Speaker(cache) as speaker:
        spoken = speaker.speak(SENTENCES[:2], settings("good"), 48_000)

    def refuse(*_, **__):
        raise AssertionError("a sentence was worked out")

    monkeypatch.setattr(Utterance, "of", refuse)
    with Speaker(ClipCache(cache.root)) as speaker:
        assert speaker.known(SENTENCES, settings("good"), 48_000, at_once=True) == spoken
        with pytest.raises(AssertionError, match="worked out"):
            speaker.known(SENTENCES, settings("good"), 48_000)
