"""One decision for goods, a jurisdiction and a day: allow, allow by a licence, hold for evidence, or block.

The weight that counts is that of a stone as imported. A line states only a total and a count, so a parcel is judged by
what it must hold and what it may hold: its largest stone weighs at least the average and at most what is left when
every other stone weighs a thousandth of a carat. Where the average reaches the threshold a stone does too, and the ban
applies; where only the largest possible stone does, or the stones were not counted, the parcel is held for a list of
the weights; where not even that one does, no stone can. Several bans may apply: the gravest answer counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from schemas.events import Form, Species
from schemas.measures import carats_text
from schemas.reference.model import Measure, Sanctions
from stream_processors.rules.words import count_text, names_text

PROOF_OF_DATE = "proof of date"
"""Evidence that goods were outside a country; its reference begins with the day, as ``2024-02-10 invoice 4711``."""

STONE_WEIGHTS = "stone weights"
"""Evidence that lists the stones of a parcel by weight: those below a threshold are declared to be so."""

ORIGIN_STATEMENT = "origin statement"
"""Evidence that names where stones were mined, for goods that come without a country of mining."""


class Answer(IntEnum):
    """What may be done with the goods; the graver one is the greater."""

    ALLOW = 0
    GRANDFATHERED = 1
    HOLD = 2
    BLOCK = 3


class Reach(Enum):
    """Whether a stone of a line reaches a threshold."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A line of goods at the border of ``jurisdiction``, or bought by a party of it (``act``).

    ``carats`` in thousandths. ``worked_in``: where a polished lot came into being. ``inside``: last day known in the
    country of the ban; ``outside``: first day known elsewhere after that. ``evidence``: kinds of documents shown, in
    small letters; ``proven``: the day a proof of date states.
    """

    jurisdiction: str
    day: date
    act: str = "import"
    form: Form
    species: Species
    hs_code: str
    carats: int
    stones: int | None
    origins: frozenset[str]
    sent_from: str
    worked_in: str | None = None
    inside: date | None = None
    outside: date | None = None
    evidence: frozenset[str] = frozenset()
    proven: date | None = None

    @property
    def largest(self) -> int:
        """The most that one stone can weigh."""
        return self.carats - (self.stones - 1) if self.stones else self.carats

    def reach(self, threshold: int) -> Reach:
        """Whether a stone of at least ``threshold`` is among them."""
        return reach(self.carats, self.stones, threshold)


def reach(carats: int, stones: int | None, threshold: int) -> Reach:
    """Whether a stone of at least ``threshold`` is among ``stones`` of ``carats`` together, all in thousandths."""
    if threshold == 0 or (stones and carats >= threshold * stones):
        return Reach.CERTAIN
    largest = carats - (stones - 1) if stones else carats
    return Reach.POSSIBLE if largest >= threshold else Reach.NEVER


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer with the row of the law that gives it, the licence or the kind of evidence it turns on, and why."""

    answer: Answer
    measure: Measure | None = None
    licence: Measure | None = None
    missing: str | None = None
    why: str = ""


ALLOWED = Decision(Answer.ALLOW)


def decide(goods: Goods, law: Sanctions) -> Decision:
    """The gravest answer of all bans in force."""
    found = ALLOWED
    for ban in law.in_force("ban", goods.jurisdiction, goods.day):
        if goods.act in ban.acts and goods.hs_code in ban.hs_codes:
            answer = _under(ban, goods, law)
            if answer.answer > found.answer:
                found = answer
    return found


def _under(ban: Measure, goods: Goods, law: Sanctions) -> Decision:
    reached = goods.reach(ban.from_carats)
    if reached is Reach.NEVER or not _fits(ban, goods):
        return ALLOWED
    tie = _tie(ban, goods)
    if tie is None:
        return _without_origin(ban, goods, reached)
    if reached is Reach.POSSIBLE and STONE_WEIGHTS in goods.evidence:
        return ALLOWED
    found = _licensed(ban, goods, law, tie)
    if reached is Reach.POSSIBLE and found.answer > Answer.GRANDFATHERED:
        return _hold(ban, STONE_WEIGHTS, f"{tie}; {sizes_text(goods)}, so one may weigh {_threshold(ban)} or more")
    return found


def _fits(ban: Measure, goods: Goods) -> bool:
    """Whether a single stone, or the lightest a parcel must hold, is below the upper end of the ban."""
    return ban.below_carats is None or goods.carats < ban.below_carats * (goods.stones or 1)


def _tie(ban: Measure, goods: Goods) -> str | None:
    """How the goods are tied to the country of the ban; None if they are not."""
    country = ban.country or ""
    mined = country in goods.origins
    if "mined" in ban.links and mined:
        return f"mined in {country}"
    if "originates" in ban.links:
        if mined and goods.form is Form.ROUGH:
            return f"rough mined in {country}"
        if goods.form is Form.POLISHED and goods.worked_in == country:
            return f"cut in {country}"
    if "exported" in ban.links and goods.sent_from == country:
        return f"sent from {country}"
    if "passed" in ban.links and goods.inside and ban.start and goods.inside >= ban.start:
        return f"in {country} on {goods.inside}"
    return None


