"""The page about documents names every kind of document that is read, and what reads it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import stream_processors.rules as folder
from schemas import documents
from schemas.reference import settings
from schemas.reference.licences import LICENCE_KINDS
from schemas.reference.load_licences import LICENCE_COLUMNS
from schemas.reference.load_zones import ZONE_PROPERTIES
from stream_processors.rules import all_rules

ROW = re.compile(r"^\| `([^`]+)` \| .+ \| ([A-Z0-9, ]+) \|$", re.MULTILINE)


@pytest.fixture
def page(root: Path) -> str:
    """The page."""
    return (root / "docs/evidence.md").read_text(encoding="utf-8")


def kinds() -> set[str]:
    """The kinds of documents that the program knows: constants of small letters with a space, and the payment."""
    modules = [documents]
    for module in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}."):
        modules.append(importlib.import_module(module.name))
    named = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9]*( [a-z0-9]+)+", value)
        if name not in vars(settings)  # units
    }
    return named | {documents.PAYMENT}


def test_every_kind_of_document_stands_on_the_page_and_no_other(page: str) -> None:
    assert {kind for kind, _ in ROW.findall(page)} == kinds()


def test_the_rules_named_beside_a_kind_exist(page: str) -> None:
    named = {code for _, codes in ROW.findall(page) for code in codes.split(", ")}
    assert named <= {rule.code for rule in all_rules()}


def test_columns_kinds_and_properties_of_the_registers_stand_on_the_page(page: str) -> None:
    assert [name for name in (*LICENCE_COLUMNS, *LICENCE_KINDS, *ZONE_PROPERTIES) if f"`{name}`" not in page] == []


def test_the_readme_leads_to_the_page(root: Path) -> None:
    assert "(docs/evidence.md)" in (root / "README.md").read_text(encoding="utf-8")
