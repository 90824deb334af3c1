"""The class path of the Kafka server: resolved by Maven once, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
PATIENCE = 300


class NoArtifacts(Exception):
    """There is no Kafka server on this computer, and the reason why."""


def class_path() -> str:
    """The jars that make the server, for ``java -cp``. Raises ``NoArtifacts``."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise NoArtifacts(f"{program} is not installed")
    known = cache_folder() / f"kafka-{hashlib.sha256(POM.read_bytes()).hexdigest()[:16]}.classpath"
    if known.is_file():
        found = known.read_text(encoding="utf-8")
        if all(Path(jar).is_file() for jar in found.split(os.pathsep)):
            return found
    return _resolve(known)


def cache_folder() -> Path:
    """Where servers for the tests are kept from one run to the next."""
    named = os.environ.get("XDG_CACHE_HOME")
    return (Path(named) if named else Path.home() / ".cache") / "caratrace-tests"


def _resolve(known: Path) -> str:
    known.parent.mkdir(parents=True, exist_ok=True)
    fresh = known.with_suffix(f".{os.getpid()}")
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:build-classpath", f"-Dmdep.outputFile={fresh}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise NoArtifacts(f"Maven did not resolve the Kafka server within {PATIENCE} seconds") from error
    if done.returncode != 0 or not fresh.is_file():
        said = [line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line]
        raise NoArtifacts(f"Maven could not resolve the Kafka server: {said[0] if said else 'it does not say why'}")
    fresh.replace(known)
    return known.read_text(encoding="utf-8")
