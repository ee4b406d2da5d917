"""Media keys and headset buttons: they steer a session, and the system shows what is heard.

Each system has a module of its own behind one contract: a screen that the player shows the session to, and
that puts orders into the player's queue. MPRIS (Linux) is tested with a real client; the modules for macOS
and Windows follow their systems' documentation and are untested.
"""

from voiceguide.player.media_keys._open import find_media_keys

__all__ = ["find_media_keys"]
