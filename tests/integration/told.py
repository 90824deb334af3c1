"""Which servers the tests ran against, in the last lines of a run: one line for each service that a test asked for."""

from __future__ import annotations

from typing import Any

import pytest

_SAID = pytest.StashKey[set[str]]()
_KEY = "servers"


def tell(config: pytest.Config, service: str, words: str) -> None:
    """Keep what the run will say of ``service``, also when this is one of several processes that run tests."""
    line = f"{service}: tests ran against {words}"
    _said(config).add(line)
    if hasattr(config, "workeroutput"):
        config.workeroutput.setdefault(_KEY, []).append(line)


def tell_nothing(config: pytest.Config, service: str, reason: str) -> None:
    """Say why no test of ``service`` ran, and skip this one."""
    tell(config, service, f"nothing: {reason}")
    pytest.skip(f"no {service}: {reason}")


def _said(config: pytest.Config) -> set[str]:
    return config.stash.setdefault(_SAID, set())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A process of pytest-xdist has ended and says what it talked to."""
    _said(node.config).update(getattr(node, "workeroutput", {}).get(_KEY, ()))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The last lines."""
    for line in sorted(_said(config)):
        terminalreporter.write_line(line)
