"""Keys that work everywhere, while a question lies over the screen: lock, language, help; what is written stays."""

import shutil
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from textual.pilot import Pilot

from local_cache.folder import SeatFolder
from screens.services import Go
from seat_console.app import ConsoleApp
from tests.deadline import PATIENCE_S
from tests.local_cache.given import filing
from tests.pressing import press
from tests.seat_console.given import NEXT, OPERATOR, PASSWORD, enrol_without_centre, give_grant
from tests.seat_console.test_app import console, opened, shown, takes_the_seat, until
from wording import language, set_language

TYPED = "the lift stands still"


@pytest.fixture
def folder(tmp_path: Path) -> SeatFolder:
    set_language("en")
    folder = enrol_without_centre(tmp_path / "seat")
    give_grant(folder)
    seat = opened(folder)
    try:
        seat.save(filing(), session=OPERATOR).result()
    finally:
        seat.close()
    return folder


def question(app: ConsoleApp) -> list[str]:
    """Return the rows of what lies over the screen; the age of what is unsent changes above them."""
    rows = shown(app).splitlines()
    return rows[app.screen.query_one("#heading").region.y :]


async def asks(app: ConsoleApp, pilot: Pilot[int], key: str) -> None:
    """Open the question of a key about the one case in find, and write in it."""
    await until(pilot, lambda: app.services.pack is not None)
    await press(pilot, "ctrl+f")
    await until(pilot, lambda: app.current_mode == "find" and "0042-01-" in shown(app))
    await press(pilot, "enter")
    await until(pilot, lambda: getattr(app.screen, "view", None) is not None)
    await press(pilot, key)
    await until(pilot, lambda: len(app.screen_stack) == 2)
    if key == "f3":
        app.screen.set_focus(app.screen.query_one("#title"))
    await press(pilot, *TYPED)
    await until(pilot, lambda: TYPED in shown(app))


@pytest.mark.parametrize("key", ["f8", "f3", "f4"])
async def test_the_seat_is_locked_over_a_question_and_what_is_written_is_there_afterwards(
    folder: SeatFolder, key: str
) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app))
        assert TYPED not in shown(app)
        await press(pilot, *PASSWORD, "enter")
        await until(pilot, lambda: len(app.screen_stack) == 2 and TYPED in shown(app))
        await press(pilot, *" again")
        await until(pilot, lambda: TYPED + " again" in shown(app))


ACTS = [("f7", "Urge"), ("f8", "Note"), ("f3", "Amend"), ("f4", "Withdraw")]
"""What each key does to a case; after it and the case a draft is named that keeps what was written."""


async def finds_the_draft(app: ConsoleApp, pilot: Pilot[int], act: str) -> None:
    """Take up the draft of what was written in a question; it is the only one."""
    await until(pilot, lambda: app.current_mode == "desk" and "F5" in shown(app))
    await press(pilot, "f5")
    await until(pilot, lambda: f"1  {act} 0042-01-000001-9   " in shown(app))
    await press(pilot, "1")
    await until(pilot, lambda: TYPED in shown(app) and "Chosen: 0042-01-" in shown(app))
    assert f"Begun as: {act}. To do it: " in shown(app)


@pytest.mark.parametrize(("key", "act"), ACTS)
async def test_what_is_written_in_a_question_stays_with_its_writer_when_another_takes_the_seat(
    folder: SeatFolder, key: str, act: str
) -> None:
    give_grant(folder, NEXT)
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        await press(pilot, "ctrl+l")
        await takes_the_seat(app, pilot)
        await until(pilot, lambda: "李强 1043" in shown(app) and app.current_mode == "desk")
        theirs = app.services.seat.drafts(NEXT.operator_id)
        await until(pilot, theirs.done)
        assert theirs.result() == []
        assert TYPED not in shown(app)
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "Locked by 李强" in shown(app))
        await press(pilot, "ctrl+o", *OPERATOR.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: "王敏 1042" in shown(app))
        await finds_the_draft(app, pilot, act)


