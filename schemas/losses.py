"""What a value of this program's classes says that another version of the schemas cannot say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from schemas import catalog, shapes
from schemas.catalog import Schema

Holds = Callable[[Any], bool]
"""Whether the other version can say all of a value."""


class Losses:
    """Compares the schemas of another version, type by type, with ours. None stands for: it can say everything."""

    def __init__(self, theirs: Mapping[str, Schema]) -> None:
        self._theirs = theirs

    def fields(self, theirs: Sequence[Schema], ours: Sequence[Schema]) -> Holds | None:
        """Of a value with the fields ``ours``: what they lack must have its default."""
        known = {field["name"]: field["type"] for field in theirs}
        found = [
            (
                field["name"],
                self._node(known[field["name"]], field["type"]) if field["name"] in known else _is_left_out(field),
            )
            for field in ours
        ]
        checks = [(name, check) for name, check in found if check is not None]
        return (lambda value: all(check(getattr(value, name)) for name, check in checks)) if checks else None

    def _named(self, name: str) -> Holds | None:
        theirs, ours = self._theirs[name], catalog.source(name)
        if ours["type"] == "record":
            return self.fields(theirs["fields"], ours["fields"])
        new = set(ours["symbols"]) - set(theirs["symbols"])
        return (lambda value: str(value) not in new) if new else None

    def _node(self, theirs: Any, ours: Any) -> Holds | None:
        if isinstance(ours, str):
            return self._named(ours) if ours in catalog.names() else None
        if isinstance(ours, list):
            return self._optional(theirs, ours) if ours[0] == "null" else self._union(theirs, ours)
        if ours["type"] != "array":
            return None
        each = self._node(theirs["items"], ours["items"])
        return None if each is None else lambda values: all(map(each, values))

    def _optional(self, theirs: Any, ours: Any) -> Holds | None:
        inner = self._node(theirs[1], ours[1])
        return None if inner is None else lambda value: value is None or inner(value)

    def _union(self, theirs: Any, ours: Any) -> Holds | None:
        branches = {name: self._named(name) if name in theirs else _nothing for name in ours}
        if not any(branches.values()):
            return None
        return lambda value: (check := branches[type(value).__name__]) is None or check(value)


def _is_left_out(field: Schema) -> Holds:
    default = shapes.default_of(field)
    return lambda value: bool(value == default)


def _nothing(_: object) -> bool:
    return False
