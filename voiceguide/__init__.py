"""Voice-guided body-work audio: composed from point data, timed to the frame, played or exported.

>>> import voiceguide as vg
>>> script = vg.parse_script("{voiceguide: 1, title: A breath, steps: [{say: Breathe in.}, {pause: 4s}]}")
>>> script.title
'A breath'

Names are imported when they are used, so that ``import voiceguide`` costs nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.compose import Composer, Request, lint
    from voiceguide.errors import VoiceguideError
    from voiceguide.export import Encoding, Tags
    from voiceguide.live import Live
    from voiceguide.packs import Pack, default_pack, find_point, load_pack
    from voiceguide.script import Script, parse_script, read_script, write_script
    from voiceguide.session import Session
    from voiceguide.studio import Studio
    from voiceguide.timeline import Timeline

# onnxruntime 1.29 and later report usage to Microsoft. They read this variable while they are imported; a
# call afterwards comes too late. Speech workers inherit it, and a value that the user has set stays.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.2.0"

__all__ = [
    "Composer", "Encoding", "Live", "Pack", "Request", "Script", "Session", "Studio", "Tags", "Timeline",
    "VoiceguideError", "default_pack", "find_point", "lint", "load_pack", "parse_script", "read_script",
    "write_script",
]  # fmt: skip

__getattr__ = lazy(
    __name__,
    {
        "compose": "Composer Request",
        "compose.lint": "lint",
        "errors": "VoiceguideError",
        "export": "Encoding Tags",
        "live": "Live",
        "packs": "Pack default_pack find_point load_pack",
        "script": "Script parse_script read_script write_script",
        "session": "Session",
        "studio": "Studio",
        "timeline": "Timeline",
    },
)