@pytest.mark.parametrize(("key", "act"), ACTS)
async def test_what_is_written_in_a_question_is_there_after_the_program_was_killed(
    folder: SeatFolder, tmp_path: Path, key: str, act: str
) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        await is_kept(app, pilot, TYPED)
        killed = SeatFolder(
            shutil.copytree(folder.root, tmp_path / "killed", ignore=shutil.ignore_patterns("*.socket"))
        )
    async with console(killed) as (app, pilot):
        await finds_the_draft(app, pilot, act)


async def test_a_withdrawal_that_comes_back_as_a_draft_says_so_and_leads_to_its_case_until_it_is_gone(
    folder: SeatFolder, tmp_path: Path
) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f4")
        await is_kept(app, pilot, TYPED)
        killed = SeatFolder(
            shutil.copytree(folder.root, tmp_path / "killed", ignore=shutil.ignore_patterns("*.socket"))
        )
    with closing(opened(killed)) as seat:
        seat.save(filing(), session=OPERATOR).result()  # a newer case, which the search marks by itself
    async with console(killed) as (app, pilot):
        await finds_the_draft(app, pilot, "Withdraw")
        begun = "Begun as: Withdraw. To do it: Ctrl+F, then F4"
        assert begun in shown(app)
        await press(pilot, "f4", *"later", "enter")  # parked under another name, and taken up again
        await until(pilot, lambda: "Parked: later" in shown(app))
        assert "Begun as" not in shown(app)
        await press(pilot, "f5", "1")
        await until(pilot, lambda: begun in shown(app) and "Chosen: 0042-01-000001-9" in shown(app))
        await press(pilot, "ctrl+f")
        await until(pilot, lambda: getattr(app.screen, "view", None) is not None)
        await press(pilot, "f4")
        await until(pilot, lambda: "0042-01-000001-9  Withdraw: what did the caller say?" in shown(app))
        await press(pilot, "escape", "ctrl+r")
        await until(pilot, lambda: begun in shown(app))


async def is_kept(app: ConsoleApp, pilot: Pilot[int], *texts: str) -> None:
    """Wait until the operator's drafts on this disk are those with these texts, and no others."""
    end = monotonic() + PATIENCE_S
    while True:
        drafts = app.services.seat.drafts(OPERATOR.operator_id)
        await until(pilot, drafts.done)
        found = [str(each.fields.get("content", "")) for each in drafts.result()]
        if len(found) == len(texts) and all(text in each for text, each in zip(texts, found, strict=True)):
            return
        assert monotonic() < end, found
        await pilot.pause(0.02)


@pytest.mark.parametrize("key", ["f8", "f3", "f4"])
async def test_the_draft_of_a_question_goes_with_its_answer_and_with_the_second_escape(
    folder: SeatFolder, key: str
) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        await is_kept(app, pilot, TYPED)
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await is_kept(app, pilot)
        thrown_away = app.services.seat.discarded_drafts(OPERATOR.operator_id)
        await until(pilot, thrown_away.done)
        assert [TYPED in str(each.fields["content"]) for each in thrown_away.result()] == [True]
        await press(pilot, key)
        await until(pilot, lambda: len(app.screen_stack) == 2)
        if key == "f3":
            app.screen.set_focus(app.screen.query_one("#title"))
        await press(pilot, *"smoke")
        await is_kept(app, pilot, "smoke")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: len(app.screen_stack) == 1 and "on this seat" in shown(app))
        await is_kept(app, pilot)


async def test_where_nobody_took_the_seat_in_the_end_the_question_goes_on_and_leaves_no_draft(
    folder: SeatFolder,
) -> None:
    give_grant(folder, NEXT)
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f8")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app))
        await press(pilot, "ctrl+o", *NEXT.operator_id, "enter", *"wrong", "enter")
        await until(pilot, lambda: "Operator or password is wrong" in shown(app))
        await press(pilot, "ctrl+o", *PASSWORD, "enter")
        await until(pilot, lambda: len(app.screen_stack) == 2 and TYPED in shown(app))
        await is_kept(app, pilot, TYPED)
        await press(pilot, "enter")
        await is_kept(app, pilot)


