"""Reading YAML: text stays text, places are right, and no file can do worse than be refused."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from voiceguide.errors import InputError, InputErrors, Place, YamlError
from voiceguide.yamlfile import _builder as builder
from voiceguide.yamlfile import place_of, read, read_text
from voiceguide.yamlfile._builder import MAX_DEPTH, MAX_NODES
from voiceguide.yamlfile._reader import MAX_BYTES


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read_text(text, "f")
    return str(caught.value)


@pytest.mark.parametrize(
    "typed", ["1:30", "010", "no", "null", "~", "1e3", "0x1F", ".nan", "2024-01-01", "-10s", "", "<<"]
)
def test_a_scalar_is_what_was_typed(typed: str) -> None:
    assert read_text(f"a: {typed}\nb: [{typed}]\n", "f").root == {"a": typed, "b": [typed] if typed else []}


def test_every_value_and_key_knows_its_place() -> None:
    document = read_text("title: x\nsteps:\n  - say: hello\n  - hold: {for: 1m}\n", "s.yaml")
    assert document.root == {"title": "x", "steps": [{"say": "hello"}, {"hold": {"for": "1m"}}]}
    assert document.places[("steps", 1, "hold", "for")] == Place("s.yaml", 4, 17)
    assert document.key_place(("steps", 1, "hold", "for")) == Place("s.yaml", 4, 12)
    assert document.key_place(("steps", 0)) == Place("s.yaml", 3, 5)
    assert document.places[()] == Place("s.yaml", 1, 1)


def test_a_byte_order_mark_moves_nothing() -> None:
    document = read_text("\ufeffa: 1\n", "f")
    assert document.root == {"a": "1"}
    assert document.places[("a",)] == Place("f", 1, 4)


def test_place_of_skips_words_that_are_not_in_the_file() -> None:
    document = read_text("steps:\n  - hold: {for: x}\n", "f")
    wanted = Place("f", 2, 17)
    assert place_of(document, ("steps", 0, "hold", "for")) == wanted
    assert (
        place_of(document, ("steps", 0, "Hold", "hold", "HoldBody", "for", "function-before[f()]")) == wanted
    )
    assert place_of(document, ("steps", 0, "hold", "side")) == Place("f", 2, 11)
    assert place_of(document, ("steps", 7)) == Place("f", 2, 3)


def test_duplicate_keys_are_refused_with_both_places() -> None:
    assert (
        refusal("b: 1\na:\n  x: 1\n  y: 2\n  x: 3\n")
        == "f:5:3: duplicate key 'x'; it is already at line 3, column 3"
    )


def test_everything_not_allowed_is_told_at_once() -> None:
    with pytest.raises(InputErrors) as caught:
        read_text("a: &x 1\nb: *x\nc: !!int 3\na: 2\n", "f")
    assert [(error.place.line, error.place.column) for error in caught.value.errors if error.place] == [
        (1, 4),  # the alias in the second line is the same mistake
        (3, 4),
        (4, 1),
    ]
    assert all(isinstance(error, YamlError) for error in caught.value.errors)


def test_a_syntax_error_does_not_hide_what_came_before_it() -> None:
    assert refusal("a: *x\nb: c: d\n").count("\n") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "f:1:1: the file is empty"),
        ("# only a comment\n", "f:1:1: the file is empty"),
        ("a:\n\t- b", "f:2:1: a tab cannot indent; use spaces"),
        ("a: b: c", "f:1:5: a ':' cannot stand here; put text that holds ': ' in quotes"),
        ("a: 'x", "f:1:4: this quotation mark is never closed"),
        ("b: 1\na: [1, 2", "f:2:4: a list in [ ] needs a ',' between its items and a ']' at its end"),
        ("a: {b: 1", "f:1:4: a mapping in { } needs a ',' between its entries and a '}' at its end"),
        ("a: @x", "f:1:4: text cannot begin with '@'; put it in quotes"),
        ("%YAML 1.1\n---\na: 1", "f:1:1: directives (%) are not allowed"),
        ("a: 1\n---\nb: 2", "f:2:1: only one document ('---') is allowed in a file"),
        ('a: "\\q"', "f:1:5: unknown escape after '\\'; write '\\\\' for a backslash, or use single quotes"),
        ('a: "\\ud800"', "f:1:7: this escape is not a Unicode character"),
        ("? [a]\n: 1", "f:1:3: a key must be text, not a list or a mapping"),
        ("a: *bold* x", "f:1:4: text cannot begin with '&' or '*'; put it in quotes"),
        ("a: 1\nfoo\nb: 2", "f:2:1: this key has no ':' after it; write 'key: value'"),
        ("a: x\0", "f:1:5: not a text file: it holds the character U+0000"),
        ("a: 1\nb: \ud800", "f:2:4: not a text file: it holds the character U+D800"),
    ],
)
def test_a_refusal_says_where_and_what_to_mend(text: str, message: str) -> None:
    assert refusal(text) == message


def test_the_parser_in_python_does_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "_PARSER", yaml.SafeLoader)
    assert read_text("a: 1:30\nb: [no]\n", "f").root == {"a": "1:30", "b": ["no"]}
    assert refusal("a:\n\t- b").startswith("f:2:1: a tab cannot indent")
    assert refusal("[" * 200_000).endswith("lists and mappings inside each other")
    assert refusal('a: "\\ud800"').startswith("f:1:")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "f.yaml:1:1: not a UTF-8 text file: it holds the byte 0x89; save it as UTF-8"),
        (
            "a: 1\nb: ü\n".encode("latin-1"),
            "f.yaml:2:4: not a UTF-8 text file: it holds the byte 0xFC; save it as UTF-8",
        ),
        ("a: 1".encode("utf-16"), "f.yaml:1:1: this file is UTF-16; save it as UTF-8"),
        (b"RIFF\x00\x00WAVE", "f.yaml:1:5: not a text file: it holds the character U+0000"),
        (b"a: " + b"x" * MAX_BYTES, "f.yaml:1:1: larger than 1024 KiB, the largest file that is read"),
    ],
)
def test_a_file_that_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("f.yaml").write_bytes(data)
    with pytest.raises(YamlError) as caught:
        read(Path("f.yaml"))
    assert str(caught.value) == message


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(YamlError, match="no such file"):
        read(tmp_path / "none.yaml")
    with pytest.raises(YamlError, match="is a folder"):
        read(tmp_path)
    (tmp_path / "file").write_text("a: 1")
    with pytest.raises(YamlError, match="cannot be read: Not a directory"):
        read(tmp_path / "file" / "x.yaml")
    with pytest.raises(YamlError, match="cannot be read"):
        read(tmp_path / "nul\0.yaml")


def test_a_file_is_read_by_its_own_name(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes("\ufeffname: 太冲\r\n".encode())
    document = read(file)
    assert document.root == {"name": "太冲"}
    assert document.name == str(file)


LAUGHS = "a0: &a0 lol\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30))


@pytest.mark.parametrize(
    "made",
    [
        "'[' * 200_000",
        "'{a: ' * 100_000",
        "'- ' * 200_000",
        "'? ' * 200_000",
        "'[{' * 100_000",
        "''.join(' ' * i + 'a:\\n' for i in range(1000))",
        repr(LAUGHS),
        "'&a ' * 100_000",
        "'- x\\n' * 200_000",
    ],
)
def test_what_kills_other_readers_is_refused(made: str) -> None:
    """In a process of its own: the fault that this guards against takes the interpreter down."""
    code = f"""
