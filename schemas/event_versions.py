"""The versions of the schema of an event. An event is written with the oldest one that can say all of it.

So an event that uses nothing new has the same bytes, the same digest and the same derived id whichever version of this
program writes it, and can be read by all of them. The digest of the first version covers the content and nothing else;
later ones put their fingerprint before it, so that no two contents of different versions can be taken for one.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable

import fastavro

from schemas import catalog, shapes
from schemas.catalog import Schema
from schemas.events import CustodyEvent
from schemas.losses import Losses

HEAD_FIELDS = ("event_id", "recorded_at", "error_declaration", "signature")
"""The fields of an event that are about the record and not its content; they come first."""

EVENT = CustodyEvent.__name__


class _Part:
    """Head or content of an event: a record of its own on the wire, one after the other."""

    def __init__(self, name: str, version: dict[str, Schema], belongs: Callable[[Schema], bool]) -> None:
        ours = [field for field in catalog.source(EVENT)["fields"] if belongs(field)]
        fields = [field for field in version[EVENT]["fields"] if belongs(field)]
        schema = fastavro.parse_schema(catalog.write_out({**version[EVENT], "name": name, "fields": fields}, version))
        assert isinstance(schema, dict)
        self.read = shapes.Readers(version).fields(lambda *values: values, fields, ours)
        self.can_hold = Losses(version).fields(fields, ours)
        self.write: Callable[[CustodyEvent], bytes] = functools.partial(
            shapes.written, schema, shapes.fields_to_datum(ours)
        )


class EventVersion:
    """One version: reads and writes head and content, and knows the versions before it."""

    def __init__(self, schema: Schema, earlier: tuple[EventVersion, ...]) -> None:
        """The version that ``schema``, self-contained, describes."""
        parts = catalog.taken_apart(schema)
        self.fingerprint = catalog.fingerprint_of(schema)
        self.head = _Part("Head", parts, lambda field: field["name"] in HEAD_FIELDS)
        self.content = _Part("Content", parts, lambda field: field["name"] not in HEAD_FIELDS)
        self._earlier = earlier
        self._prefix = self.fingerprint if earlier else b""

    def digest(self, event: CustodyEvent, content: bytes) -> bytes:
        """32 bytes that stand for ``event``, whose content was written with this version."""
        for version in self._earlier:
            if version.content.can_hold is None or version.content.can_hold(event):
                return version.digest_of(version.content.write(event))
        return self.digest_of(content)

    def digest_of(self, content: bytes) -> bytes:
        """The digest of a content that no earlier version can hold."""
        return hashlib.sha256(self._prefix + content).digest()

    def can_hold(self, event: CustodyEvent) -> bool:
        """Whether this version loses nothing of ``event``."""
        return all(part.can_hold is None or part.can_hold(event) for part in (self.head, self.content))


def event_versions(older: Iterable[Schema]) -> tuple[EventVersion, ...]:
    """The ``older`` versions, oldest first, and ours."""
    versions: tuple[EventVersion, ...] = ()
    for schema in (*older, catalog.inline(EVENT)):
        versions = (*versions, EventVersion(schema, versions))
    return versions


def oldest_for(event: CustodyEvent, versions: tuple[EventVersion, ...]) -> EventVersion:
    """The version to write ``event`` with."""
    return next((version for version in versions[:-1] if version.can_hold(event)), versions[-1])
