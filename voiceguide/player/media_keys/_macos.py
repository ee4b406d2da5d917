"""Now Playing of macOS: media keys, AirPods and the menu bar.

Written to Apple's documentation of MPRemoteCommandCenter and MPNowPlayingInfoCenter, and untested. Their
handlers are called by the main thread's run loop, which turns a little each time the session is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from voiceguide.player._commands import Command
from voiceguide.player.media_keys._now_playing import microseconds, now_playing
from voiceguide.player.media_keys._remote import Remote

if TYPE_CHECKING:
    from types import TracebackType

    from voiceguide.player._commands import Orders
    from voiceguide.timeline import Timeline

_SUCCESS = 0  # MPRemoteCommandHandlerStatusSuccess
_PLAYING, _PAUSED, _STOPPED = 1, 2, 3  # MPNowPlayingPlaybackState


class MacMediaKeys(Remote):
    """A screen that shows the session in Now Playing, and gives the orders that come from there.

    Parameters
    ----------
    orders : Orders
        Takes what is asked for.
    """

    def __init__(self, orders: Orders) -> None:
        import MediaPlayer  # pyobjc-framework-MediaPlayer

        super().__init__(orders)
        self._kit: Any = MediaPlayer
        self._commands: Any = MediaPlayer.MPRemoteCommandCenter.sharedCommandCenter()
        self._centre: Any = MediaPlayer.MPNowPlayingInfoCenter.defaultCenter()
        self._targets: list[tuple[Any, Any]] = []

    def __enter__(self) -> Self:
        commands = self._commands
        for command, handler in (
            (commands.playCommand(), self._to(Command.RESUME)),
            (commands.pauseCommand(), self._to(Command.PAUSE)),
            (commands.stopCommand(), self._to(Command.QUIT)),
            (commands.nextTrackCommand(), self._to(Command.NEXT)),
            (commands.previousTrackCommand(), self._to(Command.PREVIOUS)),
            (commands.togglePlayPauseCommand(), self._pressed),
            (commands.changePlaybackPositionCommand(), self._sought),
        ):
            self._targets.append((command, command.addTargetWithHandler_(handler)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        for command, target in self._targets:
            command.removeTarget_(target)
        self._centre.setPlaybackState_(_STOPPED)
        self._centre.setNowPlayingInfo_(None)

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        """Tell Now Playing what is heard, if that has changed, and take the buttons that were pressed."""
        from Foundation import NSDate, NSRunLoop

        now = now_playing(timeline, frame, paused=paused)
        if now != self.now:
            self.now = now
            kit = self._kit
            self._centre.setNowPlayingInfo_(
                {
                    kit.MPMediaItemPropertyTitle: now.title,
                    kit.MPMediaItemPropertyAlbumTitle: now.album,
                    kit.MPMediaItemPropertyArtist: "voiceguide",
                    kit.MPMediaItemPropertyPlaybackDuration: now.length_us / 1e6,
                    kit.MPNowPlayingInfoPropertyElapsedPlaybackTime: microseconds(frame, timeline.rate) / 1e6,
                    kit.MPNowPlayingInfoPropertyPlaybackRate: 0.0 if paused else 1.0,
                }
            )
            self._centre.setPlaybackState_(_PAUSED if paused else _PLAYING)
        NSRunLoop.currentRunLoop().runUntilDate_(NSDate.dateWithTimeIntervalSinceNow_(0))

    def _to(self, command: Command) -> Any:
        def handler(_event: Any) -> int:
            self.order(command)
            return _SUCCESS

        return handler

    def _pressed(self, _event: Any) -> int:
        self.press()
        return _SUCCESS

    def _sought(self, event: Any) -> int:
        self.seek(event.positionTime())
        return _SUCCESS