async def test_it_is_a_draft_after_the_program_was_left_at_the_lock(folder: SeatFolder) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f8")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app) and "Locking" not in shown(app))
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app.return_value is not None)
    async with console(folder) as (app, pilot):
        await until(pilot, lambda: "This seat is locked" in shown(app) and app.services.seat.session is not None)
        await press(pilot, *PASSWORD, "enter")
        await finds_the_draft(app, pilot, "Note")


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [
        ("f8", "Add a note", "补充"),
        ("f3", "Amend: change what is wrong", "修改"),
        ("f4", "Reason", "理由"),
    ],
)
async def test_the_language_changes_under_a_question_and_what_is_written_stays(
    folder: SeatFolder, key: str, english: str, chinese: str
) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        before = question(app)
        assert any(english in row for row in before)
        await press(pilot, "ctrl+e")
        await until(pilot, lambda: language() == "zh" and english not in shown(app))
        assert TYPED in shown(app)
        assert chinese in shown(app)
        assert " back" not in shown(app)
        await press(pilot, "ctrl+e")
        await until(pilot, lambda: question(app) == before)


async def test_help_opens_over_a_question_and_over_help_the_seat_is_locked(folder: SeatFolder) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f8")
        await press(pilot, "f1")
        await until(pilot, lambda: "Every key; those of this screen first" in shown(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app))
        await press(pilot, *PASSWORD, "enter")
        await until(pilot, lambda: "Every key; those of this screen first" in shown(app))
        await press(pilot, "escape")
        await until(pilot, lambda: TYPED in shown(app))


async def test_a_list_of_choices_changes_its_language_and_the_marked_one_stays(folder: SeatFolder) -> None:
    async with console(folder) as (app, pilot):
        await until(pilot, lambda: app.services.pack is not None)
        await press(pilot, *"13900001234", "f3", "down")
        await until(pilot, lambda: "> 2  " in shown(app))
        before = question(app)
        await press(pilot, "ctrl+e")
        await until(pilot, lambda: language() == "zh" and "End the call" not in shown(app))
        assert "> 2  " in shown(app)
        assert "Throw the draft away" not in shown(app)
        await press(pilot, "ctrl+e")
        await until(pilot, lambda: question(app) == before)


async def leaves_for_the_desk(app: ConsoleApp, pilot: Pilot[int]) -> None:
    """Go from a question in find to the desk, as for a call that rings."""
    await press(pilot, "ctrl+r")
    await until(pilot, lambda: app.current_mode == "desk")
    assert TYPED not in shown(app)


@pytest.mark.parametrize("key", ["f8", "f3", "f4"])
async def test_for_a_call_the_desk_is_reached_and_the_question_waits_as_it_stands(folder: SeatFolder, key: str) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        before = question(app)
        assert "Ctrl+R Desk" in before[-1]
        await leaves_for_the_desk(app, pilot)
        await press(pilot, "f2", *"13900001234", "ctrl+f")
        await until(pilot, lambda: TYPED in shown(app))
        assert question(app) == before
        await press(pilot, *" again")
        await until(pilot, lambda: TYPED + " again" in shown(app))


@pytest.mark.parametrize(("key", "act"), ACTS)
async def test_the_desk_says_what_waits_half_written_in_find_and_its_list_of_drafts_leads_there(
    folder: SeatFolder, key: str, act: str
) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        await is_kept(app, pilot, TYPED)
        await leaves_for_the_desk(app, pilot)
        said = f"Half written in Find: {act} 0042-01-000001-9. To go on with it: Ctrl+F"
        await until(pilot, lambda: said in shown(app) and "F5 Drafts" in shown(app))
        await press(pilot, "f5")
        await until(pilot, lambda: f"1  {act} 0042-01-000001-9   half written in Find" in shown(app))
        assert "No draft is parked" not in shown(app)
        await press(pilot, "1")
        await until(pilot, lambda: app.current_mode == "find" and TYPED in shown(app))
        await press(pilot, "escape", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: app.current_mode == "desk" and "Half written" not in shown(app))
        await until(pilot, lambda: bool(app.screen_stack[0].discarded))  # type: ignore[attr-defined]
        await press(pilot, "f5")
        await until(pilot, lambda: "Thrown away in the last 30 days: 1" in shown(app))
        assert "half written" not in shown(app)


