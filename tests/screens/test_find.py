"""Search, read one case aloud, add to it, reveal."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, timedelta
from uuid import UUID

import pytest
from textual.pilot import Pilot

from hotline.case_doc import CaseDoc, TimelineEntry
from hotline.codes import EmergencyLine, RevealReason, State, SyncState
from hotline.commands import AddNote, AmendCase, AnswerQuery, Urge, Withdraw
from hotline.outcome import Refusal, RefusalCode
from local_cache.errors import NoLine, Refused
from local_cache.model import Page, SeatStatus
from local_cache.news import CasesChanged
from screens.find import FindScreen
from screens.find.search_words import SearchWords
from screens.help import HelpScreen
from screens.parts.query import query_of
from screens.parts.read_aloud import read_aloud
from screens.parts.timeline import timeline_line
from screens.services import Go
from tests.local_cache.given import pack
from wording import set_language, tr

from .cases import FIRST, SECOND, a_case
from .fake_seat import failed
from .host import NARROW, NOON, WIDE, Host, paste, press, until
from .small_city import small_city


def with_cases(**changes: object) -> Host:
    """Return a host whose seat knows two cases."""
    app = Host(FindScreen())
    app.seat.put_order(a_case(**changes))
    app.seat.put_order(a_case(SECOND, 902, title="路灯不亮", content="文化楼路灯不亮[/]。", area_code="130202001001"))
    return app


async def opened(app: Host, pilot: Pilot[None], words: str) -> None:
    """Search and read the first case found."""
    await pilot.pause()
    await paste(pilot, words)
    await press(pilot, "enter")
    await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("路灯", "text", "路灯"),
        ("12号楼", "text", "12号楼"),
        ("0017-01-000901-6", "digits", "0017-01-000901-6"),
        ("0901-6", "digits", "0901-6"),
        ("００１７０１", "digits", "００１７０１"),
        (" 138 0000 5678", "digits", "138 0000 5678"),
        ("0315-1234567", "digits", "0315-1234567"),
        ("110", "digits", "110"),
        ("138****5678", "phone_part", "5678"),
        ("＊５６７８", "phone_part", "5678"),
        ("尾号5678", "phone_part", "5678"),
        ("*567", "text", "*567"),
        ("[/]", "text", "[/]"),
    ],
)
def test_one_line_of_words_is_read_as_what_it_is(words: str, field: str, value: str) -> None:
    query = query_of(words, "")
    assert getattr(query, field) == value
    assert sum(bool(getattr(query, each)) for each in ("text", "digits", "number", "phone", "phone_part")) == 1


@pytest.mark.parametrize(
    ("language", "words", "not_these"), [("zh", "尚未生效", "待派单"), ("en", "not count", "To disp")]
)
async def test_the_list_gives_a_case_no_state_that_the_centre_has_set_aside(
    language: str, words: str, not_these: str
) -> None:
    set_language(language)
    app = with_cases()
    app.seat.states[FIRST] = SyncState.HELD
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "祥富里")
        row = next(row for row in app.rows if "祥富里" in row and "0017-01-000901" in row)
        assert words in row
        assert not_these not in row


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_case_is_read_aloud(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = with_cases()
    async with app.run_test(size=size) as pilot:
        await opened(app, pilot, "停水")
        await pilot.pause()
        text = app.text
        words = (
            ("Asked: 祥富里社区停水", "Next: It is being given", "within 24", "as of")
            if language == "en"
            else ("祥富里社区停水", "路北区住建局", "待派单")
        )
        for each in words:
            assert each in text
        assert "13800005678" not in text
        assert "李小明" not in text
        assert "138****5678" in text


@pytest.mark.parametrize(
    ("title", "content", "asked"),
    [
        ("商家不给退，商家注册地在", "商家不给退，商家注册地在光明街道。", "诉求：商家不给退，商家注册地在.."),
        ("", "家里停水" * 12, f"诉求：{'家里停水' * 10}.."),
        ("商家不给退。", "商家不给退。\n", "诉求：商家不给退。"),
        ("西区停水", "家里停水，请尽快修。", "诉求：西区停水"),
        ("请管一管", "请管一管。", "诉求：请管一管。"),
    ],
)
def test_what_was_asked_is_not_read_to_the_caller_as_whole_where_it_is_only_its_begin(
    title: str, content: str, asked: str
) -> None:
    set_language("zh")
    doc = CaseDoc(order=a_case(title=title, content=content))
    assert read_aloud(doc, small_city(), NOON, UTC)[0] == asked


@pytest.mark.parametrize(("key", "says"), [("enter", "Searching ..."), ("f5", "Asking the centre ...")])
async def test_a_count_never_stands_under_words_that_it_is_not_of(key: str, says: str) -> None:
    set_language("en")
    app = with_cases()
    app.seat.status = SeatStatus(line_up=True)
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "")
        assert app.rows[2].strip().startswith("2 found")
        for error, words in ((None, "路灯"), (NoLine(), "路灯坏")):
            late: Future[Page] = Future()
            app.seat.search = app.seat.search_centre = lambda _, late=late: late  # type: ignore[method-assign]
            await press(pilot, "ctrl+f")
            await paste(pilot, words)
            await press(pilot, key)
            assert app.rows[2].strip() == f"{says} Below is what was found before."
            if error is None:
                late.set_result(Page((app.seat.line(app.seat.orders[SECOND]),), 1, "", None))
                await until(pilot, lambda: app.rows[2].strip().startswith("1 found"))
            else:
                late.set_exception(error)
                await until(pilot, lambda: app.rows[2].strip() == "Below is what was found before.")
                assert "No line to the centre" in app.text


async def test_words_that_are_only_typed_do_not_stand_above_a_list_as_if_it_were_theirs() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        await until(pilot, lambda: app.rows[2].strip().startswith("1 found"))
        await press(pilot, "ctrl+f")
        assert app.rows[2].strip().startswith("1 found")
        await paste(pilot, "路灯")
        told = "Not searched for yet: Enter. Below is what was found for: 停水"
        await until(pilot, lambda: app.rows[2].strip() == told)
        await press(pilot, "enter")
        await until(pilot, lambda: app.rows[2].strip().startswith("1 found"))
        await press(pilot, "ctrl+f", "delete")
        await until(pilot, lambda: app.rows[2].strip().endswith("found for: 路灯"))


async def test_the_old_words_give_way_to_the_first_sign_typed_and_to_nothing_else() -> None:
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "路灯")
        words = app.screen.query_one(SearchWords)
        await press(pilot, "ctrl+f", "left", *"x")
        assert words.value == "路x灯"
        for keys, value in ((("9", "0"), "90"), (("backspace", "1"), "1"), (("end", "7"), "17"), (("enter",), "17")):
            await press(pilot, "ctrl+f", *keys)
            assert words.value == value
        await press(pilot, "ctrl+f")
        await paste(pilot, "停水")
        await paste(pilot, "了")
        assert words.value == "停水了"


async def test_enter_without_words_searches_where_the_list_is_of_other_words_and_else_goes_to_the_place() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.rows[2].strip().startswith("2 found"))
        await press(pilot, "enter")
        assert app.screen.focused is app.screen.query_one("#place")
        await press(pilot, "up")
        await paste(pilot, "没有这样的事")
        await press(pilot, "enter")
        await until(pilot, lambda: app.rows[2].strip().startswith("0 found"))
        await press(pilot, "ctrl+f", "ctrl+u", "enter")
        await until(pilot, lambda: app.rows[2].strip().startswith("2 found"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_time_number_and_state_of_what_was_found_are_never_cut(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = Host(FindScreen())
    app.services.pack = pack()
    for place, state in enumerate(State):
        made = NOON - timedelta(days=30 * place)
        app.seat.put_order(a_case(UUID(int=place + 1), 900 + place, state=state, created_at=made, title="停水"))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        seen = app.text
        for _ in State:
            await press(pilot, "down")
            seen += app.text
        for state in State:
            name = pack().name_of("state", state, language)
            assert f"  {name}  " in seen
        assert "2025-11-26  0017-01-000912-" in seen


@pytest.mark.parametrize(("language", "words"), [("zh", "往下看"), ("en", "read on")])
async def test_the_keys_that_read_a_long_case_on_are_named_where_it_is_long(language: str, words: str) -> None:
    set_language(language)
    app = with_cases(content="停水。\n" * 40)
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        enter = "回车" if language == "zh" else "Enter"
        await until(pilot, lambda: f"{enter} {words}" in app.rows[-1])
        await press(pilot, "enter")
        await until(pilot, lambda: f"PgDn {words}" in app.rows[-1])
        before = app.text
        await press(pilot, "pagedown")
        await until(pilot, lambda: app.text != before)


async def test_a_text_of_a_caller_is_shown_as_itself() -> None:
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "路灯")
        assert "文化楼路灯不亮[/]。" in app.text


@pytest.mark.parametrize("key", ["enter", "f5"])
async def test_after_nothing_was_found_other_words_can_be_typed_at_once(key: str) -> None:
    set_language("en")
    app = with_cases()
    app.seat.status = SeatStatus(line_up=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, *"xyz", key)
        await until(pilot, lambda: "Nothing found. Fewer words" in app.text)
        await press(pilot, "backspace", "backspace", "backspace")
        await paste(pilot, "路灯")
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]


async def test_the_way_back_to_the_search_words_is_shown_and_the_arrows_find_it_too() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "")
        assert "Enter search" in app.text
        await press(pilot, "enter")
        await until(pilot, lambda: "Ctrl+F search words" in app.text)
        await press(pilot, "down", "up", "up", *"abc")
        assert "Enter search" in app.text
        assert app.screen.query_one("#words").value == "abc"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "line_up", "said"),
    [
        ("13899990000", True, "A telephone: the whole number, or *5678 at the centre"),
        ("*5678", True, "only whole: ask the centre"),
        ("*5678", False, "only whole, and there is no line"),
    ],
)
async def test_what_can_be_asked_about_a_telephone_number_is_said(words: str, line_up: bool, said: str) -> None:
    set_language("en")
    app = with_cases()
    app.seat.has_line = line_up
    app.seat.status = SeatStatus(line_up=line_up)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await paste(pilot, words)
        await press(pilot, "enter")
        await until(pilot, lambda: said in app.text)
        if line_up and words == "*5678":
            await press(pilot, "f5")
            await until(pilot, lambda: "No telephone number has these digits" in app.text)
            assert app.seat.queries[-1].phone_part == "5678"


@pytest.mark.parametrize("line_up", [True, False])
async def test_a_case_that_another_screen_sends_here_and_this_seat_lacks_is_asked_of_the_centre(line_up: bool) -> None:
    set_language("en")
    app = Host(FindScreen(words="0042010000019"))
    app.seat.has_line = line_up
    app.seat.status = SeatStatus(line_up=line_up)
    async with app.run_test(size=NARROW) as pilot:
        if line_up:
            await until(pilot, lambda: "0 found at the centre" in app.text)
        else:
            await until(pilot, lambda: "0 found on this seat" in app.text)
            assert "at the centre" not in app.rows[2]


async def test_urge_note_and_withdraw() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f7", "f7")
        assert "Urge (urged before: 0): what was said to the caller?" in app.text
        assert not app.seat.commands
        await press(pilot, *"tonight", "enter")
        await until(pilot, lambda: "Urged 0017-01-000901-6, On this seat" in app.text)
        await press(pilot, "f8")
        await paste(pilot, "家里有老人\n请快一点")
        await press(pilot, "enter")
        await until(pilot, lambda: "Note added" in app.text)
        await press(pilot, "f4", "enter")
        assert "Write something first" in app.text
        await press(pilot, *"solved", "enter")
        await until(pilot, lambda: "Withdrawn 0017-01-000901-6" in app.text)
        given = [command for command, _ in app.seat.commands]
        assert [type(each) for each in given] == [Urge, AddNote, Withdraw]
        assert given[0].said == "tonight"
        assert given[1].text == "家里有老人\n请快一点"
        assert given[2].reason == "solved"
        await press(pilot, "f7")
        assert len(app.seat.commands) == 3  # nobody urges a case that was withdrawn


async def test_amend_says_old_and_new_of_what_changed_and_nothing_else() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f3", "ctrl+s")
        assert "Nothing was changed" in app.text
        await press(pilot, "down", "down", "down", "down", "down", "down", "down", "down")
        await paste(pilot, "12号楼3单元")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "Amended 0017-01-000901-6" in app.text)
        [(command, case_id)] = app.seat.commands
        assert isinstance(command, AmendCase)
        assert (command.changes, case_id) == ({"address_text": ("", "12号楼3单元")}, FIRST)


async def test_a_reveal_asks_why_and_hides_again_with_another_case() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "")
        await press(pilot, "enter", "home")
        await until(pilot, lambda: app.screen.view is not None)  # type: ignore[attr-defined]
        await press(pilot, "f9")
        assert "Reveal: which?" in app.text
        await press(pilot, "2")
        assert "Reveal: why? It is written down with your name." in app.text
        await press(pilot, "2")
        await until(pilot, lambda: "13800005678" in app.text)
        [(case_id, name, reason)] = app.seat.reveals
        assert (name, reason) == ("caller_phone", RevealReason.VERIFY_CALLER)
        await press(pilot, "down")
        await until(pilot, lambda: app.screen.view.doc.order.id != case_id)  # type: ignore[attr-defined]
        await until(pilot, lambda: "13800005678" not in app.text)


async def test_the_dispatchers_question_is_answered_with_the_note_key() -> None:
    set_language("en")
    app = with_cases(state=State.WITH_SEAT, query="几号楼？")
    app.seat.status = replace(app.seat.status, asked_back=1)
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        assert "F8 Answer" in app.rows[-1]
        await press(pilot, "f8")
        assert "The dispatcher asks: 几号楼？" in app.text
        await paste(pilot, "12号楼")
        await press(pilot, "enter")
        await until(pilot, lambda: app.seat.commands)
        assert app.seat.commands[0][0] == AnswerQuery(answer="12号楼")


async def test_the_centre_is_asked_only_where_there_is_a_line() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f5")
        assert "found on this seat, as of 14:32" in app.text
        app.seat.status = SeatStatus(line_up=True)
        await press(pilot, "f5")
        await until(pilot, lambda: "1 found at the centre" in app.text)


async def test_an_open_case_follows_the_news() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "停水")
        app.seat.put_order(a_case(state=State.HANDLING, revision=3))
        app.seat.states[FIRST] = SyncState.AT_THE_CENTRE
        app.tell(CasesChanged(frozenset({FIRST})))
        await until(pilot, lambda: "Being handled   At the centre" in app.text)


async def test_urging_again_asks_anew_and_nothing_needs_to_have_been_said() -> None:
    set_language("en")
    app = with_cases(urge_count=1)
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f7", "escape")
        assert not app.seat.commands
        await press(pilot, "f7", "enter")
        await until(pilot, lambda: app.seat.commands == [(Urge(), FIRST)])
        await until(pilot, lambda: "Urged: 2 times" in app.text)
        await press(pilot, "f7")
        assert "Urge (urged before: 2)" in app.text
        assert len(app.seat.commands) == 1


async def test_the_message_about_an_act_follows_it_to_the_centre_and_ends_with_the_next_message() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f8", *"hurry", "enter")
        await until(pilot, lambda: "Note added 0017-01-000901-6, On this seat" in app.text)
        app.seat.states[FIRST] = SyncState.AT_THE_CENTRE
        app.tell(CasesChanged(frozenset({FIRST})))
        await until(pilot, lambda: "Note added 0017-01-000901-6, At the centre" in app.text)
        app.screen.say("something else")  # type: ignore[attr-defined]
        app.tell(CasesChanged(frozenset({FIRST})))
        await pilot.pause()
        assert "something else" in app.text


async def test_a_case_that_has_not_left_the_seat_is_with_nobody_else() -> None:
    set_language("en")
    app = with_cases()
    app.seat.unsent.add(FIRST)
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "停水")
        assert "With: this seat; the centre does not have it yet" in app.text
        assert "Next: Once it has reached the centre" in app.text
        assert "dispatcher" not in app.text
        app.seat.unsent.clear()
        app.tell(CasesChanged(frozenset({FIRST})))
        await until(pilot, lambda: "With: the dispatcher" in app.text)


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (True, "Next: It was only recorded for 110, the caller was gone: somebody has to ring 110."),
        (False, "Next: Recorded for 110; transferring is done on the telephone."),
    ],
)
def test_a_hand_off_is_called_no_more_than_the_record_that_it_is(gone: bool, words: str) -> None:
    set_language("en")
    order = a_case(state=State.HANDED_OFF, emergency_line=EmergencyLine.POLICE)
    data = {"line": "110", "three_way": False, "caller_gone": gone}
    entry = TimelineEntry(kind="hand_off", at=NOON, operator="1042", data=data)
    lines = read_aloud(CaseDoc(order=order, timeline=(entry,)), small_city(), NOON, UTC)
    assert lines[-1] == words


@pytest.mark.parametrize("text", ["第一行\n" + "再一行\n" * 99, "水" * 4000])
def test_a_long_note_does_not_push_what_comes_next_out_of_sight(text: str) -> None:
    entry = TimelineEntry(kind="add_note", at=NOON, operator="1042", data={"text": text})
    doc = CaseDoc(order=a_case(), timeline=(entry,))
    latest, following = read_aloud(doc, small_city(), NOON, UTC)[-2:]
    assert len(latest) < 160
    assert "\n" not in latest
    assert latest.endswith(" ..")
    assert text[:3] in latest
    assert following.startswith(tr("Next: {step}").partition("{")[0])
    assert text.replace("\n", "") in timeline_line(entry, small_city(), NOON, UTC).replace("\n", "")


def test_what_an_entry_says_is_joined_as_chinese_joins_it() -> None:
    data = {"line": "110", "caller_gone": True}
    line = timeline_line(TimelineEntry(kind="hand_off", at=NOON, operator="1042", data=data), small_city(), NOON, UTC)
    assert "110；来电人" in line


def _now_theirs(app: Host, **changes: object) -> None:
    app.seat.orders[FIRST] = app.seat.orders[FIRST].model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "line_up", "key", "label", "why"),
    [
        ({"follow_up": "1055"}, True, "f3", "F3 Amend", "followed up by somebody else: add a note instead"),
        ({"state": State.HANDLING}, True, "f3", "F3 Amend", "The case has moved on"),
        ({"state": State.CLOSED}, True, "f8", "F8 Note", "This case is over"),
        ({"state": State.HANDLING}, False, "f4", "F4 Withdraw", "this needs the line to the centre"),
    ],
)
async def test_what_would_be_refused_is_not_offered_and_its_key_says_why_at_once(
    changes: dict[str, object], line_up: bool, key: str, label: str, why: str
) -> None:
    set_language("en")
    app = with_cases(**changes)
    app.seat.status = SeatStatus(line_up=line_up)
    async with app.run_test(size=WIDE) as pilot:
        await opened(app, pilot, "停水")
        assert label not in app.rows[-1]
        assert "F9 Reveal" in app.rows[-1]
        await press(pilot, key)
        assert why in app.text
        assert len(app.screen_stack) == 2
        await paste(pilot, "路灯")
        await press(pilot, "ctrl+f", *["backspace"] * 4)
        await paste(pilot, "路灯")
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen.view.doc.order.id == SECOND)  # type: ignore[attr-defined]
        assert label in app.rows[-1]


async def test_why_an_act_was_refused_does_not_stand_under_another_case() -> None:
    set_language("en")
    app = with_cases(state=State.CLOSED)
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "楼")
        await press(pilot, "f8")
        assert "! This case is over" in app.text
        await press(pilot, "down")
        await until(pilot, lambda: app.screen.view.doc.order.id == SECOND)  # type: ignore[attr-defined]
        assert "This case is over" not in app.text


async def test_an_amendment_that_is_refused_all_the_same_is_there_again_as_it_was_typed() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f3", *["down"] * 8)
        await paste(pilot, "12号楼")
        _now_theirs(app, follow_up="1055")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "This case is followed up by somebody else" in app.text)
        assert app.screen.query_one("#address_text").value == "12号楼"  # type: ignore[attr-defined]
        _now_theirs(app, follow_up="1042")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.seat.commands)
        assert app.seat.commands[-1][0] == AmendCase(changes={"address_text": ("", "12号楼")})


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_label_of_an_amendment_is_cut(language: str) -> None:
    set_language(language)
    app = with_cases()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, "f3")
        for label in ("Party complained of", "Confidential", "Urgency"):
            assert any(row.startswith(tr(label)) for row in app.rows)


async def test_an_amendment_that_lacks_something_says_so_at_its_field() -> None:
    set_language("en")
    app = with_cases()
    refused = Refused(Refusal(RefusalCode.MISSING_FIELD, "contact_phone"))
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        app.seat.save = lambda *_, **__: failed(refused)  # type: ignore[method-assign]
        await press(pilot, "f3", *["down"] * 8)
        await paste(pilot, "12号楼")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "Something needed is missing" in app.text)
        assert app.screen.focused is app.screen.query_one("#contact_phone")


@pytest.mark.parametrize(("key", "typed"), [("f7", "已告知"), ("f8", "又停水了"), ("f4", "不用了")])
async def test_what_was_typed_for_a_case_that_is_over_by_then_is_not_lost(key: str, typed: str) -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        await press(pilot, key)
        await paste(pilot, typed)
        _now_theirs(app, state=State.CLOSED)
        await press(pilot, "enter")
        await until(pilot, lambda: "The case has moved on and cannot take this now" in app.text)
        assert app.screen.query_one("#text").value == typed  # type: ignore[attr-defined]
        assert app.seat.commands == []


async def test_what_was_typed_waits_while_something_else_lies_on_the_screen() -> None:
    set_language("en")
    app = with_cases()
    async with app.run_test(size=NARROW) as pilot:
        await opened(app, pilot, "停水")
        app.seat.hold_saves = True
        await press(pilot, "f8")
        await paste(pilot, "又停水了")
        await press(pilot, "enter")
        app.push_screen(HelpScreen("find"))
        await pilot.pause()
        _now_theirs(app, state=State.CLOSED)
        app.seat.answer_late()
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        app.pop_screen()
        await until(pilot, lambda: "The case has moved on" in app.text and "又停水了" in app.text)


async def test_a_case_can_be_opened_from_elsewhere_and_the_desk_is_one_key_away() -> None:
    app = Host(FindScreen(case_id=str(SECOND)))
    app.seat.put_order(a_case())
    app.seat.put_order(a_case(SECOND, 902, title="路灯不亮"))
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.screen.view and app.screen.view.doc.order.id == SECOND)  # type: ignore[attr-defined]
        await press(pilot, "ctrl+r")
        [go] = app.asked
        assert isinstance(go, Go)
        assert go.place == "desk"
