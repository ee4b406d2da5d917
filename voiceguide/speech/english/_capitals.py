# ruff: noqa: RUF001 (phonemes look like letters)
"""Capitals that are no words: Roman numerals in names of poses and phases, and initialisms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._finished_spans import READS_IPA, SPAN
from voiceguide.speech.english._grammar import CLASSES
from voiceguide.speech.english._number_words import cardinal, ordinal

if TYPE_CHECKING:
    from voiceguide.speech.english._finished_spans import FinishedSpans

_ONES: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN: Final = {
    ten + one: 10 * tens + ones for tens, ten in enumerate(("", "X", "XX")) for ones, one in enumerate(_ONES)
}
_LONG: Final = "|".join(sorted((numeral for numeral in _ROMAN if len(numeral) > 1), key=len, reverse=True))
_NUMBERED: Final = rf"(?:{'|'.join(sorted(CLASSES['numbered']))}|world\s+war)"
_ANY: Final = rf"(?:(?i:{_LONG})(?:(?<=[IVX])[ab])?|[IVX])"
_END: Final = r"(?!['\u2019](?!s\b)|[\w-])"
"""Nothing goes on there but an "'s"."""
_LISTED = re.compile(
    rf"(?<![\w-])(?P<label>(?i:{_NUMBERED}))(?P<rest>s?\.?\s+)"
    rf"(?P<numerals>{_ANY}(?:(?:,\s*|\s+(?:and|or|to)\s+|\s*[-\u2013/]\s*){_ANY})*)"
    rf"(?:\.(?P<part>\d+))?{_END}(?!\s+(?:am|will|have|was|can)\b)"
)
_NAMED = re.compile(
    rf"(?P<name>\b(?!(?:Your|This|That|With|From|When|Then)\b)[A-Z][a-z]{{3,}}\s)({_LONG})(?:\s?[-\u2013]\s?({_LONG}))?{_END}"
)
_REIGNING = re.compile(
    rf"(?P<name>\b(?:Charles|Edward|Elizabeth|George|Henry|James|John|Louis|Paul|Pius|Richard|William)\s)({_LONG})(?!\w)"
)
_HEADING = re.compile(rf"^(?:({_LONG}|[IVX])(?=[.)]\s+[A-Z])|({_LONG})(?=[.)]\s*$))")
_NUMERAL = re.compile(rf"(?<![A-Za-z])(?P<roman>(?i:{_LONG})|[IVX])(?P<letter>[ab]?)(?![A-Za-z])")

_SPELT: Final = CLASSES["initialisms"]
_AS_WORDS: Final = {"HIIT": "hit", "ASAP": "A S A P", "TENS": "tens", "DOMS": "doms", "EMOM": "ee mom"}
_ALWAYS_WORDS: Final = CLASSES["words_in_capitals"]
"""Initialisms that are words, too: spelt only where something tells."""
_TELLING = re.compile(
    rf"\bIT(?:-(?=bands?\b)|(?=\s+bands?\b))|(?<={SPAN}\s)[AP]M\b|\bROM\b(?!\w)|\bID\b|\b(?:D|P)IP(?=\s+joints?)|\bOK\b",
    re.NOFLAG,
)
_WORD = re.compile(
    rf"(?<![^\W\d_])(?:{'|'.join(sorted(_SPELT - _ALWAYS_WORDS, key=len, reverse=True))})"
    r"s?(?:-(?=[a-z])|\b(?![-\u2011]?\d))"
)
_GAS = re.compile(r"\b(CO|VO|SpO)(2)(?!\w)|\b(H)(2)(O)\b|\b(O)(2)(?!\w)")
_MEASURED = re.compile(r"\b(HR|VO[2\u2082]?)(?=(?:max|peak|rest)\b)")
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Za-z]\.){2,}(?=[^A-Za-z.]|$)")

_LETTERS: Final = {
    "A": "eɪ", "B": "biː", "C": "siː", "D": "diː", "E": "iː", "F": "ɛf", "G": "dʒiː", "H": "eɪtʃ", "I": "aɪ",
    "J": "dʒeɪ", "K": "keɪ", "L": "ɛl", "M": "ɛm", "N": "ɛn", "O": "oʊ", "P": "piː", "Q": "kjuː", "R": "ɑːɹ",
    "S": "ɛs", "T": "tiː", "U": "juː", "V": "viː", "W": "dʌbəljuː", "X": "ɛks", "Y": "waɪ", "Z": "ziː",
}  # fmt: skip
_CONSONANTS: Final = re.compile(r"^(?:dʒ|kj|[bcdfghjklmnpqrstvwxzɡ])*")


def roman_numerals(text: str, keep: FinishedSpans) -> str:
    """Roman numerals after what is numbered by them: "Warrior II", "cranial nerve X", not "You and I"."""

    def listed(match: re.Match[str]) -> str:
        words = _NUMERAL.sub(lambda numeral: _numeral(numeral, keep.family), match["numerals"])
        words = re.sub(r"\s*[-\u2013]\s*", " to ", words.replace("/", " or "))
        if match["part"]:
            words += f" point {cardinal(match['part'])}"
        label = keep("cranial nerve") if match["label"] == "CN" else match["label"]
        return label + match["rest"] + keep(words)

    text = _HEADING.sub(lambda match: keep(cardinal(str(_ROMAN[match[1] or match[2]]))), text)
    text = _LISTED.sub(listed, text)
    text = _REIGNING.sub(lambda match: match["name"] + keep(f"the {ordinal(_ROMAN[match[2]])}"), text)

    def named(match: re.Match[str]) -> str:
        words = [cardinal(str(_ROMAN[numeral])) for numeral in match.groups()[1:] if numeral]
        return match["name"] + keep(" to ".join(words))

    return _NAMED.sub(named, text)


def _numeral(match: re.Match[str], family: str) -> str:
    letter = f" {spelt(match['letter'].upper(), family)}" if match["letter"] else ""
    return cardinal(str(_ROMAN[match["roman"].upper()])) + letter


_SHORT_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(word.upper() for word in CLASSES['short_words']))})\b")
_SHOUTED_IT = re.compile(r"\bIT\b(?!-?\s?BAND)")


def stressed_words(text: str, keep: FinishedSpans) -> str:
    """Short words that stand in capitals to be stressed: engines spell them ("Raise your ARM")."""
    text = _SHORT_WORDS.sub(lambda match: keep(match[0].lower()), text)
    if text.isupper():
        text = _SHOUTED_IT.sub(lambda _: keep("it"), text)
    return text


def initialisms(text: str, keep: FinishedSpans) -> str:
    """Letters that are spelt out one by one, as each family of engines is made to do it."""

    def spell(match: re.Match[str]) -> str:
        found = match[0].rstrip("-")
        letters = found.removesuffix("s") if found not in _SPELT else found
        said = spelt(letters.upper(), keep.family) + ("s" if letters != found else "")
        return keep(said) + (" " if found != match[0] else "")

    text = _MEASURED.sub(r"\1 ", text)
    for word, said in _AS_WORDS.items():
        if word in text:
            text = re.sub(rf"\b{word}\b", lambda _, said=said: keep(said), text)  # type: ignore[misc]
    text = _GAS.sub(lambda match: _gas(match, keep), text)
    text = _DOTTED.sub(lambda match: keep(spelt(match[0].replace(".", "").upper(), keep.family)), text)
    return _TELLING.sub(spell, _WORD.sub(spell, text))


def spelt(letters: str, family: str) -> str:
    """Letters to be said one by one, the last of them stressed.

    An engine that is given "A M" says "uh em"; one that reads phonemes is told.
    """
    if family not in READS_IPA:
        return " ".join("eigh" if family == "letters" and letter == "A" else letter for letter in letters)
    sounds = ""
    for place, letter in enumerate(letters):
        sound = _LETTERS[letter]
        begin = _CONSONANTS.match(sound).end()  # type: ignore[union-attr]
        stress = "ˈ" if place == len(letters) - 1 else "ˌ"
        link = "ʲ" if sounds.endswith("iː") and not begin else ""
        sounds += link + (sound[:begin] + stress + sound[begin:])
    return f"[[{sounds}]]"


def _gas(match: re.Match[str], keep: FinishedSpans) -> str:
    parts = [part for part in match.groups() if part]
    words = []
    for part in parts:
        if part == "2":
            words.append("two")
        else:
            words.append(spelt(part.upper(), keep.family) if keep.family else part)
    if "2" not in parts:
        words.append("two")
    return keep(" ".join(words))