from voiceguide.errors import InputError
from voiceguide.yamlfile import read_text
try:
    read_text({made}, "f")
except InputError as error:
    print(str(error).splitlines()[0])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.startswith("f:")


def test_the_limits_are_where_they_say() -> None:
    assert read_text("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f").places
    assert f"more than {MAX_DEPTH}" in refusal("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert len(read_text("- x\n" * (MAX_NODES - 1), "f").places) == MAX_NODES
    assert f"more than {MAX_NODES}" in refusal("- x\n" * MAX_NODES)


def test_one_long_line_is_read() -> None:
    words = "word " * 150_000
    assert read_text(f"say: {words}", "f").root == {"say": words.strip()}
    assert read_text(f'say: "{words}"', "f").root == {"say": words}


# fmt: off
SIGNS = [
    "a", "b", "1", ":", "-", "?", "[", "]", "{", "}", ",", "#", "'", "\"", "|", ">", "\\", "&x", "*x",
    "!", "%", "~", "---", "...", "\\x", "é", "🧘",
]
# fmt: on
SPACES = [" ", "  ", "\n", "\n  ", "\t", "\r", "\0", "\x85", "\u2028", "\ufeff", ": ", "- "]
YAML_LIKE = st.lists(st.sampled_from([*SIGNS, *SPACES]), max_size=40).map("".join)
BREAK = re.compile("[\n\r\x85\u2028\u2029]")


def refusals(error: InputError) -> tuple[InputError, ...]:
    return error.errors if isinstance(error, InputErrors) else (error,)


@given(st.one_of(st.text(), YAML_LIKE))
@example("[?0\u20280")
@example("{1,5\u2028a}")
def test_any_text_is_read_or_refused_at_a_place(text: str) -> None:
    try:
        places = [*read_text(text, "f").places.values()]
    except InputError as error:
        places = [
            refusal.place for refusal in refusals(error) if isinstance(refusal, YamlError) and refusal.place
        ]
        complete = len(places) == len(refusals(error)) == len(str(error).splitlines())
    else:
        complete = True
    assert complete
    assert all(1 <= place.line <= len(BREAK.findall(text)) + 2 for place in places)


@given(st.binary())
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    file.write_bytes(data)
    try:
        read(file)
    except InputError as error:
        complete = all(refusal.place for refusal in refusals(error))
    else:
        complete = True
    assert complete


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n  - say: {hold} on the left.\n", "f:2:10: '{': \"{hold} on the left.\""),
        ("a:\n  - say: {hold}\n", "f:2:10: '{': \"{hold}\""),
        ("a:\n  - say: [slowly] Lie down.\n", "f:2:10: '[': \"[slowly] Lie down.\""),
        ("a: [{b: [pause 2s] Now.}]\n", "f:1:9: '[': \"[pause 2s] Now.\""),
        ("a: Press #3\n  with it.\n", "f:1:10: cut: '#3'"),
        ("a: {b: Press #3 now.}\n", "f:1:14: cut: '#3 now.}'"),
    ],
)  # fmt: skip
def test_text_that_yaml_takes_for_something_else_is_told_the_fix(text, message):
    with pytest.raises(YamlError) as refused:
        read_text(text, "f")
    told = str(refused.value).replace("text that begins with ", "").replace(" must be in quotes", "")
    told = told.replace("what follows ' #' is a comment, and not read", "cut")
    assert told.removesuffix("; put the text in quotes") == message