async def test_what_is_said_at_the_desk_already_goes_before_what_waits_half_written(folder: SeatFolder) -> None:
    async with console(folder) as (app, pilot):
        await until(pilot, lambda: app.services.pack is not None)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "! Choose the place" in shown(app))
        await asks(app, pilot, "f8")
        await leaves_for_the_desk(app, pilot)
        await until(pilot, lambda: "! Choose the place" in shown(app) and "F5 Drafts" in shown(app))
        assert "Half written" not in shown(app)


async def test_a_question_that_nothing_is_written_in_goes_when_its_operator_goes_to_the_desk(
    folder: SeatFolder,
) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f8")
        await press(pilot, *["backspace"] * len(TYPED))
        await leaves_for_the_desk(app, pilot)
        await press(pilot, "ctrl+f")
        await until(pilot, lambda: app.current_mode == "find" and len(app.screen_stack) == 1)


async def test_what_waits_in_a_question_is_not_lost_when_a_case_is_to_be_shown_there(folder: SeatFolder) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f8")
        await leaves_for_the_desk(app, pilot)
        app.screen.post_message(Go("find", words="13900001234"))
        await until(pilot, lambda: TYPED in shown(app))


async def test_what_waits_in_a_question_is_among_the_drafts_when_its_operator_signs_out(folder: SeatFolder) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f8")
        await press(pilot, "ctrl+q")  # over the question
        await until(pilot, lambda: "Note 0042-01-" in shown(app) and "keep for me" in shown(app))
        await press(pilot, "escape")
        await until(pilot, lambda: TYPED in shown(app) and "keep for me" not in shown(app))
        await leaves_for_the_desk(app, pilot)
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: "Note 0042-01-" in shown(app) and "keep for me" in shown(app))
        await press(pilot, "escape", "ctrl+f")
        await until(pilot, lambda: TYPED in shown(app))
        await leaves_for_the_desk(app, pilot)
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: "Note 0042-01-" in shown(app))
        await press(pilot, "enter")
        await until(pilot, lambda: app.current_mode == "sign_in")
        await press(pilot, *OPERATOR.operator_id, "enter", *PASSWORD, "enter")
        await finds_the_draft(app, pilot, "Note")


async def test_what_waits_in_a_question_elsewhere_stays_with_its_writer_when_another_takes_the_seat(
    folder: SeatFolder,
) -> None:
    give_grant(folder, NEXT)
    async with console(folder) as (app, pilot):
        await asks(app, pilot, "f8")
        await leaves_for_the_desk(app, pilot)
        await press(pilot, "ctrl+l")
        await takes_the_seat(app, pilot)
        await until(pilot, lambda: "李强 1043" in shown(app) and app.current_mode == "desk")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "Locked by 李强" in shown(app))
        await press(pilot, "ctrl+o", *OPERATOR.operator_id, "enter", *PASSWORD, "enter")
        await until(pilot, lambda: "王敏 1042" in shown(app))
        await finds_the_draft(app, pilot, "Note")


@pytest.mark.parametrize("key", ["f8", "f3", "f4"])
async def test_what_is_written_is_thrown_away_by_the_second_escape_only(folder: SeatFolder, key: str) -> None:
    async with console(folder) as (app, pilot):
        await asks(app, pilot, key)
        await press(pilot, "escape")
        await until(pilot, lambda: "! Esc once more: throw away what is written" in shown(app))
        await press(pilot, "x")
        await until(pilot, lambda: "once more" not in shown(app) and TYPED + "x" in shown(app))
        await press(pilot, "escape")
        await until(pilot, lambda: "! Esc once more" in shown(app))
        await press(pilot, "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await press(pilot, key)
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await press(pilot, "escape")  # nothing is written: it closes at once
        await until(pilot, lambda: len(app.screen_stack) == 1)
