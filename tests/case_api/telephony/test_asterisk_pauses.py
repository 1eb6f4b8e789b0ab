"""Pauses go both ways, and none comes back as an echo."""

from datetime import UTC, datetime

from structlog.testing import capture_logs

from case_api.telephony.asterisk.naming import Telephones
from case_api.telephony.asterisk.pauses import Pauses
from case_api.telephony.switch import Staffing, TelephonePause

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
READY = Staffing(available=True)
MEAL = Staffing(available=False, reason="meal")


def _member(queue: str, paused: str = "0", reason: str = "", interface: str = "PJSIP/1001") -> dict[str, str]:
    return {
        "Event": "QueueMember", "Queue": queue, "Location": interface, "Paused": paused, "PausedReason": reason,
        "LastPause": "0",
    }  # fmt: skip


def _event(queue: str, paused: str, reason: str = "", interface: str = "PJSIP/1001") -> dict[str, str]:
    return {**_member(queue, paused, reason), "Event": "QueueMemberPause", "Interface": interface}


def _pauses(*members: dict[str, str]) -> Pauses:
    pauses = Pauses(Telephones({"PJSIP/1001": "0001", "PJSIP/1002": "0002"}, {}), {"用餐": "meal"})
    assert pauses.compare(members or [_member("a")], NOW) == []
    return pauses


def _told(pauses: Pauses, *events: dict[str, str]) -> list[TelephonePause]:
    return [told for event in events for told in pauses.take(event, NOW)]


def test_a_pause_at_the_telephone_is_told_with_the_packs_reason() -> None:
    pauses = _pauses()
    assert _told(pauses, _event("a", "1", "用餐")) == [TelephonePause("0001", True, NOW, "meal")]
    assert _told(pauses, _event("a", "1", "Auto-Pause")) == [TelephonePause("0001", True, NOW, "Auto-Pause")]
    assert _told(pauses, _event("a", "0")) == [TelephonePause("0001", False, NOW)]


def test_what_we_asked_for_is_not_told_back() -> None:
    pauses = _pauses()
    pauses.want({"0001": MEAL})
    assert [(each["Paused"], each["Reason"]) for each in pauses.actions()] == [("true", "用餐")]
    assert _told(pauses, _event("a", "1", "用餐")) == []
    pauses.want({"0001": READY})
    assert [each["Paused"] for each in pauses.actions()] == ["false"]
    assert _told(pauses, _event("a", "0")) == []


def test_a_second_thought_before_the_first_one_was_heard_of_brings_no_echo_either() -> None:
    pauses = _pauses()
    pauses.want({"0001": MEAL})
    pauses.actions()
    pauses.want({"0001": READY})
    assert [each["Paused"] for each in pauses.actions()] == ["false"]
    assert _told(pauses, _event("a", "1", "用餐"), _event("a", "0")) == []
    assert len(_told(pauses, _event("a", "1", "会议"))) == 1


def test_only_what_differs_is_asked_for() -> None:
    pauses = _pauses(_member("a", "1", "用餐"), _member("a", interface="PJSIP/1002"))
    pauses.want({"0001": MEAL, "0002": READY, "0099": READY})
    assert pauses.actions() == []
    assert pauses.actions() == []


def test_a_seat_in_two_queues_is_paused_when_it_is_in_both() -> None:
    pauses = _pauses(_member("a"), _member("b"))
    assert _told(pauses, _event("b", "1", "Auto-Pause")) == []
    assert [each.paused for each in _told(pauses, _event("a", "1", "用餐"))] == [True]
    assert [each.paused for each in _told(pauses, _event("a", "0"), _event("b", "0"))] == [False]


def test_our_own_pause_of_two_queues_brings_no_echo_either() -> None:
    pauses = _pauses(_member("a"), _member("b"))
    pauses.want({"0001": MEAL})
    assert len(pauses.actions()) == 1
    assert _told(pauses, _event("a", "1", "用餐"), _event("b", "1", "用餐")) == []
    pauses.want({"0001": READY})
    pauses.actions()
    assert _told(pauses, _event("a", "0"), _event("b", "0")) == []


def test_the_console_that_takes_the_telephones_pause_for_its_own_asks_for_nothing() -> None:
    pauses = _pauses()
    pauses.want({"0001": READY})
    pauses.actions()
    assert len(_told(pauses, _event("a", "1", "用餐"))) == 1
    assert pauses.actions() == []
    pauses.want({"0001": MEAL})
    assert pauses.actions() == []


def test_a_pause_made_while_there_was_no_line_is_told_after_it() -> None:
    pauses = _pauses()
    paused = {**_member("a", "1", "用餐"), "LastPause": "1795297063"}
    assert pauses.compare([paused], NOW) == [
        TelephonePause("0001", True, datetime.fromtimestamp(1795297063, UTC), "meal")
    ]


def test_what_was_asked_for_on_a_line_that_got_lost_is_asked_for_again() -> None:
    pauses = _pauses()
    pauses.want({"0001": MEAL})
    assert len(pauses.actions()) == 1
    assert pauses.compare([_member("a")], NOW) == []
    assert len(pauses.actions()) == 1


def test_where_both_changed_meanwhile_the_console_goes_before() -> None:
    pauses = _pauses()
    pauses.want({"0001": MEAL})
    assert pauses.compare([_member("a", "1", "小休")], NOW) == []
    assert [each["Reason"] for each in pauses.actions()] == ["用餐"]


def test_a_telephone_that_asterisk_does_not_pause_is_said() -> None:
    with capture_logs() as logs:
        _told(_pauses(), {"Response": "Error", "ActionID": "pause-PJSIP/1001", "Message": "Interface not found"})
    assert logs[0]["telephone"] == "PJSIP/1001"


def test_what_only_came_to_be_known_is_no_news() -> None:
    pauses = Pauses(Telephones({"PJSIP/1001": "0001"}, {}), {})
    assert _told(pauses, {**_event("a", "1", "用餐"), "Event": "QueueMemberStatus"}) == []
    assert [each.paused for each in _told(pauses, _event("a", "0"))] == [False]


def test_strangers_and_missing_fields_do_no_harm() -> None:
    pauses = _pauses()
    with capture_logs():
        assert _told(pauses, _event("a", "1", interface="PJSIP/9"), {"Event": "QueueMemberPause"}) == []
        assert _told(pauses, {"Event": "QueueMemberRemoved"}, {"Event": "QueueMemberAdded", "Queue": "a"}) == []