def _without_origin(ban: Measure, goods: Goods, reached: Reach) -> Decision:
    """Natural stones with no country of mining are held where a stone surely reaches the threshold of a ban."""
    silent = not goods.origins and goods.species is not Species.LAB_GROWN and ORIGIN_STATEMENT not in goods.evidence
    if "mined" in ban.links and silent and reached is Reach.CERTAIN:
        return _hold(ban, ORIGIN_STATEMENT, "no country of mining is stated")
    return ALLOWED


def _licensed(ban: Measure, goods: Goods, law: Sanctions, tie: str) -> Decision:
    """What the licences make of goods that fall under a ban."""
    every = [] if goods.sent_from == ban.country else law.licences(ban)
    lightest = goods.carats if goods.stones == 1 else max(ban.from_carats, 1)
    rows = [
        row
        for row in every
        if goods.hs_code in row.hs_codes
        and row.from_carats <= goods.largest
        and (row.below_carats is None or lightest < row.below_carats)
    ]
    valid = [row for row in rows if row.holds_on(goods.day)]
    if not valid:
        return Decision(Answer.BLOCK, ban, None, None, f"{tie}; {_no_licence(rows, goods.day)}")
    valid.sort(key=lambda row: row.outside_before or date.min)
    least = min(row.from_carats for row in valid)
    if least <= lightest:
        return _dated(ban, goods, tie, valid)
    why = f"{tie}; {sizes_text(goods)}, and the licence begins at {carats_text(least)} a stone"
    if goods.stones is not None and goods.reach(least) is not Reach.CERTAIN:
        return Decision(Answer.BLOCK, ban, None, None, why)
    return _dated(ban, goods, tie, valid) if STONE_WEIGHTS in goods.evidence else _hold(ban, STONE_WEIGHTS, why)


def _dated(ban: Measure, goods: Goods, tie: str, valid: list[Measure]) -> Decision:
    """``valid`` by the day before which goods must have been outside, the earliest first."""
    earliest, latest = (row.outside_before or date.min for row in (valid[0], valid[-1]))
    known = [day for day in (goods.outside, goods.proven) if day is not None]
    since = min(known, default=date.max)
    if since < earliest or (since < latest and STONE_WEIGHTS in goods.evidence):
        licence = valid[0] if since < earliest else valid[-1]
        return Decision(Answer.GRANDFATHERED, ban, licence, None, f"{tie}; outside {ban.country} on {since}")
    if goods.inside is not None and goods.inside >= latest:
        why = f"{tie}; still in {ban.country} on {goods.inside}, and {valid[-1].cited} asks for an earlier day"
        return Decision(Answer.BLOCK, ban, None, None, why)
    if since < latest or (goods.inside is not None and goods.inside >= earliest):
        return _hold(ban, STONE_WEIGHTS, f"{tie}; {sizes_text(goods)}, and {valid[0].cited} is for some of them", valid)
    shown = f"known outside {ban.country} since {since} only" if known else f"not known when it left {ban.country}"
    return _hold(ban, PROOF_OF_DATE, f"{tie}; {shown}, and {valid[0].cited} asks for a proof", valid)


def _hold(ban: Measure, missing: str, why: str, valid: list[Measure] | None = None) -> Decision:
    return Decision(Answer.HOLD, ban, valid[0] if valid else None, missing, why)


def _no_licence(rows: list[Measure], day: date) -> str:
    ended = [f"{row.cited} ended before {row.stop}" for row in rows if row.stop <= day]
    later = [f"{row.cited} began on {row.start}" for row in rows if row.start is not None and row.start > day]
    return "; ".join(["no licence", *(ended[-1:] or later[:1])])


def sizes_text(goods: Goods) -> str:
    """``2.10 ct in 3 stones``, or that nobody counted them."""
    if goods.stones is None:
        return f"{carats_text(goods.carats)} in stones not counted"
    return f"{carats_text(goods.carats)} in {count_text(goods.stones, 'stone')}"


def goods_text(goods: Goods) -> str:
    """The goods for a finding."""
    kind = "lab-grown" if goods.species is Species.LAB_GROWN else goods.species.lower()
    return f"{sizes_text(goods)} ({kind} {goods.form.lower()}, HS {goods.hs_code}, origins {names_text(goods.origins)})"


def _threshold(ban: Measure) -> str:
    return carats_text(ban.from_carats)


def law_text(ban: Measure) -> str:
    """A ban for a finding: its text and sources, its threshold and its first day."""
    weight = f", stones of {_threshold(ban)} and more" if ban.from_carats else ", of any weight"
    return f"{ban.cited}{weight}, since {ban.start}"
