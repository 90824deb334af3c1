"""Kinds of documents that rules look for among the evidence of an event. Pure.

A kind is free text; capitals, underscores and spaces do not tell kinds apart.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from schemas.events import Evidence

REFUSED_DELIVERY = "refused delivery"
"""Goods that the receiver did not take and the carrier brought back to the sender."""

TECHNICAL_CERTIFICATE = "technical certificate"
"""Goods that the importing authority refused and sends back, still under customs control [in_sop]."""

PURCHASE_SLIP = "purchase slip"
"""A buyer's slip for what it bought from one artisan: ``slip=..; permit=..; carats=1.25`` (the bordereau d'achat)."""

PAYMENT = "payment"
"""How a purchase was paid: ``payer=..; payee=..; paid_usd=1200.00; invoiced_usd=1250.00``."""


def document_kind(document: Evidence) -> str:
    """The kind of a document in small letters with single spaces."""
    return _plain(document.kind)


@lru_cache(maxsize=1024)
def _plain(kind: str) -> str:
    return " ".join(kind.casefold().replace("_", " ").split())


def has_document(evidence: Collection[Evidence], kind: str) -> bool:
    """Whether a document of this kind is among the evidence."""
    return bool(evidence) and any(document_kind(document) == kind for document in evidence)


def documents_of(evidence: Collection[Evidence], kind: str) -> tuple[Evidence, ...]:
    """The documents of this kind among the evidence."""
    return tuple(document for document in evidence if document_kind(document) == kind) if evidence else ()


def stated(document: Evidence) -> dict[str, str]:
    """What the reference of a document states as ``name=value; name=value``; names in small letters, blanks cut off.

    A part without ``=`` states nothing, and of two parts of one name the first counts.
    """
    found: dict[str, str] = {}
    for part in document.reference.split(";"):
        name, sign, value = part.partition("=")
        if sign and value.strip():
            found.setdefault(name.strip().casefold(), value.strip())
    return found


def whole_amount(text: str | None, decimals: int) -> int | None:
    """``1.25`` as a whole number of thousandths (``decimals`` = 3) or hundredths (2); None for anything else."""
    whole, _, fraction = (text or "").partition(".")
    if not (whole.isascii() and whole.isdigit()) or not (fraction == "" or (fraction.isascii() and fraction.isdigit())):
        return None
    return int(whole + fraction.ljust(decimals, "0")) if len(fraction) <= decimals and len(whole) <= 12 else None
