"""A note on a caller: proposed in Find, shown to whoever answers, and lifted by a lead."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from rich.cells import set_cell_size

from hotline.caller_note_commands import LiftCallerNote, ProposeCallerNote
from hotline.codes import CallerNoteReason, Role, State
from hotline.commands import AddNote
from hotline.order_parts import CallerNote
from local_cache.model import CallerHistory, NoteLine, SeatStatus
from screens.desk.screen import DeskScreen
from screens.find import FindScreen
from screens.parts.fill_in import FillIn
from screens.services import Go
from wording import set_language, tr

from .cases import FIRST, a_case
from .host import NARROW, NOON, WIDE, Host, paste, press, settled, until
from .loop_cases import LUBEI, given

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
LAST_DAY = date(2026, 12, 20)
WORDS = "同一诉求已三次书面答复，再来电请告知结果"
LONGEST = "同一诉求已答复" * 10
NOTE = CallerNote(
    at=NOON, operator="1042", reason=CallerNoteReason.DECIDED_BEFORE, text=WORDS, until=LAST_DAY, approved_by="2001"
)
CALLER = "13800005678"


def note_line(text: str = WORDS, until: date = LAST_DAY) -> NoteLine:
    return NoteLine(FIRST, a_case().order_no, "decided_before", text, "1042", "2001", until)


def with_caller(*notes: NoteLine) -> Host:
    """Return a desk whose seat knows a caller."""
    app = Host(DeskScreen())
    line = app.seat.put_order(a_case())
    app.seat.histories[CALLER] = CallerHistory("李**", 3, (line,), (line,), (), NOON, notes)
    return app


def in_find(role: Role = Role.OPERATOR, *, line_up: bool = True, **changes: Any) -> Host:
    """Return Find with one case, for somebody of a role."""
    app = Host(FindScreen())
    app.services.session = replace(app.seat.session(), operator_id="2002", roles=frozenset({role}), unit=LUBEI)
    app.seat.acting = app.services.session
    app.seat.status = SeatStatus(line_up=line_up)
    app.seat.put_order(a_case(**changes))
    return app


async def opened(app: Host, pilot: Any) -> None:
    """Read the one case."""
    await pilot.pause()
    await press(pilot, "enter")
    await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]


# ---- at the desk


@LANGUAGES
async def test_a_wide_desk_says_the_note_who_wrote_and_approved_it_until_when_and_that_it_binds_nobody(
    language: str,
) -> None:
    set_language(language)
    app = with_caller(note_line())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: tr("Note on the caller") in app.text)
        said = "".join(row.removeprefix(set_cell_size(row, 80).rstrip()).strip() for row in app.rows).replace(" ", "")
        words = ("1042提请", "2001批准", "至2026-12-20", "备注对任何人没有约束力")
        if language == "en":
            words = ("by 1042", "approved by", "2001", "A note binds nobody")
        for each in words:
            assert each.replace(" ", "") in said
        assert WORDS in said


@LANGUAGES
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_history_reads_the_longest_note_whole_and_leads_to_its_case(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    app = with_caller(note_line(LONGEST))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        await until(pilot, lambda: tr("Note: {key}").format(key="F6") in app.text)
        await press(pilot, "f6")
        said = "".join(row.strip() for row in app.rows[-12:])
        assert LONGEST in said
        for each in ("2026-12-20", "2001", "备注对任何人没有约束力" if language == "zh" else "A note binds nobody"):
            assert each in said
        await press(pilot, "1")
        await settled(pilot)
        assert [(each.place, each.case_id) for each in app.asked if isinstance(each, Go)] == [("find", str(FIRST))]


@pytest.mark.parametrize("notes", [(note_line(until=date(2026, 11, 20)),), ()])
async def test_a_note_whose_last_day_is_over_is_not_shown(notes: tuple[NoteLine, ...]) -> None:
    set_language("en")
    app = with_caller(*notes)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "3 calls before" in app.text)
        assert "Note on the caller" not in app.text
        assert "Note: F6" not in app.text


async def test_a_note_stands_on_its_last_day_still() -> None:
    set_language("en")
    app = with_caller(note_line(until=date(2026, 11, 21)))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: "Note: F6" in app.text)


# ---- in Find


@pytest.mark.parametrize("line_up", [True, False])
async def test_a_note_is_proposed_with_reason_words_and_last_day_and_saved_on_this_seat(line_up: bool) -> None:
    set_language("en")
    app = in_find(line_up=line_up)
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot)
        await press(pilot, "f6")
        assert "Once a lead has approved it, it is shown to whoever answers this caller" in app.text
        await press(pilot, "1")
        await paste(pilot, WORDS)
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: "Note proposed, a lead decides: 0017-01-000901-6, On this seat" in app.text)
        [(command, case_id)] = app.seat.commands
        assert command == ProposeCallerNote(
            reason=CallerNoteReason.DECIDED_BEFORE, text=WORDS, until=date(2026, 12, 21)
        )
        assert case_id == FIRST
        await press(pilot, "f6")
        assert "! This was asked for already: wait for the decision" in app.text


@LANGUAGES
async def test_the_key_that_shows_the_choices_of_a_question_is_named_while_none_is_chosen(language: str) -> None:
    set_language(language)
    app = in_find()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot)
        await press(pilot, "f6")
        named = {"en": " Space show the list ", "zh": " 空格 列出选项 "}[language]
        assert named in app.rows[-1]
        await press(pilot, "space")
        assert "\n 2 " in app.text
        await press(pilot, "2")
        assert named not in app.rows[-1]


async def test_a_last_day_beyond_what_seats_hold_says_which_is_the_last_and_keeps_what_was_typed() -> None:
    set_language("en")
    app = in_find()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot)
        await press(pilot, "f6", "4")
        await paste(pilot, WORDS)
        await press(pilot, "enter", "ctrl+u", *"2027-12-01", "enter")
        await until(pilot, lambda: isinstance(app.screen, FillIn) and "2027-02-19" in app.text)
        assert app.screen.query_one("#text").value == WORDS  # type: ignore[attr-defined]
        assert app.screen.query_one("#reason").value == "abuse"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+u", *"2027-02-19", "enter")
        await until(pilot, lambda: len(app.seat.commands) == 1)


async def test_a_case_without_a_number_has_nobody_to_note_anything_about() -> None:
    set_language("en")
    app = in_find(caller_phone="")
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot)
        await press(pilot, "f6")
        assert "! This case has no number of a caller" in app.text


async def test_a_lead_lifts_a_note_with_a_reason_also_of_a_case_that_is_filed() -> None:
    set_language("en")
    app = in_find(Role.LEAD, caller_note=NOTE, state=State.FILED)
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot)
        await until(pilot, lambda: "approved by 2001" in app.text)
        await press(pilot, "f2")
        await paste(pilot, "已当面沟通")
        await press(pilot, "enter")
        await until(pilot, lambda: "the note on the caller is lifted" in app.text)
        assert given(app) == LiftCallerNote(reason="已当面沟通")
        await settled(pilot)
        assert "approved by 2001" not in app.text


@pytest.mark.parametrize(
    ("role", "line_up", "note", "said"),
    [
        (Role.OPERATOR, True, NOTE, "Your role may not do this: shift leads may"),
        (Role.LEAD, False, NOTE, "there is no line to the centre. Nothing has changed"),
        (Role.LEAD, True, None, "No approved note on the caller is on this case"),
    ],
)
async def test_a_note_that_cannot_be_lifted_says_why(
    role: Role, line_up: bool, note: CallerNote | None, said: str
) -> None:
    set_language("en")
    app = in_find(role, line_up=line_up, caller_note=note)
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot)
        await press(pilot, "f2")
        assert said in app.text


@LANGUAGES
async def test_no_question_about_a_note_is_cut(language: str) -> None:
    set_language(language)
    app = in_find()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot)
        await press(pilot, "f6")
        assert isinstance(app.screen, FillIn)
        assert ".." not in "\n".join(app.rows[-8:])


async def test_a_question_whose_language_changes_is_read_whole_and_says_no_old_refusal() -> None:
    set_language("zh")
    app = in_find()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot)
        await press(pilot, "f6", "4")
        await paste(pilot, WORDS)
        await press(pilot, "enter", "ctrl+u", *"2027-12-01", "enter")
        await until(pilot, lambda: isinstance(app.screen, FillIn) and "2027-02-19" in app.text)
        await press(pilot, "ctrl+u", *"13", "enter")
        assert isinstance(app.screen, FillIn)
        set_language("en")
        app.screen.relabel()
        await pilot.pause()
        assert "judged like any other." in " ".join(app.text.split())
        assert "! Type a day" in app.text
        assert "2027-02-19" not in app.text
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert "judged like any other." in " ".join(app.text.split())


async def test_a_case_with_a_note_is_read_to_its_caller_without_it_and_its_last_day_has_no_hour() -> None:
    set_language("en")
    app = in_find()
    async with app.run_test(size=(100, 50)) as pilot:
        await opened(app, pilot)
        noted = ProposeCallerNote(reason=CallerNoteReason.ABUSE, text=WORDS, until=LAST_DAY)
        app.seat.give(FIRST, AddNote(text="又来电催问")).result()
        app.seat.give(FIRST, noted).result()
        await press(pilot, "enter")
        await until(pilot, lambda: "; until 2026-12-20" in app.text)
        (last,) = [row for row in app.rows if "Last: " in row]
        assert "又来电催问" in last
        assert "until 12-20" not in app.text
