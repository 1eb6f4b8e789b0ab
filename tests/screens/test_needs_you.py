"""What came back otherwise than it was meant, and the keys that decide."""

from dataclasses import replace

import pytest

from hotline.case_doc import AlertDoc
from hotline.codes import Role
from hotline.outcome import RefusalCode
from hotline.phones import tidy
from local_cache.model import Alert, Need, SeatStatus
from local_cache.needs import Kind
from local_cache.news import AlertsChanged, NeedsChanged, SessionEnded, StatusChanged
from screens.desk.screen import DeskScreen
from screens.lock import LockScreen
from screens.needs_you import NeedsYouScreen
from screens.needs_you.entries import WHAT_TO_DO
from screens.needs_you.reasons import REASONS, reason_words
from screens.services import Go
from wording import set_language, tr

from .cases import FIRST, SECOND, a_case, abuse
from .host import NARROW, NOON, WIDE, Host, press, until

CONFLICT = Need(
    "m1:conflict", FIRST, Kind.CONFLICT,
    {"op": "amend_case", "number": "0017010009016", "state": "to_dispatch", "fields": [
        {"field": "address_text", "base": "12号楼", "mine": "12号楼3单元", "theirs": "[/]13号楼"},
        {"field": "urgency", "base": "normal", "mine": "urgent", "theirs": "critical"},
    ]}, NOON,
)  # fmt: skip
NUMBER = Need("m2:number_changed", FIRST, Kind.NUMBER_CHANGED, {"old": "0042030000018", "new": "9999010000015"}, NOON)


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_both_versions_stand_side_by_side(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = Host(NeedsYouScreen())
    app.seat.open_needs = [CONFLICT]
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "12号楼3单元" in app.text)
        [row] = [row for row in app.rows if "12号楼3单元" in row]
        assert "[/]13号楼" in row
        [row] = [row for row in app.rows if ("Critical" if language == "en" else "特急") in row]
        assert ("Urgent" if language == "en" else "紧急") in row
        assert "0017-01-000901-6" in app.text


@pytest.mark.parametrize(("key", "choice"), [("f3", "mine"), ("f4", "theirs")])
async def test_one_key_decides(key: str, choice: str) -> None:
    app = Host(NeedsYouScreen())
    app.seat.open_needs = [CONFLICT]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "12号楼3单元" in app.text)
        await press(pilot, key)
        assert app.seat.settled == [(CONFLICT.id, choice)]
        await until(pilot, lambda: "12号楼3单元" not in app.text)


async def test_a_version_that_the_case_cannot_take_any_more_is_not_offered_again() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    app.seat.open_needs = [replace(CONFLICT, detail={**CONFLICT.detail, "reason": "wrong_state"})]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "12号楼3单元" in app.text)
        assert "The case takes no such change any more" in app.text
        assert "Reason: the case had moved on" in app.text
        assert "Keep mine" not in app.rows[-1]
        await press(pilot, "f3")
        assert app.seat.settled == []
        await press(pilot, "f4")
        assert app.seat.settled == [(CONFLICT.id, "theirs")]


@pytest.mark.parametrize("leaves", [False, True])
async def test_what_was_decided_is_not_said_beside_another_entry(leaves: bool) -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    other = replace(CONFLICT, id="m9:conflict", case_id=SECOND)
    app.seat.open_needs = [CONFLICT, NUMBER, other]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "12号楼3单元" in app.text)
        await press(pilot, "f3")
        await until(pilot, lambda: "0017-01-000901-6  Your version is offered again." in app.text)
        if leaves:
            app.push_screen(LockScreen())
            await until(pilot, lambda: "locked" in app.text)
            app.pop_screen()
        else:
            await press(pilot, "down")
        await until(pilot, lambda: "offered again" not in app.text and "What" in app.text)


