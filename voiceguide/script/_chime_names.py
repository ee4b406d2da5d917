"""How chimes are named (a role, a plain sound, a sound file), and a heading's own sounds for roles."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from voiceguide._lib.beside import looks_like_file
from voiceguide._lib.suggestions import did_you_mean
from voiceguide.errors import RequestError
from voiceguide.script._bed import Level
from voiceguide.script._lines import MOST_LINE, Line
from voiceguide.yamlfile import After, EditorSchema, Shorthand, model

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHIME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
NO_CHIMES: Final = "none"
"""The chime theme without a sound, and a role's sound that is none."""


def _chime(name: str) -> str:
    name = name.strip()
    if not (_CHIME.fullmatch(name) or (looks_like_file(name) and len(name) <= MOST_LINE)):
        raise ValueError(
            "must be a chime's name: a small letter, then at most 31 small letters, digits, - or _; or a "
            f"sound file such as bell.wav, not {name[:40]!r}"
        )
    return name


ChimeName = Annotated[
    str,
    After(_chime),
    EditorSchema(
        type="string",
        minLength=1,
        maxLength=MOST_LINE,
        description="A chime (see: voiceguide chimes), or a sound file beside the script",
    ),
]


@model(written={"level_db": "level"})
class RoleChime:
    """What sounds for one role."""

    sound: ChimeName | None = None
    """A chime, a sound file, or ``none``; None for the theme's own."""
    level_db: Level = 0.0
    """Against its usual level."""


_Role = Annotated[RoleChime, Shorthand("sound")]


@model()
class Chimes:
    """The chimes of a session: a theme, and other sounds for some of its roles."""

    theme: Line | None = None
    """The theme that gives the chimes their sounds, or a file of one's own chimes."""
    start: _Role | None = None
    """A hold begins."""
    half: _Role | None = None
    """A hold is half over."""
    switch: _Role | None = None
    """Change sides."""
    stop: _Role | None = None
    """A hold ends."""
    end: _Role | None = None
    """The session is over."""
    bell: _Role | None = None
    """A bell inside a hold."""
    tick: _Role | None = None
    """A beat of a count."""
    inhale: _Role | None = None
    """Breathe in."""
    sip: _Role | None = None
    """Breathe in once more."""
    hold: _Role | None = None
    """Hold, with the breath in."""
    exhale: _Role | None = None
    """Breathe out."""
    rest: _Role | None = None
    """Rest, with the breath out."""

    def roles(self) -> Iterator[tuple[str, RoleChime]]:
        """The roles that have a sound or a level of their own."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, RoleChime):
                yield field.name, value

    def with_role(self, name: str, chime: RoleChime) -> Chimes:
        """The same chimes with another sound for a role."""
        changes: dict[str, Any] = {name: chime}
        return replace(self, **changes)


ROLE_NAMES: Final = tuple(field.name for field in fields(Chimes) if field.name != "theme")
"""The roles of chimes."""


def theme_of(chimes: str | Chimes | None) -> str | None:
    """The theme that a heading names."""
    return chimes.theme if isinstance(chimes, Chimes) else chimes


def with_theme(chimes: str | Chimes | None, theme: str) -> str | Chimes:
    """What a heading says of its chimes, with another theme."""
    return replace(chimes, theme=theme) if isinstance(chimes, Chimes) else theme


def parse_role(text: str) -> tuple[str, RoleChime]:
    """Read ``start=bell.wav``, ``end=gong,-3dB`` or ``half=none``.

    Raises
    ------
    RequestError
        If it is not written so, or there is no such role.
    """
    from voiceguide.script._bed import decibels

    role, equals, value = text.partition("=")
    role, value = role.strip(), value.strip()
    if not equals or not value:
        raise RequestError(f"--chime {text!r}: write ROLE=SOUND, such as start=bell.wav or end=gong,-3dB")
    if role not in ROLE_NAMES:
        raise RequestError(f"--chime {text!r}: there is no role {role!r}{did_you_mean(role, ROLE_NAMES)}")
    sound, comma, level = value.rpartition(",")
    try:
        if not comma:
            return role, RoleChime(sound=_chime(value))
        return role, RoleChime(sound=_chime(sound) if sound else None, level_db=decibels(level.strip()))
    except ValueError as e:
        raise RequestError(f"--chime {text!r}: {e}") from e
