"""What a say step is made of: sentences and breaks."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.script import parts, split_sentences, unheeded
from voiceguide.script._sentences import MAX_CHARS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two, three.", ("One.", "Two, three.")),
        ("Roll 1.5 fingers. Rest.", ("Roll 1.5 fingers.", "Rest.")),
        ("  Spaces \n are   one. ", ("Spaces are one.",)),
        ("No full stop", ("No full stop",)),
        ("A first line\n\nA second", ("A first line", "A second")),
        ("<speak>One.<break/>Two.</speak>", ("One.", 600, "Two.")),
        ('<s>One.</s><break time="1.5s"/><s>Two.</s>', ("One.", 1500, "Two.")),
        ('<break strength="x-strong"/>Now.', (2000, "Now.")),
        ('<p>Press <sub alias="Bladder forty-three">BL-43</sub> now. And rest.</p>', ("Press Bladder forty-three now.", "And rest.")),
        ("<s>this &amp; that &lt;3</s>", ("this & that <3",)),
        ('<speak xmlns="http://www.w3.org/2001/10/synthesis" version="1.1"><s>One.</s></speak>', ("One.",)),
        ("<p><s>No end</s><s>but two</s></p>", ("No end", "but two")),
        ("<s>Before.</s> Between. <s>After.</s>", ("Before.", "Between.", "After.")),
        ('Breathe in. <break time="2s"/> Breathe out.', ("Breathe in.", 2000, "Breathe out.")),
        ('Breathe in <break time=".5s"> and out', ("Breathe in", 500, "and out")),
        ("Rest.&lt;break time=&quot;2s&quot;/&gt;Go on.", ("Rest.", 2000, "Go on.")),
        ("<s>Hi<break>there</break></s>", ("Hi", 600, "there")),
        ("<pause 2s> Now. <pause/> Rest.", (2000, "Now.", 1000, "Rest.")),
        ("Say <emphasis level='strong'>this</emphasis> now.", ("Say this now.",)),
        ("<voice name='x'>Hi</voice>", ("Hi",)),
        ('<prosody rate="slow">Slowly. Very</prosody> slowly.', ("Slowly.", "Very slowly.")),
        ("<mstts:express-as style='calm'>Be <say-as interpret-as='date'>calm</say-as></mstts:express-as>.", ("Be calm.",)),
        ("One<br>two<br/><b>three</b> <i>four</i>", ("One", "two", "three four")),
        ("<?xml version='1.0'?><speak>One<mark name='x'/> two</speak>", ("One two",)),
        ("<desc>Nothing</desc>Rest.", ("Rest.",)),
        ("<5 min is enough, and 3 < 5.", ("<5 min is enough, and 3 < 5.",)),
        ("<3 hearts", ("<3 hearts",)),
        ("<s>this & that &#8212; &#x41;</s>", ("this & that \u2014 A",)),
        ("Breathe in [pause] and out.", ("Breathe in", 1000, "and out.")),
        ("Breathe in. [pause 2s] Breathe out.", ("Breathe in.", 2000, "Breathe out.")),
        ("In [Pause: 1.5 seconds], out [2-second pause] in [pause for 1m30s]", ("In", 1500, "out", 2000, "in", 90_000)),
        ("In [short pause] out [long pause] in (pause) out (pause 3s)", ("In", 500, "out", 3000, "in", 1000, "out", 3000)),
        ("In [break 500 ms] out [silence 1 minute] in [[slnc 200]]", ("In", 500, "out", 60_000, "in", 200)),
        ("<s>In [pause] out</s>", ("In", 1000, "out")),
        ("A [breakfast] for two (pause if you like)", ("A [breakfast] for two (pause if you like)",)),
        ("Lie down\nFeel your breath\nLet go", ("Lie down", "Feel your breath", "Let go")),
        ("Lie down on\nYour back,\nAnd rest", ("Lie down on Your back, And rest",)),
        ("- Lie down\n- Feel\n2. Let go", ("- Lie down", "- Feel", "2.", "Let go")),
        ("Breathe in\nRoll over\nRest", ("Breathe in", "Roll over", "Rest")),
        ("Come to rest in\nChild's Pose", ("Come to rest in Child's Pose",)),
        ("\u2022 sit tall\n\u2022 breathe in", ("\u2022 sit tall", "\u2022 breathe in")),
        ("Relax.[12] Then rest.", ("Relax.[12]", "Then rest.")),
        ("(a) Sit. (b) Stand.", ("(a) Sit.", "(b) Stand.")),
        ("Press\nBL-43 and\nthe next", ("Press BL-43 and the next",)),
    ],
)  # fmt: skip
def test_sentences_and_breaks(text: str, expected: tuple[str | int, ...]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "nothing to speak"),
        ("...", "nothing to speak"),
        ("🧘", "nothing to speak"),
        ("<break/>", "nothing to speak"),
        ("<speak>", "not well-formed"),
        ("<s>One", "not well-formed"),
        ("</s>One", "not well-formed"),
        ("<s>One</p>", "not well-formed"),
        ("<sing>Hi</sing>", "<sing> is not an SSML element .* allowed: speak, p, s, break, sub"),
        ("Hi <sing>there</sing>", "<sing> is not an SSML element"),
        (
            "In [pause for a while] out",
            r"'\[pause for a while\]' is no pause; write \[pause\] or \[pause 2s\]",
        ),
        ("In [pause 5:6] out", r"write \[pause\] or \[pause 2s\]"),
        ("[pause]", "nothing to speak"),
        ("<sub>BL-43</sub>", "alias"),
        ('<s>Hi</s><break time="soon"/>', "not a duration"),
        ('<s>Hi</s><break time="-1s"/>', "negative"),
        ('<s>Hi</s><break strength="huge"/>', "x-weak, weak, medium"),
        ('<!DOCTYPE s [<!ENTITY a "aaaa">]><s>&a;</s>', "document type"),
        ("<s>Hi<!-- there --></s>", "no comment"),
        ('<s><sub alias="Hi">a<break/></sub></s>', "<sub> has no elements"),
    ],
)
def test_what_cannot_be_spoken_is_refused_with_its_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parts(text)


PIECES = st.sampled_from(
    [
        "<speak>", "</speak>", "<s>", "</s>", "<p>", "</p>", "<break/>", '<break time="1s"/>', '<break time="', '"/>',
        '<sub alias="a">', "</sub>", "<", ">", "&", "&amp;", "&#0;", "<!--", "-->", "<?xml version='1.0'?>", "<a:b>",
        "<![CDATA[x]]>", "Hello. ", "Dr. No", "\ud800", "\0", "太冲", "...", "\n\n", " 1.5 ",
    ]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40) | st.text(max_size=40).map("<".__add__)
)
def test_any_text_is_split_or_refused(text: str) -> None:
    with suppress(ValueError):  # anything else is a fault of ours
        found = parts(text)
        assert any(isinstance(part, str) for part in found)
        assert all(part.strip() == part and part if isinstance(part, str) else part >= 0 for part in found)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Plain [pause] words <5 min", ()),
        ("<s>One</s><break/>", ()),
        ("<emphasis>Hi</emphasis> <emphasis>you</emphasis>", ("<emphasis> is not followed, and its words are said",)),
        ("<prosody rate='x'>Hi</prosody>", ("<prosody> is not followed, and its words are said; set rate and pitch in the script's heading",)),
        ("Hi<mark name='a'/>", ("<mark> is left out",)),
        ("<b>Hi</b>", ("<b> comes from a page: take it out",)),
        ("<s>open", ()),
    ],
)  # fmt: skip
def test_what_is_not_followed_is_told(text: str, lines: tuple[str, ...]) -> None:
    assert unheeded(text) == lines


def test_ssml_may_be_only_so_deep() -> None:
    with pytest.raises(ValueError, match="deep"):
        parts("<p>" * 2000 + "Hi" + "</p>" * 2000)


@given(st.text(max_size=60) | st.text(alphabet="abc.!? ,1\n", max_size=900))
def test_splitting_loses_no_letter_and_keeps_sentences_short(text: str) -> None:
    sentences = split_sentences(text)
    assert all(len(sentence) <= MAX_CHARS for sentence in sentences)
    assert [c for s in sentences for c in s if c.isalnum()] == [c for c in text if c.isalnum()]
