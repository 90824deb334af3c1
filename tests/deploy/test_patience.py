"""A process that starts waits for a server that is away, and for nothing else."""

from __future__ import annotations

from threading import Event

import pytest

from deploy.patience import patiently
from schemas.errors import RetryError, StopError


class Away:
    """A server that is away for so many calls."""

    def __init__(self, times: int) -> None:
        self.left = times
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.left:
            self.left -= 1
            raise RetryError("the server is away")
        return "here"


def no_time() -> float:
    """The shortest waits."""
    return 0.0


def test_it_is_tried_again_until_the_server_is_back() -> None:
    server, beats = Away(2), []
    assert patiently(server, Event(), no_time, on_wait=lambda: beats.append(1)) == "here"
    assert (server.calls, len(beats)) == (3, 2)


def test_at_a_terminal_it_is_given_up_after_a_few_tries() -> None:
    server = Away(9)
    with pytest.raises(RetryError):
        patiently(server, Event(), no_time, tries=2)
    assert server.calls == 2


def test_a_signal_to_stop_ends_the_wait() -> None:
    stop, server = Event(), Away(9)
    stop.set()
    with pytest.raises(RetryError):
        patiently(server, stop, no_time)
    assert server.calls == 1


def test_an_error_that_will_not_pass_is_raised_at_once() -> None:
    def broken() -> str:
        raise StopError("wrong password")

    with pytest.raises(StopError):
        patiently(broken, Event(), no_time)
