"""The import contracts of pyproject.toml hold on a clean tree and break on a bad import.

A small tree of empty modules, with the names that the contracts use, is checked with the project's own settings:
a contract that no import can break protects nothing. That the project's own imports keep the contracts is the
business of ``lint-imports``; only what the contract on purity leaves out is looked for here.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp

CUSTODY_RULE = "stream_processors.rules.custody.cus900"
KIMBERLEY_RULE = "stream_processors.rules.kimberley.kp900"
BAD_IMPORTS = [
    ("schemas.events", "producers.simulator"),
    ("producers.simulator", "sinks.rows"),
    ("sinks.rows", "stream_processors.app"),
    ("stream_processors.app", "deploy.settings"),
    (CUSTODY_RULE, KIMBERLEY_RULE),
    (CUSTODY_RULE, "time"),
    (KIMBERLEY_RULE, "schemas.reference"),  # which opens files
]


def contracts(root: Path) -> list[dict[str, object]]:
    """The import contracts as pyproject.toml states them."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found = settings["tool"]["importlinter"]["contracts"]
    assert isinstance(found, list)
    return found


def purity(root: Path, field: str) -> list[str]:
    """One list of the contract that keeps judging away from clock, files and network."""
    (contract,) = [contract for contract in contracts(root) if contract["type"] == "forbidden"]
    listed = contract[field]
    assert isinstance(listed, list)
    return listed


def write_module(tree: Path, dotted: str, *imports: str) -> None:
    """Adds a module with these imports, and the packages above it, to the small tree."""
    *packages, name = dotted.split(".")
    folder = tree
    for package in packages:
        folder /= package
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    path = folder / name / "__init__.py" if (folder / name).is_dir() else folder / f"{name}.py"
    with path.open("a", encoding="utf-8") as module:
        module.writelines(f"import {wanted}\n" for wanted in imports)


def small_tree(root: Path, tree: Path) -> None:
    """Writes the settings and a tree without a bad import."""
    (tree / "pyproject.toml").write_text((root / "pyproject.toml").read_text(encoding="utf-8"), encoding="utf-8")
    write_module(tree, "schemas.reference", "pathlib")
    write_module(tree, "deploy.settings", "producers", "sinks", "stream_processors", "schemas.reference")
    for importing, _ in BAD_IMPORTS:
        write_module(tree, importing)
    for dotted in purity(root, "source_modules"):
        write_module(tree, dotted)


def check(tree: Path) -> tuple[int, str]:
    """Runs import-linter on the small tree: exit code, and the report on one line."""
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tree, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_a_tree_without_a_bad_import_keeps_every_contract(root: Path, tmp_path: Path) -> None:
    small_tree(root, tmp_path)
    code, report = check(tmp_path)
    assert code == 0, report
    assert f"{len(contracts(root))} kept, 0 broken" in report


def test_each_bad_import_breaks_a_contract_and_is_named(root: Path, tmp_path: Path) -> None:
    small_tree(root, tmp_path)
    bad_imports = BAD_IMPORTS + [(module, "sqlite3") for module in purity(root, "source_modules")]
    for importing, wanted in bad_imports:
        write_module(tmp_path, importing, wanted)
    code, report = check(tmp_path)
    assert code == 1, report
    assert f"0 kept, {len(contracts(root))} broken" in report
    edges = [f"{importing} -> {wanted}" for importing, wanted in bad_imports]
    assert [edge for edge in edges if edge not in report] == [], report


def test_whatever_is_pure_in_stream_processors_is_held_to_it(root: Path) -> None:
    graph = grimp.build_graph(
        "schemas", "producers", "stream_processors", "sinks", "deploy", include_external_packages=True, cache_dir=None
    )
    impure = [module for module in purity(root, "forbidden_modules") if module in graph.modules]
    pure = {
        part
        for part in graph.find_children("stream_processors")
        if not any(graph.chain_exists(importer=part, imported=module, as_packages=True) for module in impure)
    }
    assert pure - set(purity(root, "source_modules")) == set(), "list these in the contract 'judging is pure'"
