"""The console around the screens: first key before the files are open, places, language, keys, idle lock, errors."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any
from uuid import UUID

import pytest
from textual.pilot import Pilot
from textual.worker import Worker

import seat_console.app as app_module
from hotline.codes import AgentState, CallEventKind
from hotline.commands import MarkAbuse
from hotline.work_order import CallTimes
from local_cache.errors import SeatBusy
from local_cache.first_look import first_look
from local_cache.folder import SeatFolder
from local_cache.model import Draft, OwnState
from local_cache.news import CallEvent
from local_cache.seat import Seat
from screens.desk.keeper import DraftKeeper
from screens.services import Go, KeysChosen, LanguageChosen
from seat_console.app import ConsoleApp
from seat_console.cli import build_parser
from seat_console.exit_codes import Exit
from seat_console.opening import Opening, utc_now
from seat_console.places import make_screen
from seat_console.practice_child import command_of
from seat_console.settings import Settings, read_settings
from tests.deadline import PATIENCE_S
from tests.local_cache.given import filing
from tests.pressing import come_to, press
from tests.screen_rows import rows_of
from tests.seat_console.given import NEXT, OPERATOR, PASSWORD, enrol_without_centre, give_grant
from widgets import key_order
from widgets.keymap import Keymap
from wording import language, set_language

Open = Callable[[], Seat]


@pytest.fixture
def seat(tmp_path: Path) -> SeatFolder:
    set_language("en")
    return enrol_without_centre(tmp_path / "seat")


def opened(folder: SeatFolder) -> Seat:
    seat = Seat.open(folder, ballast_size=0)
    seat.resume_session().result()
    return seat


@asynccontextmanager
async def console(
    folder: SeatFolder,
    open_seat: Open | None = None,
    settings: Settings | None = None,
    now: Callable[[], datetime] = utc_now,
) -> AsyncIterator[tuple[ConsoleApp, Pilot[int]]]:
    app = ConsoleApp(
        Opening(
            settings=settings or Settings(),
            settings_file=folder.root / "settings.toml",
            keymap=Keymap(),
            look=first_look(folder, datetime.now(UTC)),
            folder=folder,
            open_seat=open_seat or (lambda: opened(folder)),
            now=now,
        )
    )
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            yield app, pilot
    finally:
        app.close_seat()


def shown(app: ConsoleApp) -> str:
    """Return the screen as text."""
    return "\n".join(rows_of(app))


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Let the program work until a condition holds."""
    await come_to(pilot, holds, lambda: shown(pilot.app))  # type: ignore[arg-type]


def number_kept(seat: SeatFolder) -> str:
    """Return the number in the draft that is on disk, empty where there is none."""
    draft = first_look(seat, datetime.now(UTC)).draft
    return draft.fields.get("contact_phone", "") if draft else ""


@pytest.mark.parametrize("place", ["desk", "sign_in"])
async def test_nothing_is_told_of_line_and_queue_before_the_files_are_open(seat: SeatFolder, place: str) -> None:
    if place == "sign_in":
        with closing(opened(seat)) as before:
            before.sign_out(OPERATOR, {}).result()
    may_open = threading.Event()

    def open_late() -> Seat:
        may_open.wait(PATIENCE_S)
        return opened(seat)

    async with console(seat, open_late) as (app, pilot):
        await until(pilot, lambda: "opening ..." in shown(app))
        for told in ("no line", "No line", "unsent"):
            assert told not in shown(app)
        may_open.set()
        await until(pilot, lambda: "no line" in shown(app) and "unsent 0" in shown(app))


