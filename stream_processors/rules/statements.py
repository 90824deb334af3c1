"""Which statement of the System of Warranties an invoice carries, and whom the system binds."""

from __future__ import annotations

from schemas.events import Form, LotLine, OwnershipTransferred, Species
from schemas.reference.model import Reference
from stream_processors.rules.base import LotCase


def edition_of(case: LotCase) -> str | None:
    """``2003`` or ``2021``; None for no statement, or one that is not recognised."""
    body = case.event.body
    return case.reference.warranties.edition(body.warranty) if isinstance(body, OwnershipTransferred) else None


def in_scope(line: LotLine | None) -> bool:
    """Whether the system is about these goods: natural rough and polished; stones of unknown species may be."""
    return line is not None and line.species is not Species.LAB_GROWN


def is_natural_rough(line: LotLine | None) -> bool:
    """Whether these goods are rough that the system is about."""
    return line is not None and line.form is Form.ROUGH and in_scope(line)


def is_bound(case: LotCase, party: str, reference: Reference) -> bool:
    """Whether the register says that ``party`` is bound by the system on the day of the event."""
    return reference.licences.bound_by_warranties(party, case.event.local_day)
