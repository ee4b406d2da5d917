"""The page: routes, views, one ES module and styles. It answers over HTTP (extra ``web``).

Routes read what is asked and call the core: requests are read and composed, scripts checked and sessions
spoken by the same code as everywhere. Nothing here loads a web library before the page is served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide._lib.lazy import lazy

if TYPE_CHECKING:
    from voiceguide.web._app import make_app
    from voiceguide.web._network import (
        LOOPBACK,
        Network,
        is_loopback,
        kept_token,
        lan_addresses,
        link,
    )
    from voiceguide.web._qr import terminal_code
    from voiceguide.web._serve import bind, run
    from voiceguide.web._site import Site

__all__ = [
    "LOOPBACK",
    "Network",
    "Site",
    "bind",
    "is_loopback",
    "kept_token",
    "lan_addresses",
    "link",
    "make_app",
    "run",
    "terminal_code",
]

__getattr__ = lazy(
    __name__,
    {
        "_app": "make_app",
        "_network": "LOOPBACK Network is_loopback kept_token lan_addresses link",
        "_qr": "terminal_code",
        "_serve": "bind run",
        "_site": "Site",
    },
)
