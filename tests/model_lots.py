"""The naive second model, the part about lots and transformations: birth, custody, facts, owners, weight, species."""

from __future__ import annotations

from datetime import datetime, timedelta

from schemas.events import LotLine, Species
from schemas.findings import Severity
from schemas.reference.model import Reference
from tests.model_parts import DAY, Seen, Verdict, breach, document, notice, plain_name, same_weight, territory

# ------------------------------------------------------------------------------------------------------ transformations


def whole_event(one: Seen) -> list[Verdict]:
    """A transformation as a whole: weight, yield, origins, species."""
    if one.name != "LotsTransformed":
        return []
    inputs, outputs = one.body.inputs, one.body.outputs
    given, made, loss = _carats(inputs), _carats(outputs), one.body.declared_loss
    worked = one.body.process.name in ("SAW", "CUT_AND_POLISH")
    lossless = loss <= max(20, given // 1000) and same_weight(given, made)
    found = []
    if loss < 0 or not same_weight(given, made + loss) or not (worked or lossless):
        found.append(breach("CUS010", one))
    if one.body.process.name == "CUT_AND_POLISH":
        found += _cutting(one)
    before, after = ({origin for line in lines for origin in line.origins} for lines in (inputs, outputs))
    lost = before != after or (before and any(not line.origins for line in outputs))
    if lost or (one.body.process.name == "MIX" and any(set(line.origins) != before for line in outputs)):
        found.append(breach("CUS013", one))
    given_species = {line.species for line in inputs}
    if any(line.species is Species.NATURAL for line in outputs):
        if Species.LAB_GROWN in given_species:
            found.append(breach("SPC002", one))
        elif Species.UNKNOWN in given_species:
            found.append(notice("SPC002", one))
    elif Species.LAB_GROWN in given_species and any(line.species is Species.UNKNOWN for line in outputs):
        found.append(breach("SPC002", one) if given_species == {Species.LAB_GROWN} else notice("SPC002", one))
    return found


def _carats(lines: tuple[LotLine, ...], form: str = "") -> int:
    return sum(line.carats for line in lines if form in ("", line.form.name))


def _cutting(one: Seen) -> list[Verdict]:
    """Polished is no heavier than what was cut; one stone yields 15 to 85 %, in pieces at most 75, a batch 10 to 60."""
    inputs, outputs = one.body.inputs, one.body.outputs
    polished = _carats(outputs, "POLISHED")
    if polished > _carats(inputs):
        return [breach("CUS011", one)]
    cut = _carats(inputs) - _carats(outputs, "ROUGH")
    if polished > cut or not polished or any(line.form.name != "ROUGH" for line in inputs):
        return []
    low, high = 10, 60
    if len(inputs) == 1 and inputs[0].stones == 1:
        whole = [line for line in outputs if line.form.name == "POLISHED"]
        low, high = (15, 85) if len(whole) == 1 and whole[0].stones in (None, 1) else (15, 75)
    return [] if low * cut <= 100 * polished <= high * cut else [notice("CUS012", one)]


# ----------------------------------------------------------------------------------------------------------------- lots


class Lot:
    """What is known of a lot while its events are gone through."""

    def __init__(self) -> None:
        self.born = self.ended = self.lost = False
        self.holder: str | None = None
        self.facts: LotLine | None = None
        self.carats = 0
        self.country: str | None = None
        self.cleared_to: str | None = None
        self.open: list[Seen] = []
        self.lost_on: list[Seen] = []
        self.owners: list[tuple[str, datetime, int | None]] = []
        self.received: list[str] = []
        self.came_back: list[str] = []


def lot(seen: list[Seen], now: datetime, reference: Reference) -> list[Verdict]:
    """A lot: birth, custody, facts, borders, owners, end."""
    it, found = Lot(), []
    for one in seen:
        found += _birth_and_end(it, one)
        if it.born and (it.lost or not it.ended):
            found += _custody(it, one, reference)
            found += _facts(it, one, reference)
            found += _borders(it, one, reference)
        found += _round_trip(it, one)
        found += _screening(it, one)
        found += _advance(it, one, reference)
    for release in it.open:
        found += _late_receipt(release, now - release.at, reference)
    return found


def _birth_and_end(it: Lot, one: Seen) -> list[Verdict]:
    """Born once, nothing before, nothing after the end, consumed once."""
    found = []
    if one.birth and it.born:
        return [breach("CUS004", one)]
    if not one.birth and not it.born:
        found.append(breach("CUS005", one))
    if it.ended:
        rule = "CUS007" if one.part == "input" else "CUS006"
        found.append(notice(rule, one) if it.lost else breach(rule, one))
    return found


def _connected(party: str, reference: Reference) -> bool:
    """Whether a party sends events: all do, except those the register says are not connected."""
    known = reference.party(party)
    return known is None or known.connected


def _holds(it: Lot, party: str, reference: Reference) -> bool:
    """A lot on its way is in nobody's hands, unless its receiver sends no receipts."""
    if not it.open:
        return it.holder == party
    receiver = it.open[-1].body.to_party
    return bool(receiver == party and not _connected(receiver, reference))


def _custody(it: Lot, one: Seen, reference: Reference) -> list[Verdict]:
    """The sender holds the lot; a receipt answers a release between the same parties, once, with the same weight."""
    found = []
    if one.name == "CustodyReleased":
        refused = document(one, "refused delivery") and it.open and it.open[-1].body.from_party == one.body.from_party
        if not refused and not _holds(it, one.body.from_party, reference):
            found.append(breach("CUS001", one))
        if one.line and not same_weight(it.carats, one.line.carats):
            found.append(breach("CUS008", one))
    if one.name == "CustodyReceived" and one.body.handover_id in it.came_back:
        answered = _answered(it, one)
        found.append(breach("CUS002", one))
        sent_line = answered[0].line if answered else None
        if sent_line and one.line and not same_weight(sent_line.carats, one.line.carats):
            found.append(breach("CUS008", one))
    elif one.name == "CustodyReceived":
        answered = _answered(it, one)
        if not answered:
            silent = not _connected(one.body.from_party, reference) and _holds(it, one.body.from_party, reference)
            if one.body.handover_id in it.received or not silent:
                found.append(breach("CUS002", one))
            return found
        sent = answered[0]
        if sorted((sent.body.from_party, sent.body.to_party)) != sorted((one.body.from_party, one.body.to_party)):
            found.append(breach("CUS002", one))
        if sent.line and one.line and not same_weight(sent.line.carats, one.line.carats):
            found.append(breach("CUS008", one))
    return found


def _answered(it: Lot, one: Seen) -> list[Seen]:
    """The releases that a receipt answers, also those that the lot was lost after."""
    return [release for release in it.open + it.lost_on if release.body.handover_id == one.body.handover_id]


def _late_receipt(release: Seen, waited: timedelta, reference: Reference) -> list[Verdict]:
    """No receipt within 10 days is a notice, within 30 days a breach."""
    if waited <= 10 * DAY or not _connected(release.body.to_party, reference):
        return []
    return [("CUS003", release.event.event_id, Severity.BREACH if waited > 30 * DAY else Severity.NOTICE)]


def _facts(it: Lot, one: Seen, reference: Reference) -> list[Verdict]:
    """What an event says of the lot is what is known of it; what is left out claims nothing, but for an input."""
    known, line = it.facts, one.line
    if known is None or line is None or one.birth:
        return []
    examined = one.name == "LotExamined"
    counted = not examined or one.body.kind.name in ("WEIGHING", "CUSTOMS", "GRADING")
    handover = one.name in ("CustodyReleased", "CustodyReceived")
    wrong = line.form is not known.form
    wrong |= counted and not handover and not same_weight(it.carats, line.carats)
    wrong |= counted and None not in (known.stones, line.stones) and known.stones != line.stones
    if one.part == "input":
        wrong |= set(line.origins) != set(known.origins) or line.species is not known.species
        wrong |= not _holds(it, one.body.operator, reference)
    else:
        silent = not line.origins or (examined and not known.origins)
        wrong |= not silent and set(line.origins) != set(known.origins)
        unknown = examined or Species.UNKNOWN in (line.species, known.species)
        wrong |= not unknown and line.species is not known.species
    if one.name == "LotRetired" and not it.open and not it.lost_on:
        wrong |= one.body.custodian != it.holder
    return [breach("CUS009", one)] if wrong else []


def _borders(it: Lot, one: Seen, reference: Reference) -> list[Verdict]:
    """Rough turns up in another territory only where a shipment was on its way to."""
    here = one.body.from_country if one.name == "ShipmentExported" else one.event.place.country
    if one.name not in ("CustodyReleased", "CustodyReceived", "LotsTransformed", "ShipmentExported") or one.birth:
        return []
    if it.facts is None or it.facts.form.name != "ROUGH" or it.facts.species is Species.LAB_GROWN:
        return []
    if here is None or it.country is None:
        return []
    known = {territory(country, one.day, reference) for country in (it.country, it.cleared_to) if country}
    if territory(here, one.day, reference) in known:
        return []
    if it.cleared_to and one.name in ("CustodyReleased", "CustodyReceived"):
        holder = reference.party(one.body.to_party if one.name == "CustodyReceived" else one.body.from_party)
        if holder is None:
            return [notice("KIM002", one)]
        if holder.role in ("carrier", "vault"):
            return []
    return [breach("KIM002", one)]


def _round_trip(it: Lot, one: Seen) -> list[Verdict]:
    """Back at an earlier owner within 90 days of its sale, at a price that differs by more than one per cent.

    The buyer itself may give it back for up to five per cent less.
    """
    if one.name != "OwnershipTransferred" or one.line is None or one.line.value_cents is None:
        return []
    buyer, seller = plain_name(one.body.buyer), plain_name(one.body.seller)
    places = [place for place, (owner, _, _) in enumerate(it.owners[:-1]) if plain_name(owner) == buyer]
    if not places:
        return []
    sold_to, sold_at, price = it.owners[places[-1] + 1]
    before = it.owners[places[-1]][2] if price is None else price
    if before is None or one.at - sold_at > 90 * DAY:
        return []
    if places[-1] == len(it.owners) - 2 and plain_name(sold_to) == seller and 0.95 * before <= one.line.value_cents:
        return [breach("CUS014", one)] if one.line.value_cents > before * 1.01 else []
    return [breach("CUS014", one)] if abs(one.line.value_cents - before) > before / 100 else []


def _screening(it: Lot, one: Seen) -> list[Verdict]:
    """Lab-grown stones in a lot that is said to be natural."""
    if one.name != "LotExamined" or it.facts is None or it.facts.species is not Species.NATURAL:
        return []
    found = one.body.lab_grown_stones or one.body.line.species is Species.LAB_GROWN
    return [breach("SPC001", one)] if found else []


def _advance(it: Lot, one: Seen, reference: Reference) -> list[Verdict]:
    """What the event does to the lot; an obligation that it settles too late is told of here."""
    settled: list[Seen] = []
    if it.lost:
        it.ended = it.lost = False
    country = one.event.place.country
    if one.birth and not it.born and one.line:
        _be_born(it, one, one.line)
    if one.name == "CustodyReleased":
        if document(one, "refused delivery"):
            back = [r for r in it.open + it.lost_on if r.body.from_party == one.body.from_party]
            it.came_back += [release.body.handover_id for release in back]
            it.open = [release for release in it.open if release not in back]
        it.open.append(one)
        it.lost_on = []
        it.country = country or it.country
        it.cleared_to = None if it.cleared_to == country else it.cleared_to
    if one.name == "CustodyReceived":
        settled = [
            r for r in it.open if one.body.handover_id == r.body.handover_id or one.body.from_party == r.body.to_party
        ]
        it.holder = one.body.to_party
        it.carats = one.line.carats if one.line else it.carats
        it.received.append(one.body.handover_id)
        it.lost_on = []
        it.country = country or it.country
        it.cleared_to = None if it.cleared_to == country else it.cleared_to
    if one.name == "OwnershipTransferred":
        it.owners = it.owners or [(one.body.seller, one.at, None)]
        it.owners.append((one.body.buyer, one.at, one.line.value_cents if one.line else None))
    if one.name == "ShipmentExported":
        it.cleared_to = one.body.to_country
    if one.name == "ShipmentImported":
        it.country, it.cleared_to = one.body.to_country, None
    if one.name == "LotRetired":
        settled = list(it.open)
        it.lost = not it.ended and one.body.reason.name in ("LOST", "STOLEN")
        it.lost_on = it.lost_on + settled if it.lost else []
    it.open = [release for release in it.open if release not in settled]
    it.ended = it.ended or one.end
    return [late for release in settled for late in _late_receipt(release, one.at - release.at, reference)]


def _be_born(it: Lot, one: Seen, line: LotLine) -> None:
    it.born, it.facts, it.carats = True, line, line.carats
    it.holder = one.body.operator if one.part else one.body.custodian
    it.country, it.cleared_to = one.event.place.country, None
    if not one.part:
        it.owners = [(one.body.owner, one.at, line.value_cents)]
