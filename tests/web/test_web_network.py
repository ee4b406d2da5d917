"""Names, addresses and the token."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from voiceguide.web import Network, is_loopback, kept_token, link, terminal_code

if TYPE_CHECKING:
    from pathlib import Path

ADMISSION = "a-token-of-some-length"


def test_a_token_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "token"
    first = kept_token(path)
    assert kept_token(path) == first
    assert len(first) >= 20
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept_token(path, new=True) != first


@pytest.mark.parametrize(
    ("host", "is_own"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True),
     ("192.0.2.1", False), ("example.org", False)],
)  # fmt: skip
def test_loopback(host: str, is_own: bool) -> None:
    assert is_loopback(host) == is_own


def test_links() -> None:
    assert link("::1", 8400, "/a") == "http://[::1]:8400/a/"
    assert link("localhost", 1, "", "t") == "http://localhost:1/?token=t"
    assert "▀" in terminal_code("http://192.0.2.1:8400/")


def test_the_feeds_key_is_not_the_token() -> None:
    network = Network(token=ADMISSION)
    assert network.feed_key is not None
    assert not network.admits(network.feed_key)
    assert not network.admits_feed(ADMISSION)
    assert ADMISSION not in repr(Network(token=ADMISSION, invitations=(f"http://a/?token={ADMISSION}",)))
