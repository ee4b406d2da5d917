"""Sound: chimes and beds, clips at one level, the mixer that turns a timeline into blocks, the quantiser.

Modules are imported by name (``voiceguide.sound.mixer``), so that a command loads only what it uses.
"""
