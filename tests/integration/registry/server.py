"""A real schema registry on loopback: Apicurio in memory, with Confluent's API, from the archive that Maven brings."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.integration.kafka.broker import dying_with_us, free_port
from tests.integration.kafka.classpath import NoArtifacts, cache_folder

POM = Path(__file__).with_name("pom.xml")
API = "/apis/ccompat/v7"
JAVA = ("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
PATIENCE = 300


def program() -> Path:
    """The jar to start. Raises ``NoArtifacts``."""
    for needed in ("java", "mvn"):
        if shutil.which(needed) is None:
            raise NoArtifacts(f"{needed} is not installed")
    known = cache_folder() / f"registry-{hashlib.sha256(POM.read_bytes()).hexdigest()[:16]}"
    if not known.is_dir():
        _unpack(known)
    (jar,) = known.glob("*-runner.jar")
    return jar


def _unpack(known: Path) -> None:
    fresh = known.with_suffix(f".{os.getpid()}")
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:unpack", f"-Dfolder={fresh}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise NoArtifacts(f"Maven did not bring the registry within {PATIENCE} seconds") from error
    if done.returncode != 0 or not list(fresh.glob("*-runner.jar")):
        said = [line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line]
        shutil.rmtree(fresh, ignore_errors=True)
        raise NoArtifacts(f"Maven could not bring the registry: {said[0] if said else 'it does not say why'}")
    try:
        fresh.rename(known)
    except OSError:  # another process was quicker
        shutil.rmtree(fresh)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The URL of a registry without a schema, whose output goes to ``folder``; it has ended afterwards."""
    port = free_port()
    options = {"http.host": "127.0.0.1", "http.port": port, "management.host": "127.0.0.1", "management.port": 0}
    quarkus = [f"-Dquarkus.{name}={value}" for name, value in options.items()]
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [*dying_with_us(), "java", *JAVA, *quarkus, "-jar", str(program())],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}{API}"
        _await_answer(url, process, folder / "output")
        yield url
    finally:
        process.kill()
        process.wait()


def _await_answer(url: str, process: subprocess.Popen[bytes], output: Path) -> None:
    end = time.monotonic() + PATIENCE / 3
    while True:
        try:
            urllib.request.urlopen(f"{url}/subjects", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        said = output.read_text(encoding="utf-8", errors="replace")[-2000:]
        assert process.poll() is None, f"the registry ended: {said}"
        assert time.monotonic() < end, f"the registry does not answer: {said}"
        time.sleep(0.1)
