"""Runs the page: binds, tells where it is, and ends within a second."""

from __future__ import annotations

import contextlib
import logging
import socket
from typing import TYPE_CHECKING, Any

import uvicorn

from voiceguide.errors import InputError
from voiceguide.web._app import make_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.web._site import Site

_MOST_CONNECTIONS = 256


def bind(host: str, port: int) -> socket.socket:
    """A socket that is bound, so that a taken port is told before anything else is done.

    Raises
    ------
    InputError
        If the address or the port cannot be used.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = socket.socket(family, socket.SOCK_STREAM)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(
            f"cannot listen at {host}, port {port}: {reason}; choose another with --port"
        ) from error
    return made


class _Server(uvicorn.Server):
    """A server that tells when it listens, and closes the site first when it is to end."""

    def __init__(self, config: uvicorn.Config, site: Site, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._site = site
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and tell so."""
        await super().startup(sockets)
        if self.started:
            self._on_start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Cancel what is being made, so that no answer waits for it, and end."""
        self._site.close()
        await super().shutdown(sockets)


def run(
    site: Site, bound: socket.socket, *, on_start: Callable[[], None], behind_proxy: bool = False
) -> None:
    """Serve a site until it is interrupted.

    Parameters
    ----------
    site : Site
    bound : socket
        From :func:`bind`.
    on_start : callable
        Called once it listens.
    behind_proxy : bool
        Whether a proxy on this machine tells for whom and by which protocol it asks.
    """
    options: dict[str, Any] = {
        "http": "h11",
        "ws": "none",
        "loop": "asyncio",
        "lifespan": "off",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": behind_proxy,
        "forwarded_allow_ips": "127.0.0.1,::1",
        "limit_concurrency": _MOST_CONNECTIONS,
        "timeout_graceful_shutdown": 0,
    }
    # a client that breaks off, or one that is left when it ends, is nothing to be told
    logger = logging.getLogger("uvicorn")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    server = _Server(uvicorn.Config(make_app(site), **options), site, on_start)
    with contextlib.suppress(KeyboardInterrupt):
        server.run([bound])
