"""What a test needs of its machine, and may be missing there, but not in CI."""

from __future__ import annotations

import os

import pytest


def need(found: bool, what: str, variable: str) -> None:
    """Skip without ``what``, or fail where the environment says that it must be there."""
    if not found:
        assert os.environ.get(variable) != "1", f"{variable}=1, and {what} is missing"
        pytest.skip(f"{what} is missing")
