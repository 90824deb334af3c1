"""Throw-away certificates for loopback, made with the openssl program."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files: an authority, and who it vouches for."""

    folder: Path

    @property
    def ca(self) -> Path:
        """The certificate of the authority."""
        return self.folder / "ca.pem"

    def certificate(self, name: str) -> Path:
        """The certificate of ``name``."""
        return self.folder / f"{name}.pem"

    def key(self, name: str) -> Path:
        """The private key of ``name``, not encrypted."""
        return self.folder / f"{name}.key"

    def both(self, name: str) -> Path:
        """Key and certificate in one file, as Kafka wants them."""
        path = self.folder / f"{name}.both.pem"
        path.write_bytes(self.key(name).read_bytes() + self.certificate(name).read_bytes())
        return path


def make_certificates(folder: Path, *names: str) -> Certificates:
    """An authority and a certificate for 127.0.0.1 for each name; good for a day."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed, so there are no certificates to try TLS with")
    folder.mkdir()
    made = Certificates(folder)
    new = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    ca_key = folder / "ca.key"
    _run(*new, "-keyout", str(ca_key), "-out", str(made.ca), "-subj", "/CN=authority of the tests")
    for name in names:
        _run(
            *new, "-keyout", str(made.key(name)), "-out", str(made.certificate(name)), "-subj", f"/CN={name}",
            "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
            "-CA", str(made.ca), "-CAkey", str(ca_key),
        )  # fmt: skip
    return made


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
