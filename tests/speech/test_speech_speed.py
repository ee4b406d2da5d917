import pytest

from voiceguide.errors import SpeechError, VoiceError
from voiceguide.script import estimate_ms
from voiceguide.speech import VoiceId, find_engine, measure_speed


def test_speed_is_sound_by_time(fakes, monkeypatch):
    ticks = iter([100.0, 100.5])
    monkeypatch.setattr("voiceguide.speech._speed.time.perf_counter", lambda: next(ticks))
    sentence = "Lie on your back, and let the weight of the shoulder sink into the ball."
    # half a second for the sentence, which the fake engine says in just the estimated time
    expected = estimate_ms(sentence) / 1000 / 0.5
    assert measure_speed(VoiceId("good", "default")) == pytest.approx(expected, rel=0.05)


def test_a_voice_that_cannot_speak_has_no_speed(fakes):
    with pytest.raises(VoiceError, match="no such model"):
        measure_speed(VoiceId("good", "missing"))
    with pytest.raises(SpeechError):
        measure_speed(VoiceId("dying", "default"))


def test_voices_tell_their_size():
    assert find_engine("piper").voice("joe").size_mb == 63
    assert find_engine("system").voice("default").size_mb == 0
