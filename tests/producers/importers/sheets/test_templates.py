"""Templates: what people begin with must import as it stands."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from producers.importers import csv_file
from producers.importers.base import Accepted
from producers.importers.sheets.templates import bodies, columns, template, write_template
from schemas.errors import ConfigurationError
from schemas.events import Body

RECORDED = datetime(2026, 1, 2, tzinfo=UTC)


def test_every_body_has_a_template() -> None:
    assert bodies() == tuple(body.__name__ for body in get_args(Body))


@pytest.mark.parametrize("body", bodies())
def test_a_template_has_all_columns_in_order_and_its_examples_import_cleanly(body: str, tmp_path: Path) -> None:
    header = next(csv.reader(io.StringIO(template(body))))
    assert header == [column.name for column in columns(body)]
    file = tmp_path / "template.csv"
    write_template(body, file)
    readings = list(csv_file.read(file, recorded_at=RECORDED))
    assert readings
    for reading in readings:
        assert isinstance(reading, Accepted), reading
        assert type(reading.record.event.body).__name__ == body


@pytest.mark.parametrize("body", bodies())
def test_every_column_says_what_it_means_and_weights_and_money_their_unit(body: str) -> None:
    for column in columns(body):
        assert column.meaning
        assert "thousandths" not in column.meaning
        if column.name.endswith(("carats", "declared_loss")):
            assert column.unit == "carats"
        if column.name.endswith("value_usd"):
            assert column.unit == "US dollars"


@pytest.mark.parametrize("body", bodies())
def test_the_required_columns_alone_make_a_sheet(body: str, tmp_path: Path) -> None:
    names = [column.name for column in columns(body) if column.required or column.name == "emitter"]
    rows = csv.DictReader(io.StringIO(template(body)))
    file = tmp_path / "short.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerow(next(rows))
    (reading,) = csv_file.read(file, recorded_at=RECORDED)
    refused_for = getattr(reading, "reason", "")
    assert refused_for in {"", "no_lots"}, reading  # one row of a transformation has no output yet


@pytest.mark.parametrize("name", ["CustodyReleased", "custody_released", "custody-released", "custody released"])
def test_a_template_is_found_however_its_name_is_written(name: str) -> None:
    assert template(name) == template("CustodyReleased")


def test_an_unknown_template_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(ConfigurationError, match="did you mean CustodyReleased"):
        template("CustodyRelease")
    with pytest.raises(ConfigurationError, match="one of LotRegistered"):
        template("zzz")


def test_a_template_never_overwrites_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("my work")
    with pytest.raises(ConfigurationError, match="cannot write the template"):
        write_template("LotSealed", file)
    assert file.read_text() == "my work"
