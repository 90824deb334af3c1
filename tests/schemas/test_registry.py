"""What the answers of a schema registry mean: that it is away is never taken for a schema that is not there."""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from schemas import catalog
from schemas.errors import ConfigurationError, MalformedInput, RetryError, StopError
from schemas.registry import Registry, RegistryAddress
from tests.integration.kafka.broker import free_port
from tests.integration.kafka.certificates import Certificates, make_certificates


@dataclass(slots=True)
class Answers:
    """A server that gives one answer to everything, and keeps what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b"{}"
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)

    def gives(self, status: int, answer: object) -> None:
        """From now on."""
        self.status, self.body = status, answer if isinstance(answer, bytes) else json.dumps(answer).encode()


@contextmanager
def answering(context: ssl.SSLContext | None = None) -> Iterator[Answers]:
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = json.loads(body) if body else None
            answers.asked.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, said))
            self.send_response(answers.status)
            self.send_header("Content-Length", str(len(answers.body)))
            self.end_headers()
            self.wfile.write(answers.body)

        do_POST = do_GET  # noqa: N815 - the names that the server looks for

        def log_message(self, format: str, *args: object) -> None:
            """Keep the terminal clean."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up has its reasons."""

    server = Server(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    answers.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield answers
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def answers() -> Iterator[Answers]:
    with answering() as found:
        yield found


CALLS: dict[str, Callable[[Registry], object]] = {
    "id": lambda registry: registry.id_of("t", "Finding"),
    "schema": lambda registry: registry.schema_of(7),
    "registered": lambda registry: registry.registered_id("t", "Finding"),
    "versions": lambda registry: registry.versions("t"),
    "objections": lambda registry: registry.objections("t", "Finding"),
    "register": lambda registry: registry.register("t", "Finding"),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@every_call
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("answer", [{"error_code": 50002, "message": "timed out"}, b"<html>Bad gateway</html>"])
def test_a_registry_that_fails_or_is_too_busy_is_to_be_asked_again(
    answers: Answers, call: Callable[[Registry], object], status: int, answer: object
) -> None:
    answers.gives(status, answer)

    with pytest.raises(RetryError, match=f"with {status}"):
        call(Registry(RegistryAddress(answers.url)))


@every_call
def test_a_registry_that_nobody_reaches_is_to_be_asked_again(call: Callable[[Registry], object]) -> None:
    with pytest.raises(RetryError, match="does not answer to http"):
        call(Registry(RegistryAddress(f"http://127.0.0.1:{free_port()}")))


def test_a_registry_that_takes_the_question_and_is_silent_is_to_be_asked_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = RegistryAddress(f"http://127.0.0.1:{silent.getsockname()[1]}", answer_seconds=1)
        with pytest.raises(RetryError, match="timed out"):
            Registry(address).schema_of(7)


@every_call
@pytest.mark.parametrize("status", [401, 403])
def test_who_may_not_ask_is_told_which_settings_to_look_at(
    answers: Answers, call: Callable[[Registry], object], status: int
) -> None:
    answers.gives(status, {"error_code": status, "message": "no"})

    with pytest.raises(ConfigurationError, match="check CARATRACE_SCHEMA_REGISTRY_USER"):
        call(Registry(RegistryAddress(answers.url)))


@every_call
@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (404, {"error_code": 404, "message": "HTTP 404 Not Found"}),
        (404, b"<html>Not found</html>"),
        (404, b""),
        (200, b"<html>Please log in</html>"),
        (302, b""),
        (400, {"message": "Bad request"}),
    ],
)
def test_an_address_without_a_registry_behind_it_is_a_wrong_setting_and_no_missing_schema(
    answers: Answers, call: Callable[[Registry], object], status: int, answer: object
) -> None:
    answers.gives(status, answer)

    with pytest.raises(ConfigurationError, match="check the path of CARATRACE_SCHEMA_REGISTRY"):
        call(Registry(RegistryAddress(answers.url)))


@pytest.mark.parametrize("call", [CALLS["id"], CALLS["schema"], CALLS["register"]], ids=["id", "schema", "register"])
@pytest.mark.parametrize("answer", [{}, [], {"ID": 1}])
def test_an_answer_without_what_was_asked_for_is_told(
    answers: Answers, call: Callable[[Registry], object], answer: object
) -> None:
    answers.gives(200, answer)

    with pytest.raises(ConfigurationError, match="in an answer of http"):
        call(Registry(RegistryAddress(answers.url)))