async def test_a_question_of_a_dispatcher_is_counted_shown_and_leads_to_its_case() -> None:
    set_language("zh")
    app = Host(NeedsYouScreen())
    app.seat.status = SeatStatus(line_up=True, asked_back=1)
    app.seat.put_order(a_case(FIRST))
    asked = Need(f"asked_back:{FIRST}", FIRST, Kind.ASKED_BACK, {"question": "单位全称是什么[/]？"}, NOON, False)
    app.seat.open_needs = [asked]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "单位全称是什么[/]？" in app.text)
        assert "待答复询问1" in app.rows[0]
        assert "派单员需要补充情况才能派单" in app.text
        await press(pilot, "enter")
        await until(pilot, lambda: [each for each in app.asked if isinstance(each, Go) and each.place == "find"])
        assert app.seat.settled == []


async def test_what_has_one_version_is_noted_as_seen() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    app.seat.open_needs = [NUMBER]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Read out: 0042-03-000001-8   Now: 9999-01-000001-5" in app.text)
        await press(pilot, "f3")
        assert app.seat.settled == []
        await press(pilot, "enter")
        assert app.seat.settled == [(NUMBER.id, "seen")]
        await until(pilot, lambda: "Nothing needs you." in app.text)


@pytest.mark.parametrize(("language", "words"), [("en", "still opening"), ("zh", "正在打开")])
async def test_while_the_program_opens_nothing_is_said_of_what_is_unread(language: str, words: str) -> None:
    set_language(language)
    app = Host(NeedsYouScreen())
    app.seat.status = SeatStatus(known=False)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: words in app.text)
        assert tr("Nothing needs you.") not in app.text
        app.seat.open_needs = [NUMBER]
        app.seat.status = SeatStatus()
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "0042-03-000001-8" in app.text)
        assert words not in app.text


async def test_a_conflict_names_who_and_when_and_how_many_fields_the_choice_settles() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    fields = [{"field": name, "base": "a", "mine": "b", "theirs": "c"} for name in ("title", "address_text")]
    two = replace(CONFLICT, detail={**CONFLICT.detail, "fields": fields}, theirs_by="1055", theirs_at=NOON)
    app.seat.open_needs = [two]
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "Theirs: operator 1055, " in app.text)
        assert "settles all 2 fields together" in app.text


async def test_enter_on_a_conflict_opens_its_case_and_news_bring_new_ones() -> None:
    app = Host(NeedsYouScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        line = app.seat.put_order(a_case())
        app.seat.open_needs = [CONFLICT]
        app.tell(NeedsChanged(1))
        await until(pilot, lambda: "12号楼3单元" in app.text)
        await press(pilot, "enter")
        await until(pilot, lambda: app.asked)
        [go] = app.asked
        assert isinstance(go, Go)
        assert (go.place, go.case_id, tidy(go.words)) == ("find", str(FIRST), line.number)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_kind_says_what_to_do(language: str) -> None:
    set_language(language)
    app = Host(NeedsYouScreen())
    async with app.run_test(size=NARROW) as pilot:
        for kind in Kind:
            detail = {"op": "add_note", "reason": "" if kind is Kind.CONFLICT else "wrong_state", "fields": []}
            app.seat.open_needs = [Need(kind.value, None, kind, detail, NOON)]
            app.tell(NeedsChanged(1))
            words = tr(WHAT_TO_DO[kind])[:19]
            await until(pilot, lambda words=words: words in app.text)


async def test_a_lead_sees_who_was_abused_and_an_operator_does_not() -> None:
    set_language("en")
    for roles, sees in ((frozenset({Role.OPERATOR, Role.LEAD}), True), (frozenset({Role.OPERATOR}), False)):
        app = Host(NeedsYouScreen())
        app.seat.open_alerts = [abuse()]
        app.services.session = replace(app.seat.session(), roles=roles)
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, lambda app=app: app.rows[0])
            app.tell(AlertsChanged())
            await pilot.pause()
            await pilot.pause()
            assert ("Operator abused" in app.text) == sees
            if sees:
                assert "01:35 into the call   138****5678" in app.text
                assert "seat 0017 1055" in app.text
                await press(pilot, "enter", "f3")
                assert app.seat.settled == []


