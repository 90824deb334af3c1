"""A real Kafka cluster on loopback: KRaft brokers, each its own process, on free ports, with everything in one folder.

By hand: ``python -m tests.integration.kafka.broker FOLDER [BROKERS]`` starts one, prints its address and what starting
cost, and stops it when its standard input is closed.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.integration.kafka.classpath import class_path

CLUSTER_ID = "Y2FyYXRyYWNlLXRlc3RzLQ"
JAVA = ("-Xms128m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
LOGGED = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Listener:
    """A further way into the brokers, as Kafka's settings name it; ``settings`` are those of this listener only."""

    name: str
    protocol: str
    settings: Mapping[str, str] = field(default_factory=dict)
    advertised: int | None = None
    """The port that clients are told to come to, where it is not the broker's own; for a cluster of one."""


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Broker:
    """One process; it keeps folder and ports when it is stopped and started again."""

    def __init__(self, number: int, folder: Path, settings: Mapping[str, str], ports: Mapping[str, int]) -> None:
        self.number = number
        self.ports = ports
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        text = "".join(f"{name}={value}\n" for name, value in settings.items())
        self._settings = folder / "server.properties"
        self._settings.write_text(text, encoding="utf-8")

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self._process is not None, "not started"
        return self._process.pid

    def format(self, *options: str) -> None:
        """Prepare the empty folder, as every KRaft broker needs it once."""
        command = _java("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", str(self._settings), *options)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Start the process; it may not answer yet."""
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [*dying_with_us(), *_java("kafka.Kafka", str(self._settings))],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def await_answer(self) -> None:
        """Return when all ports are open; an assertion fails when the process ends or takes too long."""
        assert self._process is not None
        end = time.monotonic() + PATIENCE
        for port in self.ports.values():
            while not _open(port):
                output = (self._folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]
                assert self._process.poll() is None, f"broker {self.number} ended: {output}"
                assert time.monotonic() < end, f"broker {self.number} does not answer: {output}"
                time.sleep(0.05)

    def stop(self) -> None:
        """Let it end in order; kill it when it does not."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE / 4)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """Kill -9."""
        assert self._process is not None, "not started"
        self._process.kill()
        self._process.wait()
        self._process = None


class Cluster:
    """Brokers that are controllers too."""

    def __init__(self, brokers: tuple[Broker, ...]) -> None:
        self.brokers = brokers

    def address(self, listener: str = "PLAINTEXT") -> str:
        """``host:port`` of every broker."""
        return ",".join(f"127.0.0.1:{broker.ports[listener]}" for broker in self.brokers)


@contextmanager
def running(
    folder: Path, count: int = 1, listeners: tuple[Listener, ...] = (), format_options: tuple[str, ...] = ()
) -> Iterator[Cluster]:
    """A cluster of ``count`` brokers in the empty ``folder``; all its processes have ended afterwards."""
    every = (Listener("PLAINTEXT", "PLAINTEXT"), *listeners)
    ports = [{name: free_port() for name in [*(way.name for way in every), "CONTROLLER"]} for _ in range(count)]
    voters = ",".join(f"{number}@127.0.0.1:{own['CONTROLLER']}" for number, own in enumerate(ports, 1))
    made = []
    for number, own in enumerate(ports, 1):
        place = folder / f"broker-{number}"
        made.append(Broker(number, place, _settings(number, place, own, every, voters, count), own))
    try:
        for broker in made:
            broker.format(*format_options)
            broker.start()
        for broker in made:
            broker.await_answer()
        yield Cluster(tuple(made))
    finally:
        for broker in made:  # one that leaves in order waits for the others, and nobody needs what is in the folder
            if broker.running:
                broker.kill()


def _settings(
    number: int, folder: Path, ports: Mapping[str, int], ways: tuple[Listener, ...], voters: str, count: int
) -> dict[str, str]:
    """``server.properties`` of one broker."""
    addresses = {name: f"{name}://127.0.0.1:{port}" for name, port in ports.items()}
    protocols = {way.name: way.protocol for way in ways} | {"CONTROLLER": "PLAINTEXT"}
    told = {way.name: f"{way.name}://127.0.0.1:{way.advertised or ports[way.name]}" for way in ways}
    settings = {
        "process.roles": "broker,controller",
        "node.id": str(number),
        "controller.quorum.voters": voters,
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listeners": ",".join(addresses.values()),
        "advertised.listeners": ",".join(told.values()),
        "listener.security.protocol.map": ",".join(f"{name}:{protocol}" for name, protocol in protocols.items()),
        "log.dirs": str(folder / "log"),
        "auto.create.topics.enable": "false",
        "broker.session.timeout.ms": "2000",  # one that was killed may come back, or be replaced, after this time
        "broker.heartbeat.interval.ms": "500",
        "group.initial.rebalance.delay.ms": "0",
        "group.min.session.timeout.ms": "1000",  # so that a test need not wait long for the dead to be missed
        "offsets.topic.num.partitions": "4",
        "offsets.topic.replication.factor": str(count),
        "transaction.state.log.num.partitions": "4",
        "transaction.state.log.replication.factor": str(count),
        "transaction.state.log.min.isr": "1",
    }
    for way in ways:
        settings |= {f"listener.name.{way.name.lower()}.{name}": value for name, value in way.settings.items()}
    return settings


def _java(main: str, *arguments: str) -> list[str]:
    return ["java", *JAVA, LOGGED, "-cp", class_path(), main, *arguments]


def dying_with_us() -> list[str]:
    """Where the system can: the broker ends when this process is killed, so that nothing is left behind."""
    program = shutil.which("setpriv")
    return [program, "--pdeathsig", "KILL"] if program else []


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def main() -> None:
    """Start a cluster, say where it is and what it costs, and stop it at the end of standard input."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    before = time.monotonic()
    with running(folder, count) as cluster:
        print(f"{cluster.address()} after {time.monotonic() - before:.1f} s", flush=True)
        for broker in cluster.brokers:
            status = Path(f"/proc/{broker.pid}/status").read_text(encoding="utf-8")
            print(next(line for line in status.splitlines() if line.startswith("VmRSS")), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
