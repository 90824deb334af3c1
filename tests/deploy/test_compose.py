"""What starts the containers names nothing that does not exist, and keeps to the rules of the house.

Neither the image nor the composition is run here: that needs a Docker engine.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from deploy.settings import Settings
from schemas.topics import TOPICS
from tests.prompt import check_command

OURS = "caratrace:"
TAGGED = re.compile(r"[a-z0-9./-]+:(?P<tag>[0-9][A-Za-z0-9.-]*)")
PACKAGES = ("schemas", "producers", "stream_processors", "sinks", "deploy")


@pytest.fixture(scope="module")
def composition(root: Path) -> dict[str, Any]:
    text = (root / "deploy/compose.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(re.sub(r"\$\{(\w+)(:\?[^}]*)?\}", r"value-of-\1", text))
    return read


@pytest.fixture(scope="module")
def services(composition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = composition["services"]
    assert len(found) > 8
    return found


@pytest.fixture(scope="module")
def stages(root: Path) -> list[list[str]]:
    """The instructions of each stage of the image, continued lines joined, without comments."""
    text = (root / "deploy/Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    found: list[list[str]] = []
    for line in (" ".join(line.split()) for line in lines if line.strip()):
        if line.startswith("FROM "):
            found.append([])
        found[-1].append(line)
    return found


def is_one_shot(name: str, services: dict[str, dict[str, Any]]) -> bool:
    """Whether others wait until the service has done its work and ended."""
    waits = [service["depends_on"][name] for service in services.values() if name in service.get("depends_on", {})]
    return bool(waits) and all(wait["condition"] == "service_completed_successfully" for wait in waits)


def failing(services: dict[str, dict[str, Any]], check: Any) -> list[str]:
    return [name for name, service in services.items() if not check(name, service)]


def test_every_image_is_pinned_by_a_version(services: dict[str, dict[str, Any]], stages: list[list[str]]) -> None:
    images = {service["image"] for service in services.values()} | {stage[0].split()[1] for stage in stages}

    assert [image for image in images if TAGGED.fullmatch(image) is None] == []


def test_the_image_is_tagged_with_the_version_of_the_program(
    services: dict[str, dict[str, Any]], stages: list[list[str]]
) -> None:
    version = importlib.metadata.version("caratrace")

    assert {s["image"] for s in services.values() if s["image"].startswith(OURS)} == {f"{OURS}{version}"}
    assert any(f'org.opencontainers.image.version="{version}"' in line for line in stages[-1])


def test_every_service_is_probed_or_does_its_work_and_ends(services: dict[str, dict[str, Any]]) -> None:
    def good(name: str, service: dict[str, Any]) -> bool:
        check = service.get("healthcheck", {})
        return bool(check.get("disable")) if is_one_shot(name, services) else bool(check.get("test"))

    assert failing(services, good) == []


def test_every_service_has_limits_a_restart_policy_and_bounded_logs(services: dict[str, dict[str, Any]]) -> None:
    def good(name: str, service: dict[str, Any]) -> bool:
        limits = service["deploy"]["resources"]["limits"]
        restart = service["restart"]
        lasting = restart in {"always", "unless-stopped"}
        return {"cpus", "memory"} <= limits.keys() and lasting != is_one_shot(name, services) and "logging" in service

    assert failing(services, good) == []


def test_a_service_waits_for_those_that_it_needs(services: dict[str, dict[str, Any]]) -> None:
    missing = [
        (name, other)
        for name, service in services.items()
        for other, wait in service.get("depends_on", {}).items()
        if other not in services or wait["condition"] == "service_started"
    ]
    assert missing == []


def test_published_ports_are_bound_to_loopback_and_no_two_are_the_same(services: dict[str, dict[str, Any]]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]

    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []
    assert len({port.rsplit(":", 1)[0] for port in ports}) == len(ports)


def test_every_setting_is_one_that_the_program_reads(
    services: dict[str, dict[str, Any]], stages: list[list[str]]
) -> None:
    of_image = dict(re.findall(r"(CARATRACE_\w+)=(\S+)", " ".join(stages[-1])))
    for service in services.values():
        given = {name: value for name, value in service.get("environment", {}).items() if name.startswith("CARATRACE_")}
        if service["image"].startswith(OURS):
            settings = Settings.from_environment(of_image | given)
            assert settings.kafka_bootstrap is not None
        else:
            assert given == {}


def test_every_command_exists(services: dict[str, dict[str, Any]], stages: list[list[str]]) -> None:
    assert stages[-1][-2:] == ['ENTRYPOINT ["caratrace"]', 'CMD ["--help"]']
    own = {name: service for name, service in services.items() if service["image"].startswith(OURS)}
    assert len(own) == 6
    for service in own.values():
        if "entrypoint" not in service:
            check_command(service["command"])
            continue
        python, module, supervisor = service["entrypoint"]
        program, flag, app, command, *_ = service["command"]
        assert (python, module, flag, command) == ("python", "-m", "-A", "worker")
        assert importlib.util.find_spec(supervisor)
        assert importlib.util.find_spec(app)
        assert program in {script.name for script in importlib.metadata.entry_points(group="console_scripts")}


@pytest.mark.parametrize("words", [["topic", "apply"], ["topics"], ["topics", "apply", "--certainly"]])
def test_a_command_that_does_not_exist_would_be_seen(words: list[str]) -> None:
    with pytest.raises(click.UsageError):
        check_command(words)


def test_each_worker_keeps_its_stores_in_a_volume_of_its_own(
    composition: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    stores = []
    for service in services.values():
        if "CARATRACE_STORES" in service.get("environment", {}):
            places = dict(reversed(volume.split(":", 1)) for volume in service["volumes"])
            stores.append(places[service["environment"]["CARATRACE_STORES"]])

    assert len(stores) == 2
    assert len(set(stores)) == 2
    assert set(stores) <= composition["volumes"].keys()


def test_the_brokers_can_hold_what_the_table_of_topics_asks_for(services: dict[str, dict[str, Any]]) -> None:
    brokers = [service for name, service in services.items() if name.startswith("broker-")]
    copies = Settings().kafka_copies

    assert len(brokers) >= copies
    for broker in brokers:
        assert broker["environment"]["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
        assert int(broker["environment"]["KAFKA_MIN_INSYNC_REPLICAS"]) == max(t.in_sync(copies) for t in TOPICS)
        assert int(broker["environment"]["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"]) == copies
    assert len({broker["environment"]["KAFKA_NODE_ID"] for broker in brokers}) == len(brokers)


def test_our_containers_may_do_nothing_that_they_need_not(services: dict[str, dict[str, Any]]) -> None:
    def good(name: str, service: dict[str, Any]) -> bool:
        return not service["image"].startswith(OURS) or (
            service["read_only"] and service["cap_drop"] == ["ALL"] and service["init"]
            and service["security_opt"] == ["no-new-privileges:true"]
        )  # fmt: skip

    assert failing(services, good) == []


def test_the_image_runs_as_a_user_with_a_fixed_id_and_holds_no_tools_of_the_build(stages: list[list[str]]) -> None:
    last = stages[-1]

    assert len(stages) == 2
    assert [line for line in last if line.startswith("USER ")] == ["USER 10001:10001"]
    assert [line for line in last if re.search(r"\b(pip|apt-get|curl|gcc|git)\b", line)] == []
    assert [line for line in last if line.startswith("COPY ")] == ["COPY --from=builder /opt/caratrace /opt/caratrace"]
    assert "--without-pip" in " ".join(stages[0])


def test_the_image_is_probed_and_ended_as_the_program_expects(stages: list[list[str]]) -> None:
    last = " ".join(stages[-1])

    assert 'CMD ["python", "-m", "deploy.probe", "live"]' in last
    assert "STOPSIGNAL SIGTERM" in last


def test_everything_in_the_image_comes_by_its_hash(stages: list[list[str]]) -> None:
    installing = [step for line in stages[0] for step in line.split("&&") if re.search(r"pip (wheel|install)", step)]
    installing += [step for line in stages[0] for step in line.split("&&") if "pip --python" in step]

    assert len(installing) == 4
    assert [step for step in installing if "--require-hashes" not in step and "--no-index" not in step] == []


def test_what_the_image_is_made_from_reaches_the_engine_and_secrets_do_not(root: Path, stages: list[list[str]]) -> None:
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    wanted = {word for line in stages[0] if line.startswith("COPY ") for word in line.split()[1:-1]}

    assert wanted == {*PACKAGES, "pyproject.toml", "README.md", "LICENSE", "requirements.lock"}
    assert {f"!{name}" for name in wanted} == {line for line in lines if line.startswith("!")}
    assert lines[1:2] == ["*"]
    assert "**/*.env" in lines


def test_no_password_is_in_the_repository(root: Path) -> None:
    text = (root / "deploy/compose.yaml").read_text(encoding="utf-8")
    passwords = re.findall(r"^ +\w*PASSWORD\w*: (.+)", text, re.MULTILINE) + re.findall(r"://\w+:(.+)@", text)

    assert len(passwords) >= 2
    assert [found for found in passwords if not found.startswith("${CLICKHOUSE_PASSWORD:?")] == []
    assert (root / "deploy/example.env").read_text(encoding="utf-8").rstrip().endswith("\nCLICKHOUSE_PASSWORD=")


def test_the_file_with_the_password_is_never_committed(root: Path) -> None:
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run([git, "check-ignore", "deploy/.env"], cwd=root, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "deploy/.env"