async def test_keys_typed_before_the_files_are_open_reach_the_disk(
    seat: SeatFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_open = threading.Event()

    def open_late() -> Seat:
        may_open.wait(PATIENCE_S)
        return Seat.open(seat, ballast_size=0)

    given: list[str] = []
    write = DraftKeeper.write

    def noted(keeper: DraftKeeper, draft: Draft, *more: Any, **named: Any) -> None:
        given.append(draft.id)
        write(keeper, draft, *more, **named)

    monkeypatch.setattr(DraftKeeper, "write", noted)
    async with console(seat, open_late) as (app, pilot):
        await press(pilot, *"13900001234")
        await until(pilot, lambda: given)
        assert "13900001234" in shown(app)
        may_open.set()
        await until(pilot, lambda: number_kept(seat) == "13900001234")


async def test_an_operator_who_was_signed_in_is_at_the_desk_at_once(seat: SeatFolder) -> None:
    async with console(seat) as (app, _):
        assert app.current_mode == "desk"
        assert "1042" in shown(app)


async def test_without_a_live_session_the_console_asks_who_is_there(tmp_path: Path) -> None:
    set_language("en")
    async with console(enrol_without_centre(tmp_path / "seat", signed_in=False)) as (app, _):
        assert app.current_mode == "sign_in"


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "要练习，请输入工号，再按Ctrl+P"), ("en", "To practise, type your operator")]
)
async def test_practice_is_not_gone_to_before_somebody_says_who_they_are(
    tmp_path: Path, language: str, words: str
) -> None:
    set_language(language)
    async with console(enrol_without_centre(tmp_path / "seat", signed_in=False)) as (app, pilot):
        await press(pilot, "ctrl+p", "1")
        await until(pilot, lambda: words in shown(app))
        assert app.practises is None
        await press(pilot, "backspace", "王", "ctrl+p")
        await until(pilot, lambda: "1042" in shown(app))
        assert app.practises is None
        assert app.is_running


async def test_who_goes_to_practice_leaves_the_live_seat_and_is_noted_to_have_gone_there(tmp_path: Path) -> None:
    folder = enrol_without_centre(tmp_path / "seat", signed_in=False)
    with closing(Seat.open(folder, ballast_size=0, start_sync=False)) as before:
        before.note_state(OwnState(AgentState.SIGNED_OUT, "1042")).result()
    async with console(folder) as (app, pilot):
        await press(pilot, "ctrl+p", *"王", "ctrl+p", "backspace", *"1042", "enter", "x", "ctrl+p")
        await until(pilot, lambda: not app.is_running or app.practises is not None)
        assert app.practises == "1042"
    app.close_seat()
    with closing(Seat.open(folder, ballast_size=0, start_sync=False)) as after:
        last = after.last_state().result()
        assert last is not None
        assert last.own == OwnState(AgentState.PRACTICE, "1042")
    command = command_of(folder, "1042", "linyi")
    assert command[command.index("practice") :][:3] == ["practice", "--folder", str(folder.root)]
    options = build_parser().parse_args(command[3:])
    assert (options.trainee, options.own_city) == ("1042", "linyi")


