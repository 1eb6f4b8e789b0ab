"""What is looked up or read once only comes out as Textual itself would have it."""

from functools import partial, wraps

from textual import on
from textual._callback import count_parameters
from textual.message import Message
from textual.widget import Widget

from widgets.key_order import OrderedKeys
from widgets.lean_css import LeanStylesheet
from widgets.lean_dispatch import hand_out_quickly


class Told(Message):
    """A message."""


class ToldMore(Told):
    """One for which another handler is named."""


class Below(Widget):
    def on_told(self) -> None:
        """Take it."""


class Above(Below):
    def _on_told(self, message: Told) -> None:
        if message.is_forwarded:
            message.prevent_default()

    @on(ToldMore)
    def told_more(self) -> None:
        """Take the other one."""


def handlers(widget: Widget, message: Message) -> list[str]:
    return [method.__qualname__ for _, method in widget._get_dispatch_methods(message.handler_name, message)]


def test_a_message_goes_to_the_handlers_of_each_class_by_name_and_by_decorator() -> None:
    hand_out_quickly()
    for _ in range(2):
        assert handlers(Above(), Told()) == ["Above._on_told", "Below.on_told"]
        assert handlers(Below(), Told()) == ["Below.on_told"]
        assert handlers(Above(), ToldMore()) == ["Above.told_more"]
        assert handlers(Below(), ToldMore()) == []


def test_a_handler_that_prevents_the_default_is_the_last_one() -> None:
    hand_out_quickly()
    message = Told()
    found = []
    for _, method in Above()._get_dispatch_methods(message.handler_name, message):
        found.append(method.__qualname__)
        message.prevent_default()
    assert found == ["Above._on_told"]


def test_parameters_of_closures_partials_and_wrapped_functions_are_counted() -> None:
    hand_out_quickly()

    def wrapped(function: object) -> object:
        @wraps(function)  # type: ignore[arg-type]
        def around(*_given: object) -> None:
            """Stand around another one."""

        return around

    for _ in range(2):
        assert count_parameters(lambda: None) == 0
        assert count_parameters(lambda one, two: None) == 2
        assert count_parameters(partial(lambda one, two: None, 1)) == 1
        assert count_parameters(wrapped(lambda: None)) == 0  # type: ignore[arg-type]
        assert count_parameters(wrapped(lambda one, two: None)) == 2  # type: ignore[arg-type]
        assert count_parameters(Below().on_told) == 0


class Coloured(OrderedKeys[None], inherit_bindings=False):
    CSS = "Screen { background: $primary; }"


async def test_a_style_sheet_follows_the_theme_also_back_again() -> None:
    seen = []
    for theme in ("textual-dark", "nord", "textual-dark"):
        app = Coloured()
        assert isinstance(app.stylesheet, LeanStylesheet)
        async with app.run_test() as pilot:
            app.theme = theme
            await pilot.pause()
            seen.append(app.screen.styles.background)
            assert seen[-1].hex == app.get_css_variables()["primary"]
    assert seen[0] == seen[2] != seen[1]
