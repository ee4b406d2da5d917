"""Abbreviations in full, by what stands around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from voiceguide.speech.english._finished_spans import SPAN

if TYPE_CHECKING:
    from voiceguide.speech.english._finished_spans import FinishedSpans

_NUMBER: Final = rf"(?=\s*[-~]?(?:[\dIVX]|{SPAN}))"
_SOME: Final = rf"(?=\s*(?:\d|{SPAN}))"
_MORE: Final = r"(?=\s+\S)"
_NAME: Final = r"(?=\s+[A-Z])"
_LIMB: Final = r"(?:side|leg|arm|hand|foot|hip|knee|shoulder|ankle|wrist|elbow|ear|eye|heel|thumb)\b"

_TABLE: Final = (
    # what must follow tells "no. 5" from "no", and "max. 5" from "your max"
    (r"e\.\s?g\.,?", "for example,"),
    (r"i\.\s?e\.,?", "that is,"),
    (r"min\.?\s+(?:and|&|/)\s+max\.?", "minimum and maximum"),
    (r"approx\.?", "approximately"),
    (rf"ca\.?{_NUMBER}|c\.{_NUMBER}", "about"),
    (r"etc\.?", "and so on"),
    (rf"ex\.{_NUMBER}", "exercise"),
    (rf"ref\.{_NUMBER}", "reference"),
    (rf"refs\.{_NUMBER}", "references"),
    (rf"avg\.{_MORE}|avg{_SOME}", "average"),
    (rf"cont\.{_MORE}", "continued"),
    (rf"dept\.{_MORE}", "department"),
    (rf"tel\.{_MORE}|tel\.?(?=:)", "telephone"),
    (r"pls\.?", "please"),
    (r"reps\.(?=\s+[a-z])", "reps"),
    (rf"ea\.|(?<=\d\s)ea|(?<={SPAN}\s)ea", "each"),
    (r"ext\.(?=\s+rot)", "external"),
    (r"int\.(?=\s+rot)", "internal"),
    (rf"(?<={SPAN}\s)rot\.?", "rotation"),
    (r"lat\.(?=\s+(?:raise|flexion|pull|rotation|stretch))", "lateral"),
    (rf"rt\.(?=\s+{_LIMB})", "right"),
    (rf"lt\.(?=\s+{_LIMB})", "left"),
    (r"n/a", "not applicable"),
    (r"(?<=the )min\.?(?=\s*$|\s+[a-z])|(?<=(?:your|bare) )min\.?(?=\s*$|\s+[a-z])", "minimum"),
    (r"b/w", "between"),
    (r"vs\.?", "versus"),
    (rf"cf\.{_MORE}", "compare"),
    (rf"incl\.{_MORE}", "including"),
    (rf"excl\.{_MORE}", "excluding"),
    (rf"esp\.{_MORE}", "especially"),
    (rf"resp\.{_MORE}", "respectively"),
    (rf"nos\.{_NUMBER}", "numbers"),
    (rf"no\.{_NUMBER}|no\.(?=\s+of\b)|nr\.?{_NUMBER}|num\.{_NUMBER}", "number"),
    (rf"figs?\.{_NUMBER}", "figure"),
    (rf"vol\.{_NUMBER}", "volume"),
    (rf"ch(?:ap)?\.{_NUMBER}", "chapter"),
    (rf"pp\.{_NUMBER}", "pages"),
    (rf"pg?\.{_NUMBER}", "page"),
    (rf"(?:at\s+)?(?<!your )(?<!the )(?<!my )(?<!its )max\.?{_SOME}", "at most"),
    (rf"(?:at\s+)?min\.?{_SOME}", "at least"),
    (rf"temp\.{_MORE}", "temperature"),
    (r"max\.(?=\s+[a-z])", "maximum"),
    (r"min\.(?=\s+[a-z])", "minimum"),
    (r"mins?\.", "minutes"),
    (r"secs?\.", "seconds"),
    (r"and/or", "and or"),
    (r"w/o", "without"),
    (r"w/", "with "),
    (r"b/c", "because"),
    (r"c/o", "care of"),
    (r"a\.?k\.?a\.?", "also known as"),
    (r"24/7", "twenty-four seven"),
)
_CAPITALISED: Final = (
    (r"[Dd]r\.?(?=\s+[A-Z])", "doctor"),
    (r"[Dd]r\.", "doctor"),
    (r"[Mm]r\.?(?=\s+[A-Z])|[Mm]r\.", "mister"),
    (r"[Mm]rs\.?(?=\s+[A-Z])|[Mm]rs\.", "missis"),
    (rf"Ms\.?{_NAME}", "Miz"),
    (rf"Mx\.?{_NAME}", "Mix"),
    (rf"Profs?\.{_MORE}|Prof{_NAME}", "Professor"),
    (r"Jr\.", "Junior"),
    (r"Sr\.", "Senior"),
    (r"Ph\.\s?D\.?|PhD", "P H D"),
    (r"(?<=[a-z]\s)St\.(?=$|[,;]|\s+[a-z])", "Street"),
    (rf"St\.{_NAME}", "Saint"),
    (rf"Rev\.{_NAME}", "Reverend"),
    (rf"Mt\.{_NAME}", "Mount"),
    *(
        (rf"{short}\.?(?=\s*(?:\d|{SPAN}))|{short}\.(?=\s+[a-z])", full)
        for short, full in (
            ("Jan", "January"),
            ("Feb", "February"),
            ("Mar", "March"),
            ("Apr", "April"),
            ("Jun", "June"),
            ("Jul", "July"),
            ("Aug", "August"),
            ("Sept?", "September"),
            ("Oct", "October"),
            ("Nov", "November"),
            ("Dec", "December"),
        )
    ),
)
_DAYS: Final = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_DAY: Final = rf"({'|'.join(sorted(_DAYS, key=len, reverse=True))})"
_DAY_RANGE = re.compile(rf"\b{_DAY}\.?\s?[-\u2013]\s?{_DAY}(?:\.|\b)")
_DAYS_LISTED = re.compile(
    rf"(?<![\w/]){_DAY}\.?(?:(?:\s*[/,]\s*|\s+(?:and|or|to|{SPAN})\s+){_DAY}\b\.?)+(?![\w/])"
)
_DAY_AND_TIME = re.compile(
    rf"(?<!\w)(?:(?!S){_DAY}|(?:^|(?<=[,;] )|(?<=on ))(Sat|Sun))(?=,?\s+(?:at\s+)?(?:\d|{SPAN}))"
)
_ANY_DAY = re.compile(rf"\b{_DAY}\b\.?")
_ONE_DAY = re.compile(rf"\b(?:{_DAY}\.(?=[\s,;]*\S)|(Mon|Tues?|Wed|Thurs?|Thu|Fri)\.)")
_MONTHS: Final = {
    "Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "May": "May", "Jun": "June",
    "Jul": "July", "Aug": "August", "Sep": "September", "Sept": "September", "Oct": "October",
    "Nov": "November", "Dec": "December",
}  # fmt: skip
_MONTH: Final = rf"({'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_MONTH_RANGE = re.compile(rf"\b{_MONTH}\.?\s?[-\u2013]\s?{_MONTH}(?:\.|\b)")
_JUST_A: Final = re.compile(
    r"\b(a|one|just\s+a|another|per|half\s+a|last|first|next|final|every)\s+(min|sec|hr)\b\.?(?!\s*\d)(?P<end>\s*$)?",
    re.IGNORECASE,
)
_LONE: Final = {"min": "minute", "sec": "second", "hr": "hour"}
_NUMBER_WORDS: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|forty-five|sixty"
    r"|ninety|few|several)"
)
_IN_WORDS = re.compile(
    rf"\b(?P<a>an?\s+)?({_NUMBER_WORDS})(\s|-)(min|sec|hr)s?\b\.?(?=(?P<noun>\s+[a-z])?)", re.IGNORECASE
)

_RULES: Final = tuple(
    (
        re.compile(
            rf"(?<![\w/.])(?:{pattern})(?![^\W_])" if not pattern.endswith("w/") else rf"(?<![\w/]){pattern}",
            flags,
        ),
        words,
    )
    for table, flags in ((_TABLE, re.IGNORECASE), (_CAPITALISED, re.NOFLAG))
    for pattern, words in table
)


def abbreviations(text: str, keep: FinishedSpans) -> str:
    """Write abbreviations out; a full stop that was theirs closes the sentence only where it ends."""

    def in_words(match: re.Match[str]) -> str:
        unit = _LONE[match[4].lower()]
        described = bool(match["a"]) or match[3] == "-"
        several = match[2].lower() in {"few", "several"}
        plural = "s" if several or not (described or match[2].lower() == "one") else ""
        return f"{match['a'] or ''}{match[2]} {keep(unit + plural)}"

    text = _IN_WORDS.sub(in_words, text)
    text = _JUST_A.sub(lambda match: f"{match[1]} {keep(_LONE[match[2].lower()])}", text)
    text = _DAY_RANGE.sub(lambda match: keep(f"{_DAYS[match[1]]} to {_DAYS[match[2]]}"), text)
    text = _DAYS_LISTED.sub(
        lambda match: _ANY_DAY.sub(lambda day: keep(_DAYS[day[1]]), match[0].replace("/", ", ")), text
    )
    text = _DAY_AND_TIME.sub(lambda match: keep(_DAYS[match[1] or match[2]]), text)
    text = _MONTH_RANGE.sub(lambda match: keep(f"{_MONTHS[match[1]]} to {_MONTHS[match[2]]}"), text)
    text = _ONE_DAY.sub(lambda match: keep(_DAYS[match[1] or match[2]]), text)
    for pattern, words in _RULES:
        text = pattern.sub(lambda _, words=words: _after(words, keep), text)  # type: ignore[misc]
    return text


def _after(words: str, keep: FinishedSpans) -> str:
    """Words with the mark that ends them left in sight, as what tidies the marks must see it."""
    mark = "," if words.endswith(",") else ""
    return keep(words.rstrip(", ")) + mark + (" " if words.endswith(" ") else "")
