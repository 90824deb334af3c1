"""The wheel holds everything that the program reads at run time, and nothing that it does not need."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest

PACKAGES = ("schemas", "producers", "stream_processors", "sinks", "deploy")
BUILD_FILES = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Names inside a wheel built, without network, from a copy of the project."""
    work = tmp_path_factory.mktemp("wheel")
    for name in BUILD_FILES:
        shutil.copy(root / name, work / name)
    for package in PACKAGES:
        shutil.copytree(root / package, work / package, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    done = subprocess.run([*command, "--wheel-dir", "out", "."], cwd=work, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = (work / "out").glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def files(root: Path) -> list[PurePosixPath]:
    """The files of the five packages, relative to the root."""
    found = [path for package in PACKAGES for path in (root / package).rglob("*") if path.is_file()]
    return [PurePosixPath(path.relative_to(root).as_posix()) for path in found if "__pycache__" not in path.parts]


def needed_at_run_time(root: Path, path: PurePosixPath) -> bool:
    """All files are, but for those in deploy/ that start containers: they belong to the checkout."""
    data = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    return path.parts[0] != "deploy" or any(path.match(pattern) for pattern in ["*.py", *data["*"]])


def test_every_file_that_the_program_reads_is_in_the_wheel(root: Path, wheel: list[str]) -> None:
    needed = {str(path) for path in files(root) if needed_at_run_time(root, path)}
    assert {PurePosixPath(name).suffix for name in needed} >= {".py", ".avsc", ".csv", ".sql"}
    assert sorted(needed - set(wheel)) == []


def test_the_wheel_holds_the_five_packages_and_its_own_description_only(wheel: list[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    (described,) = [top for top in tops if top.endswith(".dist-info")]
    assert tops - {described} == set(PACKAGES)
    assert {f"{described}/licenses/LICENSE", f"{described}/entry_points.txt"} <= set(wheel)
