"""The packaged tables are complete and sourced; a broken overlay says where and what; a zip of the package loads."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import schemas
from schemas.errors import StopError
from schemas.reference import dates
from schemas.reference.load import PARTY_COLUMNS, SITE_COLUMNS, ReferenceDataError, load_reference
from schemas.reference.records import CONFIDENCES

assert schemas.__file__ is not None
PACKAGE = Path(schemas.__file__).parent
DATA = PACKAGE / "reference" / "data"
TABLES = sorted(DATA.glob("*.csv"))
SOURCES = dict(
    re.findall(r"^\| (?!key )(\w+) \| (.+) \|$", (DATA / "SOURCES.md").read_text(encoding="utf-8"), re.MULTILINE)
)
PARTIES = ",".join(PARTY_COLUMNS)
SITES = ",".join(SITE_COLUMNS)
GOOD_PARTY = "COOP-1,Kono diggers,SL,cooperative,yes,14,2020-01-01,,own,sourced,"
GOOD_SITE = "SL-KONO-7,Pit 7,SL,artisanal,Kono,1200,2020-01-01,,own,sourced,"


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def overlay(folder: Path, *, parties: str | None = None, sites: str | None = None) -> Path:
    for name, content in (("parties.csv", parties), ("sites.csv", sites)):
        if content is not None:
            (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.name)
def test_every_row_names_known_sources_and_its_confidence(table: Path) -> None:
    rows = rows_of(table)
    assert rows
    for row in rows:
        assert row["source"], row
        assert set(row["source"].split()) <= set(SOURCES), row
        assert row["confidence"] in CONFIDENCES, row


def test_every_source_key_is_used_by_a_table_or_a_named_date() -> None:
    used = {key for table in TABLES for row in rows_of(table) for key in row["source"].split()}
    used |= {key for table in TABLES for row in rows_of(table) for key in re.findall(r"\[(\w+)\]", row.get("note", ""))}
    used |= {value.source for value in vars(dates).values() if isinstance(value, dates.EffectiveDate)}
    assert used == set(SOURCES)


def test_every_named_date_links_to_the_address_of_its_source() -> None:
    named = [value for value in vars(dates).values() if isinstance(value, dates.EffectiveDate)]
    assert named
    for found in named:
        assert SOURCES[found.source].startswith(found.link), found
        assert found.confidence in CONFIDENCES
        assert found.law


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("participants.csv", ("iso2",)), ("countries.csv", ("iso2",)), ("sites.csv", ("site_id",)),
        ("parties.csv", ("party_id",)), ("yield_bands.csv", ("band_id",)), ("price_bands.csv", ("iso2",)),
        ("territories.csv", ("iso2",)), ("certificate_rules.csv", ("participant",)), ("eu_members.csv", ("from",)),
        ("kp_production.csv", ("year", "iso2")), ("kp_trade.csv", ("year", "iso2", "flow")),
        ("kp_world_totals.csv", ("year",)), ("operator_production.csv", ("year", "iso2", "operator")),
        ("settings.csv", ("rule", "setting", "participant")),
        ("participant_counts.csv", ("date",)), ("participant_status.csv", ("iso2", "scope", "from")),
    ],
)  # fmt: skip
def test_no_key_stands_twice_in_a_packaged_table(table: str, key: tuple[str, ...]) -> None:
    keys = [tuple(row[part] for part in key) for row in rows_of(DATA / table)]
    assert len(keys) == len(set(keys))


def test_known_serial_ranges_of_one_issuer_do_not_overlap() -> None:
    taken: set[tuple[str, int]] = set()
    for row in rows_of(DATA / "certificate_serials.csv"):
        numbers = {(row["participant"], n) for n in range(int(row["first_serial"]), int(row["last_serial"]) + 1)}
        assert numbers
        assert not numbers & taken
        taken |= numbers


def test_the_package_loads_its_tables_from_an_archive_without_a_folder(tmp_path: Path) -> None:
    """What a wheel or a zip application does: the tables are resources of the package, not files beside it."""
    archive = tmp_path / "caratrace.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in [
            *(PACKAGE / name for name in ("__init__.py", "errors.py", "measures.py", "records.py")),
            *(PACKAGE / "reference").rglob("*"),
        ]:
            if path.suffix in {".py", ".csv"}:
                file.write(path, Path("schemas") / path.relative_to(PACKAGE))
    code = (
        "from datetime import date; import schemas.reference.load as l; import schemas.reference.load_statistics as s;"
        "print(l.__file__, l.load_reference().counts(date(2018, 6, 18)), len(s.load_production()))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={**os.environ, "PYTHONPATH": str(archive)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(archive))
    assert "(54, 81) 147" in done.stdout


def test_an_overlay_adds_its_parties_and_sites_to_the_packaged_ones(tmp_path: Path) -> None:
    found = load_reference(
        overlay(tmp_path, parties=f"\ufeff{PARTIES}\r\n{GOOD_PARTY}\r\n\r\n", sites=f"{SITES}\n{GOOD_SITE}\n")
    )
    party, site = found.party("COOP-1"), found.site("SL-KONO-7")
    assert party is not None
    assert site is not None
    assert (party.connected, party.grace_days, party.valid_to) == (True, 14, None)
    assert (site.capacity_ct_per_year, site.area) == (1200, "Kono")
    assert found.party("EU-ANTWERP") is not None


@pytest.mark.parametrize(("cell", "first"), [("", 1), ("1", 1), ("0", 0), ("5001", 5001)])
def test_an_overlay_may_say_from_which_number_on_the_count_of_a_party_is_asked_for(
    tmp_path: Path, cell: str, first: int
) -> None:
    found = load_reference(overlay(tmp_path, parties=f"{PARTIES},first_number\n{GOOD_PARTY},{cell}\n"))
    parties = [found.party(name) for name in ("COOP-1", "EU-ANTWERP")]
    assert [party.first_number for party in parties if party is not None] == [first, 1]


def test_an_overlay_may_hold_its_columns_in_any_order(tmp_path: Path) -> None:
    columns, cells = PARTIES.split(",")[::-1], GOOD_PARTY.split(",")[::-1]
    found = load_reference(overlay(tmp_path, parties=f"{','.join(columns)}\n{','.join(cells)}\n"))
    assert found.party("COOP-1") is not None


BROKEN_PARTIES = [
    (PARTIES.replace("grace_days", "grace"), "line 1: expected the columns party_id,.* got no grace_days; unknown 'gr"),
    (PARTIES + ",name", "line 1: .* got name twice"),
    (PARTIES + ",first_number,first_number", "line 1: .* got first_number twice"),
    (f"{PARTIES},first_number\n{GOOD_PARTY},one", "line 2, column first_number: expected a whole number, got 'one'"),
    (PARTIES.replace(",", ";"), "line 1: .* no party_id"),
    ("", "line 1: .* no party_id"),
    (f"{PARTIES}\nCOOP-1,Kono diggers\n", "line 2: expected 11 cells, got 2"),
    (
        f"{PARTIES}\n{GOOD_PARTY.replace('2020-01-01', '01.02.2020')}",
        "line 2, column valid_from: .*YYYY.* '01.02.2020'",
    ),
    (f"{PARTIES}\n{GOOD_PARTY.replace('2020-01-01', '2021-02-29')}", "line 2, column valid_from: .* got '2021-02-29'"),
    (
        f"{PARTIES}\n{GOOD_PARTY.replace('01-01,', '01-01,2019-12-31')}",
        "column valid_to: expected a day not before 2020",
    ),
    (f"{PARTIES}\n{GOOD_PARTY}\n{GOOD_PARTY}", "line 3, column party_id: .*used once .*parties.csv, line 2.* 'COOP-1'"),
    (
        f"{PARTIES}\n{GOOD_PARTY.replace('COOP-1', 'CH-SECO')}",
        r"line 2, column party_id: .*stands in parties.csv, line \d",
    ),
    (f"{PARTIES}\n{GOOD_PARTY.replace('COOP-1', '')}", "line 2, column party_id: expected a value, got ''"),
    (f"{PARTIES}\n{GOOD_PARTY.replace('SL', 'sl')}", "column country: expected an ISO 3166-1 .* got 'sl'"),
    (f"{PARTIES}\n{GOOD_PARTY.replace('yes', 'true')}", "column connected: expected one of no, yes, got 'true'"),
    (f"{PARTIES}\n{GOOD_PARTY.replace('14', '-1')}", "column grace_days: expected a whole number, got '-1'"),
    (
        f"{PARTIES}\n{GOOD_PARTY.replace('cooperative', 'coop')}",
        "column role: expected one of association, .* got 'coop'",
    ),
    (f"{PARTIES}\n{GOOD_PARTY.replace('own', '')}", "column source: expected a value"),
    (
        f"{PARTIES}\n{GOOD_PARTY.replace('sourced', 'sure')}",
        "column confidence: expected one of derived, .* got 'sure'",
    ),
    (f'{PARTIES}\n"COOP', "line 2: expected comma-separated values"),
]


@pytest.mark.parametrize(("content", "message"), BROKEN_PARTIES)
def test_a_broken_parties_file_is_refused_with_file_line_column_and_what_was_expected(
    tmp_path: Path, content: str, message: str
) -> None:
    with pytest.raises(ReferenceDataError, match=message) as refused:
        load_reference(overlay(tmp_path, parties=content))
    assert str(tmp_path / "parties.csv") in str(refused.value)
    assert "correct the file" in str(refused.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (GOOD_SITE.replace("1200", "1.5"), "column capacity_ct_per_year: expected a whole number, got '1.5'"),
        (GOOD_SITE.replace("SL-KONO-7", "AO-LUELE"), "column site_id: expected an id used once"),
        (GOOD_SITE.replace("artisanal", "pit"), "column kind: expected one of artisanal, .* got 'pit'"),
        (GOOD_SITE.replace("01-01,", "01-01,2020-01-01"), "column closed_on: expected a day after 2020-01-01"),
    ],
)
def test_a_broken_sites_file_is_refused_too(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(ReferenceDataError, match=message):
        load_reference(overlay(tmp_path, sites=f"{SITES}\n{row}\n"))


def test_an_overlay_that_is_not_there_or_not_understood_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match="expected a directory"):
        load_reference(tmp_path / "absent")
    with pytest.raises(ReferenceDataError, match="got no CSV file"):
        load_reference(tmp_path)
    (tmp_path / "partys.csv").write_text(f"{PARTIES}\n", encoding="utf-8")
    with pytest.raises(ReferenceDataError, match=r"got partys\.csv"):
        load_reference(tmp_path)


def test_an_overlay_that_is_no_utf_8_is_refused_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").write_bytes(f"{PARTIES}\n".encode() + b"COOP-1,Kon\xe9")
    with pytest.raises(ReferenceDataError, match="expected text in UTF-8, got byte 0xe9"):
        load_reference(tmp_path)


def test_broken_reference_data_stop_the_program() -> None:
    assert issubclass(ReferenceDataError, StopError)
