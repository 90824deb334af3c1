"""What every test may ask for: Hypothesis profiles and the published test data beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.integration.told", "tests.integration.clickhouse"]

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile(
    "ci",
    derandomize=True,  # the same examples on every run and machine, so a red build is a changed program
    deadline=None,  # a busy machine is no failure
    max_examples=50,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("dev", deadline=None, max_examples=500, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def oracles() -> Path:
    """The folder of published test data; tests that need it are skipped where it is absent."""
    named = os.environ.get("CARATRACE_ORACLES")
    folder = Path(named) if named else ROOT.parent / "shared" / "oracles"
    if not folder.is_dir():
        pytest.skip(f"no test data in {folder}; set CARATRACE_ORACLES to the folder that holds it")
    return folder
