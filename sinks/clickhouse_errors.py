"""What an error of a ClickHouse server or of the way to it means for the caller: try again, or stop. Pure."""

from __future__ import annotations

from clickhouse_driver import errors

from schemas.errors import CaratraceError, ConfigurationError, RetryError, StopError

BROKEN_WAY = (OSError, EOFError, errors.NetworkError, errors.SocketTimeoutError)
"""The server cannot be reached, went away or did not answer in time; an insert may or may not be stored by now."""

MAY_PASS = {
    159: "the time limit was exceeded",
    160: "the estimated time was too long",
    201: "the quota is used up",
    202: "too many queries at once",
    203: "no free connection",
    209: "a socket timed out",
    210: "the network failed",
    225: "no keeper answers",
    236: "the server is shutting down",
    241: "too little memory",
    242: "the table is read-only at the moment",
    243: "too little space on the disk",
    252: "too many parts",
    279: "no replica could be reached",
    285: "too few replicas are alive",
    286: "the quorum for the write before was not reached",
    319: "whether the insert was stored is not known",
    394: "the query was cancelled",
    425: "the operating system refused",
    473: "a lock was not free",
    745: "the server is overloaded",
    999: "the keeper refused",
}
"""Codes of the engine that say nothing against the statement: the same one may succeed later."""

MISCONFIGURED = frozenset({81, 192, 193, 194, 291, 497, 516})
"""No such database or user, a wrong password, a missing right."""

_HINTS = {
    60: "; run the migrations first",
    456: "; servers older than 22.8 take no parameters",
}


def meaning(error: Exception, what: str, place: str) -> CaratraceError:
    """The error to raise in place of ``error``, for the statement or insert ``what`` on the server at ``place``."""
    if isinstance(error, errors.ServerException):
        return _refused(error, what, place)
    if isinstance(error, BROKEN_WAY):
        said = " ".join(str(error).split()) or type(error).__name__
        return RetryError(f"{what}: no answer from ClickHouse at {place} ({said}); try again")
    return StopError(
        f"{what}: expected ClickHouse's native protocol from {place}, got: {' '.join(str(error).split())}; "
        "see whether the port is the native one (9000, or 9440 with TLS)"
    )


def _refused(error: errors.ServerException, what: str, place: str) -> CaratraceError:
    said = " ".join(str(error.message).partition("Stack trace:")[0].split())
    message = f"{what}: ClickHouse at {place} refused: Code: {error.code}. {said}"
    if error.code in MAY_PASS:
        return RetryError(f"{message} ({MAY_PASS[error.code]}; try again)")
    if error.code in MISCONFIGURED:
        return ConfigurationError(f"{message} (check the database, the user, its password and its rights)")
    return StopError(message + _HINTS.get(error.code, ""))
