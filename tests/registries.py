"""A schema registry in memory, for tests of what reads and writes through one; it keeps the contract of a real one."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from schemas import catalog
from schemas.errors import ConfigurationError, MalformedInput
from schemas.registry import subject


def text_of(kind: str) -> str:
    """Our schema as it is registered."""
    return json.dumps(catalog.inline(kind))


def without_field(kind: str, field: str, record: str | None = None) -> dict[str, Any]:
    """Our schema before ``field`` was added to it, or to the ``record`` that it uses."""
    sources = {name: catalog.source(name) for name in catalog.names()}
    changed = sources[record or kind]
    kept = [known for known in changed["fields"] if known["name"] != field]
    assert len(kept) == len(changed["fields"]) - 1
    sources[record or kind] = {**changed, "fields": kept}
    return catalog.write_out(sources[kind], sources)


class MemoryRegistry:
    """Subjects with versions; a schema has one id everywhere. ``asked`` lists the questions."""

    def __init__(self) -> None:
        self._schemas: list[str] = []
        self._subjects: dict[str, list[str]] = defaultdict(list)
        self.asked: list[object] = []

    def add(self, topic: str, text: str) -> int:
        """Register a schema, without any check."""
        if text not in self._schemas:
            self._schemas.append(text)
        if text not in self._subjects[subject(topic)]:
            self._subjects[subject(topic)].append(text)
        return self._schemas.index(text) + 1

    def registered_id(self, topic: str, kind: str) -> int | None:
        """As ``schemas.registry.Registry`` has it; so the others."""
        self.asked.append((topic, kind))
        text = text_of(kind)
        return self._schemas.index(text) + 1 if text in self._subjects[subject(topic)] else None

    def id_of(self, topic: str, kind: str) -> int:
        found = self.registered_id(topic, kind)
        if found is None:
            raise ConfigurationError(f"{kind} is not registered for {topic}")
        return found

    def schema_of(self, schema_id: int) -> str:
        self.asked.append(schema_id)
        if not 0 < schema_id <= len(self._schemas):
            raise MalformedInput("unknown_schema_id", f"no schema {schema_id}")
        return self._schemas[schema_id - 1]

    def versions(self, topic: str) -> dict[int, str]:
        return dict(enumerate(self._subjects[subject(topic)], 1))

    def objections(self, topic: str, kind: str) -> list[str]:
        return []
