"""The house style, as far as a machine can see it; looks at every file that is tracked or about to be."""

from __future__ import annotations

import ast
import functools
import io
import re
import shutil
import subprocess
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("schemas", "producers", "stream_processors", "sinks", "deploy")

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_RULE = 120
LARGEST_FILE = 1024 * 1024

LOCK = "requirements.lock"
FOREIGN_TEXT = {"LICENSE", LOCK}
"""Files whose words are not ours."""

WALKED = (
    r"(stream_processors/rules/[^/]+|deploy/commands|producers/importers|producers/cases|"
    r"producers/simulator/(faults|scenarios))/[^/]+\.py"
)
"""Modules that are found by walking their folder, so nothing imports them by name."""


@functools.cache
def listed() -> tuple[str, ...]:
    """Paths of all files that git tracks or would add, relative to the root, with forward slashes."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, so there is no list of the project's files")
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed, so there is no list of the project's files")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = tuple(sorted({name for name in output.split("\0") if name and (ROOT / name).is_file()}))
    assert "pyproject.toml" in paths
    return paths


def matching(pattern: str) -> list[str]:
    """The listed files whose whole path matches; a pattern that finds nothing is a mistake."""
    found = [path for path in listed() if re.fullmatch(pattern, path)]
    assert found, f"no file of the project matches {pattern}"
    return found


def python_files() -> list[str]:
    """Every Python file, tests included."""
    return matching(r".*\.py")


def modules() -> list[str]:
    """The Python files of the five packages."""
    return matching(rf"(?:{'|'.join(PACKAGES)})/.*\.py")


def rules() -> list[str]:
    """The rule files."""
    return matching(r"stream_processors/rules/[^/]+/(?!__init__)[^/]+\.py")


def documents() -> list[str]:
    """The Markdown files."""
    return matching(r".*\.md")


def own_words() -> list[str]:
    """The files that we wrote ourselves."""
    return [path for path in listed() if path not in FOREIGN_TEXT]


@functools.cache
def text(path: str) -> str:
    """A file as text; empty for one that is no UTF-8 text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@functools.cache
def tree(path: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(path), filename=path)


def hits(pattern: str, paths: list[str], flags: int = 0) -> list[str]:
    """Where the pattern occurs: ``path:line: the text found``."""
    found = []
    for path in paths:
        for match in re.finditer(pattern, text(path), flags):
            line = text(path).count("\n", 0, match.start()) + 1
            found.append(f"{path}:{line}: {match.group().strip()}")
    return found


