"""What every row store asks of a statement before it sends it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas.errors import StopError
from schemas.ports import Value
from sinks.cells import parameter_text

_PLACEHOLDER = re.compile(r"\{([a-z_]+):[^{}]+\}")


def first_line(sql: str) -> str:
    """What a message calls a statement."""
    lines = [line.strip() for line in sql.splitlines() if line.strip()]
    return lines[0][:120] if lines else "an empty statement"


def checked_parameters(sql: str, parameters: Mapping[str, Value]) -> dict[str, str]:
    """The parameters as the engine reads them, after a check that ``sql`` is one statement which asks for these."""
    if ";" in sql:
        raise StopError(f"{first_line(sql)}: expected one SELECT without a semicolon")
    wanted = set(_PLACEHOLDER.findall(sql))
    if wanted != set(parameters):
        raise StopError(f"{first_line(sql)}: expected the parameters {_listed(wanted)}, got {_listed(set(parameters))}")
    texts = {}
    for name, value in parameters.items():
        try:
            texts[name] = parameter_text(value)
        except ValueError as error:
            raise StopError(f"{first_line(sql)}: parameter {name}: {error}") from error
    return texts


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"
