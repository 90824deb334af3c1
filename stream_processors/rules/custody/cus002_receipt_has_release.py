"""A receipt answers a release: same handover, same parties, once.

What was received without having been released came from somewhere the record does not know. The sender may take a
refused delivery back under its own handover; then nobody else can receive it under that one. What was lost
on its way and arrives after all still has its release. From a sender that is not connected no release is expected, if
the lot was last handed to it.
"""

from __future__ import annotations

from schemas.events import CustodyReceived
from stream_processors.custody.state import Obligation
from stream_processors.rules.base import ALWAYS, LIVING, Breach, LotCase, Rule
from stream_processors.rules.holders import holder_text, holding_events, holds, is_connected


def _check(case: LotCase) -> Breach | None:
    body = case.event.body
    if not isinstance(body, CustodyReceived):
        return None
    for returned in case.lot.taken_back:
        if returned.handover_id == body.handover_id:
            return Breach(
                got=f"{body.to_party} receives it under handover {body.handover_id}, which its sender said was refused",
                expected="no receipt of goods that came back to their sender",
                evidence=(returned.event_id,),
            )
    for release in case.lot.obligations:
        if release.reference == body.handover_id:
            return _other_parties(body, release)
    for receipt in case.lot.receipts:
        if receipt.handover_id == body.handover_id:
            return Breach(
                got=f"{body.to_party} receives it under handover {body.handover_id}, which was received before",
                expected="one receipt for a handover",
                evidence=(receipt.event_id,),
            )
    expects_release = is_connected(body.from_party, case.reference, case.event.occurred_at.date())
    if not expects_release and holds(case.lot, body.from_party, case.reference):
        return None
    return Breach(
        got=f"{body.to_party} receives it from {body.from_party} under handover {body.handover_id}, which was never "
        f"released; it is {holder_text(case.lot)}",
        expected=f"a release by {body.from_party} to {body.to_party} under handover {body.handover_id}",
        evidence=holding_events(case.lot),
        awaiting=body.from_party,
    )


def _other_parties(body: CustodyReceived, release: Obligation) -> Breach | None:
    if {body.from_party, body.to_party} == {release.creditor, release.debtor}:
        return None
    return Breach(
        got=f"handover {body.handover_id} received by {body.to_party} from {body.from_party}",
        expected=f"handover {body.handover_id} received by {release.debtor} from {release.creditor}, as released",
        evidence=(release.event_id,),
    )


RULE = Rule(
    code="CUS002",
    title="A receipt answers a release",
    citation="Unbroken custody; KPCS core document, Section IV(a): internal controls [memory]",
    in_force_from=ALWAYS,
    version=3,
    case=LotCase,
    bodies=(CustodyReceived,),
    check=_check,
    lots=LIVING,
)
