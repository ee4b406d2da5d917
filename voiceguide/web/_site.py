"""The site: everything that its routes share."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from voiceguide._lib.cores import cores
from voiceguide.compose import YES, read_request, write_request
from voiceguide.errors import InputError
from voiceguide.script import write_script
from voiceguide.web._downloads import Downloads
from voiceguide.web._layout import Page
from voiceguide.web._plan import Plan, Refusal, plan, query_of
from voiceguide.web._queue import Queue
from voiceguide.web._shelf import Shelf
from voiceguide.web._studios import Studios
from voiceguide.web._takes import Takes
from voiceguide.web._wire import check_request, review_script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from starlette.requests import Request as HttpRequest

    from voiceguide.compose import Request
    from voiceguide.packs import Pack
    from voiceguide.web._network import Network
    from voiceguide.web._shelf import Routine

_LOCAL = ("localhost", "127.0.0.1", "[::1]")


class Site:
    """A shelf of routines, what is being made of them, and who may come.

    Parameters
    ----------
    folder : Path
        Where routines are kept.
    pack : Pack
        The points to choose from.
    network : Network
    cache_dir : Path, optional
        Where clips are kept.
    on_notice : callable, optional
        Called with one-line notices.
    """

    def __init__(
        self,
        folder: Path,
        pack: Pack,
        network: Network,
        *,
        cache_dir: Path | None = None,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self.pack = pack
        self.network = network
        self.shelf = Shelf(folder)
        self.queue = Queue()
        self.studios = Studios(cache_dir, on_notice)
        self.takes = Takes(self.queue, self.studios)
        self.downloads = Downloads(self.queue, self.studios)
        self.renderers = ThreadPoolExecutor(max(2, cores()), thread_name_prefix="voiceguide-audio")
        """Make the parts of files that are sent."""
        self.closing = threading.Event()
        self._planning = threading.Lock()

    def page(self, http: HttpRequest) -> Page:
        """Where pages stand for who asks."""
        host = http.headers.get("host", "").rsplit(":", 1)[0]
        secure = http.url.scheme == "https" or host in _LOCAL
        return Page(http.scope.get("root_path", ""), secure)

    def request(self, given: Mapping[str, Sequence[str]]) -> Request:
        """The request of a form or a link.

        Raises
        ------
        InputError
            If it cannot be read, or names a file.
        """
        return check_request(read_request(given))

    def plan(self, request: Request) -> Plan | Refusal:
        """What a request will become. One at a time: a plan takes a core for a moment."""
        with self._planning:
            return plan(self.studios.planner, request, self.pack)

    def compose(self, request: Request) -> Routine:
        """Make a routine of a request, and keep it.

        Raises
        ------
        InputError
            If the request cannot be met.
        """
        found = self.plan(request)
        if isinstance(found, Refusal):
            raise InputError(found.message)
        script = found.script
        if not found.sure:  # the voice decides: what would not be just so is not promised
            with self.studios.use() as studio:
                script = studio.compose(request, self.pack)
        given = write_request(request)
        said = " ".join(f"--{name}" if text == YES else f"--{name} {text}" for name, text in given)
        text = write_script(script, comment=f"Made by: voiceguide compose {said}\nEdit it as you like.")
        return self.shelf.add(
            name=script.title, script=text, seconds=request.length_ms / 1000, asked=query_of(request)
        )

    def keep_script(self, text: str, name: str = "") -> Routine:
        """Keep a script as a routine.

        Raises
        ------
        InputError
            If the script cannot be played.
        """
        review = review_script(text)
        return self.shelf.add(
            name=name.strip() or review.script.title, script=text, seconds=review.length_ms / 1000
        )

    def change_script(self, routine: str, text: str, name: str | None = None) -> Routine:
        """Replace a routine's script; raises as :meth:`keep_script`, and if there is no such routine."""
        review = review_script(text)
        changed = self.shelf.change(
            routine, script=text, new_name=name or None, seconds=review.length_ms / 1000
        )
        self.takes.drop(routine)
        return changed

    def remove(self, routine: str) -> None:
        """Delete a routine, and stop what is made of it.

        Raises
        ------
        NoRoutine
            If there is none.
        """
        self.shelf.remove(routine)
        self.queue.cancel_all(routine)
        self.takes.drop(routine)

    def close(self) -> None:
        """Stop everything that is being made; nothing half is left."""
        self.closing.set()
        self.queue.cancel_all()
        self.studios.close()
        self.renderers.shutdown(wait=False, cancel_futures=True)
        self.downloads.close()
