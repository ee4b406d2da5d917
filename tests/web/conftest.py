"""A site of its own for each test, with the silent voice, and a client on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web_client import SCRIPT, Client

from voiceguide.packs import default_pack
from voiceguide.web import Network, Site, make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "routines", default_pack(), Network(), cache_dir=tmp_path / "cache")
    yield made
    made.close()


@pytest.fixture
def client(site: Site) -> Client:
    return Client(make_app(site))


@pytest.fixture
def routine(client: Client) -> str:
    """The id of a short routine."""
    made = client.post("/api/routines", json={"script": SCRIPT})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])
