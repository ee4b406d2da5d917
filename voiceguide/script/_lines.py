"""Text of a script."""

from __future__ import annotations

from typing import Annotated

from voiceguide.yamlfile import Words

MOST_LINE = 200
"""Most characters of a line."""

Line = Annotated[str, Words(MOST_LINE)]
Paragraph = Annotated[str, Words(4000)]
