"""The screen as a textual program: it shows the session, and turns keys and clicks into orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.widgets import Button, Static

from voiceguide.player._commands import Command
from voiceguide.player.full_screen._letters import large

if TYPE_CHECKING:
    import threading

    from textual.app import ComposeResult

    from voiceguide.player._commands import Orders
    from voiceguide.player._snapshot import Snapshot

_KEYS: tuple[tuple[str, str, Command], ...] = (
    ("space", "Pause", Command.TOGGLE),
    ("n", "Next", Command.NEXT),
    ("p", "Back", Command.PREVIOUS),
    ("r", "Repeat", Command.REPEAT),
    ("s", "Skip", Command.SKIP),
    ("plus,equals_sign", "Longer", Command.LONGER),
    ("minus", "Shorter", Command.SHORTER),
    ("up", "Louder", Command.LOUDER),
    ("down", "Softer", Command.SOFTER),
    ("left", "10 s back", Command.REWIND),
    ("right", "10 s ahead", Command.FORWARD),
    ("t", "Time left", Command.TIME),
    ("enter", "Ready", Command.READY),
    ("q,ctrl+c,ctrl+q", "Stop", Command.QUIT),
)
"""Keys (as textual names them), what they are called, and what they order."""
_BUTTONS = (Command.PREVIOUS, Command.TOGGLE, Command.NEXT, Command.REPEAT, Command.LONGER, Command.QUIT)
_NAMES = {"plus,equals_sign": "+", "minus": "-", "q,ctrl+c,ctrl+q": "q", "up": "up", "down": "down"}
_HELP = "\n".join(f"{_NAMES.get(keys, keys):>6}  {name}" for keys, name, _ in _KEYS) + "\n     ?  Close this"

_FULL, _EMPTY = "█", "░"
_BREATH_COLUMNS = 24
_CLOSES_SECONDS = 0.1
_OTHER_ROWS = 14
"""Rows that are not the name's and the side's: the top line, the buttons, and what stands between."""


class SessionApp(App[None]):
    """Shows a session.

    Parameters
    ----------
    orders : Orders
        Takes what is asked for.
    ended : threading.Event, optional
        Set when the session is over; the screen closes then.
    """

    TITLE = "voiceguide"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { align: center middle; background: black; color: white; }
    #session { dock: top; height: 1; color: #b8c4c2; padding: 0 1; }
    #body { width: 100%; height: 1fr; align: center middle; }
    #body Static { width: 100%; text-align: center; text-wrap: nowrap; }
    #name { text-style: bold; color: #f4e3b2; }
    #side { text-style: bold; margin: 1 0 0 0; }
    #hold { margin: 1 0 0 0; }
    #state { text-style: bold reverse; }
    #breath { color: #9ad1d4; }
    #body #breath { height: 2; }
    #body #words { text-wrap: wrap; height: 2; color: #d8dfdd; padding: 0 2; }
    #buttons { dock: bottom; height: 1; align: center middle; }
    Button { min-width: 11; margin: 0 1; }
    #help { layer: above; display: none; width: 36; height: auto; border: round white; padding: 1 2;
            background: black; }
    Screen { layers: below above; }
    """
    BINDINGS: ClassVar[list[Any]] = [
        *(Binding(keys, f"order({command.value!r})", name) for keys, name, command in _KEYS),
        Binding("question_mark,h", "help", "Help"),
    ]

    def __init__(self, orders: Orders, ended: threading.Event | None = None) -> None:
        super().__init__()
        self._orders = orders
        self._ended = ended
        self.shown: Snapshot | None = None

    def compose(self) -> ComposeResult:
        """The parts of the screen, from top to bottom."""
        yield Static(id="session", markup=False)
        with Vertical(id="body"):
            for name in ("state", "name", "side", "hold", "breath", "words", "upcoming", "left"):
                yield Static(id=name, markup=False)
        with Horizontal(id="buttons"):
            names = {command: name for _, name, command in _KEYS}
            for command in _BUTTONS:
                button = Button(names[command], id=command.name.lower(), compact=True)
                button.can_focus = False  # the keys are enough, and Enter means ready
                yield button
        yield Static(_HELP, id="help", markup=False)

    def on_mount(self) -> None:
        """Close when the session is over."""
        if self._ended is not None:
            self.set_interval(_CLOSES_SECONDS, self._close_at_the_end)

    def _close_at_the_end(self) -> None:
        if self._ended is not None and self._ended.is_set():
            self.exit()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A click on a button."""
        if event.button.id:
            self._orders.put(Command[event.button.id.upper()], "screen")

    def action_order(self, word: str) -> None:
        """A key."""
        self._orders.put(Command(word), "screen")

    def action_help(self) -> None:
        """Show or hide the keys."""
        box = self.query_one("#help")
        box.display = not box.display

    def present(self, shown: Snapshot) -> None:
        """Show a moment of the session."""
        if shown == self.shown:
            return
        self.shown = shown
        width = max(self.size.width, 20)
        rows = (self.size.height - _OTHER_ROWS) // 2
        bar = min(width - 20, 60)
        parts = {
            "session": " · ".join(part for part in (shown.title, shown.handle) if part),
            "state": f" {shown.state} " if shown.state else "",
            "name": _block(large(shown.name, width - 4, rows)),
            "side": _block(large(shown.side.upper(), width - 4, rows)) if shown.side else "",
            "hold": f"hold {_bar(shown.hold_share, bar)} {shown.hold_left}" if shown.hold_left else "",
            "breath": _breath(shown),
            "words": shown.words,
            "upcoming": f"Next: {shown.upcoming}" if shown.upcoming else "",
            "left": f"{_bar(shown.share, bar)} {shown.left} left",
        }
        try:
            for name, text in parts.items():
                self.query_one(f"#{name}", Static).update(text)
        except NoMatches:  # before the first layout, or after the end
            self.shown = None


def _block(rows: tuple[str, ...]) -> str:
    """Rows padded to one width, so that they stay under each other when they are centred."""
    width = max(map(len, rows))
    return "\n".join(row.ljust(width) for row in rows)


def _bar(share: float | None, width: int) -> str:
    done = round((share or 0.0) * width)
    return _FULL * done + _EMPTY * (width - done)


def _breath(shown: Snapshot) -> str:
    if shown.breath is None:
        return ""
    share = shown.breath_share if shown.breath == "in" else 1 - shown.breath_share
    half = round(share * _BREATH_COLUMNS / 2)
    return f"breathe {shown.breath}\n{('(' + ' ' * half * 2 + ')').center(_BREATH_COLUMNS + 2)}"
