"""What lies in a message of the topic of subjects. Only workers write it, so what cannot be read is a fault of ours."""

from __future__ import annotations

from contextlib import suppress

from schemas import codec
from schemas.errors import QuarantineError, StopError
from schemas.events import EventRecord
from schemas.records import Entry, RulesChanged, SubjectBatch
from stream_processors.decoding import decode_event
from stream_processors.incoming import Incoming


class NewerProgram(StopError):
    """The message was written by a newer version of this program, which reads it."""


def entries_of(message: Incoming) -> tuple[Entry, ...]:
    """The records of a message. Raises ``QuarantineError`` for one that is no batch, and ``NewerProgram``."""
    try:
        batch = codec.decode(message.payload)
    except QuarantineError as error:
        raise _newer(error, f"{message.topic}, partition {message.partition}, offset {message.offset}") from error
    if not isinstance(batch, SubjectBatch):
        raise QuarantineError("unexpected_kind", f"expected a SubjectBatch, got a {type(batch).__name__}")
    return batch.entries


def content_of(entry: Entry, entries: int) -> EventRecord | codec.Message:
    """One of ``entries`` records. Raises ``QuarantineError``, and ``NewerProgram``.

    A change of rules must be alone: where it comes, one program ends and another begins, and they can only change
    places between two messages.
    """
    try:
        if codec.is_event(entry.payload):
            return decode_event(entry.payload)
        content = codec.decode(entry.payload)
    except QuarantineError as error:
        raise _newer(error, "a record for histories") from error
    if isinstance(content, RulesChanged) and entries > 1:
        raise QuarantineError("rules_not_alone", f"expected a change of rules in a message of its own, got {entries}")
    return content


def _newer(error: QuarantineError, where: str) -> QuarantineError | NewerProgram:
    """The error itself, unless it says that the schema is none of ours: then going on would lose the record."""
    if error.reason != "unknown_schema":
        return error
    return NewerProgram(f"{where} was written by a newer version of this program: {error}; start that version")


def rules_asked_for(message: Incoming) -> list[str]:
    """The rules that a message changes to; almost none does, so the bytes are looked at before anything is read."""
    if not any(header in message.payload for header in codec.headers(RulesChanged)):
        return []
    found = []
    with suppress(QuarantineError):  # it is refused when it is taken in
        entries = entries_of(message)
        contents = [content_of(entry, len(entries)) for entry in entries]
        found = [content.fingerprint for content in contents if isinstance(content, RulesChanged)]
    return found
