"""The sheets that people begin with: a header and example rows for each body, and what each column means."""

from __future__ import annotations

import difflib
import re
from importlib import resources
from pathlib import Path

from producers.importers.sheets.columns import Column, layouts
from schemas.errors import ConfigurationError


def bodies() -> tuple[str, ...]:
    """Names of the bodies that have a template, as ``CustodyReleased``."""
    return tuple(layouts())


def columns(body: str) -> tuple[Column, ...]:
    """The columns of the sheet of ``body``: name, meaning, unit and whether a cell may be blank."""
    return tuple(layouts()[_known(body)].columns.values())


def template(body: str) -> str:
    """The template as CSV text: header and example rows, which import without refusal."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", _known(body)).lower()
    folder = resources.files("producers.importers").joinpath("templates")
    return folder.joinpath(f"{name}.csv").read_text(encoding="utf-8")


def write_template(body: str, path: Path) -> None:
    """Write the template to ``path``, which must not exist. Raises ``ConfigurationError``."""
    text = template(body)
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:  # the mark tells spreadsheets that it is UTF-8
            file.write(text)
    except OSError as error:
        raise ConfigurationError(f"cannot write the template to {path}: {error.strerror}; choose another") from error


def _known(body: str) -> str:
    """The name of ``body`` however it is written: ``custody_released``, ``CustodyReleased``."""
    names = {name.lower(): name for name in layouts()}
    wanted = re.sub(r"[\s_-]", "", body).lower()
    if wanted not in names:
        close = difflib.get_close_matches(wanted, names, 1)
        hint = f"did you mean {names[close[0]]}?" if close else f"one of {', '.join(layouts())}"
        raise ConfigurationError(f"expected the name of an event, got {body!r}; {hint}")
    return names[wanted]
