"""A script whose steps are read when they are asked for: a session that was laid out before needs none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from voiceguide.script._located import files
from voiceguide.script._script_heading import ScriptHeading, heading_of
from voiceguide.store import to_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from voiceguide.script._script_model import Script

    S = TypeVar("S", bound=ScriptHeading)


class HeadingChange(Protocol):
    """Another heading for a script, or for a heading that stands for it."""

    def __call__(self, script: S, /) -> S:
        """The same with its heading changed."""


@dataclass(frozen=True, slots=True)
class LateScript:
    """What a script is known by, and the script itself when it is asked for."""

    heading: ScriptHeading
    steps: str
    """SHA-256 of its steps."""
    names_files: bool
    """Whether a step names a file."""
    load: Callable[[], Script]
    """Returns the script; raises InputError if it cannot be used after all."""

    @classmethod
    def of(cls, script: Script) -> Self:
        """A script that is there already."""
        return cls(*summary(script), lambda: script)

    def changed(self, change: HeadingChange) -> LateScript:
        """The same script with another heading."""
        return LateScript(change(self.heading), self.steps, self.names_files, lambda: change(self.load()))


def summary(script: Script) -> tuple[ScriptHeading, str, bool]:
    """What a :class:`LateScript` tells of a script: its heading, its steps' hash, whether they name files."""
    steps = json.dumps(to_json(script.steps), sort_keys=True)
    names_files = any(place[0] == "steps" for place, _ in files(script))
    return heading_of(script), hashlib.sha256(steps.encode()).hexdigest(), names_files
