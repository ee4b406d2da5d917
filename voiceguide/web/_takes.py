"""Takes: the sound of routines, as files that are served while they are made."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from voiceguide.errors import LengthError, VoiceguideError
from voiceguide.units import format_duration, ms_up
from voiceguide.web._queue import Cancelled
from voiceguide.web._wire import read_script

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.export import SeekableMp3
    from voiceguide.live import Live
    from voiceguide.studio import Studio
    from voiceguide.timeline import Timeline
    from voiceguide.web._queue import Job, Queue
    from voiceguide.web._shelf import Routine
    from voiceguide.web._studios import Studios

MOST_TAKES = 12
"""Takes that are kept in memory; what is not is made again from the store."""
_SEAM_SECONDS = 1
"""How long a take is still made front to back after all is spoken: longer than a bed's last fade."""
_LOOK_SECONDS = 0.05
_NEAR_SECONDS = 30
"""What is asked for so soon after what is there is waited for in its order."""
_END_SECONDS = 30
"""What is asked for so near to the end may be a player that looks for a tag there."""


class Take:
    """The sound of one routine.

    Parameters
    ----------
    routine : Routine
    changed : callable
        Called whenever the timeline may have changed.
    """

    def __init__(self, routine: Routine, changed: Callable[[], None]) -> None:
        self.routine = routine
        self.revision = secrets.token_hex(6)
        """Names the bytes: another revision may have others."""
        self.file: SeekableMp3 | None = None
        """None until its length is known."""
        self.error: str | None = None
        self.job: Job | None = None
        self._changed = changed
        self._live: Live | None = None
        self._timeline: Timeline | None = None
        self.settled = False
        """Whether the timeline stands fast."""
        self._speaking = False
        self.ready = threading.Event()
        """Set once there is a file, or an error."""
        self.readers = 0
        """How many are being sent parts of it."""
        self._jumping = threading.Lock()

    @property
    def timeline(self) -> Timeline | None:
        """What is heard when, as far as it is known."""
        return self._live.timeline if self._live is not None else self._timeline

    def come_to(self, byte: int) -> None:
        """Speak what somebody waits for, who has sought far ahead, before what lies between.

        Not while somebody else listens, who would have to wait then.
        """
        with self._jumping:
            live, file = self._live, self.file
            if live is None or file is None or self.settled or self.readers > 1 or not self._speaking:
                return
            frame = file.sample_at(byte)
            ahead = max(file.pulled, file.pulled_from) + _NEAR_SECONDS * live.rate
            if ahead < frame < file.samples - _END_SECONDS * live.rate:
                live.jump(file, frame)
                self._changed()

    def make(self, job: Job, studio: Studio) -> None:
        """Speak it: its file is there as soon as the opening is laid out."""
        try:
            self._make(job, studio)
        except Cancelled:
            self.error = "cancelled"
            raise
        except VoiceguideError as error:
            self.error = str(error)
            raise
        finally:
            if self._live is not None and not self.settled:
                self._live.close()
            if not self.settled and self.error is None:
                self.error = "something unexpected went wrong; try once more"
            self.ready.set()
            self._changed()

    def _make(self, job: Job, studio: Studio) -> None:
        script = read_script(self.routine.script)
        live = studio.live(script, extends=True, as_file=True)
        if script.length is not None:
            job.progress("speaking", 0, 1)
            live.begin()
        if script.length is None or live.settled:
            live.close()
            session = studio.session(script)
            self.file, self._timeline = session.seekable(), session.timeline
            # the same script has the same bytes, so that a player may go on after a restart
            digest = hashlib.sha256(f"{self.file.size} {self.routine.script}".encode())
            self.revision, self.settled = digest.hexdigest()[:12], True
            return
        self.file, self._live = live.seekable(), live
        self.ready.set()
        self._changed()
        self._speaking = True
        self._follow(job, live)
        with self._jumping:
            self._speaking = False
        self._wind_on(job, live, self.file)

    def _follow(self, job: Job, live: Live) -> None:
        """Wait until all is spoken."""
        frames = 0
        while True:
            done, total = live.spoken()
            job.progress("speaking", done, total)
            if done == total:
                return
            if live.timeline.frames != frames:
                frames = live.timeline.frames
                self._changed()
            time.sleep(_LOOK_SECONDS)

    def _wind_on(self, job: Job, live: Live, file: SeekableMp3) -> None:
        """Make it front to back until nothing can move any more; from then on any part can be read."""
        seam = None
        while seam is None or file.pulled < min(seam, live.timeline.frames):
            job.check()
            if not file.wind_on() and seam is not None:
                break
            if seam is None and live.settled:
                seam = file.pulled + _SEAM_SECONDS * live.rate
        if live.missed > 0:
            raise LengthError(
                f"the words took longer than the length has room for; ask for "
                f"{format_duration(-(-ms_up(live.timeline.frames, live.rate) // 1000) * 1000)} or longer"
            )
        if not live.settle(file):
            # what was passed over does not fit there: whoever listens is given it laid out anew
            self.error = "it is laid out anew"
            return
        self._timeline, self.settled = live.timeline, True
        self._live = None


class Takes:
    """The takes that are in use, by their routines' ids.

    Parameters
    ----------
    queue : Queue
        Where they are made.
    studios : Studios
    """

    def __init__(self, queue: Queue, studios: Studios) -> None:
        self._queue = queue
        self._studios = studios
        self._takes: OrderedDict[str, Take] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, routine: Routine) -> Take:
        """A routine's take; it is begun if there is none, or the last one failed.

        Raises
        ------
        Busy
            If too much waits already.
        """
        with self._lock:
            take = self._takes.get(routine.id)
            if take is not None and take.error is None and take.routine.script == routine.script:
                self._takes.move_to_end(routine.id)
                return take
            take = Take(routine, self._queue.tell)
            take.job = self._queue.add(
                lambda job: self._make(job, take), kind="play", routine=routine.id, title=routine.name
            )
            self._takes[routine.id] = take
            self._takes.move_to_end(routine.id)
            for old in list(self._takes.values())[:-MOST_TAKES]:
                if old.ready.is_set() and (old.settled or old.error):
                    del self._takes[old.routine.id]
            return take

    def found(self, name: str) -> Take | None:
        """The take that is in use, if there is one."""
        return self._takes.get(name)

    def heard(self, name: str, job: Job) -> Timeline | None:
        """The timeline of a take that is in use, for a file of the same; None if there is none.

        One that was begun before all was spoken is laid out in its own way, some tenths of a second apart. If
        it is still being made, it is waited for.
        """
        take = self.found(name)
        while take is not None and take.job is not None and take.job.state == "running":
            job.check()
            if take.job.ended.wait(_LOOK_SECONDS):
                break
        return take.timeline if take is not None and take.settled else None

    def drop(self, name: str) -> None:
        """Forget a routine's take, and stop making it."""
        with self._lock:
            take = self._takes.pop(name, None)
        if take is not None and take.job is not None and not take.job.ended.is_set():
            take.job.cancel()

    def _make(self, job: Job, take: Take) -> None:
        with self._studios.use(job.progress) as studio:
            take.make(job, studio)
