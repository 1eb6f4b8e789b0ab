"""The board over HTTP, as the seat asks for it."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from hotline.lead_acts_doc import NoticeRequest
from hotline.wire import Problem
from local_cache.board_questions import calls, claim, release, send_notice
from local_cache.sync.http import HttpTransport
from local_cache.sync.transport import Proof, TransportProblem
from tests.local_cache_sync.canned import Canned, problem, says, serving
from tests.local_cache_sync.given import NOON

WHO = Proof(token="token-of-a-lead")
CALL = UUID(int=3)
SENT = {"notice_id": str(UUID(int=9)), "words": "[/] 测试", "place": "*", "must_read": True, "sent_by": "赵刚",
        "sent_at": NOON.isoformat(), "read": [], "unread": ["0042 王敏"]}  # fmt: skip
FREE = {"call_id": str(CALL), "queue": "general", "abandoned_at": NOON.isoformat(), "waited_s": 31.5, "calls": 2,
        "tries": 0}  # fmt: skip


@pytest.fixture
def centre() -> Iterator[Canned]:
    with serving() as canned:
        yield canned


@pytest.fixture
def line(centre: Canned) -> Iterator[HttpTransport]:
    line = HttpTransport(
        centre.url, None, device_id=UUID(int=42), device_key=bytes(range(32)), app_version="1", now=lambda: NOON
    )
    yield line
    line.close()


def test_the_list_behind_a_tile_is_asked_for_page_by_page(centre: Canned, line: HttpTransport) -> None:
    centre.on("GET", "/v1/board/calls", says({"total": 0, "lines": [], "new_here": 1}))
    assert line.board(calls("abandoned", "hour", "a&b"), WHO).total == 0
    [asked] = centre.asked
    assert asked.path == "/v1/board/calls?tile=abandoned&span=hour&cursor=a%26b"
    assert asked.headers["authorization"] == "Bearer token-of-a-lead"


def test_a_notice_goes_as_it_was_written_and_what_says_nothing_goes_without_words(
    centre: Canned, line: HttpTransport
) -> None:
    centre.on("POST", "/v1/board/notices", says(SENT))
    centre.on("POST", f"/v1/missed-callers/{CALL}/release", says(FREE))
    line.board_act(send_notice(NoticeRequest(notice_id=UUID(int=9), place="*", words="[/] 测试", must_read=True)), WHO)
    line.board_act(release(CALL), WHO)
    notice, released = centre.asked
    assert notice.json() == {"notice_id": str(UUID(int=9)), "place": "*", "words": "[/] 测试", "must_read": True}
    assert released.path == f"/v1/missed-callers/{CALL}/release"


def test_what_the_centre_turns_down_is_said(centre: Canned, line: HttpTransport) -> None:
    centre.on("POST", f"/v1/missed-callers/{CALL}/claim", problem(Problem.FORBIDDEN, 403))
    with pytest.raises(TransportProblem):
        line.board_act(claim(CALL, "0042"), WHO)
