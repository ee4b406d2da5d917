"""What a say step is made of: sentences and breaks."""

# ruff: noqa: E501 (tables)

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.script import parts, split_sentences
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
        ("<3 hearts", "not well-formed"),
        ("<voice name='x'>Hi</voice>", "<voice> is not an SSML element .* allowed: speak, p, s, break, sub"),
        ("<s><emphasis>Hi</emphasis></s>", "<emphasis> is not an SSML element"),
        ("<sub>BL-43</sub>", "alias"),
        ('<s>Hi</s><break time="soon"/>', "not a duration"),
        ('<s>Hi</s><break time="-1s"/>', "negative"),
        ('<s>Hi</s><break strength="huge"/>', "x-weak, weak, medium"),
        ('<!DOCTYPE s [<!ENTITY a "aaaa">]><s>&a;</s>', "document type"),
        ("<s>Hi<!-- there --></s>", "no comment"),
        ("<s>Hi<break>there</break></s>", "<break> is empty"),
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


def test_ssml_may_be_only_so_deep() -> None:
    with pytest.raises(ValueError, match="deep"):
        parts("<p>" * 2000 + "Hi" + "</p>" * 2000)


@given(st.text(max_size=60) | st.text(alphabet="abc.!? ,1\n", max_size=900))
def test_splitting_loses_no_letter_and_keeps_sentences_short(text: str) -> None:
    sentences = split_sentences(text)
    assert all(len(sentence) <= MAX_CHARS for sentence in sentences)
    assert [c for s in sentences for c in s if c.isalnum()] == [c for c in text if c.isalnum()]
