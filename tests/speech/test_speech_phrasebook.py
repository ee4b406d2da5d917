"""What is kept of known sentences: the same clips as without it, and none that is not there as it was."""

import pytest

from voiceguide.speech import ClipCache, LexiconSource, Speaker, VoiceId, VoiceSettings
from voiceguide.speech._utterance import Utterance
from voiceguide.store import Store

SETTINGS = VoiceSettings(VoiceId("silent", "default"))
SENTENCES = ["Press BL-43.", "Press BL 43.", "Hold for about 45 seconds.", "Breathe out."]


def said(root, settings=SETTINGS, rate=24_000, **options):
    with Speaker(ClipCache(root), **options) as speaker:
        return speaker.speak(SENTENCES, settings, rate)


def books(root):
    """How many books are kept; the identity of the program's code is a memo, too."""
    return sum(b"Press BL-43." in path.read_bytes() for path in root.glob("??/*.memo"))


@pytest.fixture
def no_front_end(monkeypatch):
    def refuse(*_):
        raise AssertionError("a known sentence was prepared again")

    monkeypatch.setattr(Utterance, "of", refuse)


def test_known_sentences_are_the_same_clips_without_the_text_front_end(tmp_path, monkeypatch, request):
    first = said(tmp_path)
    assert first["Press BL-43."] == first["Press BL 43."]
    assert books(tmp_path) == 1
    request.getfixturevalue("no_front_end")
    monkeypatch.setattr(
        "voiceguide.speech._clip_file.decode", lambda *_: pytest.fail("a proven clip was read again")
    )
    assert said(tmp_path) == first


def test_it_is_kept_only_when_there_is_something_new(tmp_path, monkeypatch):
    said(tmp_path)
    monkeypatch.setattr(Store, "write", lambda *_: pytest.fail("nothing is new"))
    said(tmp_path)


@pytest.mark.parametrize(
    ("settings", "rate"),
    [(VoiceSettings(SETTINGS.voice, 0.9), 24_000), (SETTINGS, 48_000)],
    ids=["pace", "rate"],
)
def test_another_pace_or_rate_is_another_book(tmp_path, settings, rate):
    first = said(tmp_path)
    assert said(tmp_path, settings, rate) == said(tmp_path / "other", settings, rate) != first
    assert books(tmp_path) == 2


def test_a_clip_that_was_changed_or_is_gone_is_found_out(tmp_path):
    first = said(tmp_path)
    one, other = (next(tmp_path.glob(f"*/{first[text].key}.wav")) for text in SENTENCES[2:])
    one.write_bytes(one.read_bytes()[:-40] + b"x" * 40)
    other.unlink()
    assert said(tmp_path) == first
    for text in SENTENCES:
        ClipCache(tmp_path).clip(first[text].key)  # raises if it is damaged


def test_a_lexicon_of_one_s_own_is_not_mistaken_for_the_built_in_one(tmp_path):
    own = tmp_path / "words.yaml"
    own.write_text("words: {Breathe: breeth}")
    said(tmp_path)
    with_own = VoiceSettings(SETTINGS.voice, lexicons=(LexiconSource.of(own),))
    again = said(tmp_path, with_own)
    assert again == said(tmp_path, with_own) == said(tmp_path / "other", with_own)
    assert again["Breathe out."] != said(tmp_path)["Breathe out."]
