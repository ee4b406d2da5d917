"""Who may reach the page, and under what names: addresses, the token, and the code for a phone's camera."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide._lib.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Network:
    """The rules of one server."""

    hosts: frozenset[str] = frozenset(LOOPBACK)
    """Names and addresses under which it answers, without ports, in lower case."""
    token: str | None = field(default=None, repr=False)
    """What everybody needs who is not on this machine alone; None on loopback."""
    root: str = ""
    """The path under which the site lies behind a proxy."""
    addresses: tuple[str, ...] = ()
    """Links for other devices, without the token."""
    invitations: tuple[str, ...] = field(default=(), repr=False)
    """The same with the token."""

    def knows(self, host: str) -> bool:
        """Whether a Host header names this server; a page elsewhere whose name was bound to us does not."""
        return _name_of(host) in self.hosts

    def admits(self, token: str) -> bool:
        """Whether a token is the right one."""
        return self.token is None or hmac.compare_digest(token.encode(), self.token.encode())

    @property
    def feed_key(self) -> str | None:
        """What a podcast program has in place of the token: it opens the feed and its episodes only."""
        if self.token is None:
            return None
        return hmac.new(self.token.encode(), b"feed", hashlib.sha256).hexdigest()[:32]

    def admits_feed(self, key: str) -> bool:
        """Whether a key opens the feed."""
        mine = self.feed_key
        return mine is None or hmac.compare_digest(key.encode(), mine.encode())


def kept_token(path: Path, *, new: bool = False) -> str:
    """The token of this machine, drawn at random at the first call, so that phones stay let in.

    Parameters
    ----------
    path : Path
        A file that only its owner reads.
    new : bool
        Draw another one, which locks everybody out who had the old one.
    """
    if not new:
        try:
            found = path.read_text("ascii").strip()
            if len(found) >= _TOKEN_BYTES:
                return found
        except (OSError, ValueError):
            pass
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(token.encode())
    path.chmod(0o600)
    return token


def lan_addresses() -> list[str]:
    """The addresses of this machine in its networks, the one of the usual way out first."""
    found: dict[str, None] = {}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: the system only chooses a way (RFC 5737)
            found[str(probe.getsockname()[0])] = None
        except OSError:
            pass
    try:
        for *_, address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            found[str(address[0])] = None
    except OSError:
        pass
    return [address for address in found if not ipaddress.ip_address(address).is_loopback]


def link(host: str, port: int, root: str, token: str | None = None) -> str:
    """A link to the page."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}{root}/" + (f"?token={token}" if token else "")


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, which nobody else reaches."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _name_of(host: str) -> str:
    """A Host header without its port."""
    if host.startswith("["):
        name, bracket, _ = host[1:].partition("]")
        return name.lower() if bracket else ""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower().rstrip(".")
