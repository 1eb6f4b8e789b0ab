"""A caller with two matters: both are filed in one call, and the second one costs neither the call nor the first."""

import pytest
from textual.pilot import Pilot

from hotline.codes import CallEventKind
from local_cache.model import CallerHistory
from local_cache.read_out import ReadOut
from screens.desk.screen import DeskScreen
from wording import set_language

from .cases import FIRST as FIRST_CASE
from .cases import a_case
from .host import CALL, NARROW, NOON, OTHER_CALL, Host, a_draft, press, until

FIRST, SECOND = "0042-03-000001", "0042-03-000002"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    set_language("en")


FILLED = {"area_code": "130203001001", "class_code": "010102", "case_type": "QZ", "caller_name": "Li",
          "address_text": "Gate 2", "content": "Leak"}  # fmt: skip


def speaking() -> Host:
    """Return a host on whose desk lies a whole first matter; its caller is on the line."""
    app = Host(DeskScreen(), draft=a_draft(fields=FILLED))
    app.seat.put_draft(app.services.draft)  # type: ignore[arg-type]
    app.seat.histories["13800005678"] = CallerHistory("李**", 3, (), (), (), NOON)
    return app


async def filed(app: Host, pilot: Pilot[None]) -> None:
    """File the first matter."""
    await pilot.pause()
    await press(pilot, "ctrl+s")
    await until(pilot, lambda: app.desk.done)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_two_matters_are_two_cases_of_one_call(language: str) -> None:
    set_language(language)
    app = speaking()
    async with app.run_test(size=NARROW) as pilot:
        await filed(app, pilot)
        another = {"zh": "F4  本次来电的另一事项", "en": "F4  another matter of this call"}[language]
        assert another in app.text
        assert {"zh": "F4 另一事项", "en": "F4 Another matter"}[language] in app.rows[-1]
        app.clock.forward(60)
        await press(pilot, "f4")
        app.desk._tick()
        assert FIRST not in app.text
        assert not app.seat.shows_number
        assert "01:00" in app.rows[0]  # the call goes on
        assert "138****5678" in app.rows[1]
        assert "李**" in app.rows[1]
        assert app.desk.desk.form.values == {"caller_name": "Li"}
        [draft] = [each for each in app.seat.kept.values() if each.call["call_id"] == str(CALL)]
        assert (draft.phase, draft.fields) == ("talking", {"caller_name": "Li"})
        await press(pilot, "ctrl+g", "=", *"xqts", "enter", "ctrl+g", "0", *"No water", "ctrl+s")
        await until(pilot, lambda: SECOND in app.text)
        first, second = (command for command, _ in app.seat.commands)
        assert first.call == second.call
        assert second.intake.caller_phone == "13800005678"
        assert (second.intake.caller_name, second.intake.address_text) == ("Li", "Gate 2")
        assert (second.intake.area_code, second.intake.class_code) == (first.intake.area_code, "010101")
        assert app.seat.acts == []
        await press(pilot, "enter")
        assert app.seat.acts == [(str(CALL), "hang_up")]
        assert app.seat.kept == {}


async def test_a_matter_that_is_none_leads_back_to_the_number_and_what_was_thrown_away_comes_back() -> None:
    app = speaking()
    async with app.run_test(size=NARROW) as pilot:
        await filed(app, pilot)
        await press(pilot, "f4", "ctrl+g", "0", *"A tree", "f3")
        throw_away = next(row.split()[0] for row in app.rows if "Throw the draft away" in row)
        await press(pilot, throw_away, "1")
        await until(pilot, lambda: FIRST in app.text)
        assert app.seat.acts == []
        assert "Talking" in app.rows[0]
        await press(pilot, "f5", "1", "1")
        assert "A tree" in app.text
        assert app.seat.acts == []
        assert "Talking" in app.rows[0]


async def test_who_takes_the_next_call_leaves_no_draft_of_a_matter_that_was_none() -> None:
    app = speaking()
    async with app.run_test(size=NARROW) as pilot:
        await filed(app, pilot)
        await press(pilot, "f4")
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: "139****1111" in app.text)
        await press(pilot, "f2", "f2")
        assert app.seat.acts[-2:] == [(str(CALL), "hang_up"), (str(OTHER_CALL), "answer")]
        assert [each.call["call_id"] for each in app.seat.kept.values()] == [str(OTHER_CALL)]
        assert app.desk.parked == ()


async def test_a_second_matter_is_written_down_after_the_call_in_its_wrap_up() -> None:
    app = speaking()
    async with app.run_test(size=NARROW) as pilot:
        await filed(app, pilot)
        app.call(CallEventKind.HUNG_UP)
        app.clock.forward(20)
        await press(pilot, "f4")
        app.desk._tick()
        await until(pilot, lambda: "Wrap-up 00:20" in app.rows[0])
        assert app.desk.desk.call.call_id == str(CALL)


async def test_a_caller_who_is_still_there_after_a_crash_may_have_another_matter() -> None:
    app = Host(DeskScreen())
    app.services.read_out = ReadOut("1042", FIRST_CASE, a_case().order_no, NOON, str(CALL))
    app.seat.put_order(a_case())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "0017-01-000901" in app.text)
        app.ring()
        app.call(CallEventKind.ANSWERED)
        await until(pilot, lambda: "Talking" in app.rows[0])
        await press(pilot, "f4")
        assert "138****5678" in app.rows[1]
        assert "Talking" in app.rows[0]
        assert app.seat.acts == []
        [draft] = app.seat.kept.values()
        assert draft.call["call_id"] == str(CALL)