@pytest.mark.parametrize("code", [40401, 40402, 40403, 40404])
def test_only_a_registry_itself_can_say_that_a_schema_is_not_there(answers: Answers, code: int) -> None:
    answers.gives(404, {"error_code": code, "message": "not found"})
    registry = Registry(RegistryAddress(answers.url))

    with pytest.raises(MalformedInput, match="with the id 7") as refused:
        registry.schema_of(7)
    assert refused.value.reason == "unknown_schema_id"
    with pytest.raises(ConfigurationError, match="run `caratrace schema register`"):
        registry.id_of("t", "Finding")
    assert registry.registered_id("t", "Finding") is None
    assert registry.versions("t") == {}
    assert registry.objections("t", "Finding") == []


@pytest.mark.parametrize("status", [409, 422])
def test_a_schema_that_the_registry_will_not_have_is_told_in_its_words(answers: Answers, status: int) -> None:
    answers.gives(status, {"error_code": status, "message": "it removes a field"})

    with pytest.raises(StopError, match="it removes a field"):
        Registry(RegistryAddress(answers.url)).register("t", "Finding")


def test_objections_of_the_registry_are_handed_on(answers: Answers) -> None:
    registry = Registry(RegistryAddress(answers.url))

    answers.gives(200, {"is_compatible": False, "messages": ["a field is gone", "another too"]})
    assert registry.objections("t", "Finding") == ["a field is gone", "another too"]
    answers.gives(200, {"is_compatible": False})
    assert registry.objections("t", "Finding") == ["it does not say why"]


def test_the_subject_is_that_of_the_values_of_the_topic_below_the_path_of_the_address(answers: Answers) -> None:
    answers.gives(200, {"id": 5})

    assert Registry(RegistryAddress(f"{answers.url}/apis/ccompat/v7/")).id_of("custody.x.v1", "Tick") == 5

    ((method, path, _, body),) = answers.asked
    assert (method, path) == ("POST", "/apis/ccompat/v7/subjects/custody.x.v1-value")
    assert body == {"schema": json.dumps(catalog.inline("Tick")), "schemaType": "AVRO"}


def test_user_and_password_are_sent_when_they_are_given_and_only_then(answers: Answers) -> None:
    answers.gives(200, {"schema": "x"})

    Registry(RegistryAddress(answers.url, user="karowe", password="open: sesame")).schema_of(7)
    Registry(RegistryAddress(answers.url)).schema_of(7)

    first, second = (headers.get("authorization") for _, _, headers, _ in answers.asked)
    assert first == "Basic " + base64.b64encode(b"karowe:open: sesame").decode()
    assert second is None


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls") / "made", "registry", "caratrace")


@pytest.fixture
def secure(certificates: Certificates) -> Iterator[Answers]:
    """A registry that speaks TLS and wants a certificate of the same authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate("registry"), certificates.key("registry"))
    context.load_verify_locations(certificates.ca)
    context.verify_mode = ssl.CERT_OPTIONAL
    with answering(context) as found:
        found.gives(200, {"schema": "x"})
        yield found


def test_the_authority_of_the_settings_is_trusted_with_and_without_a_certificate_of_our_own(
    secure: Answers, certificates: Certificates
) -> None:
    ca, own, key = certificates.ca, certificates.certificate("caratrace"), certificates.key("caratrace")

    assert Registry(RegistryAddress(secure.url, ca=ca)).schema_of(7) == "x"
    assert Registry(RegistryAddress(secure.url, ca=ca, certificate=own, key=key)).schema_of(7) == "x"


@every_call
def test_a_registry_whose_certificate_nobody_vouches_for_is_not_asked(
    secure: Answers, call: Callable[[Registry], object]
) -> None:
    with pytest.raises(ConfigurationError, match=r"CERTIFICATE_VERIFY_FAILED.* check CARATRACE_SCHEMA_REGISTRY"):
        call(Registry(RegistryAddress(secure.url)))

    assert secure.asked == []


def test_the_password_is_not_shown() -> None:
    address = RegistryAddress("https://a", user="u", password="sesame", key_password="sesame")

    assert "sesame" not in repr(address)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"url": "registry:8081"}, "expected a schema registry as http"),
        ({"url": "http://"}, "expected a schema registry as http"),
        ({"url": "http://[x"}, "expected a schema registry as http"),
        ({"url": "http://u:sesame@a"}, "set CARATRACE_SCHEMA_REGISTRY_USER"),
        ({"user": "u"}, "are needed together"),
        ({"password": "sesame"}, "are needed together"),
        ({"url": "https://a", "certificate": Path("c.pem")}, "are needed together"),
        ({"ca": Path("ca.pem")}, "certificates are for https"),
    ],
)
def test_settings_that_cannot_be_are_refused_without_showing_the_password(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said) as refused:
        RegistryAddress(**{"url": "http://a:8081"} | wrong)

    assert "sesame" not in str(refused.value)


def test_files_that_are_no_certificates_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="expected PEM files for TLS"):
        Registry(RegistryAddress("https://a", ca=tmp_path / "missing.pem"))
