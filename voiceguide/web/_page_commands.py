"""The player's commands on the page: which of them it has, by what buttons and keys.

A page plays a file whose length stands fast, through the browser's own player. So it goes to places, and is
louder or softer; but what would change the session itself (:data:`LIVE_ONLY`) needs ``voiceguide play``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from voiceguide.player import SKIP_SECONDS, Command

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class PageCommand:
    """What a listener can do on the page."""

    command: Command
    says: str
    """What it does, as its button is called."""
    key: str | None = None
    """By the name that browsers give it; the same as in the terminal."""
    key_name: str | None = None
    """The key as a person calls it, if that is something else."""


_SECONDS = f"{SKIP_SECONDS:g} seconds"
PAGE_COMMANDS: Final = (
    PageCommand(Command.TOGGLE, "Play or pause", " ", "Space"),
    PageCommand(Command.PREVIOUS, "Previous point or side", "p"),
    PageCommand(Command.NEXT, "Next point or side", "n"),
    PageCommand(Command.REWIND, f"Back {_SECONDS}", "ArrowLeft", "←"),
    PageCommand(Command.FORWARD, f"Forward {_SECONDS}", "ArrowRight", "→"),
    PageCommand(Command.REPEAT, "Repeat this point", "r"),
    PageCommand(Command.SKIP, "Skip this point", "s"),
    PageCommand(Command.LOUDER, "Louder", "ArrowUp", "↑"),
    PageCommand(Command.SOFTER, "Softer", "ArrowDown", "↓"),
    PageCommand(Command.TIME, "Tell the time left", "t"),
)
"""Those with a key, in the order in which the help lists them."""
WITHOUT_KEY: Final = {
    Command.PAUSE: "Pause: the lock screen and the headset",
    Command.RESUME: "Play on: the lock screen and the headset",
    Command.CHAPTER: "Go to a chapter: the list of chapters",
    Command.SEEK: "Go to a time: the slider",
}
"""What the page does without a key of its own, and by what."""
LIVE_ONLY: Final = {
    Command.LONGER: "makes a hold longer while it is heard",
    Command.SHORTER: "makes a hold shorter while it is heard",
    Command.VOICE_LOUDER: "makes the voice louder against the bed",
    Command.VOICE_SOFTER: "makes the voice softer against the bed",
    Command.READY: "begins a hold that waits for the listener",
    Command.QUIT: "ends the program; on the page, pause, or close it",
}
"""What only ``voiceguide play`` can do, since it changes the session that is heard."""


def described() -> Iterator[dict[str, Any]]:
    """All commands, for other programs."""
    for one in PAGE_COMMANDS:
        yield {"command": one.command.value, "about": one.says, "key": one.key, "on_page": True}
    for command, says in WITHOUT_KEY.items():
        yield {"command": command.value, "about": says, "key": None, "on_page": True}
    for command, says in LIVE_ONLY.items():
        about = f"{says[:1].upper()}{says[1:]}; voiceguide play only"
        yield {"command": command.value, "about": about, "key": None, "on_page": False}
