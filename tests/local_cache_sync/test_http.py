"""The line over HTTP: what goes out, what comes back, and what is no word of the centre at all."""

import base64
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hotline.desk_doc import Beat as SignOfLife
from hotline.desk_doc import DeskLine, QueueLine
from hotline.wire import Cursor, Mutation, Problem, PullRequest, PushRequest
from local_cache.board_questions import changes
from local_cache.sync.http import HttpTransport
from local_cache.sync.secure_client import UnsafeAddress, open_client
from local_cache.sync.transport import Beat, Call, Given, Poke, Proof, TransportDown, TransportProblem
from tests.deadline import PATIENCE_S
from tests.local_cache.given import case_doc
from tests.local_cache_sync.canned import Asked, Canned, Said, problem, says, serving
from tests.local_cache_sync.given import CLIENT, NOON, OWN, mutation_id

KEY = bytes(range(32))
DEVICE = UUID(int=42)
PUSHED = {"epoch": "e-1", "last_seq": 1, "server_time": NOON.isoformat(), "results": [], "something_new": 1}
PULLED = {"epoch": "e-1", "last_seq": 0, "server_time": NOON.isoformat(), "scopes": {}}
SECRET = "19900005678"


def _push(text: str = "短") -> PushRequest:
    mutation = Mutation(
        seq=1, mutation_id=mutation_id(1), op="add_note", schema=1, case_id=UUID(int=7), operator_id="o",
        session_id="s", made_at=NOON, payload={"text": text},
    )  # fmt: skip
    return PushRequest(client_id=CLIENT, app_version="t", sent_at=NOON, mutations=(mutation,))


