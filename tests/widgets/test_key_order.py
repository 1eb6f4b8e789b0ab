"""Keys that come faster than their effects still land where the operator meant them."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from widgets import key_order
from widgets.field import Field
from widgets.form import Form
from widgets.lean_screen import LeanModal, LeanScreen

from .conftest import StageApp

SIZE = (80, 24)


class Jump(LeanModal[str]):
    """Asks for a number, as a desk does."""

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.dismiss(event.character or "")


class Ask(LeanModal[str]):
    """Asks for a text and closes on Enter."""

    def compose(self) -> ComposeResult:
        yield Field(id="asked")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Field))

    def on_entry_entered(self, message: Field.Entered) -> None:
        self.dismiss(message.entry.value)


class Desk(Form):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+g", "jump"), Binding("escape", "ask")]

    def compose(self) -> ComposeResult:
        yield Field(id="first", number="1")
        yield Field(id="second", number="2")
        yield Field(id="third", number="3")

    def action_jump(self) -> None:
        self.app.push_screen(
            Jump(), lambda number: [self.go_to(each) for each in self.entries if each.number == number]
        )

    def action_ask(self) -> None:
        self.app.push_screen(Ask(), lambda text: setattr(self.entry("third"), "value", text))


async def test_a_jump_in_the_middle_of_a_burst_takes_what_follows_with_it(stage):
    app = stage(Desk)
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Desk)
        form.start()
        await app.burst(pilot, "abc\x073xyz\x071d")
        assert form.values() == {"first": "abcd", "second": "", "third": "xyz"}


async def test_a_question_takes_its_answer_and_the_rest_goes_on_where_it_was(stage):
    app = stage(Desk)
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Desk)
        form.start()
        await app.burst(pilot, "ab\x1b祥富里\rc\rd")
        assert form.values() == {"first": "abc", "second": "d", "third": "祥富里"}


async def test_a_question_that_gets_two_keys_closes_once_and_takes_nothing_else_with_it(stage):
    app = stage(Desk)
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Desk)
        form.start()
        await app.burst(pilot, "\x07")
        question = app.screen
        for sign in "32":
            question.post_message(events.Key(sign, sign))
        while app.screen is question:
            await pilot.pause()
        await app.burst(pilot, "a")
        assert app.screen is app.stage
        assert form.values() == {"first": "", "second": "", "third": "a"}


async def test_a_paste_keeps_its_place_among_the_keys(stage):
    app = stage(Desk)
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Desk)
        form.start()
        await app.burst(pilot, "a\r", events.Paste("粘贴"), "b\rc")
        assert form.values() == {"first": "a", "second": "粘贴b", "third": "c"}


class Elsewhere(LeanScreen[None]):
    """Another place of the program."""

    def compose(self) -> ComposeResult:
        yield Field(id="there")

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Field))


class Going(Form):
    """Asks the app to go elsewhere, as a screen does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+g", "go")]

    class Go(Message):
        """The wish."""

    def compose(self) -> ComposeResult:
        yield Field(id="here")

    def action_go(self) -> None:
        self.post_message(self.Go())


class Wanderer(StageApp):
    """Goes where a screen asks it to."""

    async def on_going_go(self) -> None:
        await self.push_screen(Elsewhere())


async def test_keys_typed_while_the_place_changes_belong_to_the_new_place():
    app = Wanderer(lambda: [Going()])
    async with app.run_test(size=SIZE) as pilot:
        app.stage.query_one(Going).start()
        await app.burst(pilot, "ab\x07cd")
        assert app.stage.query_one("#here", Field).value == "ab"
        assert app.screen.query_one("#there", Field).value == "cd"


async def test_a_program_that_is_given_no_time_keeps_the_order_of_keys(stage, monkeypatch):
    """On a busy machine any time may pass while a key is on its way; what counts is whether it still is."""
    monkeypatch.setattr(key_order, "STUCK_S", 0.0)
    app = stage(Desk)
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Desk)
        form.start()
        await app.burst(pilot, "abc\x073xyz\x071d\x1b祥富里\re")
        assert form.values() == {"first": "abcde", "second": "", "third": "祥富里"}


async def test_a_key_that_is_never_heard_of_again_does_not_hold_up_the_rest(stage, monkeypatch):
    monkeypatch.setattr(key_order, "STUCK_S", 0.01)
    app = stage(Desk)
    async with app.run_test(size=SIZE) as pilot:
        form = app.stage.query_one(Desk)
        form.start()
        monkeypatch.setattr(app, "_twice", lambda pump, then: None)
        for sign in "abc":
            app.post_message(events.Key(sign, sign))
        while form.values()["first"] != "abc":
            await pilot.pause(0.01)
