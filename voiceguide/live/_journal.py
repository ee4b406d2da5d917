"""Where a session is, kept on disk while it plays, and which sessions were heard to their end.

``place.json`` is small and written about every second; it names the plan that it belongs to, which is written
when it changes. Each file is replaced as a whole, so neither is ever half a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from voiceguide.errors import RequestError
from voiceguide.store import from_json, to_json
from voiceguide.timeline import Choice, Commitments
from voiceguide.units import clock

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.compose import Course, Request
    from voiceguide.live._guide import Guide
    from voiceguide.live._live import Live
    from voiceguide.packs import Pack
    from voiceguide.script import Script
    from voiceguide.units import Ms

_FOLDER = "journal"
_PLACE = "place.json"
_LOG = "finished.jsonl"
_EVERY_SECONDS = 1.0
_VERSION = 1
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a session was composed from."""

    request: Request
    pack: Pack


@dataclass(frozen=True, slots=True)
class Place:
    """A session that was left, and where."""

    script: Script
    origin: Origin | None
    course: Course | None
    commitments: Commitments
    step: int
    """The step that was heard."""
    offset: int
    """Frames of it that were heard."""
    left: int | None
    """Frames that were left; None for a session without a length."""
    lead: Ms | None
    """The quiet that it began with; None in a journal that does not tell."""
    rate: int


@dataclass(frozen=True, slots=True)
class Finished:
    """One session that was heard to its end."""

    at: str
    """When, by the clock of the machine: ``2026-03-01 07:30``."""
    title: str
    length: str


class Journal:
    """The journal in a folder of the store.

    Parameters
    ----------
    root : Path
        The store's folder.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / _FOLDER
        self._plan: tuple[object, str] = (None, "")
        self._next = 0.0

    # -- while a session plays

    def see(self, live: Live, frame: int, *, now: float | None = None) -> None:
        """Note where a session is, once a second; a disk that fails is no reason to stop."""
        now = time.monotonic() if now is None else now
        if now >= self._next:
            self._next = now + _EVERY_SECONDS
            with contextlib.suppress(OSError):
                self._note(live, frame)

    def finish(self, live: Live) -> None:
        """Note that a session was heard to its end."""
        with contextlib.suppress(OSError):
            self._write(_PLACE, {"version": _VERSION, "finished": True})
            self._sweep("")
            (script, _, _), _ = live.snapshot(0)
            length = script.length  # as it was asked for, whatever was heard twice or passed over
            line = to_json(
                Finished(
                    datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
                    live.timeline.title,
                    clock(length or live.frames * 1000 // live.rate, 1000),
                )
            )
            del line["="]
            with (self._folder / _LOG).open("ab") as file:
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def _note(self, live: Live, frame: int) -> None:
        plan, place = live.snapshot(frame)
        if plan is not self._plan[0]:
            described = to_json(plan)
            data = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
            name = f"plan-{hashlib.sha256(data.encode()).hexdigest()[:16]}.json"
            self._write(name, described)
            self._plan = plan, name
        self._write(_PLACE, {"version": _VERSION, "finished": False, "plan": self._plan[1], **place})
        self._sweep(self._plan[1])

    def _write(self, name: str, value: Any) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{name}.part"
        with part.open("wb") as file:
            file.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._folder / name)

    def _sweep(self, keep: str) -> None:
        for path in self._folder.glob("plan-*.json"):
            if path.name != keep:
                path.unlink(missing_ok=True)

    # -- afterwards

    def place(self) -> Place:
        """Where the last session was left.

        Raises
        ------
        RequestError
            If there is none, it was heard to its end, or another version of the program left it.
        """
        try:
            noted = json.loads((self._folder / _PLACE).read_bytes())
            if noted.get("finished"):
                raise RequestError("there is nothing to resume: the last session was heard to its end")
            plan = from_json(json.loads((self._folder / noted["plan"]).read_bytes()))
            script, origin, course = plan
            stands = noted["stands"]
            return Place(
                script,
                origin,
                course,
                Commitments(
                    {int(step): Choice(frames, said) for step, (frames, said) in stands["steps"].items()},
                    {int(step): frames for step, frames in stands["alone"].items()},
                    {int(step): said for step, said in stands["said"].items()},
                ),
                noted["step"],
                noted["offset"],
                noted["left"],
                noted.get("lead"),
                noted["rate"],
            )
        except FileNotFoundError:
            raise RequestError("there is nothing to resume: no session was left") from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            _logger.info("the journal cannot be read: %s", error)
            raise RequestError(
                "the session that was left cannot be resumed: another version of the program wrote it"
            ) from error

    def finished(self) -> list[Finished]:
        """The sessions that were heard to their end, the oldest first."""
        try:
            lines = (self._folder / _LOG).read_text(encoding="utf-8").splitlines()
        except OSError:
            return []
        found = []
        for line in lines:
            with contextlib.suppress(ValueError, TypeError):  # a line that was cut by a full disk
                found.append(Finished(**json.loads(line)))
        return found


def place_in(guide: Guide, frame: int) -> dict[str, Any]:
    """A place in a session's plan, in JSON's types: the step, and what was chosen for those before it."""
    unfolding = guide.unfolding
    starts, stands = unfolding.starts, unfolding.committed(frame)
    step = max((index for index, start in enumerate(starts) if start <= frame), default=0)
    return {
        "step": step,
        "offset": frame - starts[step],
        "left": None if guide.target is None else guide.target - frame,
        "lead": unfolding.lead,
        "rate": guide.rate,
        "stands": {
            "steps": {str(one): [made.frames, made.said_s] for one, made in stands.steps.items()},
            "alone": {str(one): frames for one, frames in stands.alone.items()},
            "said": {str(one): said for one, said in stands.said.items()},
        },
    }


@dataclass(frozen=True, slots=True)
class Watch:
    """Notes in a journal where a session is."""

    live: Live
    journal: Journal

    def see(self, frame: int, *, paused: bool) -> None:  # noqa: ARG002 - the contract
        """Note it."""
        self.journal.see(self.live, frame)