class Tokens:
    """Hands out numbered tokens to whoever signs for them."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self, asked: Asked) -> Said:
        body = asked.json()
        signed = f"{body['device_id']}\n{body['at']}\n{body['nonce']}".encode()
        Ed25519PrivateKey.from_private_bytes(KEY).public_key().verify(base64.b64decode(body["signature"]), signed)
        self.given += 1
        return says({"token": f"token-{self.given}", "expires_at": "2001-01-01T00:00:00Z"})


@pytest.fixture
def centre() -> Iterator[Canned]:
    with serving() as canned:
        canned.on("POST", "/v1/devices/token", Tokens())
        yield canned


@pytest.fixture
def line(centre: Canned) -> Iterator[HttpTransport]:
    transport = HttpTransport(centre.url, None, device_id=DEVICE, device_key=KEY, app_version="1", now=lambda: NOON)
    yield transport
    transport.close()


def test_a_push_is_signed_for_once_and_reads_past_what_is_new(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", "/v1/sync/push", says(PUSHED))
    assert line.push(_push()).last_seq == 1
    line.push(_push())
    assert centre.paths() == ["/v1/devices/token", "/v1/sync/push", "/v1/sync/push"]
    assert centre.asked[1].headers["authorization"] == "Bearer token-1"
    assert centre.asked[1].json()["mutations"][0]["schema"] == 1


def test_long_bodies_are_deflated(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", "/v1/sync/push", says(PUSHED))
    line.push(_push("停水" * 800))
    assert len(centre.asked[-1].body) < 800
    assert centre.asked[-1].json()["mutations"][0]["payload"]["text"] == "停水" * 800


def test_a_token_that_ran_out_is_renewed_and_the_request_made_again(centre: Canned, line: HttpTransport) -> None:
    def old_token(asked: Asked) -> Said:
        fresh = asked.headers["authorization"] == "Bearer token-2"
        return says(PUSHED) if fresh else problem(Problem.AUTH_REQUIRED, 401)

    centre.on("POST", "/v1/sync/push", old_token)
    assert line.push(_push()).last_seq == 1
    assert centre.paths().count("/v1/devices/token") == 2


def test_a_device_that_stays_unknown_is_a_problem_and_no_loop(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", "/v1/sync/push", problem(Problem.AUTH_REQUIRED, 401))
    with pytest.raises(TransportProblem) as raised:
        line.push(_push())
    assert raised.value.problem is Problem.AUTH_REQUIRED
    assert centre.paths().count("/v1/sync/push") == 2


def test_a_problem_comes_with_its_members_and_its_time(centre: Canned, line: HttpTransport) -> None:
    said = problem(Problem.SEQUENCE_GAP, 409, expected_seq=5)
    said.headers["retry-after"] = "7"
    centre.on("POST", "/v1/sync/push", said)
    with pytest.raises(TransportProblem) as raised:
        line.push(_push())
    assert (raised.value.problem, raised.value.status) == (Problem.SEQUENCE_GAP, 409)
    assert (raised.value.extra, raised.value.retry_after) == ({"expected_seq": 5}, 7.0)


@pytest.mark.parametrize(
    "said",
    [
        Said(200, b"<html>Please accept our terms</html>", "text/html"),
        Said(404, b"<html>nothing here</html>", "text/html"),
        Said(302, b"", headers={"location": "http://127.0.0.1:1/"}),
        says({"epoch": 7}),
        Said(403, b"{", "application/problem+json"),
    ],
)
def test_what_is_not_the_centre_is_no_line(centre: Canned, line: HttpTransport, said: Said) -> None:
    centre.on("POST", "/v1/sync/push", said)
    with pytest.raises(TransportDown):
        line.push(_push())


@pytest.mark.parametrize("status", [413, 429, 503])
def test_a_proxy_may_say_so_in_the_centres_stead(centre: Canned, line: HttpTransport, status: int) -> None:
    centre.on("POST", "/v1/sync/push", Said(status, b"<html>busy</html>", "text/html"))
    with pytest.raises(TransportProblem) as raised:
        line.push(_push())
    assert (raised.value.problem, raised.value.status) == (None, status)


@pytest.mark.parametrize("said", [says({"epoch": SECRET}), Said(500, SECRET.encode(), "text/plain")])
def test_no_error_quotes_what_was_sent_or_answered(centre: Canned, line: HttpTransport, said: Said) -> None:
    centre.on("POST", "/v1/sync/push", said)
    with pytest.raises(TransportDown) as raised:
        line.push(_push(SECRET))
    told: BaseException | None = raised.value
    while told is not None:
        assert SECRET not in repr(told)
        told = told.__cause__
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_nobody_listening_is_no_line() -> None:
    line = HttpTransport(
        "http://127.0.0.1:1", None, device_id=DEVICE, device_key=KEY, app_version="1", now=lambda: NOON
    )
    with pytest.raises(TransportDown) as raised:
        line.push(_push())
    assert not raised.value.sent
    line.close()


def test_a_pull_and_a_reconcile_go_where_they_should(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", "/v1/sync/pull", says(PULLED))
    centre.on("GET", "/v1/sync/reconcile", says({"epoch": "e-1", "last_seq": 0, "windows": []}))
    line.pull(PullRequest(client_id=CLIENT, schema=1, scopes={OWN: Cursor(epoch="e-1", pos=3)}, wait_s=0))
    assert centre.asked[-1].json()["scopes"] == {OWN: {"epoch": "e-1", "pos": 3}}
    line.reconcile(CLIENT)
    assert centre.asked[-1].path == f"/v1/sync/reconcile?client_id={CLIENT}"


def test_a_wrong_password_is_sent_once_only(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", "/v1/sessions", problem(Problem.AUTH_REQUIRED, 401))
    with pytest.raises(TransportProblem):
        line.sign_in("1042", "wrong")
    assert centre.paths().count("/v1/sessions") == 1


@pytest.mark.parametrize("said", [problem(Problem.AUTH_REQUIRED, 401), problem(Problem.DEVICE_REVOKED, 403)])
def test_a_seat_that_gets_no_token_is_turned_away_whatever_the_password(
    centre: Canned, line: HttpTransport, said: Said
) -> None:
    centre.on("POST", "/v1/devices/token", said)
    with pytest.raises(TransportProblem) as raised:
        line.sign_in("1042", "right")
    assert raised.value.problem is Problem.DEVICE_REVOKED
    assert "/v1/sessions" not in centre.paths()


def test_a_session_opens_with_its_roles_and_shows_its_token_to_nobody(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", "/v1/sessions", says({
        "session_id": "s-1", "token": "very-secret", "expires_at": NOON.isoformat(),
        "operator": {"operator_id": "1042", "name": "王敏", "roles": ["operator"]}, "grant": None,
    }))  # fmt: skip
    signed_in = line.sign_in("1042", "right")
    assert (signed_in.name, signed_in.roles, signed_in.grant) == ("王敏", {"operator"}, None)
    assert "very-secret" not in repr(signed_in)


def test_a_session_of_a_unit_names_it(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", "/v1/sessions", says({
        "session_id": "s-1", "token": "very-secret", "expires_at": NOON.isoformat(), "grant": None,
        "operator": {"operator_id": "4002", "name": "孙梅", "roles": ["unit"], "unit": "130203QU"},
    }))  # fmt: skip
    assert line.sign_in("4002", "right").unit == "130203QU"


def test_a_command_is_given_under_its_key_by_session_or_by_grant(centre: Canned, line: HttpTransport) -> None:
    given = Given(UUID(int=7), UUID(int=8), "assign", 1, {"unit": "130203QU"}, 4)
    centre.on("POST", f"/v1/cases/{given.case_id}/commands", says(
        {"seq": 3, "mutation_id": str(given.key), "outcome": "applied", "revision": 5}
    ))  # fmt: skip
    assert line.give(given, Proof("a-token")).revision == 5
    asked = centre.asked[-1]
    assert (asked.headers["authorization"], asked.headers["idempotency-key"]) == ("Bearer a-token", str(given.key))
    assert asked.json() == {"op": "assign", "schema": 1, "payload": {"unit": "130203QU"}, "base_revision": 4}
    line.give(given, Proof(grant_id="g-1"))
    asked = centre.asked[-1]
    assert (asked.headers["authorization"], asked.headers["x-grant-id"]) == ("Bearer token-1", "g-1")
    assert asked.headers["idempotency-key"] == str(given.key)


@pytest.mark.parametrize("said", [Said(504, b"<html>late</html>", "text/html"), says({"taken": True})])
def test_an_answer_to_a_command_that_is_not_the_centres_leaves_open_whether_it_was_taken(
    centre: Canned, line: HttpTransport, said: Said
) -> None:
    given = Given(UUID(int=7), UUID(int=8), "assign", 1, {"unit": "130203QU"})
    centre.on("POST", f"/v1/cases/{given.case_id}/commands", said)
    with pytest.raises(TransportDown) as raised:
        line.give(given, Proof("a-token"))
    assert raised.value.sent


def test_a_work_list_is_asked_for_by_page_and_reads_past_what_is_new(centre: Canned, line: HttpTransport) -> None:
    counts = {"waiting": 60, "yellow": 2, "red": 1, "oldest": NOON.isoformat(), "something_new": 1}
    centre.on(
        "GET", "/v1/queues/dispatch", says({"as_of": NOON.isoformat(), "counts": counts, "lines": [], "next": "a+b"})
    )
    page = line.queue("dispatch", "", Proof("a-token"))
    assert (page.counts.waiting, page.counts.red, page.next) == (60, 1, "a+b")
    assert centre.asked[-1].path == "/v1/queues/dispatch?limit=50"
    line.queue("dispatch", "a+b", Proof("a-token"))
    assert centre.asked[-1].path == "/v1/queues/dispatch?limit=50&cursor=a%2Bb"


def test_likely_cases_are_asked_for_by_case_and_read_past_what_is_new(centre: Canned, line: HttpTransport) -> None:
    case_id, order = UUID(int=7), case_doc("网上也报了").order
    likely = {"order": order.model_dump(mode="json"), "same_caller": True, "same_class": False, "same_place": False}
    centre.on("GET", f"/v1/cases/{case_id}/likely", says({"cases": [{**likely, "same_street": True}], "more": 1}))
    [found] = line.likely(case_id, Proof("a-token")).cases
    assert (found.order, found.same_caller) == (order, True)
    assert centre.asked[-1].headers["authorization"] == "Bearer a-token"


def test_an_unchanged_pack_is_not_sent_again(centre: Canned, line: HttpTransport) -> None:
    def pack(asked: Asked) -> Said:
        known = asked.headers.get("if-none-match") == '"v1"'
        return Said(304 if known else 200, b"" if known else b"pack", headers={"etag": '"v1"'})

    centre.on("GET", "/v1/packs/tangshan", pack)
    fetched = line.pack("tangshan", "")
    assert (fetched.data, line.pack("tangshan", fetched.etag).data) == (b"pack", None)


def test_a_case_that_the_centre_does_not_have_is_none(centre: Canned, line: HttpTransport) -> None:
    assert line.case(UUID(int=7), Proof("a-token")) is None


def _stream(*lines: str) -> Said:
    return Said(200, "".join(f"{line}\n" for line in lines).encode(), "text/event-stream")


def test_the_stream_tells_beats_pokes_and_calls_and_passes_over_what_it_does_not_know(
    centre: Canned, line: HttpTransport
) -> None:
    call: dict[str, Any] = {
        "call_id": str(UUID(int=9)), "kind": "ringing", "at": NOON.isoformat(), "seat": "0042", "number": "1",
    }  # fmt: skip
    queue = DeskLine(now=NOON, queue=QueueLine(waiting=2, longest_since=NOON), switch_up=True)
    centre.on("GET", "/v1/sync/events", _stream(
        "event: beat", 'data: {"now": "x"}', "",
        "event: from_the_future", "data: {}", "",
        "event: poke", 'data: {"scopes": ["seat:0042"]}', "",
        "event: poke", "data: [", "",
        "event: call", f"data: {says(call).body.decode()}", "",
        "event: line", "data: {}", "",
        "event: line", f"data: {queue.model_dump_json()}", "",
    ))  # fmt: skip
    stream = line.events(threading.Event())
    events = [next(stream) for _ in range(3)]
    assert events[:2] == [Beat(), Poke(("seat:0042",))]
    assert isinstance(events[2], Call)
    assert events[2].event.kind == "ringing"
    assert next(stream) == queue
    assert list(stream) == []  # the centre has ended it in good order


def test_a_stream_for_an_old_token_is_asked_for_again(centre: Canned, line: HttpTransport) -> None:
    def stream(asked: Asked) -> Said:
        fresh = asked.headers["authorization"] == "Bearer token-2"
        return _stream("event: beat", "data: {}", "") if fresh else problem(Problem.AUTH_REQUIRED, 401)

    centre.on("GET", "/v1/sync/events", stream)
    assert next(line.events(threading.Event())) == Beat()


@pytest.mark.parametrize(
    "ask",
    [
        lambda line: line.beat(SignOfLife(sent_at=NOON)),
        lambda line: line.desk_news(),
        lambda line: line.board(changes(0, ""), Proof("a-token")),
    ],
    ids=["beat", "desk", "board"],
)
def test_what_is_asked_every_few_seconds_waits_no_longer_for_a_centre_than_its_stream(
    centre: Canned, line: HttpTransport, monkeypatch: pytest.MonkeyPatch, ask: Callable[[HttpTransport], object]
) -> None:
    monkeypatch.setattr("local_cache.sync.http.SILENCE_SECONDS", 0.05)
    over = threading.Event()

    def silent(_: Asked) -> Said:
        over.wait(2.0)  # who waits for it hears something
        return says({})

    for method, path in (("POST", "/v1/seats/beat"), ("GET", "/v1/desk"), ("GET", "/v1/board")):
        centre.on(method, path, silent)
    try:
        with pytest.raises(TransportDown) as down:
            ask(line)
    finally:
        over.set()
    assert down.value.kind == "ReadTimeout"


class SilentPush:
    """Takes a push and says nothing until it is let go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.let_go = threading.Event()

    def __call__(self, _: Asked) -> Said:
        self.reached.set()
        self.let_go.wait(2.0)  # who waits for it all the same hears something
        return says(PUSHED)


