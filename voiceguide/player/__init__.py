"""Playing a session: the transport, the sound devices, the keys and the status line.

:func:`play` puts them together. Modules here print nothing by themselves: the screen writes to the stream
that it is given.
"""

from voiceguide.player.playback import Outcome, play

__all__ = ["Outcome", "play"]
