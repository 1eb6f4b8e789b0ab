"""What came back otherwise than it was meant, and the keys that decide."""

from dataclasses import replace

import pytest

from hotline.case_doc import AlertDoc
from hotline.codes import Role
from local_cache.model import Need
from local_cache.needs import Kind
from local_cache.news import AlertsChanged, NeedsChanged, SessionEnded
from screens.desk.screen import DeskScreen
from screens.needs_you import _WHAT_TO_DO, NeedsYouScreen
from screens.services import Go
from wording import set_language, tr

from .cases import FIRST
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


async def test_enter_on_a_conflict_opens_its_case_and_news_bring_new_ones() -> None:
    app = Host(NeedsYouScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.seat.open_needs = [CONFLICT]
        app.tell(NeedsChanged(1))
        await until(pilot, lambda: "12号楼3单元" in app.text)
        await press(pilot, "enter")
        [go] = app.asked
        assert isinstance(go, Go)
        assert (go.place, go.case_id) == ("find", str(FIRST))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_kind_says_what_to_do(language: str) -> None:
    set_language(language)
    app = Host(NeedsYouScreen())
    async with app.run_test(size=NARROW) as pilot:
        for kind in Kind:
            detail = {"op": "add_note", "reason": "wrong_state", "fields": []}
            app.seat.open_needs = [Need(kind.value, None, kind, detail, NOON)]
            app.tell(NeedsChanged(1))
            words = tr(_WHAT_TO_DO[kind])[:20]
            await until(pilot, lambda words=words: words in app.text)


async def test_a_lead_sees_who_was_abused_and_an_operator_does_not() -> None:
    set_language("en")
    alert = AlertDoc(id=FIRST, at=NOON, kind="abuse", seat="0017", operator="1055",
                     data={"seconds": 95, "caller": "138****5678"})  # fmt: skip
    for roles, sees in ((frozenset({Role.OPERATOR, Role.LEAD}), True), (frozenset({Role.OPERATOR}), False)):
        app = Host(NeedsYouScreen())
        app.seat.open_alerts = [alert]
        app.services.session = replace(app.seat.session(), roles=roles)
        async with app.run_test(size=NARROW) as pilot:
            await until(pilot, lambda app=app: app.rows[0])
            app.tell(AlertsChanged(1))
            await pilot.pause()
            await pilot.pause()
            assert ("Operator abused" in app.text) == sees
            if sees:
                assert "01:35 into the call   138****5678" in app.text
                assert "seat 0017  1055" in app.text
                await press(pilot, "enter", "f3")
                assert app.seat.settled == []


async def test_the_desk_tells_a_lead_of_alerts_and_everybody_of_an_ended_sign_in() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.services.session = replace(app.seat.session(), roles=frozenset({Role.LEAD}))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.tell(AlertsChanged(2))
        await until(pilot, lambda: "2 alerts for the lead: press Ctrl+Y" in app.text)
        app.tell(SessionEnded("expired"))
        await until(pilot, lambda: "Your sign-in has ended. Press Ctrl+L" in app.text)