async def test_a_lead_takes_a_notice_off_the_list_but_none_on_which_the_centre_has_to_decide() -> None:
    set_language("en")
    held = Alert(AlertDoc(id=SECOND, at=NOON, kind="held", seat="0017", operator="1055", data={"op": "file_case"}))
    app = Host(NeedsYouScreen())
    app.seat.open_alerts = [abuse(), held]
    app.services.session = replace(app.seat.session(), roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "F5 Seen" in app.rows[-1])
        await press(pilot, "f5")
        await until(pilot, lambda: "Noted as seen." in app.text)
        assert "01:35 into the call" not in app.text
        assert app.seat.open_alerts == [held]
        assert "F5 Seen" not in app.rows[-1]
        await press(pilot, "f5")
        assert app.seat.open_alerts == [held]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_entry_names_its_case_and_what_it_is_about(language: str) -> None:
    set_language(language)
    app = Host(NeedsYouScreen())
    line = app.seat.put_order(a_case())
    for kind in Kind:
        detail: dict[str, object] = {"op": "withdraw", "reason": "wrong_state", "state": "handling"}
        if kind is Kind.CONFLICT:
            detail = {**CONFLICT.detail, "number": None}  # so the centre answers where the number stays what it was
        app.seat.open_needs.append(Need(kind.value, FIRST, kind, detail, NOON, line=line))
        app.seat.open_needs.append(Need(f"{kind.value} far", SECOND, kind, detail, NOON))
    async with app.run_test(size=(120, 60)) as pilot:
        await until(pilot, lambda: "0017-01-000901-6" in app.text)
        app.screen.query_one("#needs").styles.height = 2 * len(Kind) + 1
        await pilot.pause()
        rows = app.rows[2 : 2 + 2 * len(Kind)]
        about = tr("Withdraw") if language == "en" else "撤单"
        for here, far in zip(rows[::2], rows[1::2], strict=True):
            assert "0017-01-000901-6" in here
            assert "祥富里社区停水" in here
            assert tr("not kept here") in far
            assert about in far or tr("Address") in far
        await press(pilot, "down", "down")
        await until(pilot, lambda: tr(REASONS["wrong_state"]) in app.text)
        assert "wrong_state" not in app.text
        assert "0017-01-000901-6  祥富里社区停水" in app.rows[3 + 2 * len(Kind)]


async def test_an_alert_names_its_case_and_enter_opens_it() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    line = app.seat.put_order(a_case())
    data = {"case_id": str(FIRST), "number": "0042030000018", "given": line.number}
    clash = AlertDoc(id=FIRST, at=NOON, kind="number_clash", seat="0017", operator="1055", data=data)
    held = AlertDoc(id=SECOND, at=NOON, kind="held", seat="0017", operator="1055",
                    data={"case_id": str(FIRST), "op": "urge", "reason": "operator_revoked"})  # fmt: skip
    app.seat.open_alerts = [Alert(clash, line), Alert(held, line)]
    app.services.session = replace(app.seat.session(), roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "One number twice" in app.text)
        assert "gave out the number 0042-03-000001-8." in app.text
        assert "the second is now 0017-01-000901-6" in app.text
        assert "Enter open the case" in app.rows[-1]
        await press(pilot, "down")
        await until(pilot, lambda: "Reason: the operator's right to work here had ended" in app.text)
        assert all("0017-01-000901-6" in row for row in app.rows[2:4])
        assert "Urge" in app.rows[3]
        await press(pilot, "enter")
        await until(pilot, lambda: app.asked)
        [go] = app.asked
        assert isinstance(go, Go)
        assert (go.place, go.case_id) == ("find", str(FIRST))


WAITS = Need("notices_wait", None, Kind.NOTICES_WAIT, {}, NOON)