def test_no_python_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {path: len(text(path).splitlines()) for path in python_files()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_rule_is_longer_than_one_hundred_and_twenty_lines() -> None:
    lengths = {path: len(text(path).splitlines()) for path in rules()}
    assert {path: length for path, length in lengths.items() if length > LONGEST_RULE} == {}


def test_no_function_is_longer_than_sixty_lines() -> None:
    too_long = [
        f"{path}:{node.lineno}: {node.name} has {length} lines"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert too_long == []


def comments(path: str) -> Iterator[tuple[int, str]]:
    """Line number and text of each comment of a Python file."""
    for token in tokenize.generate_tokens(io.StringIO(text(path)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_a_silenced_check_is_named_by_its_code() -> None:
    unnamed = re.compile(r"type:\s*ignore(?!\[[a-z-]+)|noqa(?!:\s*[A-Z]+[0-9]+)|(?:ruff|flake8):\s*noqa|mypy:\s*ignore")
    found = [
        f"{path}:{line}: {comment}"
        for path in python_files()
        for line, comment in comments(path)
        if unnamed.search(comment)
    ]
    assert found == []


def test_every_rule_has_its_test() -> None:
    expected = {path: f"tests/{PurePosixPath(path).with_name('test_' + PurePosixPath(path).name)}" for path in rules()}
    assert {path: test for path, test in expected.items() if test not in listed()} == {}


def dotted(path: str) -> str:
    """The import name of a Python file."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def mentioned(path: str) -> Iterator[str]:
    """Every import name that a Python file could mean: its imports, and its strings, for modules loaded by name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_module_is_dead() -> None:
    pyproject = tomllib.loads(text("pyproject.toml"))
    used = {target.split(":")[0] for target in pyproject["project"]["scripts"].values()}
    for path in modules():
        used.update(name for name in mentioned(path) if name != dotted(path))
    deployment = "\n".join(text(path) for path in own_words() if not path.endswith((".py", ".md", ".toml")))
    used.update(re.findall(r"\b[a-z_]+(?:\.[a-z_0-9]+)+\b", deployment))
    dead = [
        path
        for path in modules()
        if not path.endswith(("/__init__.py", "/__main__.py"))
        and not re.fullmatch(WALKED, path)
        and dotted(path) not in used
    ]
    assert dead == []


def annotated(path: str) -> Iterator[tuple[int, str, ast.expr | None]]:
    """Line, name and annotation of each argument, variable, field and function of a Python file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg, node.annotation
        elif isinstance(node, ast.AnnAssign):
            yield node.lineno, ast.unparse(node.target), node.annotation
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name, node.returns


def test_weights_and_money_are_never_floats() -> None:
    amount = re.compile("carat|cents|value|weight", re.IGNORECASE)
    found = [
        f"{path}:{line}: {name}: {ast.unparse(annotation)}"
        for path in modules()
        for line, name, annotation in annotated(path)
        if annotation and amount.search(name) and re.search(r"\bfloat\b", ast.unparse(annotation))
    ]
    assert found == []


def test_only_coordinates_are_made_floats_where_events_are_read_and_judged() -> None:
    found = []
    for path in matching(r"(?:schemas|stream_processors)/.*\.py"):
        lines = text(path).splitlines()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
                words = lines[node.lineno - 1]
                if "latitude" not in words and "longitude" not in words:
                    found.append(f"{path}:{node.lineno}: {words.strip()}")
    assert found == []


def test_rules_calculate_with_whole_numbers() -> None:
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path in rules()
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    ]
    assert found == []


def test_nothing_is_left_unfinished() -> None:
    words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]
    assert hits(rf"\b(?:{'|'.join(words)})\b", own_words()) == []


def test_no_package_registry_is_named() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs", "crates" + ".io", "proxy." + "golang"]
    hosts += ["repo.maven" + ".apache", "repo1." + "maven", "deb." + "debian.org", "archive." + "ubuntu.com"]
    assert hits("|".join(re.escape(host) for host in hosts), list(listed()), re.IGNORECASE) == []


def test_no_path_of_somebodys_machine_is_written_down() -> None:
    folders = "|".join(["work", "farm", "root", "tmp", "home", "Users"])
    assert hits(rf"(?:^|[\s\"'`=:(,]|file://)/(?:{folders})/[^\s\"'`]*", own_words(), re.MULTILINE) == []


def test_no_file_is_larger_than_one_mebibyte() -> None:
    assert [path for path in listed() if (ROOT / path).stat().st_size > LARGEST_FILE] == []


def prose(path: str) -> str:
    """A Markdown file without its code."""
    return re.sub(r"^(```|~~~).*?^\1|`[^`\n]*`", "", text(path), flags=re.MULTILINE | re.DOTALL)


def test_every_markdown_file_has_one_title() -> None:
    titles = {path: len(re.findall(r"^# ", prose(path), re.MULTILINE)) for path in documents()}
    assert {path: count for path, count in titles.items() if count != 1} == {}


def anchors(path: str) -> set[str]:
    """The places in a Markdown file that a link may point to."""
    without_fences = re.sub(r"^(```|~~~).*?^\1", "", text(path), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ +(.+?)\s*$", without_fences, re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}


def test_no_link_between_our_documents_is_broken() -> None:
    broken = []
    for path in documents():
        for target in re.findall(r"\]\(<?([^)\s>]+)", prose(path)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (ROOT / path).parent / name if name else ROOT / path
            if not file.exists():
                broken.append(f"{path}: {target}: no such file")
            elif anchor and anchor not in anchors(str(file.resolve().relative_to(ROOT))):
                broken.append(f"{path}: {target}: no such heading")
    assert broken == []


def test_the_lock_pins_every_package_by_hash_and_names_no_address() -> None:
    unfolded = text(LOCK).replace("\\\n", " ")
    entries = [line for line in unfolded.splitlines() if line and not line.lstrip().startswith("#")]
    pinned = re.compile(r"[a-z0-9.-]+==\S+(?: ;[^#]*?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert entries
    assert [entry for entry in entries if not pinned.fullmatch(entry)] == []
    assert "://" not in unfolded


def test_the_lock_holds_every_package_that_the_project_asks_for() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=!~ ;\[]", line)[0].lower() for line in wanted}
    locked = set(re.findall(r"^([a-z0-9.-]+)==", text(LOCK), re.MULTILINE))
    assert names - locked == set()
