"""The certificate that the centre serves with: made anew in time, on disk and in what is served, for the same seats."""

import errno
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from structlog.testing import capture_logs

from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.opening import open_centre
from case_api.serving import make_server
from case_api.settings import CentreFolder
from case_api.tls import make_server_certificate, renew_if_due

from .conftest import PASSWORD, START, Clock
from .serving import running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CentreFolder:
    """A centre as `case-api init` makes it, with TLS."""
    root = tmp_path_factory.mktemp("tls")
    (root / "password").write_text(PASSWORD, encoding="utf-8")
    made = CentreFolder(root / "centre")
    init = ["--folder", str(made.path), "init", "--city", "dongsheng", "--password-file", str(root / "password")]
    assert main(init) == Exit.DONE
    return made


def test_a_certificate_that_runs_out_is_made_anew(folder: CentreFolder) -> None:
    make_server_certificate(folder, ["centre.example"], START)
    before = folder.server_certificate.read_bytes()
    assert not renew_if_due(folder, ["centre.example"], START)
    assert renew_if_due(folder, ["centre.example"], START + timedelta(days=370))
    assert folder.server_certificate.read_bytes() != before
    assert renew_if_due(folder, ["centre.example"], START)


def _served(address: str, pem: str) -> x509.Certificate:
    """Return the certificate that a seat which pins the authority is served with."""
    url = httpx.URL(address)
    pinned = ssl.create_default_context(cadata=pem)
    with (
        socket.create_connection((url.host, url.port or 0)) as raw,
        pinned.wrap_socket(raw, server_hostname=url.host) as wrapped,
    ):
        return x509.load_der_x509_certificate(wrapped.getpeercert(binary_form=True) or b"")


def test_a_centre_that_runs_for_years_renews_its_certificate_and_serves_it_without_a_restart(
    folder: CentreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    clock.at = datetime.now(UTC) - timedelta(days=390)
    make_server_certificate(folder, ["centre.example"], clock())
    pem = folder.ca_certificate.read_text(encoding="ascii")
    authority = x509.load_pem_x509_certificate(pem.encode())
    opened, started = open_centre(folder), threading.Event()
    opened = replace(opened, centre=replace(opened.centre, now=clock), registry=replace(opened.registry, now=clock))
    monkeypatch.setattr("case_api.serving._LOOK_SECONDS", 0.01)
    server = make_server(opened, "127.0.0.1", 0, announce=lambda _address: started.set())
    with running(server, started), httpx.Client(verify=ssl.create_default_context(cadata=pem)) as seat:

        def troubles() -> list[str]:
            said = seat.get(f"{server.address}/v1/health").json()["troubles"]
            return [trouble for trouble in said if trouble.startswith("certificate")]

        old = _served(server.address, pem)
        assert old.not_valid_after_utc < datetime.now(UTC) + timedelta(days=8)
        with monkeypatch.context() as patched, capture_logs() as logs:
            patched.setattr("case_api.whole_files.tempfile.mkstemp", _no_room)
            clock.at = datetime.now(UTC)
            while not any(log["event"].startswith("the certificate could not be renewed") for log in logs):
                assert _served(server.address, pem) == old
            assert troubles() == ["certificate_ends_soon"]
        while (new := _served(server.address, pem)) == old:
            pass
        assert troubles() == []
    new.verify_directly_issued_by(authority)
    assert new.not_valid_after_utc > datetime.now(UTC) + timedelta(days=390)
    opened.centre.engine.dispose()


def _no_room(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "no room")


def test_a_certificate_that_does_not_fit_its_key_is_made_anew(folder: CentreFolder) -> None:
    make_server_certificate(folder, ["centre.example"], START)
    before = folder.server_certificate.read_bytes()
    make_server_certificate(folder, ["centre.example"], START)
    folder.server_certificate.write_bytes(before)  # as a cut between the two leaves them
    assert renew_if_due(folder, ["centre.example"], START)
    assert not renew_if_due(folder, ["centre.example"], START)
    folder.server_certificate.write_bytes(b"")
    assert renew_if_due(folder, ["centre.example"], START)
