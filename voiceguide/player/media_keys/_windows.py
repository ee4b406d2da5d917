"""The System Media Transport Controls of Windows: media keys, headset buttons and the volume flyout.

Written to Microsoft's documentation of SystemMediaTransportControls, and untested. A desktop program gets
at them through a media player that plays nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from voiceguide.player._commands import Command
from voiceguide.player.media_keys._now_playing import microseconds, now_playing
from voiceguide.player.media_keys._remote import Remote

if TYPE_CHECKING:
    from types import TracebackType

    from voiceguide.player._commands import Orders
    from voiceguide.timeline import Timeline


class WindowsMediaKeys(Remote):
    """A screen that shows the session to Windows, and gives the orders that come from there.

    Parameters
    ----------
    orders : Orders
        Takes what is asked for.
    """

    def __init__(self, orders: Orders) -> None:
        from winrt.windows import media
        from winrt.windows.media.playback import MediaPlayer

        super().__init__(orders)
        self._media: Any = media
        self._player: Any = MediaPlayer()
        self._player.command_manager.is_enabled = False
        self._controls: Any = self._player.system_media_transport_controls
        self._token: Any = None
        self._seek_token: Any = None

    def __enter__(self) -> Self:
        controls = self._controls
        controls.is_enabled = controls.is_play_enabled = controls.is_pause_enabled = True
        controls.is_next_enabled = controls.is_previous_enabled = controls.is_stop_enabled = True
        self._token = controls.add_button_pressed(self._pressed)
        self._seek_token = controls.add_playback_position_change_requested(self._sought)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self._controls.remove_button_pressed(self._token)
        self._controls.remove_playback_position_change_requested(self._seek_token)
        self._controls.is_enabled = False
        self._player.close()

    def show(self, timeline: Timeline, frame: int, *, paused: bool, waiting: bool) -> None:
        """Tell Windows what is heard, if that has changed."""
        now = now_playing(timeline, frame, paused=paused)
        if now == self.now:
            return
        self.now = now
        status = self._media.MediaPlaybackStatus
        self._controls.playback_status = status.PAUSED if paused else status.PLAYING
        updater = self._controls.display_updater
        updater.type = self._media.MediaPlaybackType.MUSIC
        updater.music_properties.title = now.title
        updater.music_properties.album_title = now.album
        updater.music_properties.artist = "voiceguide"
        updater.update()
        place = self._media.SystemMediaTransportControlsTimelineProperties()
        place.end_time = place.max_seek_time = timedelta(microseconds=now.length_us)
        place.position = timedelta(microseconds=microseconds(frame, timeline.rate))
        self._controls.update_timeline_properties(place)

    def _pressed(self, _controls: Any, event: Any) -> None:
        button = self._media.SystemMediaTransportControlsButton
        if event.button in {button.PLAY, button.PAUSE}:
            # a headset's one button comes as either, by what is shown
            self.press()
            return
        command = {button.NEXT: Command.NEXT, button.PREVIOUS: Command.PREVIOUS, button.STOP: Command.QUIT}
        if event.button in command:
            self.order(command[event.button])

    def _sought(self, _controls: Any, event: Any) -> None:
        self.seek(event.requested_playback_position.total_seconds())
