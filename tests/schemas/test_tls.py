"""What the other side of a TLS connection says before it hangs up is heard, whatever the library does with the end."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.tls import tls_context
from tests.integration.kafka.certificates import Certificates, make_certificates


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls") / "made", "broker")


@pytest.fixture
def reader(certificates: Certificates, request: pytest.FixtureRequest) -> Iterator[ssl.SSLSocket]:
    """Connected to one who has said ``request.param`` and hung up; everything has arrived, and nothing blocks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate("broker"), certificates.key("broker"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talker = threading.Thread(target=_say_and_hang_up, args=(listening, context, request.param))
        talker.start()
        plain = socket.create_connection(listening.getsockname())
        with tls_context(Path(certificates.ca), None, None, None).wrap_socket(
            plain, server_hostname="127.0.0.1"
        ) as connected:
            talker.join()
            connected.setblocking(False)
            yield connected


def _say_and_hang_up(listening: socket.socket, context: ssl.SSLContext, words: bytes) -> None:
    accepted, _ = listening.accept()
    with context.wrap_socket(accepted, server_side=True) as talking:
        if words:
            talking.sendall(words)


@pytest.mark.parametrize("reader", [b"wrong password"], indirect=True)
def test_what_is_said_before_hanging_up_is_handed_out_before_the_end(reader: ssl.SSLSocket) -> None:
    assert reader.recv(4096) == b"wrong password"
    with pytest.raises(ssl.SSLWantReadError):
        reader.recv(4096)
    assert reader.recv(4096) == b""
    assert reader.recv(4096) == b""


@pytest.mark.parametrize("reader", [b""], indirect=True)
def test_one_who_hangs_up_without_a_word_is_gone_at_once(reader: ssl.SSLSocket) -> None:
    assert reader.recv(4096) == b""