async def test_no_habit_ends_the_console(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        await press(pilot, "ctrl+c", "ctrl+d", "ctrl+z", "escape", "ctrl+backslash")
        await pilot.pause()
        assert app.is_running
        assert app.current_mode == "desk"


async def test_the_language_changes_while_running_and_is_kept(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        assert "Phone" in shown(app)
        app.screen.post_message(LanguageChosen("zh"))
        await until(pilot, lambda: language() == "zh")
        await pilot.pause()
        assert "Phone" not in shown(app)
        await until(pilot, lambda: read_settings(seat.root / "settings.toml").language == "zh")


async def test_a_disk_that_hangs_over_the_settings_holds_up_no_key_and_keeps_their_order(
    seat: SeatFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, written = threading.Event(), []

    def written_late(_: Path, name: str, value: object) -> None:
        assert threading.current_thread() is not threading.main_thread(), "it would wait for the disk"
        disk.wait(PATIENCE_S)
        written.append((name, value))

    monkeypatch.setattr("seat_console.settings_keeper.write_setting", written_late)
    async with console(seat) as (app, pilot):
        for chosen in ("zh", "en", "zh"):
            app.screen.post_message(LanguageChosen(chosen))
        await until(pilot, lambda: "电话" in shown(app))
        assert not written
        disk.set()
        await until(pilot, lambda: written == [("language", each) for each in ("zh", "en", "zh")])


async def test_a_settings_file_that_is_broken_while_running_does_not_end_the_console(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        file = seat.root / "settings.toml"
        file.write_text("language = = zh", encoding="utf-8")
        app.screen.post_message(LanguageChosen("zh"))
        await until(pilot, lambda: language() == "zh")
        await pilot.pause()
        assert app.is_running
        assert file.read_text(encoding="utf-8") == "language = = zh"


async def test_keys_of_ones_own_are_in_force_at_once_and_kept(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        app.screen.post_message(KeysChosen({"help": "f8", "note": "f1"}))
        await pilot.pause()
        await press(pilot, "f8")
        await until(pilot, lambda: type(app.screen).__name__ == "HelpScreen")
        await until(pilot, lambda: read_settings(seat.root / "settings.toml").keys == {"help": "f8", "note": "f1"})


async def test_keys_that_only_the_demo_needs_are_free_at_a_real_seat(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        app.screen.post_message(Go("settings"))
        await until(pilot, lambda: type(app.screen).__name__ == "SettingsScreen")
        await press(pilot, "enter")
        await until(pilot, lambda: "Free keys: Insert, " in shown(app))
        await press(pilot, "insert")
        await until(pilot, lambda: "Help is now Insert" in shown(app))
        await press(pilot, "escape")
        await until(pilot, lambda: app.current_mode == "desk" and len(app.screen_stack) == 1)
        await press(pilot, "1", "insert")
        await until(pilot, lambda: type(app.screen).__name__ == "HelpScreen")


async def test_places_keep_what_was_on_them(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        await press(pilot, *"13900001234")
        app.screen.post_message(Go("needs_you"))
        await until(pilot, lambda: app.current_mode == "needs_you")
        app.screen.post_message(Go("desk"))
        await until(pilot, lambda: app.current_mode == "desk")
        assert "13900001234" in shown(app)


async def test_somebody_goes_to_a_place_while_those_of_the_shift_before_are_dropped(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        await press(pilot, "ctrl+f", "ctrl+r")
        app._to_their_place()
        await asyncio.sleep(0)  # it is at find now, and will not have dropped it with the next turn
        app.post_message(Go("find"))
        await until(pilot, lambda: app.current_mode == "find")


async def test_the_sign_out_that_was_asked_for_twice_is_there_once_and_for_nobody_not_at_all(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        app.post_message(Go("sign_out"))
        app.post_message(Go("sign_out"))
        await until(pilot, lambda: type(app.screen).__name__ == "SignOutScreen")
        await press(pilot, "escape")
        assert app.screen is app.screen_stack[0]
        app.services.session = None
        app.post_message(Go("sign_out"))
        await press(pilot, "f1")
        assert type(app.screen).__name__ == "HelpScreen"


async def test_whoever_comes_back_to_the_search_types_new_words_at_once(seat: SeatFolder) -> None:
    with closing(opened(seat)) as before:
        for content in ("昨晚八点起全楼停水", "路灯不亮"):
            before.save(filing(content), session=OPERATOR).result()
    async with console(seat) as (app, pilot):
        await press(pilot, "ctrl+f", *"000001", "enter")
        await until(pilot, lambda: "1 found" in shown(app))
        await press(pilot, "ctrl+r")
        await until(pilot, lambda: app.current_mode == "desk")
        await press(pilot, "ctrl+f", *"000002")
        await until(pilot, lambda: "Search  000002" in shown(app))
        assert "what was found for: 000001" in shown(app)
        await press(pilot, "enter")
        await until(pilot, lambda: "路灯不亮" in shown(app))


async def test_an_idle_seat_locks_and_shows_nothing_of_the_call(
    seat: SeatFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "LOOK_FOR_IDLE_S", 0.05)
    clock, looks, look = [0.0], list[float](), ConsoleApp._lock_if_idle

    def noted(app: ConsoleApp) -> None:
        looks.append(clock[0])
        look(app)

    monkeypatch.setattr(ConsoleApp, "_lock_if_idle", noted)
    for module in (app_module, key_order):
        monkeypatch.setattr(module, "monotonic", lambda: clock[0])
    async with console(seat, settings=Settings(lock_minutes=3)) as (app, pilot):
        await press(pilot, *"13900001234")
        clock[0] = 3 * 60 - 1
        await until(pilot, lambda: looks.count(clock[0]) > 1)
        assert app.current_mode == "desk"
        assert len(app.screen_stack) == 1
        clock[0] = 3 * 60
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.pause()
        assert "13900001234" not in shown(app)
        await until(pilot, lambda: "This seat is locked" in shown(app))  # said once it is on the disk


def killed(app: ConsoleApp, at: Path) -> SeatFolder:
    """Return the seat's files as they stand on disk at this moment: what a kill of the console would leave."""
    copytree(app._opening.folder.root, at, ignore=ignore_patterns("*.socket"))
    return SeatFolder(at)


async def sign_in_by_hand(app: ConsoleApp, pilot: Pilot[int]) -> None:
    for key in PASSWORD:
        await press(pilot, key)
    await press(pilot, "enter")


async def test_a_seat_that_was_locked_opens_locked_with_its_draft_until_somebody_unlocks_it(
    seat: SeatFolder, tmp_path: Path
) -> None:
    give_grant(seat)
    async with console(seat) as (app, pilot):
        await press(pilot, *"13900001234")
        await until(pilot, lambda: number_kept(seat) == "13900001234")
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app))
        left = killed(app, tmp_path / "killed")
    assert first_look(left, datetime.now(UTC)).locked
    async with console(left) as (app, pilot):
        assert app.current_mode == "lock"
        assert "This seat is locked" in shown(app)
        assert "13900001234" not in shown(app)
        await press(pilot, "escape", "ctrl+r", "ctrl+f", "ctrl+c")
        assert app.current_mode == "lock"
        await sign_in_by_hand(app, pilot)
        await until(pilot, lambda: app.current_mode == "desk")
        await until(pilot, lambda: "13900001234" in shown(app))
        left = killed(app, tmp_path / "unlocked")
    async with console(left) as (app, _):
        assert app.current_mode == "desk"


async def test_a_lock_on_top_is_taken_away_by_the_password(seat: SeatFolder) -> None:
    give_grant(seat)
    async with console(seat) as (app, pilot):
        await press(pilot, *"13900001234", "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app))
        await sign_in_by_hand(app, pilot)
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert "13900001234" in shown(app)
        assert not first_look(seat, datetime.now(UTC)).locked


async def takes_the_seat(app: ConsoleApp, pilot: Pilot[int]) -> None:
    """Sign in as the next operator at a locked seat."""
    await until(pilot, lambda: "This seat is locked" in shown(app))
    await press(pilot, "ctrl+o", *NEXT.operator_id, "enter")
    await sign_in_by_hand(app, pilot)


async def test_another_operator_takes_a_locked_seat_and_finds_nothing_of_the_first(
    seat: SeatFolder, tmp_path: Path
) -> None:
    give_grant(seat)
    give_grant(seat, NEXT)
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: app.services.pack is not None)
        filed = app.services.seat.save(MarkAbuse(call=CallTimes(), seconds=1), session=OPERATOR)
        await until(pilot, filed.done)
        app.screen.post_message(Go("find"))
        await until(pilot, lambda: app.current_mode == "find")
        await press(pilot, *"13900001234")
        app.screen.post_message(Go("desk"))
        await until(pilot, lambda: app.current_mode == "desk")
        await press(pilot, *"13900005678", "ctrl+l")
        await takes_the_seat(app, pilot)
        await until(pilot, lambda: "李强 1043" in shown(app))
        await until(pilot, lambda: app.current_mode == "desk")
        assert "1390000" not in shown(app)
        assert app.services.seat.status.unsent == 1
        await press(pilot, *"777")
        left = killed(app, tmp_path / "killed")
        app.screen.post_message(Go("find"))
        await until(pilot, lambda: app.current_mode == "find")
        assert "1390000" not in shown(app)
        await press(pilot, "ctrl+r", "ctrl+l")
        await until(pilot, lambda: "Locked by 李强" in shown(app))
        await press(pilot, "ctrl+o", *OPERATOR.operator_id, "enter")
        await sign_in_by_hand(app, pilot)
        await until(pilot, lambda: "王敏 1042" in shown(app))
        await until(pilot, lambda: app.current_mode == "desk" and "F5" in shown(app))
        assert "777" not in shown(app)
        await press(pilot, "f5", "1")
        await until(pilot, lambda: "13900005678" in shown(app))
    assert first_look(left, datetime.now(UTC)).session.operator_id == NEXT.operator_id  # type: ignore[union-attr]


async def test_a_seat_that_starts_locked_is_taken_over_too(seat: SeatFolder) -> None:
    give_grant(seat, NEXT)
    async with console(seat) as (app, pilot):
        await press(pilot, *"13900005678", "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app))
        await until(pilot, lambda: first_look(seat, datetime.now(UTC)).draft is not None)
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app.return_value is not None)
    async with console(seat) as (app, pilot):
        assert app.current_mode == "lock"
        await takes_the_seat(app, pilot)
        await until(pilot, lambda: app.current_mode == "desk" and "李强 1043" in shown(app))
        assert "13900005678" not in shown(app)
        kept = app.services.seat.kept_drafts_count()
        await until(pilot, kept.done)
        assert kept.result() == 1


async def test_the_call_that_is_on_stays_at_the_seat_when_it_changes_hands(seat: SeatFolder) -> None:
    give_grant(seat)
    give_grant(seat, NEXT)
    live, rings = UUID(int=1), UUID(int=2)
    async with console(seat) as (app, pilot):
        await until(pilot, lambda: app.services.pack is not None)
        seat_calls = app._opened.late._seat._calls  # type: ignore[union-attr]
        seat_calls.named(())
        seat_calls.heard(CallEvent(live, CallEventKind.RINGING, utc_now(), "13900001111"))
        await until(pilot, lambda: "Ringing: 139****1111" in shown(app))
        await press(pilot, "enter", "ctrl+g", "0", *"begun by the first")
        await until(pilot, lambda: "Talking" in shown(app))
        await press(pilot, "ctrl+l")
        seat_calls.heard(CallEvent(rings, CallEventKind.RINGING, utc_now(), "13900002222"))
        await takes_the_seat(app, pilot)
        await until(pilot, lambda: "李强 1043" in shown(app) and "Talking" in shown(app))
        assert "begun by the first" not in shown(app)
        assert "Ringing: 139****2222" in shown(app)
        await until(pilot, lambda: first_look(seat, datetime.now(UTC)).draft is not None)
        draft = first_look(seat, datetime.now(UTC)).draft
        assert draft is not None
        assert (draft.operator, draft.fields, draft.call["call_id"]) == ("1043", {}, str(live))  # type: ignore[index]
        for call, kind in ((rings, CallEventKind.ABANDONED), (live, CallEventKind.HUNG_UP)):
            seat_calls.heard(CallEvent(call, kind, utc_now(), ""))
        await until(pilot, lambda: "Wrap-up" in shown(app))
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "Locked by 李强" in shown(app))
        await press(pilot, "ctrl+o", *OPERATOR.operator_id, "enter")
        await sign_in_by_hand(app, pilot)
        await until(pilot, lambda: "王敏 1042" in shown(app) and "F5" in shown(app))
        await press(pilot, "f5", "1")
        await until(pilot, lambda: "begun by the first" in shown(app))
        assert "Wrap-up" in shown(app)  # nobody is on the line of a draft that had been put aside


async def test_leaving_a_locked_seat_keeps_the_lock(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        await press(pilot, "ctrl+l")
        await until(pilot, lambda: "This seat is locked" in shown(app))
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app.return_value is not None)
        assert app.return_value == Exit.DONE
    assert first_look(seat, datetime.now(UTC)).locked


async def test_a_seat_that_nobody_touched_for_the_time_that_locks_it_opens_locked(seat: SeatFolder) -> None:
    async with console(seat) as (app, pilot):
        await press(pilot, "1")
        await until(pilot, lambda: first_look(seat, datetime.now(UTC)).touched_at is not None)
    touched = first_look(seat, datetime.now(UTC)).touched_at
    assert touched is not None
    for minutes, place in ((-3, "desk"), (9, "desk"), (10, "lock")):
        async with console(seat, now=partial(touched.__add__, timedelta(minutes=minutes))) as (app, pilot):
            assert (minutes, app.current_mode) == (minutes, place)
            if place == "lock":
                await until(pilot, lambda: first_look(seat, datetime.now(UTC)).locked)


async def test_a_key_ends_the_program_at_the_sign_in(tmp_path: Path) -> None:
    async with console(enrol_without_centre(tmp_path / "seat", signed_in=False)) as (app, pilot):
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app.return_value is not None)
        assert app.return_value == Exit.DONE


async def test_a_seat_that_another_console_holds_says_so(seat: SeatFolder) -> None:
    def busy() -> Seat:
        raise SeatBusy("held")

    async with console(seat, busy) as (app, pilot):
        await until(pilot, lambda: app.return_value is not None)
        assert app.return_value == Exit.BUSY
        assert "Another program" in app.last_words


async def test_an_error_of_the_console_prints_and_keeps_nothing_of_what_was_typed(seat: SeatFolder) -> None:
    def fail() -> None:
        name = "李女士 13900001234"
        raise ValueError(name)

    try:
        async with console(seat) as (app, pilot):
            app.call_later(fail)
            await until(pilot, lambda: not app.is_running)
    except ValueError:  # Textual's test driver raises it again
        pass
    assert app.return_value == Exit.BROKEN
    assert "李女士" not in app.last_words
    log = (seat.root / "console.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_app.py" in log
    assert "李女士" not in log
    assert "1390000" not in log


async def test_an_error_that_a_screen_did_not_take_is_said_also_while_another_screen_opens(seat: SeatFolder) -> None:
    async def fail() -> None:
        raise ValueError("李女士 13900001234")

    async with console(seat) as (app, pilot):
        failing = app.screen.run_worker(fail(), exit_on_error=False)
        await until(pilot, lambda: failing.is_finished)
        app.push_screen(make_screen("help", place="desk"))
        app._worker_ended(Worker.StateChanged(failing, failing.state))
        await until(pilot, lambda: "That did not work" in shown(app))
        assert "李女士" not in shown(app)
