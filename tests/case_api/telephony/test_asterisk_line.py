"""The line to Asterisk: whatever happens to it, it is known within seconds, and it comes back by itself."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from case_api.centre import utc_now
from case_api.settings import Asterisk, CentreFolder
from case_api.telephony.asterisk.login import Credentials, RefusedError, sign_in
from case_api.telephony.asterisk.making import credentials
from case_api.telephony.asterisk.pace import Backoff, Pace
from case_api.tls import make_authority, make_server_certificate
from hotline.codes import CallEventKind as Kind
from tests.case_api.telephony.listening import PACE, PINGS_OFTEN, Listening, listening
from tests.case_api.telephony.recordings import Event, Stretch, recording
from tests.case_api.telephony.replay_server import SECRET, ReplayServer, wire

JOIN = recording("ami_mixed_run")[0].events[0]
QUIET = (Stretch(recording("ami_mixed_run")[0].began, recording("ami_mixed_run")[0].status),)


@contextmanager
def _line(pace: Pace = PACE, **how: Any) -> Iterator[tuple[ReplayServer, Listening]]:
    """Give a server that tells nothing by itself and an adapter that has a line to it."""
    server = ReplayServer(how.pop("stretches", QUIET), **how)
    try:
        with listening(server.port, pace=pace) as heard:
            heard.begin()
            heard.hear(heard.is_up, "the line")
            yield server, heard
    finally:
        server.close()


def test_a_wrong_password_is_said_and_tried_again_only_slowly() -> None:
    server = ReplayServer(QUIET)
    with (
        capture_logs() as logs,
        listening(server.port, secret="wrong", pace=Pace(retry_s=0.01, refused_retry_s=60)) as heard,
    ):
        heard.begin()
        heard.hear(lambda: any("let us in" in line["event"] for line in logs), "what is wrong")
        assert not heard.is_up()
        assert server.lines == 1
        said = next(line for line in logs if "let us in" in line["event"])
        assert "password" in said["why"]
        assert "mend" in said["why"]
        assert said["seconds"] > 50
        assert "wrong" not in str(logs)
    server.close()


def test_without_a_password_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASE_API_ASTERISK_SECRET", raising=False)
    with pytest.raises(RefusedError, match="CASE_API_ASTERISK_SECRET"):
        credentials(Asterisk(host="10.0.0.1"))


def test_a_password_comes_from_the_environment_or_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.delenv("CASE_API_ASTERISK_SECRET", raising=False)
    file = tmp_path / "secret"
    file.write_text("from the file\n")
    settings = Asterisk(host="10.0.0.1", user="u", secret_file=str(file))
    assert credentials(settings) == Credentials("u", "from the file", plain_is_safe=False)
    monkeypatch.setenv("CASE_API_ASTERISK_SECRET", "from the environment")
    assert credentials(settings).secret == "from the environment"


def test_a_password_goes_over_an_open_line_only_as_a_proof() -> None:
    talk = sign_in(Credentials("u", "s", plain_is_safe=False))
    next(talk)
    with pytest.raises(RefusedError, match="tls"):
        talk.send({"Response": "Error"})
    on_this_machine = sign_in(Credentials("u", "s", plain_is_safe=True))
    next(on_this_machine)
    assert on_this_machine.send({"Response": "Error"})["Secret"] == "s"


def test_only_the_needed_events_are_asked_for() -> None:
    with _line() as (server, _):
        asked = [action["Action"] for action in server.asked[:4]]
        wanted = next(action["Filter"] for action in server.asked if action["Action"] == "Filter")
    assert asked == ["Challenge", "Login", "Filter", "Events"]
    assert SECRET not in str(server.asked)
    assert "QueueCallerJoin" in wanted
    assert "VarSet" not in wanted


def test_who_is_no_asterisk_is_left_alone() -> None:
    server = ReplayServer(QUIET, banner=b"SSH-2.0-OpenSSH_9.2\r\n")
    with capture_logs() as logs, listening(server.port, pace=Pace(refused_retry_s=60)) as heard:
        heard.begin()
        heard.hear(lambda: any("host and port" in str(line.get("why")) for line in logs), "what is wrong")
        assert not heard.is_up()
    server.close()
    assert server.asked == []


def test_a_line_that_is_cut_is_gone_at_once_and_comes_back() -> None:
    with _line() as (server, heard):
        server.cut()
        heard.hear(lambda: server.lines == 2 and heard.is_up(), "the second line")


def test_a_silently_cut_line_is_known_within_five_seconds() -> None:
    assert Pace().silence_s + Pace().ping_s < 5
    with _line(Pace(silence_s=0.4, retry_s=0.5), stay_silent=True, stretches=[*QUIET, *QUIET]) as (server, heard):
        heard.hear(lambda: not heard.is_up(), "that the line is lost")
        heard.hear(lambda: server.lines == 2 and heard.is_up(), "the second line")


def test_half_a_packet_and_then_silence_is_a_lost_line() -> None:
    with _line(PINGS_OFTEN, stretches=[*QUIET, *QUIET], stay_silent=True) as (server, heard):
        server.say_raw(b"Event: QueueCallerJoin\r\nQueue: hotl")
        heard.hear(lambda: server.lines == 2 and heard.is_up(), "the second line")
        assert heard.events == []


def test_a_line_of_a_megabyte_is_left_out_and_the_next_event_is_heard() -> None:
    with _line() as (server, heard), capture_logs() as logs:
        server.say_raw(b"Event: QueueCallerJoin\r\nQueue: " + b"x" * 1_000_000 + b"\r\nLinkedid: 1.1\r\n\r\n")
        server.say(JOIN)
        heard.hear(lambda: bool(heard.events), "the event after it")
        assert [event.kind for event in heard.events] == [Kind.OFFERED]
        assert any("too long" in line["event"] for line in logs)


def test_bytes_that_are_no_text_do_no_harm() -> None:
    def with_other_bytes(event: Event) -> bytes:
        return wire(event).replace("林欣怡".encode(), "林欣怡".encode("gbk"))

    with _line(raw=with_other_bytes) as (server, heard):
        server.say(JOIN)
        heard.hear(lambda: bool(heard.events), "the event")


def test_lines_may_end_as_they_like() -> None:
    with _line(end="\n", banner=b"Asterisk Call Manager/5.0\n") as (server, heard):
        server.say(JOIN)
        heard.hear(lambda: bool(heard.events), "the event")


def test_a_flood_is_taken_whole() -> None:
    joins = [{**JOIN, "Uniqueid": f"f.{n}", "Linkedid": f"f.{n}"} for n in range(5000)]
    with _line() as (server, heard):
        server.say(*joins)
        heard.hear(lambda: len(heard.events) == len(joins), "all of them")


def test_a_line_may_be_tls_and_whoever_has_no_good_certificate_is_not_spoken_to(tmp_path: Path) -> None:
    folder = CentreFolder(tmp_path)
    make_authority(folder, "test", utc_now())
    make_server_certificate(folder, ["127.0.0.1"], utc_now())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder.server_certificate, folder.server_key)
    server = ReplayServer(QUIET, tls=context)
    with listening(server.port, pace=PACE, tls_ca=str(folder.ca_certificate)) as heard:
        heard.begin()
        heard.hear(heard.is_up, "the line")
        server.say(*({**JOIN, "Uniqueid": f"f.{n}", "Linkedid": f"f.{n}"} for n in range(500)))
        heard.hear(lambda: len(heard.events) == 500, "all of them")
    known = len(server.asked)
    stranger = CentreFolder(tmp_path / "stranger")
    make_authority(stranger, "another", utc_now())
    with capture_logs() as logs, listening(server.port, pace=PACE, tls_ca=str(stranger.ca_certificate)) as heard:
        heard.begin()
        heard.hear(lambda: any(line.get("why") == "SSLCertVerificationError" for line in logs), "the refusal")
        assert not heard.is_up()
    server.close()
    assert len(server.asked) == known


def test_tries_come_further_and_further_apart() -> None:
    backoff = Backoff(Pace(retry_s=1, longest_retry_s=4))
    waits = [backoff.lost() for _ in range(5)]
    assert waits[0] < 1.5
    assert all(2.8 <= wait <= 5.2 for wait in waits[2:])
    backoff.had_line()
    assert backoff.lost() < 1.5
