"""Named days from which, or up to which, a law or an undertaking applies; rules are dated by these. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class EffectiveDate:
    """A day with the text that makes it one: ``source`` is a key of ``data/SOURCES.md``, ``link`` its address."""

    day: date
    law: str
    source: str
    link: str
    confidence: str


KPCS_EFFECTIVE = EffectiveDate(
    day=date(2003, 1, 1),
    law="Kimberley Process Certification Scheme, start of the scheme",
    source="hk_tid",
    link="https://www.tid.gov.hk/en/our_work/import_export_licensing_control/goods/rough_diamonds.html",
    confidence="sourced",
)

FIRST_PARTICIPANT_LIST = EffectiveDate(
    day=date(2003, 8, 31),
    law="List of participants that takes effect on this day; earlier lists were not found",
    source="l03a",
    link="http://www.professionaljeweler.com/archives/news/2003/080703story.html",
    confidence="sourced",
)

EU_2368_IMPORT_EXPORT = EffectiveDate(
    day=date(2003, 2, 1),
    law="Regulation (EC) 2368/2002, Article 29(3): the articles on import and export apply",
    source="eu2368",
    link="https://www.eumonitor.eu/9353000/1/j9vvik7m1c3gyxp/vitgbgicfbzy",
    confidence="sourced",
)

CA_RULES_IN_FORCE = EffectiveDate(
    day=date(2003, 1, 1),
    law="Export and Import of Rough Diamonds Act (S.C. 2002, c. 25) and Regulations (SOR/2003-15)",
    source="ca_reg",
    link="https://laws-lois.justice.gc.ca/eng/regulations/SOR-2003-15/",
    confidence="memory",
)

CH_ORDINANCE_IN_FORCE = EffectiveDate(
    day=date(2003, 1, 1),
    law="Swiss ordinance of 29 November 2002 on the international trade in rough diamonds",
    source="ch_dv",
    link="https://fedlex.data.admin.ch/eli/cc/2002/710",
    confidence="memory",
)

US_RULES_IN_FORCE = EffectiveDate(
    day=date(2003, 7, 30),
    law="Clean Diamond Trade Act, Executive Order 13312, 31 CFR 592",
    source="cfr",
    link="https://law.lawstack.com/cfr/31/592.307/",
    confidence="memory",
)

WARRANTY_OLD_TEXT_LAST_DAY_ROUGH = EffectiveDate(
    day=date(2024, 9, 21),
    law="System of Warranties: last day of the 2003 statement for rough",
    source="sow4",
    link="https://www.diamondworld.net/news/wdc-issues-final-call-for-diamond-industry-to-transition-to-revised-system-of-warranties-before-deadline",
    confidence="sourced",
)

WARRANTY_OLD_TEXT_LAST_DAY_ALL = EffectiveDate(
    day=date(2026, 9, 21),
    law="System of Warranties: last day of the 2003 statement for all other goods (the source gives the month)",
    source="sow6",
    link="http://www.engineeringnews.co.za/print-version/diamond-council-urges-industry-to-transition-to-revised-system-of-warranties-urgently-2024-04-24",
    confidence="derived",
)

EU_MIXED_ORIGIN_NAMED = EffectiveDate(
    day=date(2025, 3, 1),
    law="EU 16th package: the certificate of mixed rough names every country of mining",
    source="awdc16",
    link="https://awdc.be/update-g7-sixteenth-sanction-package-against-russia",
    confidence="sourced",
)

LAB_GROWN_HS_CODES = EffectiveDate(
    day=date(2022, 1, 1),
    law="Harmonised System 2022: 7104.21 and 7104.91 for lab-grown diamonds",
    source="uk_syn",
    link="https://www.gov.uk/government/publications/general-trade-licence-for-sanctioned-russian-synthetic-diamonds-processed-in-third-countries/general-trade-licence-for-sanctioned-russian-synthetic-diamonds-processed-in-third-countries",
    confidence="memory",
)
