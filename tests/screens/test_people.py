"""Sign in, lock, sign out."""

from dataclasses import replace

import pytest

from hotline.codes import CallEventKind
from local_cache.model import SeatStatus
from local_cache.news import CallEvent, StatusChanged
from screens import lock
from screens.desk import keeper
from screens.desk.screen import DeskScreen
from screens.help import HelpScreen
from screens.lock import LockScreen
from screens.services import Go, LanguageChosen, LeaveProgram, SignedIn, SignedOut
from screens.sign_in import SignInScreen
from screens.sign_out import SignOutScreen
from wording import set_language, tr

from .fake_demo import ADemo
from .host import CALL, NARROW, NOON, WIDE, Host, a_draft, paste, press, until


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_sign_in_by_operator_and_password_and_the_demo_names_its_trainer(
    language: str, size: tuple[int, int]
) -> None:
    set_language(language)
    app = Host(SignInScreen(), signed_in=False)
    app.services.demo, app.seat.status = ADemo(), replace(app.seat.status, line_up=True)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "8001" in app.text and app.text.count("Ctrl+P") == 2)
        await press(pilot, *"1042", "enter", *"secret", "enter")
        await until(pilot, lambda: app.asked)
        [signed] = app.asked
        assert isinstance(signed, SignedIn)
        assert signed.session.operator_id == "1042"
        assert "secret" not in app.text


async def test_full_width_digits_of_an_operator_are_half_width_ones() -> None:
    app = Host(SignInScreen(), signed_in=False)
    async with app.run_test(size=NARROW) as pilot:
        await paste(pilot, "１０４２")
        await press(pilot, "enter", *"secret", "enter")
        await until(pilot, lambda: app.asked)
        [signed] = app.asked
        assert isinstance(signed, SignedIn)
        assert signed.session.operator_id == "1042"


async def test_a_wrong_password_is_said_at_the_field_which_is_empty_again() -> None:
    set_language("en")
    app = Host(SignInScreen(), signed_in=False)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, *"1042", "enter", *"wrong", "enter")
        await until(pilot, lambda: "Operator or password is wrong" in app.text)
        await press(pilot, *"secret", "enter")
        await until(pilot, lambda: app.asked)


@pytest.mark.parametrize(("language", "words"), [("zh", "确认无误请找班长"), ("en", "if right, ask the lead")])
@pytest.mark.parametrize("screen", [SignInScreen, LockScreen])
async def test_who_is_turned_down_with_the_right_password_hears_whom_to_ask(
    screen: type[SignInScreen | LockScreen], language: str, words: str
) -> None:
    set_language(language)
    app = Host(screen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, *([] if screen is LockScreen else [*"1042", "enter"]), *"wrong", "enter")
        await until(pilot, lambda: words in app.text)


async def test_nothing_typed_is_said_at_the_field() -> None:
    set_language("en")
    app = Host(SignInScreen(), signed_in=False)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter", "enter")
        assert "Type your operator number" in app.text
        await paste(pilot, "[/]\x1b[31m")
        assert app.is_running


@pytest.mark.parametrize("screen", [SignInScreen, LockScreen])
async def test_an_enter_too_many_does_not_shift_what_is_typed_next(screen: type[SignInScreen | LockScreen]) -> None:
    set_language("en")
    app = Host(screen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, *(["ctrl+o"] if screen is LockScreen else []), "enter", "enter")
        assert "Type your operator number" in app.text
        await press(pilot, *"1042", "enter", *"secrex", "enter")
        await until(pilot, lambda: "Operator or password is wrong: type" in app.text)
        assert "secre" not in app.text
        assert "1042" in app.text
        await press(pilot, *"secret", "enter")
        await until(pilot, lambda: app.asked)


async def test_the_sign_in_says_whether_there_is_a_line() -> None:
    set_language("en")
    app = Host(SignInScreen(), signed_in=False)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "No line: whoever the centre has let in at this seat can sign in" in app.text
        app.seat.status = SeatStatus(line_up=True)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "On line: the centre checks your password" in app.text)
        await press(pilot, "ctrl+f", "ctrl+r", "ctrl+e")
        [chosen] = app.asked
        assert isinstance(chosen, LanguageChosen)
        assert chosen.language == "zh"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_sign_in_says_what_a_seat_can_still_do_that_the_centre_does_not_serve(language: str) -> None:
    set_language(language)
    app = Host(SignInScreen(), signed_in=False)
    nobody = tr("The centre turns this seat away: nobody signs in until it is enrolled again")
    some = tr("The certificate does not fit: whoever the centre has let in here can sign in")
    async with app.run_test(size=NARROW) as pilot:
        for status, words in (
            (SeatStatus(turned_away=True), nobody),
            (SeatStatus(turned_away=True, line_up=True), nobody),
            (SeatStatus(wrong_certificate=True), some),
        ):
            app.seat.status = status
            app.tell(StatusChanged(status))
            await until(pilot, lambda words=words: words in app.text)
            assert tr("No line: whoever the centre has let in at this seat can sign in") not in app.text


