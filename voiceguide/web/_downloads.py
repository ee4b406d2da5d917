"""Downloads: routines as finished files, made in the queue and kept while the server runs."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.export import CAPTION_FORMATS, FORMATS, write_captions
from voiceguide.script import voice_sample
from voiceguide.web._wire import read_script

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.script import Script
    from voiceguide.web._queue import Job, Queue
    from voiceguide.web._shelf import Routine
    from voiceguide.web._studios import Studios
    from voiceguide.web._takes import Takes

MOST_BYTES = 2 << 30
"""Finished files that are kept; those not asked for longest go first."""
KINDS = (*(suffix[1:] for suffix in FORMATS), *(suffix[1:] for suffix in CAPTION_FORMATS))
"""What a routine can be downloaded as, by the ends of the files' names."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that is made, or being made."""

    path: Path
    job: Job | None
    """None once it is finished."""


class Downloads:
    """Finished files in a temporary folder, which goes with the server."""

    def __init__(self, queue: Queue, studios: Studios, takes: Takes) -> None:
        self._queue = queue
        self._studios = studios
        self._takes = takes
        self._folder = tempfile.TemporaryDirectory(prefix="voiceguide-page-", ignore_cleanup_errors=True)
        self._files: OrderedDict[str, Download] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, routine: Routine, kind: str) -> Download:
        """A routine as a file of one of :data:`KINDS`.

        Raises
        ------
        Busy
            If too much waits already.
        """
        return self._find(
            f"{routine.id} {routine.name} {routine.script}",
            kind,
            lambda: read_script(routine.script),
            routine.id,
            routine.name,
        )

    def sample(self, voice: str) -> Download:
        """A voice that introduces itself, as an MP3.

        Raises
        ------
        Busy
            If too much waits already.
        """
        return self._find(f"voice {voice}", "mp3", lambda: voice_sample(voice), "", voice)

    def close(self) -> None:
        """Remove all files."""
        self._folder.cleanup()

    def _find(self, what: str, kind: str, script: Callable[[], Script], routine: str, title: str) -> Download:
        key = hashlib.sha256(f"{kind} {what}".encode()).hexdigest()[:24]
        with self._lock:
            found = self._files.get(key)
            if found is not None and (found.path.exists() or (found.job and not found.job.ended.is_set())):
                self._files.move_to_end(key)
                return found
            path = Path(self._folder.name) / f"{key}.{kind}"
            job = self._queue.add(
                lambda job: self._make(job, path, script(), routine, title),
                kind="download",
                routine=routine,
                title=title,
                format=kind,
            )
            self._files[key] = made = Download(path, job)
            return made

    def _make(self, job: Job, path: Path, script: Script, routine: str, title: str) -> None:
        heard = self._takes.heard(routine, job) if routine else None
        with self._studios.use(job.progress) as studio:
            session = studio.session(script)
            if heard is not None:
                session = session.with_timeline(heard)
            if path.suffix in CAPTION_FORMATS:
                write_captions(path, session.timeline)
            else:
                session.export(path, tags=replace(session.tags(), title=title))
        self._trim()

    def _trim(self) -> None:
        with self._lock:
            there = [(key, file) for key, file in self._files.items() if file.path.exists()]
            total = sum(file.path.stat().st_size for _, file in there)
            for key, file in there[:-1]:
                if total <= MOST_BYTES:
                    break
                total -= file.path.stat().st_size
                with contextlib.suppress(OSError):
                    file.path.unlink()
                del self._files[key]
