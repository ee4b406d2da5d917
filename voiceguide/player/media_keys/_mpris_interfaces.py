"""The two interfaces of an MPRIS player, as dbus-fast exports them. Imported only where there is a bus.

dbus-fast reads the types from the annotations, so these are not put off (no ``from __future__`` here).
"""

from typing import TYPE_CHECKING, Annotated, Any

from dbus_fast import PropertyAccess, Variant
from dbus_fast.annotations import (
    DBusBool,
    DBusDict,
    DBusDouble,
    DBusInt64,
    DBusObjectPath,
    DBusSignature,
    DBusStr,
)
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

from voiceguide.player._commands import Command

if TYPE_CHECKING:
    from voiceguide.player.media_keys._mpris import Mpris

TRACK = "/org/voiceguide/session"
"""The session is one track; its chapters change the title."""

Strings = Annotated[list[str], DBusSignature("as")]


class Root(ServiceInterface):
    """``org.mpris.MediaPlayer2``: who this is."""

    def __init__(self) -> None:
        super().__init__("org.mpris.MediaPlayer2")

    @dbus_method()
    def Raise(self) -> None:
        """There is no window to raise."""

    @dbus_method()
    def Quit(self) -> None:
        """A session ends by Stop."""

    @dbus_property(access=PropertyAccess.READ)
    def CanQuit(self) -> DBusBool:
        return False

    @dbus_property(access=PropertyAccess.READ)
    def CanRaise(self) -> DBusBool:
        return False

    @dbus_property(access=PropertyAccess.READ)
    def HasTrackList(self) -> DBusBool:
        return False

    @dbus_property(access=PropertyAccess.READ)
    def Identity(self) -> DBusStr:
        return "voiceguide"

    @dbus_property(access=PropertyAccess.READ)
    def SupportedUriSchemes(self) -> Strings:
        return []

    @dbus_property(access=PropertyAccess.READ)
    def SupportedMimeTypes(self) -> Strings:
        return []


class Player(ServiceInterface):
    """``org.mpris.MediaPlayer2.Player``: what is heard, and the buttons."""

    def __init__(self, session: "Mpris") -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")
        self._session = session

    def changed(self, state: bool, jumped: bool) -> None:
        """Tell the bus that what is heard is another, or that the position jumped."""
        if state:
            self.emit_properties_changed({"PlaybackStatus": self._status(), "Metadata": self._metadata()})
        if jumped:
            self.Seeked(self._session.position_us)

    def _status(self) -> str:
        now = self._session.now
        if now is None:
            return "Stopped"
        return "Paused" if now.paused else "Playing"

    def _metadata(self) -> dict[str, Any]:
        now = self._session.now
        if now is None:
            return {"mpris:trackid": Variant("o", TRACK)}
        known = {
            "mpris:trackid": Variant("o", TRACK),
            "mpris:length": Variant("x", now.length_us),
            "xesam:title": Variant("s", now.title),
            "xesam:album": Variant("s", now.album),
            "xesam:artist": Variant("as", ["voiceguide"]),
            "xesam:trackNumber": Variant("i", now.number),
        }
        if now.point:
            known["xesam:comment"] = Variant("as", [f"{now.point}, {now.side}" if now.side else now.point])
        if art := self._session.art_url(now):
            known["mpris:artUrl"] = Variant("s", art)
        return known

    @dbus_method()
    def Next(self) -> None:
        self._session.order(Command.NEXT)

    @dbus_method()
    def Previous(self) -> None:
        self._session.order(Command.PREVIOUS)

    @dbus_method()
    def Pause(self) -> None:
        self._session.order(Command.PAUSE)

    @dbus_method()
    def PlayPause(self) -> None:
        self._session.press()

    @dbus_method()
    def Stop(self) -> None:
        self._session.order(Command.QUIT)

    @dbus_method()
    def Play(self) -> None:
        self._session.order(Command.RESUME)

    @dbus_method()
    def Seek(self, offset: DBusInt64) -> None:
        now = self._session.now
        length = now.length_us if now else 0
        self._session.seek(min(max(self._session.position_us + offset, 0), length) / 1e6)

    @dbus_method()
    def SetPosition(self, track: DBusObjectPath, position: DBusInt64) -> None:
        now = self._session.now
        # any other track or place is ignored: the specification says so
        if track == TRACK and now is not None and 0 <= position <= now.length_us:
            self._session.seek(position / 1e6)

    @dbus_method()
    def OpenUri(self, uri: DBusStr) -> None:
        """There is nothing else to open."""

    @dbus_signal()
    def Seeked(self, position: int) -> DBusInt64:
        return position

    @dbus_property(access=PropertyAccess.READ)
    def PlaybackStatus(self) -> DBusStr:
        return self._status()

    @dbus_property(access=PropertyAccess.READ)
    def Metadata(self) -> DBusDict:
        return self._metadata()

    @dbus_property(access=PropertyAccess.READ)
    def Position(self) -> DBusInt64:
        return self._session.position_us

    @dbus_property(access=PropertyAccess.READ)
    def Rate(self) -> DBusDouble:
        return 1.0

    @dbus_property(access=PropertyAccess.READ)
    def MinimumRate(self) -> DBusDouble:
        return 1.0

    @dbus_property(access=PropertyAccess.READ)
    def MaximumRate(self) -> DBusDouble:
        return 1.0

    @dbus_property(access=PropertyAccess.READ)
    def Volume(self) -> DBusDouble:
        return 1.0

    @dbus_property(access=PropertyAccess.READ)
    def CanGoNext(self) -> DBusBool:
        return True

    @dbus_property(access=PropertyAccess.READ)
    def CanGoPrevious(self) -> DBusBool:
        return True

    @dbus_property(access=PropertyAccess.READ)
    def CanPlay(self) -> DBusBool:
        return True

    @dbus_property(access=PropertyAccess.READ)
    def CanPause(self) -> DBusBool:
        return True

    @dbus_property(access=PropertyAccess.READ)
    def CanSeek(self) -> DBusBool:
        return True

    @dbus_property(access=PropertyAccess.READ)
    def CanControl(self) -> DBusBool:
        return True
