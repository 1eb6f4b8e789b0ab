"""Help with every key, keys of one's own, the language switched while the desk is in use, and how rows look."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from local_cache.model import Likely
from local_cache.news import PackChanged, StatusChanged
from screens.desk.more import MoreFields
from screens.desk.screen import DeskScreen
from screens.dispatch import DispatchScreen
from screens.find import FindScreen
from screens.help import HelpScreen
from screens.lock import LockScreen
from screens.needs_you import NeedsYouScreen
from screens.parts.ask import Write
from screens.services import Go, KeysChosen, SignedIn
from screens.settings import SettingsScreen
from screens.sign_in import SignInScreen
from screens.sign_out import SignOutScreen
from widgets.commands import COMMANDS, is_at
from widgets.keymap import Keymap, key_words
from wording import set_language, tr

from .cases import a_case
from .fake_demo import ADemo
from .host import NARROW, WIDE, Host, a_draft, press, until


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_help_lists_every_command_with_its_key(language: str) -> None:
    set_language(language)
    app = Host(HelpScreen("desk"))
    async with app.run_test(size=(120, 120)) as pilot:
        await pilot.pause()
        rows = app.rows
        for command in COMMANDS:
            if is_at(command, ""):
                assert any(key_words(command.keys[0]) in row for row in rows), command.id


async def test_a_new_key_is_pressed_checked_and_in_force() -> None:
    set_language("en")
    app = Host(SettingsScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "down", "enter", "ctrl+m")
        assert app.asked == []
        await press(pilot, "enter", "f8")
        assert "F8 is already the key of Note" in app.text
        await press(pilot, "enter", "f7")
        assert app.asked == []
        for key in ("f17", "alt+k", "ctrl+i"):
            await press(pilot, "enter", key)
            assert f"{key_words(key)} cannot be used: " in app.text
            assert "Free keys: " in app.text
        assert app.asked == []
        await press(pilot, "enter", "insert")
        [chosen] = app.asked
        assert isinstance(chosen, KeysChosen)
        assert chosen.keys == {"next_call": "insert"}
        assert "Next call is now Insert" in app.text
        await press(pilot, "backspace")
        assert app.asked[-1].keys == {}  # type: ignore[attr-defined]


@pytest.mark.parametrize("make", [SettingsScreen, SignOutScreen])
async def test_help_opens_over_what_lies_on_the_other_places_too(make: type[SettingsScreen]) -> None:
    set_language("en")
    app = Host(make())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "F1 Help" in app.rows[-1])
        await press(pilot, "f1")
        await until(pilot, lambda: [go.place for go in app.asked if isinstance(go, Go)] == ["help"])


async def test_the_key_that_a_command_has_is_not_called_free_and_the_message_follows_the_language() -> None:
    set_language("en")
    app = Host(SettingsScreen())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        await press(pilot, "down", "enter", "insert", "enter", "f8")
        assert "! F8 is already the key of Note" in app.text
        [free] = [row for row in app.rows if "Free keys: " in row]
        assert "Insert" not in free
        set_language("zh")
        app.screen.relabel()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "F8 is already" not in app.text
        assert "Free keys" not in app.text
        assert key_words("ctrl+]") in app.rows[2]


@pytest.mark.parametrize(
    ("key", "why"),
    [("enter", "fields and lists need it"), ("backspace", "fields and lists need it"), (".", "it types a character"),
     ("alt+k", "not every terminal sends it")],
)  # fmt: skip
async def test_a_key_that_cannot_be_used_is_refused_for_its_true_reason(key: str, why: str) -> None:
    set_language("en")
    app = Host(SettingsScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "enter", key)
        assert f"cannot be used: {why}" in app.text


async def test_the_keys_of_the_demo_are_offered_in_the_demo_only() -> None:
    set_language("en")
    for demo in (None, ADemo()):
        app = Host(SettingsScreen())
        app.services.demo = demo
        async with app.run_test(size=(80, 120)) as pilot:
            await pilot.pause()
            assert ("Cut line" in app.text) == (demo is not None)


@pytest.mark.parametrize("screen", [NeedsYouScreen, LockScreen])
async def test_the_next_person_of_the_demo_sits_down_by_one_key_and_what_was_begun_is_kept(
    screen: type[NeedsYouScreen | LockScreen],
) -> None:
    set_language("en")
    app = Host(screen())
    app.services.demo = ADemo()
    kept: list[str] = []
    app.services.lay_down = lambda then, _failed: (kept.append("kept"), then())
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "Ctrl+] Next person" in app.rows[-1])
        await press(pilot, "ctrl+right_square_bracket")
        await until(pilot, lambda: any(isinstance(each, SignedIn) for each in app.asked))
    [signed_in] = [each for each in app.asked if isinstance(each, SignedIn)]
    assert (kept, signed_in.session.operator_id) == (["kept"], "2001")


@pytest.mark.parametrize(
    ("language", "on", "top", "off"),
    [("en", "The others work by themselves now", "others at work", "The others have stopped: their work is yours"),
     ("zh", "其他人员已自动在岗", "其他人员在岗", "其他人员已停止自动工作")],
)  # fmt: skip
async def test_one_key_of_the_demo_lets_the_others_work_by_themselves_and_the_top_line_says_so(
    language: str, on: str, top: str, off: str
) -> None:
    set_language(language)
    app = Host(NeedsYouScreen())
    app.services.demo = demo = ADemo()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert top not in app.text
        await press(pilot, "ctrl+backslash")
        assert demo.people_at_work
        assert on in app.text
        await until(pilot, lambda: top in app.rows[0])
        demo.people_at_work = False  # they have ended by themselves
        await until(pilot, lambda: top not in app.rows[0])
        await press(pilot, "ctrl+backslash", "ctrl+backslash")
        assert not demo.people_at_work
        assert off in app.text


async def test_outside_the_demo_nobody_works_by_themselves() -> None:
    set_language("en")
    app = Host(NeedsYouScreen())
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "ctrl+backslash")
        assert "work by themselves" not in app.text


async def test_the_way_back_takes_no_new_key() -> None:
    set_language("en")
    app = Host(SettingsScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "down", "enter")
        assert "Press the new key for: Next call" in app.text
        await press(pilot, "escape")
        assert "Press the new key" not in app.text
        assert "Esc is already" not in app.text
        await press(pilot, "enter", "f1")
        assert "F1 is already the key of Help. Press another key, or Esc." in app.text
        await press(pilot, "down", "f1", "insert")
        await until(pilot, lambda: app.asked)
        assert "Next call is now Insert" in app.text
        await press(pilot, "enter", "f1", "escape", "down")
        assert "F1 is already" not in app.text  # no key is waited for any more
        assert len(app.asked) == 1


async def test_the_language_changes_while_a_caller_speaks() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter", "ctrl+g", "0", *"停水")
        chinese = app.text
        assert "小区停水" in chinese
        set_language("en")
        app.desk.relabel()
        await until(pilot, lambda: "Water supply / Water cut" in app.text)
        for words in ("Phone", "Promise: within 24 hours of dispatch", "Ctrl+S", "Talking"):
            assert words in app.text
        assert app.desk.view.narrative.value == "停水"
        assert app.desk.desk.form["class_code"] == "010101"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (DeskScreen, ["Phone", "Place", "Class", "Address", "Content"]),
        (FindScreen, ["Search", "Number", "Title"]),
        (NeedsYouScreen, ["What", "About"]),
        (DispatchScreen, ["Lamp", "Number", "Where to"]),
        (SettingsScreen, ["Keys and language", "Action", "What it does"]),
        (SignInScreen, ["Operator", "Password"]),
        (LockScreen, ["This seat is locked. The draft is kept.", "Operator", "Password"]),
        (SignOutScreen, ["Sign out", "No draft is open."]),
        (lambda: HelpScreen("desk"), ["Every key; those of this screen first", "What it does"]),
    ],
)
async def test_each_place_says_what_it_is_for_in_the_width_that_there_is_and_offers_help(
    make: type[DeskScreen], said: list[str], size: tuple[int, int], language: str
) -> None:
    set_language(language)
    app = Host(make())
    app.seat.put_order(a_case(title="很长的标题" * 20))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if isinstance(app.screen, DeskScreen):
            app.ring()
            await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter")
        await pilot.pause()
        rows = app.rows
        assert len(rows) == size[1]
        assert all(cell_len(row) <= size[0] for row in rows)
        for words in said:
            assert any(tr(words) in row for row in rows[:-1]), words
        assert ("F1 / Esc" if isinstance(app.screen, HelpScreen) else f"F1 {tr('Help')}") in rows[-1]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_a_call_needs_stays_on_the_key_line_when_the_terminal_gets_smaller(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.seat.likely = [Likely(app.seat.put_order(a_case()), 1.0, ())]
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter")
        await until(pilot, lambda: "F8" in app.rows[-1])
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        keys = app.rows[-1]
        assert cell_len(keys) <= NARROW[0]
        for needed in (tr("Enter"), "Ctrl+S", "F7", "F12 110 119 120", "F1 "):
            assert needed in keys


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_way_to_what_needs_the_operator_is_offered_as_long_as_something_does(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.seat.likely = [Likely(app.seat.put_order(a_case()), 1.0, ())]
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter")
        await until(pilot, lambda: "F8" in app.rows[-1])
        assert "Ctrl+Y" not in app.rows[-1]
        for count in (1, 0):
            app.seat.status = replace(app.seat.status, needs_you=count)
            app.tell(StatusChanged(app.seat.status))
            await until(pilot, lambda count=count: (f"Ctrl+Y {tr('Needs you')}" in app.rows[-1]) == bool(count))  # type: ignore[misc]
            assert ("F12" in app.rows[-1], "F1 " in app.rows[-1], "Ctrl+S" in app.rows[-1]) == (True, True, True)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_desk_without_its_city_is_not_called_ready(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True)
    pack, app.services.pack = app.services.pack, None
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert tr("city data is loading") in app.rows[0]
        assert not any(word in app.text for word in ("ready.", "Ready", "就绪"))
        app.services.pack = pack
        app.tell(PackChanged("1"))
        await until(pilot, lambda: tr("city data is loading") not in app.rows[0])
        ready = "Ready" if language == "en" else "就绪"
        assert ready in app.rows[0]
        assert ready in app.rows[1]


async def test_what_a_reopened_draft_holds_is_not_shown_as_empty_while_the_city_is_on_its_way() -> None:
    app = Host(DeskScreen(), draft=a_draft())
    pack, app.services.pack = app.services.pack, None
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert app.rows[5].split() == ["4", "地点", "..."]
        assert app.rows[6].split() == ["5", "分类", "*"]
        assert app.rows[7].endswith("7 紧急  ...")
        app.services.pack = pack
        app.tell(PackChanged("1"))
        await until(pilot, lambda: "一般" in app.rows[7])
        assert app.rows[5].split(maxsplit=2)[2] == "路北区 / 机场路街道 / 祥富里社区"
        assert "..." not in app.text


async def test_the_whole_desk_stands_on_80_by_24() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", *"xfl", "enter", *"xqts", "enter", *"Li", "enter", *"No.12", "enter", *"No water")
        assert app.rows[:11] == [
            " 12345 Tangshan  seat 0042  王敏 1042  Early Talking 00:00   no line   unsent 0",
            " Caller: 138****5678   first call",
            "",
            "",
            "1 Phone       the number that calls     2 Anonymous  no     3 Confidential  no",
            "4 Place       路北区 / 机场路街道 / 祥富里社区",
            "5 Class       Public utilities / Water supply / Water cut",
            "6 Type        Request for help          7 Urgency  Urgent",
            "8 Name        Li                        9 Address  No.12",
            "0 Content     No water",
            "",
        ]
        assert app.rows[19] == " Promise: within 24 hours of dispatch   probably to Lubei housing bureau"


async def test_what_lies_on_a_screen_shows_the_keys_that_the_operator_has_chosen() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.services.keymap = Keymap({"back": "insert", "save": "ctrl+backslash"})
        app.set_keymap(app.services.keymap.wishes)
        for question in (Write(lambda: "?", "Text", limit=9), MoreFields(app.desk.desk.form), SignOutScreen()):
            app.push_screen(question)
            await until(pilot, lambda: "Insert back" in app.rows[-1])
            assert "Esc" not in app.text
            assert ("Ctrl+S" in app.text, "Ctrl+\\ take it" in app.text) == (False, isinstance(question, MoreFields))
            await press(pilot, "insert")
            await until(pilot, lambda: app.screen is app.desk)


async def test_the_jump_key_of_ones_own_pressed_again_goes_to_the_next_missing_field() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.services.keymap = Keymap({"jump": "insert"})
        app.set_keymap(app.services.keymap.wishes)
        await press(pilot, "insert", "0", "insert", "insert")
        assert app.desk.view.place[0] == "contact_phone"
        await press(pilot, "insert", "ctrl+g", *"1")  # the key of before means nothing here, and closes the question
        assert app.desk.view.place[0] == "contact_phone"
        assert app.desk.view.entry("contact_phone").value == "1"


async def test_help_names_the_keys_that_the_operator_has_chosen() -> None:
    set_language("en")
    app = Host(HelpScreen("desk"))
    app.services.keymap = Keymap({"jump": "insert", "help": "ctrl+backslash", "back": "ctrl+c"})
    async with app.run_test(size=(120, 130)) as pilot:
        await pilot.pause()
        assert "Insert, then 0-9" in app.text
        assert "Ctrl+\\ / Ctrl+C back" in app.rows[-1]
        assert "Ctrl+G" not in app.text
        assert "F1 " not in app.text
