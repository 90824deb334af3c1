"""Logs of long-running processes on standard error: JSON lines for machines, plain lines at a terminal.

Every library's logger ends here too. What ``extra=`` carries (partition, offset, topic, exit_code) becomes fields of
the line. Secrets of the settings are blanked wherever they turn up.
"""

from __future__ import annotations

import logging.config
import sys
import time
from collections.abc import Mapping
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from deploy.settings import LogLevel, Settings

BLANK = "***"

CHATTY = ("aiokafka", "kafka", "schema_registry", "httpx", "httpcore")
"""Libraries that tell of every connection; of them only warnings are kept, unless everything is asked for."""

OTHERS = ("faust", "mode", "asyncio")

REPEATED_SECONDS = 10
"""What a chatty library has said it says again only after this time: without brokers it says it 100 times a second."""

_OWN_FIELDS = {*RESERVED_ATTRS, "extra", "data", "taskName", "message", "asctime"}
_SECONDS = "%Y-%m-%dT%H:%M:%S"


def logging_config(settings: Settings) -> dict[str, Any]:
    """The configuration for ``logging.config.dictConfig``, and for ``logging_config`` of a Faust app."""
    level = settings.log_level.value
    library = level if settings.log_level in {LogLevel.DEBUG, LogLevel.ERROR} else LogLevel.WARNING.value
    formatter = PlainLines if sys.stderr.isatty() else JsonLines
    loggers = {name: {"level": library, "handlers": [], "propagate": True} for name in CHATTY}
    loggers |= {name: {"level": level, "handlers": [], "propagate": True} for name in OTHERS}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter, "secrets": settings.secrets}},
        "filters": {"sparing": {"()": Sparing}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": [] if settings.log_level is LogLevel.DEBUG else ["sparing"],
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": loggers,
        "root": {"level": level, "handlers": ["stderr"]},
    }


def configure_logs(settings: Settings) -> None:
    """Log as the settings say, whatever was set up before."""
    logging.config.dictConfig(logging_config(settings))
    logging.captureWarnings(True)


class Sparing(logging.Filter):
    """Keeps what the chatty libraries repeat; when it is said again, ``repeated`` tells how often it was kept."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is shown."""
        if record.name.partition(".")[0] not in CHATTY:
            return True
        what = record.name, str(record.msg)
        said_at, kept = self._said.get(what, (0.0, 0))
        if record.created - said_at < REPEATED_SECONDS:
            self._said[what] = said_at, kept + 1
            return False
        if kept:
            record.repeated = kept
        self._said[what] = record.created, 0
        return True


class JsonLines(JsonFormatter):
    """One JSON object a line: timestamp (UTC), level, logger, message, then what ``extra=`` carried."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__(reserved_attrs=sorted(_OWN_FIELDS), json_ensure_ascii=False)
        self._secrets = secrets

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """The fields in the order in which people read them."""
        log_data["timestamp"] = _utc(record)
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = record.message
        super().add_fields(log_data, record, message_dict)

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Blank the secrets, in whatever they are contained."""
        return {name: _blanked(value, self._secrets) for name, value in log_data.items()}


class PlainLines(logging.Formatter):
    """Timestamp (UTC), level, logger and message, then what ``extra=`` carried, for people at a terminal."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = secrets

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        """As JSON lines have it."""
        return _utc(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library calls it by this name
        """The line, with the fields behind the message."""
        fields = {name: value for name, value in vars(record).items() if name not in _OWN_FIELDS}
        return " ".join([super().formatMessage(record), *(f"{name}={value}" for name, value in fields.items())])

    def format(self, record: logging.LogRecord) -> str:
        """The line and the traceback, without secrets."""
        return str(_blanked(super().format(record), self._secrets))


def _utc(record: logging.LogRecord) -> str:
    return f"{time.strftime(_SECONDS, time.gmtime(record.created))}.{int(record.msecs):03d}Z"


def _blanked(value: Any, secrets: tuple[str, ...]) -> Any:
    match value:
        case str():
            for secret in secrets:
                value = value.replace(secret, BLANK)
            return value
        case int() | float() | None:
            return value
        case Mapping():
            return {_blanked(str(name), secrets): _blanked(part, secrets) for name, part in value.items()}
        case list() | tuple():
            return [_blanked(part, secrets) for part in value]
    return _blanked(str(value), secrets)
