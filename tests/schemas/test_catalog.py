"""The schemas are found by folder, joined by name, and fingerprinted as the Avro project does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import avro.schema
import fastavro
import pytest
from fastavro.schema import fingerprint, to_parsing_canonical_form

from schemas import catalog
from schemas.errors import ConfigurationError


def test_every_avsc_file_is_in_the_catalogue(root: Path) -> None:
    files = {path.stem for path in (root / "schemas" / "avro").glob("*.avsc")}

    assert files == set(catalog.names())
    assert "CustodyEvent" in files


@pytest.mark.parametrize("name", catalog.names())
def test_a_schema_written_out_stands_alone(name: str) -> None:
    """Both libraries read it without the other files."""
    written = catalog.inline(name)

    fastavro.parse_schema(written)
    parsed = avro.schema.parse(json.dumps(written))
    assert parsed.props["name"] == name


def test_the_fingerprints_of_the_messages_never_change() -> None:
    """A message on the log names its schema by these bytes; another value here is another contract."""
    assert {name: catalog.fingerprint(name).hex() for name in ("CustodyEvent", "Finding", "QuarantineRecord")} == {
        "CustodyEvent": "b468220e75d005a0",
        "Finding": "796732c1d83314b9",
        "QuarantineRecord": "d05968de831cfb62",
    }


def test_fingerprints_agree_with_the_published_ones(oracles: Path) -> None:
    """As in ``schema-tests.txt`` of the Avro project, and as in its single-object message."""
    cases = (oracles / "apache-avro" / "share" / "test" / "data" / "schema-tests.txt").read_text(encoding="utf-8")
    found = re.findall(r"<<canonical (.*)\n<<fingerprint (-?\d+)", cases)

    assert len(found) > 10
    for canonical, number in found:
        got = fingerprint(to_parsing_canonical_form(json.loads(canonical)), "CRC-64-AVRO")
        assert int.from_bytes(bytes.fromhex(got), "little", signed=True) == int(number), canonical


def test_a_published_single_object_message_has_our_framing(oracles: Path) -> None:
    folder = oracles / "apache-avro" / "share" / "test" / "data" / "messageV1"
    message = (folder / "test_message.bin").read_bytes()
    schema = json.loads((folder / "test_schema.avsc").read_text(encoding="utf-8"))

    assert message[:2] == b"\xc3\x01"
    assert message[2:10].hex() == fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO")


def test_a_name_that_is_no_schema_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ConfigurationError, match="no schema LotLines; there are Certificate, "):
        catalog.source("LotLines")


def test_a_file_is_named_after_its_type(tmp_path: Path) -> None:
    (tmp_path / "Lot.avsc").write_text('{"type": "record", "name": "Parcel", "fields": []}', encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"Lot\.avsc: expected the definition of Lot, got that of Parcel"):
        catalog.read_folder(tmp_path)
