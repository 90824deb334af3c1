"""Where the tests find a schema registry: an address that is given, a container, or the archive that Maven brings."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.integration.kafka.classpath import NoArtifacts
from tests.integration.kafka.fixture import docker_answers
from tests.integration.registry.server import API, program, running

ADDRESS = "CARATRACE_TEST_REGISTRY"
IMAGE = "apicurio/apicurio-registry:3.0.9"


@pytest.fixture(scope="session")
def registry_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the API of a registry. Others may use it too: besides our own schemas, use subjects of yours."""
    given = os.environ.get(ADDRESS)
    if given:
        yield given
    elif docker_answers():
        from testcontainers.core.container import DockerContainer
        from testcontainers.core.wait_strategies import HttpWaitStrategy

        ready = HttpWaitStrategy(8080, f"{API}/subjects")
        with DockerContainer(IMAGE).with_exposed_ports(8080).waiting_for(ready) as container:
            yield f"http://{container.get_container_host_ip()}:{container.get_exposed_port(8080)}{API}"
    else:
        try:
            program()
        except NoArtifacts as reason:
            pytest.skip(f"no registry: {ADDRESS} is not set, no Docker engine answers, and none to start: {reason}")
        with running(tmp_path_factory.mktemp("registry")) as url:
            yield url