def test_what_is_under_way_is_broken_off_at_once_and_the_line_can_be_used_again(
    centre: Canned, line: HttpTransport
) -> None:
    silent = SilentPush()
    centre.on("POST", "/v1/sync/push", silent)
    with ThreadPoolExecutor() as another:
        under_way = another.submit(line.push, _push())
        assert silent.reached.wait(PATIENCE_S)
        line.abandon()
        with pytest.raises(TransportDown) as down:
            under_way.result(PATIENCE_S)
    silent.let_go.set()
    assert down.value.kind == "RemoteProtocolError", "not by its time-out"
    centre.on("POST", "/v1/sync/push", says(PUSHED))
    assert line.push(_push()).last_seq == 1


def test_on_a_line_that_was_broken_off_nothing_waits_longer_than_for_a_beat(
    centre: Canned, line: HttpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local_cache.sync.http.SILENCE_SECONDS", 0.05)
    centre.on("POST", "/v1/sync/push", says(PUSHED))
    line.push(_push())  # and has its token
    silent = SilentPush()
    centre.on("POST", "/v1/sync/push", silent)
    line.abandon()
    with pytest.raises(TransportDown) as down:
        line.push(_push())
    silent.let_go.set()
    assert down.value.kind == "ReadTimeout"


@pytest.mark.parametrize(
    "url", ["http://centre.example", "http://10.0.0.1:8080", "https://centre.example", "ftp://[::1]"]
)
def test_a_seat_speaks_plainly_to_its_own_machine_only(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        open_client(url, None, "t")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080"])
def test_its_own_machine_needs_no_certificate(url: str) -> None:
    open_client(url, None, "t").close()
