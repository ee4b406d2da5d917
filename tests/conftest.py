"""What all tests share: no deadlines, and nothing of the machine that they run on."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Hypothesis' deadline is a wall-clock assertion, which a busy machine fails. Where all tests run, each
# property is tried on more examples: make test-full sets the variable.
settings.register_profile("quick", deadline=None, max_examples=40)
settings.register_profile("ci", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=80)
settings.register_profile("all", deadline=None, max_examples=500)
settings.load_profile(os.environ.get("VOICEGUIDE_EXAMPLES", "quick"))

# A shell that runs the suite in the background has it ignore Ctrl-C, and every program inherits that from
# who starts it. Tests that interrupt a program need one that can be interrupted.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the checkout's clips, and from the colours and widths of who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOICEGUIDE_CACHE", str(tmp_path_factory.mktemp("cache")))
        for variable in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"):
            patch.delenv(variable, raising=False)
        yield
