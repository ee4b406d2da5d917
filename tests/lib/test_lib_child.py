import os

import pytest

from voiceguide._lib.child import ChildError, in_child

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")


def test_work_is_done_in_another_process_and_its_state_is_gone():
    state = []

    def work() -> bytes:
        state.append(1)
        return f"{os.getpid()} {state}".encode()

    process, _, seen = in_child(work).decode().partition(" ")
    assert int(process) != os.getpid()
    assert seen == "[1]"
    assert state == []


def test_much_is_passed_on():
    assert in_child(lambda: b"x" * 5_000_000) == b"x" * 5_000_000


def test_what_it_raises_is_said():
    def work() -> bytes:
        raise ValueError("no voice")

    with pytest.raises(ChildError, match="no voice"):
        in_child(work)


def test_a_child_that_dies_is_found_out():
    with pytest.raises(ChildError, match="status 3"):
        in_child(lambda: os._exit(3))
