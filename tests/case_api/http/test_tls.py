"""The certificate that the centre serves with: made anew in time, on disk and in what is served, for the same seats."""

import errno
import shutil
import socket
import ssl
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from structlog.testing import capture_logs

from case_api.accounts.devices import enrol, make_code
from case_api.cli import main
from case_api.exit_codes import Exit
from case_api.opening import open_centre, open_registry
from case_api.serving import make_server
from case_api.settings import CentreFolder, KeyFileError
from case_api.storage.engine import writing
from case_api.tls import AUTHORITY_LIFE, make_authority, make_server_certificate, renew_if_due
from tests.deadline import PATIENCE_S

from .conftest import PASSWORD, START, Clock
from .seat import raw_public
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
    with (
        running(server, started),
        httpx.Client(verify=ssl.create_default_context(cadata=pem), timeout=PATIENCE_S) as seat,
    ):

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


def test_an_authority_that_ends_is_told_a_year_before_and_renewed_while_seats_go_on(
    folder: CentreFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seats that have pinned the old one are served until its end, those that enrol now get the new one."""
    old = CentreFolder(tmp_path / "centre")
    shutil.copytree(folder.path, old.path)
    now = datetime.now(UTC)
    for file in (old.ca_key, old.ca_certificate):
        file.unlink()
    make_authority(old, "唐山", now - AUTHORITY_LIFE + timedelta(days=366))
    make_server_certificate(old, [], now)
    here = ["--language", "en", "--folder", str(old.path)]

    def served(at: datetime) -> tuple[list[str], list[str]]:
        monkeypatch.setattr("case_api.opening.utc_now", lambda: at)
        with monkeypatch.context() as patched:
            patched.setattr("case_api.commands.serve.make_server", lambda *_, **__: SimpleNamespace(run=lambda: None))
            assert main([*here, "serve", "--port", "0"]) == Exit.DONE
        opened, started = open_centre(old), threading.Event()
        server = make_server(opened, "127.0.0.1", 0, announce=lambda _address: started.set())
        with running(server, started):
            for pem in pinned:
                _served(server.address, pem)
            with httpx.Client(verify=ssl.create_default_context(cadata=pinned[0]), timeout=PATIENCE_S) as seat:
                health = seat.get(f"{server.address}/v1/health").json()
                assert seat.get(f"{server.address}/v1/ca").text == pinned[-1]
        opened.centre.engine.dispose()
        told = [line for line in capsys.readouterr().err.splitlines() if "authority" in line]
        return told, [each for each in health["troubles"] if each.startswith("certificate")]

    pinned = [old.ca_certificate.read_text(encoding="ascii")]
    assert served(now) == ([], [])
    told, troubles = served(now + timedelta(days=2))
    ends = (now + timedelta(days=366)).date().isoformat()
    assert [ends in line and "case-api authority renew" in line for line in told] == [True]
    assert troubles == ["certificate_ends_soon"]
    monkeypatch.undo()
    registry = open_registry(old)
    with writing(registry.engine) as conn:
        code = make_code(conn, "0001", None, at=registry.now(), life=timedelta(hours=1))
    enrol(registry, str(code), raw_public(Ed25519PrivateKey.generate()), "DESK", "0.1.0")
    registry.engine.dispose()
    assert main([*here, "authority", "renew"]) == Exit.DONE
    words = capsys.readouterr().out
    assert ends in words
    assert words.endswith("0001\n")
    pinned.append(old.ca_certificate.read_text(encoding="ascii"))
    assert pinned[0] != pinned[1]
    assert served(now + timedelta(days=2)) == ([], [])


@pytest.mark.parametrize("left", [None, b"", b"garbage"])
@pytest.mark.parametrize("name", ["ca.pem", "ca.key.pem", "signing.key.pem", "personal-data.key"])
def test_a_key_that_is_lost_or_damaged_is_named(
    folder: CentreFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    left: bytes | None,
) -> None:
    old = CentreFolder(tmp_path / "centre")
    shutil.copytree(folder.path, old.path)
    (old.keys / name).unlink()
    if left is not None:
        (old.keys / name).write_bytes(left)
    here = ["--language", "en", "--folder", str(old.path)]
    monkeypatch.setattr("case_api.commands.serve.make_server", lambda *_, **__: SimpleNamespace(run=lambda: None))
    goes_on = name == "ca.key.pem"  # as long as the certificate is good that it has signed
    assert main([*here, "serve", "--port", "0"]) == (Exit.DONE if goes_on else Exit.NO_CENTRE)
    assert str(old.keys / name) in capsys.readouterr().err
    if name in ("ca.pem", "ca.key.pem"):
        command = ("seat", "code", "0001") if name == "ca.pem" else ("authority", "renew")
        assert main([*here, *command]) == Exit.NO_CENTRE
        assert str(old.keys / name) in capsys.readouterr().err


@pytest.mark.parametrize("name", ["server.pem", "server.key.pem"])
def test_a_server_certificate_that_is_lost_is_made_anew_and_said(
    folder: CentreFolder, tmp_path: Path, name: str
) -> None:
    old = CentreFolder(tmp_path / "centre")
    shutil.copytree(folder.path, old.path)
    (old.keys / name).write_bytes(b"garbage")
    opened = open_centre(old)
    with capture_logs() as logs:
        make_server(opened, "127.0.0.1", 0)
    assert "the server's certificate is made anew" in [log["event"] for log in logs]
    (old.keys / name).unlink()
    old.ca_key.unlink()
    with pytest.raises(KeyFileError, match=r"ca\.key\.pem"):
        make_server(opened, "127.0.0.1", 0)
    opened.centre.engine.dispose()
