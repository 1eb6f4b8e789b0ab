"""Every way a call can end at the desk, by keys."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from hotline.codes import CallEventKind, EmergencyLine, LegalRoute, OtherCall, RefusalKind, SyncState
from hotline.commands import AddNote, AnswerDirectly, HandOff, LogCall, MarkAbuse, ProposeRefusal, Urge
from local_cache.errors import NotSaved, Why
from local_cache.model import CallerHistory, CallLine, Likely, Likeness
from local_cache.news import StatusChanged
from screens.desk.bands import likeness_words
from screens.desk.form import DeskForm
from screens.desk.screen import DeskScreen
from wording import set_language, tr

from .cases import FIRST, SECOND, a_case
from .fake_seat import failed
from .host import NARROW, NOON, OTHER_CALL, WIDE, Host, press, until


async def answered(app: Host, pilot: Pilot[None], *keys: str) -> None:
    """Answer a call and press keys."""
    await pilot.pause()
    app.ring()
    await press(pilot, "enter", *keys)


async def test_answer_directly() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, *"xfl", "enter", *"sybz", "enter", "enter", "enter", *"How?", "f9")
        assert "what was the caller told?" in app.text
        await press(pilot, "enter")
        assert "Write down what the caller was told" in app.text
        await press(pilot, *"Call the pump room.", "enter")
        await until(pilot, lambda: app.desk.done)
        command, _ = app.seat.commands[0]
        assert isinstance(command, AnswerDirectly)
        assert command.answer == "Call the pump room."
        assert "Answered in the call" in app.text
        assert "0042-03-000001" in app.text


async def test_a_field_that_the_class_has_filled_is_no_longer_called_empty() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        rows = app.desk.view.narrative.rows
        await press(pilot, "f9")
        assert "! Choose one" in app.text
        await press(pilot, *"sybz", "enter")
        await until(pilot, lambda: app.desk.desk.form["case_type"])
        assert "! Choose" not in app.text
        await press(pilot, "ctrl+g", "0", *"How?")
        await until(pilot, lambda: "! Write" not in app.text)
        assert app.desk.view.narrative.rows == rows


async def test_an_answer_that_is_being_written_is_kept_with_the_draft() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, *"xfl", "enter", *"sybz", "enter", "enter", "enter", *"How?", "f9", *"Call")
        await until(pilot, lambda: app.seat.draft_writes[-1].fields.get("answer") == "Call")
        await press(pilot, "escape", "f9", *" them", "enter")
        await until(pilot, lambda: app.desk.done)
        assert app.seat.commands[0][0].answer == "Call them"


async def test_propose_refusal_reads_the_lawful_route_out() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "6", "1", "ctrl+g", "0", *"A verdict", "f3", "6")
        assert "Lawful route: Lawsuit. Please go to the court." in app.text
        await press(pilot, "down")
        assert "Please call 12315." in app.text
        await press(pilot, "enter")
        await until(pilot, lambda: app.desk.done)
        command, _ = app.seat.commands[0]
        assert isinstance(command, ProposeRefusal)
        assert (command.refusal, command.legal_route) == (RefusalKind.AGAINST_POLICY, LegalRoute.CONSUMER)
        assert "12315 or the consumers' association" in app.text


async def test_a_digit_shows_a_reasons_route_and_only_enter_proposes_it() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "6", "1", "ctrl+g", "0", *"A verdict", "f3", "6", "2")
        assert app.seat.commands == []
        assert "Please call 12315." in app.text
        assert "Please go to the court." not in app.text
        await press(pilot, "1")
        assert "Please go to the court." in app.text
        await press(pilot, "2", "enter")
        await until(pilot, lambda: app.desk.done)
        assert app.seat.commands[0][0].legal_route is LegalRoute.CONSUMER


@pytest.mark.parametrize(
    ("digit", "line", "three_way", "todo"),
    [
        ("1", "110", False, "Transfer the caller to 110 on the telephone now"),
        ("2", "119", False, "Transfer the caller to 119 on the telephone now"),
        ("3", "120", False, "Transfer the caller to 120 on the telephone now"),
        ("4", "122", False, "Transfer the caller to 122 on the telephone now"),
        ("7", "120", True, "Bring 120 into the call on the telephone now, and stay on the line"),
    ],
)
async def test_hand_off_needs_nothing_but_the_line(digit: str, line: str, three_way: bool, todo: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "f12")
        assert f"when {110} is needed" in app.text
        await press(pilot, digit)
        await until(pilot, lambda: app.desk.done)
        command, _ = app.seat.commands[0]
        assert isinstance(command, HandOff)
        assert (command.line, command.three_way, command.caller_gone) == (EmergencyLine(line), three_way, False)
        assert command.intake.title.startswith(line)  # nothing else tells it apart in a list
        assert todo in app.text


async def test_nobody_is_handed_off_who_has_hung_up() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        app.call(CallEventKind.HUNG_UP)
        await until(pilot, lambda: not app.desk.desk.call.is_live)
        await press(pilot, "f12")
        assert "No caller is on the line: this only records, ring them yourself" in app.text
        assert "three-way" not in app.text
        await press(pilot, "1")
        await until(pilot, lambda: app.desk.done)
        command, _ = app.seat.commands[0]
        assert (command.line, command.three_way, command.caller_gone) == (EmergencyLine.POLICE, False, True)
        assert "110: only recorded, nobody was put through." in app.text
        assert "ring 110 yourself, then call the caller back" in app.text


async def test_a_caller_who_hangs_up_while_the_lines_are_shown_is_not_in_a_three_way_call() -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "f12")
        app.call(CallEventKind.HUNG_UP)
        await until(pilot, lambda: not app.desk.desk.call.is_live)
        await press(pilot, "7")
        await until(pilot, lambda: app.desk.done)
        command, _ = app.seat.commands[0]
        assert (command.three_way, command.caller_gone) == (False, True)
        assert "120: only recorded, nobody was put through." in app.text


async def test_without_a_line_to_the_switch_a_hand_off_is_only_recorded() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "f12")
        assert "No line to the switch: this only records, transfer on the telephone" in app.text
        await press(pilot, "2")
        await until(pilot, lambda: app.desk.done)
        assert app.seat.commands[0][0].caller_gone is False
        assert "119: only recorded, no line to the switch." in app.text
        assert "have the caller dial 119 at once" in app.text


@pytest.mark.parametrize(("digit", "outcome"), list(enumerate(OtherCall, 1)))
async def test_calls_without_a_case(digit: int, outcome: OtherCall) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "f3", str(digit))
        await until(pilot, lambda: app.desk.done)
        command, case_id = app.seat.commands[0]
        assert isinstance(command, LogCall)
        assert (command.outcome, command.caller_phone, case_id) == (outcome, "13800005678", None)
        assert "Noted without a case" in app.text
        assert "0042-03" not in app.text
        assert app.seat.kept == {}


@pytest.mark.parametrize(
    ("typed", "kept", "goes"),
    [
        (["13900001234"], "13900001234", None),
        (["13900001234", "ctrl+g", "0", "thanks"], "13900001234", "What goes: Content 6 characters. "),
        (["1"], "", "What goes: Phone. "),
    ],
)
async def test_where_the_switch_showed_no_number_the_one_that_the_caller_gave_is_kept(
    typed: list[str], kept: str, goes: str | None
) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        keys = [key for each in typed for key in (each if each.isalnum() else [each])]
        await press(pilot, "f2", *keys, "ctrl+x", "f3", "5")
        if goes is not None:
            await until(pilot, lambda: goes in app.text)
            await press(pilot, "1")
        await until(pilot, lambda: app.desk.done)
        abuse, praise = (command for command, _ in app.seat.commands)
        assert isinstance(abuse, MarkAbuse)
        assert isinstance(praise, LogCall)
        assert (abuse.caller_phone, praise.caller_phone) == (kept, kept)


async def test_a_caller_who_gives_up_while_the_outcome_is_being_saved_does_not_empty_the_desk() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        app.seat.hold_saves = True
        await press(pilot, "f3", "3")
        app.call(CallEventKind.ABANDONED)
        await press(pilot)
        app.seat.answer_late()
        await until(pilot, lambda: app.desk.done)
        await pilot.pause()
        assert "Noted without a case" in app.text
        assert tr("Place") not in app.text


async def test_a_call_without_a_case_is_on_this_seat_only_as_long_as_it_is() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "f3", "1")
        await until(pilot, lambda: "在本席" in app.text)
        app.seat.own = [replace(app.seat.own[0], sync=SyncState.AT_THE_CENTRE)]
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: "在本席" not in app.text)
        assert "已到中心" in app.text


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_abuse_is_stamped_told_and_answered_calmly_while_the_call_goes_on(size: tuple[int, int]) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=size) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"he ")
        app.clock.forward(95)
        await press(pilot, "ctrl+x")
        await until(pilot, lambda: "Abuse marked at 01:35; the lead will be told." in app.text)
        command, _ = app.seat.commands[0]
        assert isinstance(command, MarkAbuse)
        assert (command.seconds, command.caller_phone) == (95, "13800005678")
        assert "Please stop the abuse." in app.text
        await press(pilot, *"shouts")
        assert app.desk.view.narrative.value == "he shouts"


async def test_abuse_of_a_caller_who_has_hung_up_is_marked_once_and_nobody_is_read_anything() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"he ")
        app.clock.forward(95)
        app.call(CallEventKind.HUNG_UP)
        app.clock.forward(20)
        await pilot.pause()
        assert "Abuse" not in app.rows[-1]
        await press(pilot, "ctrl+x")
        told = "Abuse marked at the end of the call, 01:35; the lead will be told."
        await until(pilot, lambda: told in app.text)
        command, _ = app.seat.commands[0]
        assert isinstance(command, MarkAbuse)
        assert (command.seconds, command.caller_phone) == (95, "13800005678")
        assert command.call.ended_at is not None
        assert "Please stop the abuse." not in app.text
        app.clock.forward(5)
        await press(pilot, *"x", "ctrl+x")
        await until(pilot, lambda: told in app.text)
        assert len(app.seat.commands) == 1
        assert app.desk.view.narrative.value == "he x"


async def test_a_mark_after_the_call_that_did_not_reach_the_disk_can_be_made_again() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        app.call(CallEventKind.HUNG_UP)
        save, full = app.seat.save, [NotSaved(Why.DISK_FULL)]
        app.seat.save = lambda *given, **named: failed(full.pop()) if full else save(*given, **named)  # type: ignore[method-assign]
        await press(pilot, "ctrl+x")
        await until(pilot, lambda: "disk" in app.rows[-2])
        await press(pilot, "ctrl+x")
        await until(pilot, lambda: "Abuse marked at the end" in app.text)


@pytest.mark.parametrize("typed", ["", "he shouts"])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_where_no_call_was_answered_the_abuse_key_says_what_to_do(typed: str, language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, *(["ctrl+g", "0", *typed] if typed else []), "ctrl+x")
        words = tr("No call was answered here. Answer or open one: {next_call}. Then mark it: {key}")
        assert words.format(next_call="F2", key="Ctrl+X") in app.rows[-2]
        assert app.seat.commands == []


async def likely_case(app: Host) -> None:
    """Let the seat offer a case that this call may repeat."""
    line = app.seat.put_order(a_case())
    app.seat.likely = [Likely(line, 0.9, (Likeness.SAME_PLACE_AND_CLASS, Likeness.SIMILAR_TEXT))]


async def test_a_repeat_is_urged_with_one_key() -> None:
    set_language("en")
    app = Host(DeskScreen())
    await likely_case(app)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: "Likely: 0017-01-000901" in app.text)
        assert "place named in the text, similar text" in app.text
        assert "F7 Urge" in app.rows[-1].replace("  ", " ")
        await press(pilot, "f7")
        await until(pilot, lambda: app.desk.done)
        assert [(type(command), case_id) for command, case_id in app.seat.commands] == [(Urge, FIRST)]
        assert "Urged. The case that goes on:" in app.text
        assert "0017-01-000901" in app.text
        assert app.seat.kept == {}


@pytest.mark.parametrize(
    ("place", "kind", "words"),
    [
        ("130203001001", "010101", ["同地点", "同分类", "同一来电人"]),
        ("130203001001", "010201", ["同地点", "同一来电人"]),
        ("130203001001", "010102", ["同地点", "分类相近", "同一来电人"]),
        ("130203001002", "", ["地点相近", "同一来电人"]),
        ("130203001", "010101", ["地点相近", "同分类", "同一来电人"]),
        ("130204001001", "010101", ["同分类", "同一来电人"]),
        ("", "010101", ["内容里提到该地点", "同分类", "同一来电人"]),
    ],
)
def test_only_what_is_the_same_is_called_the_same(place: str, kind: str, words: list[str]) -> None:
    seat = Host(DeskScreen()).seat
    likely = Likely(seat.line(a_case()), 0.9, (Likeness.SAME_PLACE_AND_CLASS, Likeness.SAME_CALLER))
    form = DeskForm(seat.pack_, {"area_code": place, "class_code": kind})
    assert likeness_words(likely, form) == words


async def test_what_was_typed_goes_to_the_case_that_is_urged() -> None:
    app = Host(DeskScreen())
    await likely_case(app)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"还没水")
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, "f7")
        await until(pilot, lambda: app.desk.done)
        assert [type(command) for command, _ in app.seat.commands] == [Urge, AddNote]
        assert app.seat.commands[1][0].text == "还没水"


@pytest.mark.parametrize(("key", "ops"), [("f7", [Urge, AddNote]), ("f8", [AddNote])])
async def test_what_a_note_cannot_hold_is_named_first_and_can_be_fetched_back(key: str, ops: list[type]) -> None:
    set_language("en")
    app = Host(DeskScreen())
    await likely_case(app)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "8", *"Wang", "ctrl+g", "9", *"Block 5", "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, key)
        assert "Not added: Name, Address. F5 brings them back within 30 days" in app.text
        await press(pilot, "escape")
        assert app.seat.commands == []
        assert "Wang" in app.text
        await press(pilot, key, "enter")
        await until(pilot, lambda: app.desk.done)
        assert [type(command) for command, _ in app.seat.commands] == ops
        [put_away] = app.seat.discarded
        assert (put_away.fields["caller_name"], put_away.fields["address_text"]) == ("Wang", "Block 5")


@pytest.mark.parametrize(("why", "asked"), [((Likeness.SAME_CALLER,), False), ((Likeness.SIMILAR_TEXT,), True)])
async def test_the_number_that_brought_the_case_is_not_asked_about(why: tuple[Likeness, ...], asked: bool) -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.likely = [Likely(app.seat.put_order(a_case()), 0.9, why)]
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "f2", *"13900005555", "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, "f8")
        await until(pilot, lambda: app.desk.done or "Not added: Phone." in app.text)
        assert bool(app.desk.done) != asked


async def test_an_urge_with_a_note_is_one_save_and_a_second_press_after_a_full_disk_urges_once() -> None:
    set_language("en")
    app = Host(DeskScreen())
    await likely_case(app)
    save = app.seat.save
    full = [NotSaved(Why.DISK_FULL)]

    def once_full(intent: Any, **given: Any) -> Any:
        return failed(full.pop()) if full and isinstance(intent, AddNote) else save(intent, **given)

    app.seat.save = once_full  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, "f7")
        await until(pilot, lambda: "NOT" in app.text)
        assert app.seat.commands == []
        await press(pilot, "f7")
        await until(pilot, lambda: app.desk.done)
        assert [type(command) for command, _ in app.seat.commands] == [Urge, AddNote]


async def test_an_urge_that_is_not_saved_is_not_said_to_be() -> None:
    set_language("en")
    app = Host(DeskScreen())
    await likely_case(app)
    save = app.seat.save

    def no_urge(intent: Any, **given: Any) -> Any:
        urges = isinstance(intent, Urge) or given.get("first")
        return failed(NotSaved(Why.DISK_ERROR)) if urges else save(intent, **given)

    app.seat.save = no_urge  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"water")
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, "f7")
        await until(pilot, lambda: "NOT" in app.text)
        assert "Urged" not in app.text
        assert app.desk.desk.form.text("content") == "water"


async def test_a_note_needs_its_text_first() -> None:
    set_language("en")
    app = Host(DeskScreen())
    await likely_case(app)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, "f8")
        assert "Write down what to add, then press F8" in app.text
        await press(pilot, *"more", "f8")
        await until(pilot, lambda: app.desk.done)
        assert [type(command) for command, _ in app.seat.commands] == [AddNote]


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("key", ["f8", "ctrl+s"])
async def test_what_the_narrative_lacks_is_said_on_the_line_below_its_words(size: tuple[int, int], key: str) -> None:
    set_language("zh")
    app = Host(DeskScreen())
    await likely_case(app)
    async with app.run_test(size=size) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, *"xfl", "enter", *"xqts", "enter", key)
        below = app.rows[app.rows.index(next(row for row in app.rows if row.startswith("0 内容"))) + 1]
        assert below.split("  ")[-1].strip().startswith("! 请")
        await press(pilot, *"停水")
        assert "! 请" not in app.text


async def test_what_others_wrote_is_shown_as_itself_around_the_form() -> None:
    app = Host(DeskScreen())
    line = app.seat.put_order(a_case(title="[/]\x1b[2J\u202e停"))
    app.seat.likely = [Likely(line, 0.9, (Likeness.SAME_CALLER,))]
    app.seat.histories["13800005678"] = CallerHistory("[red]", 1, (line,), (line,), (), NOON)
    async with app.run_test(size=WIDE) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: app.text.count("[/]\u241b[2J<RLO>停") == 3)
        assert "[red]" in app.text
        await press(pilot, "f6")
        assert app.text.count("[/]\u241b[2J<RLO>停") >= 3


async def test_another_case_can_be_chosen_from_the_history() -> None:
    set_language("en")
    app = Host(DeskScreen())
    await likely_case(app)
    other = app.seat.put_order(a_case(SECOND, 902, title="路灯不亮"))
    app.seat.histories["13800005678"] = CallerHistory("李**", 1, (other,), (other,), (), NOON)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: app.desk.desk.likely and app.desk.desk.history)
        await press(pilot, "f6", "2")
        assert "Chosen: 0017-01-000902" in app.text
        await press(pilot, "f7")
        await until(pilot, lambda: app.desk.done)
        assert app.seat.commands[0][1] == SECOND


async def test_the_history_lists_earlier_calls_without_a_case_and_what_was_taken_down() -> None:
    set_language("en")
    app = Host(DeskScreen())
    praise = CallLine(NOON - timedelta(days=3), "praise", "0017", "[/]the driver of bus 12")
    app.seat.histories["13800005678"] = CallerHistory("", 1, (), (), (praise,), NOON)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: app.desk.desk.history)
        await press(pilot, "f6")
        assert "Praise by word of mouth  [/]the driver of bus 12  3 d ago" in app.text
        await press(pilot, "1")
        assert "Praise by word of mouth  [/]the driver of bus 12  3 d ago" in app.rows[-2]
        assert app.desk.desk.chosen is None


async def test_a_chosen_case_is_shown_and_urged_also_when_it_is_likely_no_longer() -> None:
    set_language("en")
    app = Host(DeskScreen())
    await likely_case(app)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: app.desk.desk.likely)
        await press(pilot, "f6", "1")
        newest = app.seat.put_order(a_case(SECOND, 902, title="路灯不亮"))
        app.seat.likely = [replace(app.seat.likely[0], line=newest)]
        await press(pilot, "ctrl+g", "0", *"more")
        await until(pilot, lambda: app.desk.desk.likely[0].line is newest)
        assert "Chosen: 0017-01-000901" in app.text
        assert "Likely" not in app.text
        await press(pilot, "f7")
        await until(pilot, lambda: app.desk.done)
        assert {case_id for _, case_id in app.seat.commands} == {FIRST}
        assert "0017-01-000901" in app.text


async def test_what_was_asked_of_a_caller_who_has_gone_is_not_done_to_the_next_one() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await until(pilot, lambda: app.desk.desk.call.is_ringing)
        await press(pilot, "f3")
        app.call(CallEventKind.ABANDONED)
        app.ring("13900001111", OTHER_CALL)
        await until(pilot, lambda: app.desk.desk.call.call_id == str(OTHER_CALL))
        await press(pilot, "1")
        assert (app.seat.commands, app.seat.acts, app.desk.parked) == ([], [], ())
        assert "That was asked of another call: nothing was done" in app.text
        assert app.desk.desk.call.is_ringing


async def test_look_ups_wait_for_a_pause_and_late_answers_are_dropped() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0")
        before = len(app.seat.probes)
        app.seat.hold_likely = True
        await likely_case(app)
        await press(pilot, *"全楼停水到现在")
        await until(pilot, lambda: app.seat.late)
        assert len(app.seat.probes) - before <= 2
        assert app.seat.probes[-1].text == "全楼停水到现在"
        late, app.seat.late = app.seat.late, []
        newest = app.seat.put_order(a_case(SECOND, 902, title="新的"))
        app.seat.likely = [replace(app.seat.likely[0], line=newest)]
        await press(pilot, *"没水")
        await until(pilot, lambda: app.seat.late)
        app.seat.answer_late()
        await until(pilot, lambda: app.desk.desk.likely)
        for future, work in late:
            future.set_result(work())
        await pilot.pause()
        await pilot.pause()
        assert [each.line.case_id for each in app.desk.desk.likely] == [SECOND]


async def test_phrases_go_into_the_narrative_and_scripts_are_read_out() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"停水。", "ctrl+p", "1")
        assert app.desk.view.narrative.value == "停水。家有老人，请尽快处理。"
        await press(pilot, "ctrl+p", "3")
        assert "从几点开始？物业怎么说？" in app.text
        assert app.desk.view.narrative.value == "停水。家有老人，请尽快处理。"


async def test_the_second_page_of_the_form() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, *"xfl", "enter", *"xqts", "enter", "ctrl+g", "+")
        await press(pilot, "space", "2", "enter", "1", "enter", *"20:00", "enter", "enter", *"X-1", "enter", *"某物业")
        await press(pilot, "ctrl+s")
        await press(pilot, "ctrl+g", "0", *"停水", "ctrl+s")
        await until(pilot, lambda: app.desk.done)
        intake = app.seat.commands[0][0].intake
        assert (intake.channel, intake.is_enterprise) == ("walk_in", True)
        assert (intake.outside_no, intake.respondent_name) == ("X-1", "某物业")
        assert f"{intake.occurred_at:%m-%d %H:%M}" == "11-20 12:00"


@pytest.mark.parametrize("digit", ["1", "3"])
async def test_a_written_draft_goes_with_a_call_without_a_case_only_after_a_question(digit: str) -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"No water", "f3", digit)
        assert "Throw the draft away?" in app.text
        assert app.seat.commands == []
        await press(pilot, "escape")
        assert app.desk.desk.form.text("content") == "No water"
        await press(pilot, "f3", digit, "enter")
        await until(pilot, lambda: app.desk.done and app.desk.discarded)
        assert len(app.seat.commands) == 1
        assert app.desk.discarded[0].fields["content"] == "No water"
        assert app.desk.done is not None
        assert app.desk.done.call.is_live
        await press(pilot, "f5", "1", "1")
        await until(pilot, lambda: app.desk.done is None)
        assert app.desk.desk.form.text("content") == "No water"


async def test_a_console_killed_after_such_a_call_is_saved_finds_no_draft_of_it_open() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, "ctrl+g", "0", *"No water")
        app.seat.hold_saves = True
        await press(pilot, "f3", "1", "enter")
        await until(pilot, lambda: app.seat.late)
        app.seat.answer_late()  # on disk, and the console has not heard of it
        assert len(app.seat.commands) == 1
        assert app.seat.kept == {}
        [put_away] = app.seat.discarded
        assert (put_away.fields, put_away.phase) == ({"content": "No water"}, "wrap_up")


async def test_a_draft_that_no_call_opened_says_nothing_of_a_number() -> None:
    set_language("en")
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "f1", "ctrl+g", "0", *"No water")
        assert "No number came" not in app.text
        await press(pilot, "f4")
        assert "Draft name" in app.text


async def test_what_filing_needs_stays_marked_when_a_hand_off_is_called_off() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot, *"xfl", "enter", "ctrl+g", "0", *"停水")
        for keys in ((), ("f12", "0")):
            await press(pilot, *keys)
            assert ["*" in row for row in app.rows[5:8]] == [False, True, True]


@pytest.mark.parametrize("line_up", [True, False])
async def test_the_history_of_this_seat_names_the_way_to_ask_the_centre_where_there_is_a_line(line_up: bool) -> None:
    set_language("en")
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=line_up)
    line = app.seat.put_order(a_case())
    app.seat.histories["13800005678"] = CallerHistory("李**", 3, (line,), (line,), (), NOON)
    async with app.run_test(size=NARROW) as pilot:
        await answered(app, pilot)
        await until(pilot, lambda: app.desk.desk.history)
        await press(pilot, "f6")
        assert "Earlier cases: choose one to urge or note" in app.text
        assert ("note. More at the centre: Ctrl+F, then F5" in app.text) == line_up