async def test_a_lead_signs_in_again_for_the_notices_with_one_key_and_the_password() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    app.services.session = replace(app.seat.session(), roles=frozenset({Role.LEAD}), online=False)
    app.seat.open_needs = [WAITS]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "You signed in without a line" in app.text)
        assert "Enter sign in" in app.rows[-1]
        await press(pilot, "enter", *"wrong", "enter")
        await until(pilot, lambda: "Operator or password is wrong" in app.text)
        assert not app.services.session.online
        app.seat.open_needs = []
        await press(pilot, *"secret", "enter")
        await until(pilot, lambda: "Signed in at the centre: its notices come now." in app.text)
        assert app.services.session.online
        assert app.asked == []
        await until(pilot, lambda: "Nothing needs you." in app.text)


ENDED = Need("sign_in_ended", None, Kind.SIGN_IN_ENDED, {}, NOON)


async def test_whoever_the_centre_has_ended_signs_in_again_with_one_key_and_the_password() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    app.services.session = app.seat.session()
    app.seat.status = replace(app.seat.status, sign_in_wanted=True)
    app.seat.open_needs = [ENDED]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "The centre has ended your sign-in" in app.text)
        assert "sign in again" in app.rows[0]
        assert "Enter sign in" in app.rows[-1]
        app.seat.open_needs = []
        await press(pilot, "enter", *"secret", "enter")
        await until(pilot, lambda: "Signed in at the centre." in app.text)


@pytest.mark.parametrize(
    ("why", "language", "words", "not_these"),
    [
        ("turned_away", "en", "turned away by the centre", "no line"),
        ("turned_away", "zh", "中心拒绝本座席", "无线路"),
        ("wrong_certificate", "en", "certificate does not fit", "no line"),
        ("wrong_certificate", "zh", "证书不符", "无线路"),
    ],
)
async def test_a_centre_that_answers_but_does_not_serve_this_seat_is_not_told_as_no_line(
    why: str, language: str, words: str, not_these: str
) -> None:
    set_language(language)
    app = Host(NeedsYouScreen())
    app.seat.status = replace(app.seat.status, line_up=False, line_since=NOON, **{why: True})
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: words in app.rows[0])
        assert not_these not in app.rows[0]


async def test_without_a_line_a_lead_is_not_told_that_there_is_nothing() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    app.services.session = replace(app.seat.session(), roles=frozenset({Role.LEAD}), online=False)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Notices for the lead come once there is a line." in app.text)


def test_every_reason_of_the_centre_has_words() -> None:
    assert {each.value for each in RefusalCode} - {*REASONS} == set()
    for language in ("zh", "en"):
        set_language(language)
        told = [reason_words(each) for each in (*REASONS, "missing_field:area_code", "unreadable:missing", "newer")]
        assert not [each for each in told if "_" in each or ":" in each or not each]
    assert reason_words("missing_field:area_code") == "something needed is missing (Place)"


async def test_what_does_not_fit_below_the_list_says_so_and_can_be_read() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    fields = [{"field": name, "base": "1", "mine": f"mine {name}", "theirs": "3"}
              for name in ("title", "address_text", "content", "outside_no")]  # fmt: skip
    app.seat.open_needs = [replace(CONFLICT, detail={**CONFLICT.detail, "fields": fields})]
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "more rows" in app.text)
        assert "Tab read on" in app.rows[-1]
        assert "mine outside_no" not in app.text
        await press(pilot, "tab")
        await until(pilot, lambda: "PgDn read on" in app.rows[-1])
        await press(pilot, "end")
        await until(pilot, lambda: "mine outside_no" in app.text)
        app.seat.put_order(a_case())
        assert "Enter open the case" in app.rows[-1]
        await press(pilot, "enter")
        await until(pilot, lambda: app.asked)
        await press(pilot, "f3")
        assert app.seat.settled == [(CONFLICT.id, "mine")]


async def test_the_desk_tells_a_lead_of_alerts_and_everybody_of_an_ended_sign_in() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.services.session = replace(app.seat.session(), roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.seat.open_alerts = [abuse(FIRST), abuse(SECOND)]
        app.tell(AlertsChanged())
        await until(pilot, lambda: "2 alerts for the lead: press Ctrl+Y" in app.text)
        app.tell(SessionEnded("expired"))
        await until(pilot, lambda: "Your sign-in has ended. Press Ctrl+L" in app.text)
