"""Writing a finished session: one module a file format, tags, chapters, captions, and the check beforehand.

Nothing here loads a codec, numpy or mutagen until a file of that kind is written.
"""

from __future__ import annotations

from voiceguide.export.encoding import Encoding
from voiceguide.export.formats import FORMATS, check_target
from voiceguide.export.tags import Tags
from voiceguide.export.writing import Written, write

__all__ = ["FORMATS", "Encoding", "Tags", "Written", "check_target", "write"]
