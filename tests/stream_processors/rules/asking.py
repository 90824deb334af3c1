"""Ask one rule about a few events; the other rules stay out of it."""

from __future__ import annotations

from datetime import datetime

from schemas.events import CustodyEvent
from schemas.reference.model import Party, Reference
from schemas.reference.settings import Setting, SettingRow
from stream_processors.rules.base import AnyRule
from stream_processors.verdicts import Verdict
from tests import build


def said(
    rule: AnyRule,
    *events: CustodyEvent,
    now: str | datetime = "2024-03-31",
    reference: Reference | None = None,
) -> list[Verdict]:
    """Everything the rule says of these events as of ``now``."""
    return build.judge(*events, now=now, rules=[rule], reference=reference)


def only(
    rule: AnyRule,
    *events: CustodyEvent,
    now: str | datetime = "2024-03-31",
    reference: Reference | None = None,
) -> Verdict:
    """The one thing the rule says of these events."""
    (verdict,) = said(rule, *events, now=now, reference=reference)
    return verdict


def with_party(name: str, *, connected: bool = True, grace_days: int = 0) -> Reference:
    """The packaged reference data and one more party of the register."""
    party = Party(name, name, "BW", "trader", connected, grace_days, None, None, "test", "proposed")
    return build.packaged_reference().with_parties([party])


def with_setting(setting: Setting, value: int, participant: str | None = None) -> Reference:
    """The packaged reference data with one setting of the operator's own."""
    row = SettingRow(setting.rule, setting.name, participant, value, "own")
    return build.packaged_reference().with_settings(row)
