"""The type of a line of text in a script."""

from __future__ import annotations

from typing import Annotated

from voiceguide.yamlfile import TextLength

MOST_LINE = 200
"""Most characters of a line."""

Line = Annotated[str, TextLength(MOST_LINE)]
Paragraph = Annotated[str, TextLength(4000)]
