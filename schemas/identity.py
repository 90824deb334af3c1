"""Who an event is: a digest of its content, and an id derived from it where the emitter gives none.

``event_id``, ``recorded_at``, ``error_declaration`` and ``signature`` are not content. So a row that is sent twice is
one event, and a declaration has the digest of the event it repeats.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID

from schemas.codec import encode, record_of
from schemas.events import CustodyEvent
from schemas.records import ReferenceChanged


def content_digest(event: CustodyEvent) -> bytes:
    """32 bytes of SHA-256 over the Avro binary of the content."""
    return record_of(event).digest


def derived_event_id(digest: bytes) -> str:
    """The UUID of version 8 (RFC 9562, section 5.8) in the first 16 bytes of ``digest``."""
    number = int.from_bytes(digest[:16], "big")
    number = number & ~(0xF << 76) | (8 << 76)
    number = number & ~(0b11 << 62) | (0b10 << 62)
    return str(UUID(int=number))


def with_derived_id(event: CustodyEvent) -> CustodyEvent:
    """``event`` under the id that follows from its content."""
    return replace(event, event_id=derived_event_id(content_digest(event)))


def change_id(change: ReferenceChanged) -> str:
    """The id of a change of reference data, which follows from all it says: who, what and when.

    It stands in findings that the change took back, and beside the rows of the change.
    """
    return derived_event_id(hashlib.sha256(encode(change)).digest())
