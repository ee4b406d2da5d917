"""The site: everything that its routes share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from voiceguide._lib.cores import cores
from voiceguide.compose import YES, read_request, write_request
from voiceguide.errors import InputError, RequestError
from voiceguide.packs import pack_names
from voiceguide.script import write_script
from voiceguide.web._downloads import Downloads
from voiceguide.web._layout import Page
from voiceguide.web._packs import PackedRequest, Packs
from voiceguide.web._plan import Plan, Refusal, plan, query_of
from voiceguide.web._queue import Busy, Queue
from voiceguide.web._shelf import Shelf, short_name
from voiceguide.web._studios import Studios
from voiceguide.web._takes import Takes
from voiceguide.web._threads import Threads
from voiceguide.web._wire import check_request, review_script

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from starlette.requests import Request as HttpRequest

    from voiceguide.packs import Pack
    from voiceguide.web._network import Network
    from voiceguide.web._shelf import Routine

MOST_PLANS = 4
"""Plans that are made or waited for at once: other answers need their threads, too."""
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
        self.packs = Packs(folder / "packs", pack)
        self.queue = Queue()
        self.studios = Studios(cache_dir, on_notice)
        self.takes = Takes(self.queue, self.studios)
        self.downloads = Downloads(self.queue, self.studios, self.takes)
        self.renderers = Threads(max(2, cores()), "voiceguide-audio")
        """Make the parts of files that are sent."""
        self.closing = threading.Event()
        self._planning = threading.Lock()
        self._planners = threading.Semaphore(MOST_PLANS)

    def page(self, http: HttpRequest) -> Page:
        """Where pages stand for who asks."""
        host = http.headers.get("host", "").rsplit(":", 1)[0]
        secure = http.url.scheme == "https" or host in _LOCAL
        return Page(http.scope.get("root_path", ""), secure)

    def request(self, given: Mapping[str, Sequence[str]]) -> PackedRequest:
        """The request of a form or a link, with the pack that it names.

        Raises
        ------
        InputError
            If it cannot be read, names a file, or a pack that is not here.
        """
        names = [name.strip() for name in given.get("pack", ()) if name.strip()]
        if len(names) > 1:
            raise RequestError("pack is given twice; give it once")
        pack_name = names[0] if names else ""
        pack = self.packs.find(pack_name)
        rest = {name: texts for name, texts in given.items() if name != "pack"}
        return PackedRequest(check_request(read_request(rest)), pack, pack_name)

    def pack_of(self, routine: Routine) -> Pack:
        """The pack that a routine was made of, or the site's own if that is gone."""
        try:
            return self.packs.find(routine.pack)
        except InputError:
            return self.pack

    def plan(self, wanted: PackedRequest) -> Plan | Refusal:
        """What a request will become. One at a time: a plan takes a core for a moment.

        Raises
        ------
        Busy
            If too many wait already.
        """
        if not self._planners.acquire(blocking=False):
            raise Busy("several plans are being made; try again in a moment")
        try:
            with self._planning:
                return plan(self.studios.planner, wanted)
        finally:
            self._planners.release()

    def compose(self, wanted: PackedRequest) -> Routine:
        """Make a routine of a request, and keep it.

        Raises
        ------
        InputError
            If the request cannot be met.
        """
        request, found = wanted.request, self.plan(wanted)
        if isinstance(found, Refusal):
            raise InputError(found.message)
        script = found.script
        if not found.sure:  # the voice decides: what would not be just so is not promised
            with self.studios.use() as studio:
                script = studio.compose(request, wanted.pack)
        given = write_request(request)
        said = " ".join(f"--{name}" if text == YES else f"--{name} {text}" for name, text in given)
        if wanted.pack_name:
            known = wanted.pack_name in pack_names()
            said += f" --pack {wanted.pack_name if known else f'{wanted.pack_name}.yaml'}"
        text = write_script(script, comment=f"Made by: voiceguide compose {said}\nEdit it as you like.")
        return self.shelf.add(
            name=script.title,
            script=text,
            seconds=request.length_ms / 1000,
            asked=query_of(request, wanted.pack_name),
            pack=wanted.pack_name,
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
            name=name.strip() or short_name(review.script.title), script=text, seconds=review.length_ms / 1000
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
        self.downloads.close()
