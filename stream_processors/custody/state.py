"""What a history has come to: the state of a lot and of a certificate. Small, frozen; every fact names its event.

States are named tuples: one is made for every event of every subject, and nothing is cheaper to make anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from schemas.events import Certificate, Form, Species

RECEIPT = "receipt"
"""An obligation of this kind awaits the receipt of a handover."""

IMPORT = "import"
"""An obligation of this kind awaits the import of a shipment that was exported."""

CONFIRMATION = "confirmation"
"""An obligation of this kind awaits the confirmation of an import."""

NOTHING = "nothing"
"""An obligation of this kind awaits nothing more: the goods came back."""

LOST = "lost"
"""An obligation of this kind is a handover on which the lot was lost or stolen: no time runs, but it may yet arrive."""


class Obligation(NamedTuple):
    """Something an event promised and no event has kept yet.

    ``awaits`` names the kind of promise, ``debtor`` the party that must keep it, ``reference`` joins it to the event
    that does, ``since`` is when the time began to run, ``carats`` what was promised, in thousandths of a carat.
    ``country`` is the one whose participant's law says how long it may take; None where no event names it.
    """

    awaits: str
    event_id: str
    since: datetime
    creditor: str
    debtor: str
    reference: str
    carats: int
    country: str | None = None


class Receipt(NamedTuple):
    """A handover that has been received, or that its sender took back, and the event that says so."""

    handover_id: str
    event_id: str


class Ownership(NamedTuple):
    """One owner of a lot: since when, for how much (US cents, None where no price was stated), by which event."""

    owner: str
    since: datetime
    value_cents: int | None
    event_id: str


class Sighting(NamedTuple):
    """A day on which a lot was seen somewhere, by its local calendar, and the event that saw it."""

    day: date
    event_id: str


class Look(NamedTuple):
    """Who looked at a lot or at its seal, what it did, when, on which day by the local calendar, and the event."""

    party: str
    what: str
    at: datetime
    day: date
    event_id: str


class Sealing(NamedTuple):
    """Seals of a lot on its way: those stated at the export of ``shipment_id`` and those put on since.

    ``event_id`` is the export. ``seals`` stays empty where the export stated none: then nothing is known of them.
    ``arrived``: an import has been seen since. ``looks``: who looked at it where it goes to, before its import.
    """

    shipment_id: str
    to_country: str
    seals: tuple[str, ...]
    event_id: str
    arrived: bool = False
    looks: tuple[Look, ...] = ()


class EarlySeal(NamedTuple):
    """The first seal that a lot was put under before it was registered, when, and by which event."""

    seal_id: str
    at: datetime
    event_id: str


class Fix(NamedTuple):
    """Where a lot was at an instant: latitude and longitude in degrees, and the event that says so."""

    position: tuple[float, float]
    at: datetime
    event_id: str


class Shipped(NamedTuple):
    """Under which HS code a lot left in a shipment, and the export that says so."""

    shipment_id: str
    hs_code: str
    event_id: str


class Life(Enum):
    """How far a lot has come: a ``MISSING`` one was lost or stolen, and may be found again."""

    UNBORN = "unborn"
    ALIVE = "alive"
    MISSING = "missing"
    ENDED = "ended"


_UNBORN, _ALIVE, _MISSING, _ENDED = Life
"""Members by name of their own: it is asked about every event of every lot."""


class LotState(NamedTuple):
    """A lot at one point of its history.

    ``birth`` and ``end`` are event ids; ``consumed`` tells an end by transformation from a retirement, ``missing`` an
    end by loss or theft, after which the lot may be found again. ``custodian`` is the last party known to hold the lot:
    during a handover it is still the releasing one, and the open handover is an obligation that awaits a ``receipt``.
    ``custody_event`` is the event that made it custodian. ``carats`` and the other facts were last stated by
    ``facts_event``. ``country`` is where the lot last was, ``country_event`` the first event that saw it there;
    ``cleared_to`` the country it was last exported to, by ``cleared_event``, and has not reached yet. ``receipts`` are
    the handovers received so far, ``taken_back`` those whose goods came back to the sender unreceived. ``baseline`` is
    the weight at birth, or at the last weighing that already differed too much from the one before it: small losses are
    added up against it. ``born_in`` is the country of its birth, ``in_russia`` the last time it was seen in Russia, and
    ``out_of_russia`` the first time it was seen elsewhere after that: the laws on sanctions ask since when goods have
    been outside Russia. ``sealing`` is known from an export until a receipt.
    ``early_seal`` is one that was put on before the birth. ``fix`` is the last position known, ``shipped`` the last
    export, ``screened`` the last screening for lab-grown stones.
    """

    birth: str | None = None
    end: str | None = None
    consumed: bool = False
    missing: bool = False
    custodian: str | None = None
    custody_event: str | None = None
    carats: int = 0
    baseline: int = 0
    stones: int | None = None
    form: Form = Form.ROUGH
    origins: tuple[str, ...] = ()
    species: Species = Species.UNKNOWN
    facts_event: str | None = None
    country: str | None = None
    country_event: str | None = None
    cleared_to: str | None = None
    cleared_event: str | None = None
    owners: tuple[Ownership, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    taken_back: tuple[Receipt, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    born_in: str | None = None
    in_russia: Sighting | None = None
    out_of_russia: Sighting | None = None
    sealing: Sealing | None = None
    early_seal: EarlySeal | None = None
    fix: Fix | None = None
    shipped: Shipped | None = None
    screened: str | None = None

    @property
    def life(self) -> Life:
        """How far the lot has come; what ended without a beginning has ended."""
        if self.end is None:
            return _ALIVE if self.birth is not None else _UNBORN
        return _MISSING if self.missing and self.birth is not None else _ENDED


class Movement(NamedTuple):
    """A shipment under a certificate, seen at export or at import, on a ``day`` there; ``carats`` in thousandths."""

    shipment_id: str
    event_id: str
    day: date
    country: str
    importer: str
    carats: int
    at: datetime

    @property
    def utc_day(self) -> date:
        """The calendar day in Greenwich."""
        return self.at.date()


class Confirmed(NamedTuple):
    """A confirmation of receipt: whose goods arrived, in which shipment, how much, and the event that says so."""

    shipment_id: str
    importer: str
    event_id: str
    carats: int


class CertificateState(NamedTuple):
    """A certificate at one point of its history.

    ``issued`` is the content at issue, ``current`` after the amendments so far; both None while no issue is known.
    ``issue_recorded`` is when the issue was written down.
    """

    issued: Certificate | None = None
    issue_event: str | None = None
    issue_recorded: datetime | None = None
    current: Certificate | None = None
    current_event: str | None = None
    cancelled_on: date | None = None
    cancel_event: str | None = None
    exports: tuple[Movement, ...] = ()
    imports: tuple[Movement, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    obligations: tuple[Obligation, ...] = ()


@dataclass(frozen=True, slots=True)
class WholeState:
    """An event seen as a whole has no past."""

    obligations: tuple[Obligation, ...] = ()


State = LotState | CertificateState | WholeState

_PLACES = {name: place for place, name in enumerate(LotState._fields)}


Facts = dict[str, Any]
"""Fields of a ``LotState`` that change, by name."""


def changed(lot: LotState, facts: Facts) -> LotState:
    """``lot`` with other ``facts``: its ``_replace``, which asks about every field and takes more than twice as long.

    One is made for every event of every lot. Raises KeyError for a fact that there is not.
    """
    values: list[object] = list(lot)
    for name, value in facts.items():
        values[_PLACES[name]] = value
    return tuple.__new__(LotState, values)
