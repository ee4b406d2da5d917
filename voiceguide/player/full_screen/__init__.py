"""The screen for a glance from the floor: large, few words, and the same without colour. Needs textual."""

from voiceguide._lib.lazy import lazy

__all__ = ["FullScreen"]

__getattr__ = lazy(__name__, {"_app": "FullScreen"})
