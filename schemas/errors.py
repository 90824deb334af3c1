"""Every error caratrace raises on purpose; the type says what to do next.

::

    CaratraceError
    ├── RetryError            the same call may succeed later: wait and try again
    ├── QuarantineError       this input will never succeed: set it aside with its reason and go on
    │   ├── MalformedInput    the bytes or text cannot be read
    │   └── ImpossibleEvent   readable, but no event of this world can look like that
    └── StopError             going on would lose or falsify something: stop and tell a person
        ├── ConfigurationError
        └── CorruptStoreError
"""

from __future__ import annotations


class CaratraceError(Exception):
    """Root of the tree; ``str(error)`` says what was expected, what came, where, and what to do."""


class RetryError(CaratraceError):
    """The same call may succeed later."""


class QuarantineError(CaratraceError):
    """This input will never succeed. ``reason`` is a stable code that can be counted."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class MalformedInput(QuarantineError):
    """The bytes or the text cannot be read."""


class ImpossibleEvent(QuarantineError):
    """Readable, but no event of this world can look like that."""


class StopError(CaratraceError):
    """Going on would lose or falsify something."""


class ConfigurationError(StopError):
    """A setting or a data file of the operator is wrong."""


class CorruptStoreError(StopError):
    """A store does not hold what was written to it."""
