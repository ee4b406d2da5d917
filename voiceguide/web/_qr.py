"""The code that a phone's camera reads."""

from __future__ import annotations

import io

from voiceguide.web._html import Html


def svg_code(text: str) -> Html:
    """A QR code as SVG."""
    import segno

    drawn = io.BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", border=2, dark="#000000", xmldecl=False, svgns=False, omitsize=True,
        svgclass="qr", lineclass=None, title="The address as a code for the camera",
    )  # fmt: skip
    return Html(drawn.getvalue().decode())


def terminal_code(text: str) -> str:
    """A QR code for a terminal, of half blocks."""
    import segno

    drawn = io.StringIO()
    segno.make(text, error="l").terminal(drawn, border=2, compact=True)
    return drawn.getvalue()