def test_a_comment_after_unquoted_text_is_kept():
    document = read_text("a: Press #3 now.\nb: 'c' #d\ne: [f]  # g\nh: i j   # k\nl: |\n  m #n\n", "f")
    assert {
        path: (str(found.place), found.text, found.blanks) for path, found in document.comments.items()
    } == {
        ("a",): ("f:1:10", "#3 now.", 1),
        ("h",): ("f:4:10", "# k", 3),
    }
    assert document.bracketed == {("e",)}


def test_a_text_that_needs_quotes_does_not_hide_those_after_it() -> None:
    text = (
        "steps:\n"
        "  - say: Remember: breathe.\n"
        "  - say: *Softly* now.\n"
        '  - say: "Never closed.\n'
        "  - say: 'It's me.'\n"
        "  - say: “Here: this.”\n"
        "  - say: ? who\n"
        "  - say: , so\n"
        '  - say: "Hello" there.\n'
    )
    assert refusal(text).splitlines() == [
        "f:2:18: a ':' cannot stand here; put text that holds ': ' in quotes",
        "f:3:10: text cannot begin with '&' or '*'; put it in quotes",
        "f:4:10: this quotation mark is never closed",
        'f:5:14: text goes on after its closing quotation mark; put all of it between " and "',
        "f:6:15: a ':' cannot stand here; put text that holds ': ' in straight quotes (\")",
        "f:7:10: text cannot begin with '? '; put it in quotes",
        "f:8:10: text cannot begin with ','; put it in quotes",
        "f:9:18: text goes on after its closing quotation mark; put all of it between ' and '",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a:\n  - {b: x, c: Half # way}\nd: e\n", "f:2:20: what follows ' #' is a comment"),
        ("a: [{b: Half: way}]\n", "f:1:13: a ':' cannot stand here"),
        (
            "a: {b: 1,5 min}\n",
            "f:1:8: a ',' ends a value in brackets; write 1.5 min, or \"1,5 min\" in quotes",
        ),
        ("a: {b: 1,5 min, c: d}\n", "f:1:8: a ',' ends a value in brackets"),
        ("a:\n  - b: c\n\u00a0 - d: e\n  - f: g\n", "f:3:1: a no-break space stands here"),
        ("a: [1,5m, half]\n", "f:1:5: a ',' ends a value in brackets; write 1.5m"),
    ],
)
def test_text_that_breaks_brackets_is_told(text: str, told: str) -> None:
    assert refusal(text).startswith(told)


def test_commas_between_items_need_no_blank() -> None:
    assert read_text("a: [60,120]\nb: [5m,10m]\nc: [x1,5m]\n", "f").root == {
        "a": ["60", "120"],
        "b": ["5m", "10m"],
        "c": ["x1", "5m"],
    }