async def test_a_locked_seat_shows_nothing_of_a_caller_and_keeps_the_draft() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"private")
        app.push_screen(LockScreen())
        await pilot.pause()
        assert "This seat is locked. The draft is kept." in app.text
        assert "private" not in app.text
        assert "138" not in app.text
        app.tell(CallEvent(CALL, CallEventKind.RINGING, NOON, "13900001111"))
        await until(pilot, lambda: "A call rings: unlock to take it" in app.text)
        await press(pilot, "ctrl+s", "f2", *"wrong", "enter")
        await until(pilot, lambda: "Operator or password is wrong" in app.text)
        await press(pilot, *"secret", "enter")
        await until(pilot, lambda: app.asked)
        [unlocked] = app.asked
        assert isinstance(unlocked, SignedIn)
        app.pop_screen()
        await press(pilot, "!")
        assert app.desk.view.narrative.value == "private!"
        assert app.seat.commands == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_locked_seat_says_who_locked_it_and_how_another_operator_takes_it(
    size: tuple[int, int], language: str
) -> None:
    set_language(language)
    app = Host(LockScreen())
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: tr("This seat is locked. The draft is kept.") in app.text)
        assert tr("Locked by {name}. Somebody else works here now: {key}").format(name="王敏", key="Ctrl+O") in app.text
        assert f"Ctrl+O {tr('Other operator')}" in app.rows[-1]
        await press(pilot, "ctrl+o", *"1043", "enter", *"wrong", "enter")
        wrong = tr("Operator or password is wrong: type again; if right, ask the lead")
        await until(pilot, lambda: wrong[:15] in app.text)
        assert tr("What {name} had begun is kept for {name}. {key}: back").format(name="王敏", key="Ctrl+O") in app.text
        assert f"Ctrl+O {tr('back')}" in app.rows[-1]
        assert tr("Other operator") not in app.rows[-1]
        await press(pilot, "ctrl+o")
        assert "1043" not in app.text
        await press(pilot, *"secret", "enter")
        await until(pilot, lambda: app.asked)
        [unlocked] = app.asked
        assert isinstance(unlocked, SignedIn)
        assert unlocked.session.operator_id == "1042"


async def test_nobody_takes_a_seat_whose_draft_is_not_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    set_language("en")
    monkeypatch.setattr(keeper, "AGAIN_AFTER_S", 0.1)
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, *"13900001111")
        app.push_screen(LockScreen())
        await until(pilot, lambda: app.seat.locked)
        app.seat.disk_full = True
        app.desk.keeper.touched()
        await press(pilot, "ctrl+o", *"1043", "enter", *"secret", "enter")
        await until(pilot, lambda: "the disk is full" in app.text)
        assert (app.asked, app.services.signing_out) == ([], False)
        app.seat.disk_full = False
        await until(pilot, lambda: not app.desk.keeper.is_behind)
        await press(pilot, *"secret", "enter")
        await until(pilot, lambda: app.asked)
        assert next(iter(app.seat.kept.values())).fields["contact_phone"] == "13900001111"
        assert app.services.signing_out  # until the next desk is there nothing is written in another's name


async def test_a_seat_is_called_locked_when_that_is_on_disk_and_nobody_leaves_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_language("en")
    monkeypatch.setattr(lock, "TRY_AGAIN_S", 0.1)
    app = Host(LockScreen())
    app.seat.disk_full = True
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "disk is full" in app.text)
        assert "This seat is locked" not in app.text
        await press(pilot, "ctrl+q")
        assert app.asked == []
        app.seat.disk_full = False
        await until(pilot, lambda: "This seat is locked" in app.text)
        assert app.seat.locked
        await press(pilot, "ctrl+q")
        assert [type(each) for each in app.asked] == [LeaveProgram]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_key_leaves_the_program_where_nobody_is_signed_in(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = Host(SignInScreen(), signed_in=False)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "Ctrl+Q" in app.rows[-1]
        assert tr("Leave") in app.rows[-1]
        await press(pilot, "ctrl+q")
        assert [type(each) for each in app.asked] == [LeaveProgram]
        app.push_screen(HelpScreen("sign_in"))
        await until(pilot, lambda: tr("End the program; what is unsent is sent next time.")[:20] in app.text)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_each_draft_is_settled_at_sign_out(language: str) -> None:
    set_language(language)
    app = Host(SignOutScreen())
    app.seat.status = replace(app.seat.status, unsent=2)
    names = ("停水", "路灯", "噪声[/]")
    for place, name in enumerate(names):
        app.keeps(a_draft(id=f"d{place}", name=name))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: all(name in app.text for name in names))
        await press(pilot, "2", "down", "3", "enter")
        await until(pilot, lambda: app.asked)
        assert app.seat.disposals == [{"d0": "hand_over", "d1": "discard", "d2": "keep"}]
        assert isinstance(app.asked[0], SignedOut)


async def test_sign_out_without_drafts_is_one_key() -> None:
    app = Host(SignOutScreen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter")
        await until(pilot, lambda: app.asked)
        assert app.seat.disposals == [{}]


async def test_the_desk_asks_the_program_for_the_other_places() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "f1", "ctrl+f", "ctrl+y", "ctrl+k", "ctrl+l", "ctrl+q", "ctrl+r")
        assert [go.place for go in app.asked if isinstance(go, Go)] == [
            "help", "find", "needs_you", "settings", "lock", "sign_out",
        ]  # fmt: skip
