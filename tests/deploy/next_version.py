"""The next version of this program, as a copy in which three schemas have one field more.

``build`` does what CONTRIBUTING.md asks of whoever changes a schema. Run as a module with the copy first on the path,
this is the new program: it takes from standard input command lines to run one after the other, and messages to read,
and prints as JSON what it says.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from schemas import catalog, codec

PACKAGES = ("schemas", "producers", "stream_processors", "sinks", "deploy")
ADDED = {"LotLine": "colour", "CustodyEvent": "channel", "Finding": "remark"}
"""The new fields: in the lines of an event, in the event itself, and in what is kept beside the log."""

CHANGED_MESSAGES = ("CustodyEvent", "Finding")


def build(root: Path, folder: Path) -> Path:
    """A copy of the program in ``folder``, with the new fields, and the schemas of today as older versions."""
    for package in PACKAGES:
        shutil.copytree(root / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    schemas = folder / "schemas"
    (schemas / "avro" / "older").mkdir(exist_ok=True)
    for kind in CHANGED_MESSAGES:  # caratrace schema show KIND > schemas/avro/older/KIND.FINGERPRINT.avsc
        name = f"{kind}.{catalog.fingerprint(kind).hex()}.avsc"
        (schemas / "avro" / "older" / name).write_text(json.dumps(catalog.inline(kind)), encoding="utf-8")
    for record, field in ADDED.items():
        _add_to_schema(schemas / "avro" / f"{record}.avsc", field)
        _add_to_class(schemas / ("findings.py" if record == "Finding" else "events.py"), record, field)
    sources = catalog.read_folder(schemas / "avro")
    released = catalog.read_released(schemas / "avro")
    for kind in CHANGED_MESSAGES:
        released[kind].append(catalog.fingerprint_of(catalog.write_out(sources[kind], sources)).hex())
    (schemas / "avro" / catalog.RELEASED).write_text(json.dumps(released), encoding="utf-8")
    return folder


def _add_to_schema(file: Path, field: str) -> None:
    schema = json.loads(file.read_text(encoding="utf-8"))
    schema["fields"].append({"name": field, "type": ["null", "string"], "default": None})
    file.write_text(json.dumps(schema), encoding="utf-8")


def _add_to_class(file: Path, record: str, field: str) -> None:
    text = file.read_text(encoding="utf-8")
    changed, count = re.subn(
        rf"(\nclass {record}:\n.*?\n    \w+: [^\n]+\n)(?=\n)(?!    \w+:)",
        rf"\g<1>    {field}: str | None = None\n",
        text,
        count=1,
        flags=re.DOTALL,
    )
    assert count == 1, f"{file}: no class {record}"
    file.write_text(changed, encoding="utf-8")


def _run(arguments: list[str]) -> dict[str, Any]:
    """What ``caratrace`` with these arguments ends with and says."""
    from deploy.cli import main

    out, err = io.StringIO(), io.StringIO()
    code: object = None
    sys.argv = ["caratrace", *arguments]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


def _read(payload: bytes, older: str) -> dict[str, Any]:
    """What becomes of an event, alone and framed with the schema ``older``."""
    from schemas.framing import FRAME_BYTES, Confluent
    from schemas.jsonform import event_to_json
    from tests.registries import MemoryRegistry, text_of

    registry = MemoryRegistry()
    theirs, ours = registry.add("topic", older), registry.add("topic", text_of("CustodyEvent"))
    wire, record = Confluent(registry), codec.decode_event(payload)
    framed = b"\x00" + struct.pack(">I", theirs) + payload[codec.HEADER_BYTES :]
    written = wire.write("topic", payload)
    return {
        "is_event": codec.is_event(payload),
        "event": event_to_json(record.event),
        "digest": record.digest.hex(),
        "written_again": codec.record_of(record.event).payload.hex(),
        "unframed": wire.read(framed).hex(),
        "framed_with_ours": written[:FRAME_BYTES] == b"\x00" + struct.pack(">I", ours),
        "digest_after_framing": codec.decode_event(wire.read(written)).digest.hex(),
    }


def _main() -> None:
    asked = json.load(sys.stdin)
    said = {
        "schemas": str(Path(catalog.__file__).parent),
        "commands": [_run(arguments) for arguments in asked["commands"]],
        "events": [_read(bytes.fromhex(payload), asked["older"]) for payload in asked["events"]],
    }
    print(json.dumps(said))


if __name__ == "__main__":
    _main()
