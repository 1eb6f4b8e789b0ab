"""Operator and password, as they are asked for at sign-in and at a locked seat. Nothing here waits for anything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from hotline.intake_rules import CODE_LIMIT
from hotline.names import sign_in_name
from screens.parts.base import Said
from widgets.entry import Entry
from widgets.field import Field
from widgets.form import Form
from wording import mark, tr

LABEL_CELLS = 12
PASSWORD_LIMIT = 200


class _OneAfterTheOther(Form):
    """Goes on from a field only when something stands in it.

    Else an Enter too many, typed ahead of this screen, would have the operator typed as the password and the password,
    for all to read, as the operator.
    """

    def _step(self, entry: Entry, step: int) -> None:
        if step < 0 or entry.value.strip():
            super()._step(entry, step)


class Credentials(Vertical):
    """Two fields; Enter in the second gives them. With `operator` set only the password is asked for."""

    DEFAULT_CSS = """
    Credentials { height: auto; width: 60; }
    """

    @dataclass
    class Given(Message):
        """Both fields are filled."""

        operator: str
        password: str

    def __init__(self, operator: str = "") -> None:
        super().__init__()
        self._operator = operator

    def compose(self) -> ComposeResult:
        """The two fields."""
        with _OneAfterTheOther():
            yield Field(
                id="operator", label=mark("Operator"), label_width=LABEL_CELLS, value=self._operator,
                limit=CODE_LIMIT, check=_needed(lambda: tr("Type your operator number")),
                disabled=bool(self._operator),
            )  # fmt: skip
            yield Field(
                id="password", label=mark("Password"), label_width=LABEL_CELLS, kind="password",
                limit=PASSWORD_LIMIT, check=_needed(lambda: tr("Type your password")),
            )  # fmt: skip

    def start(self) -> None:
        """Take the keys."""
        self.query_one(Form).start()

    @property
    def operator(self) -> str:
        """The name of sign-in as far as it is typed."""
        return sign_in_name(self.query_one("#operator", Field).value)

    def ask_for(self, operator: str) -> None:
        """Ask for an operator's password alone, or for both of whoever it is when there is no `operator`."""
        number, password = self.query_one("#operator", Field), self.query_one("#password", Field)
        number.disabled = bool(operator)
        for field, value in ((number, operator), (password, "")):
            field.value = value
            field.show_error("")
        self.start()

    def ask_number(self, words: Said) -> None:
        """Say why the number is needed, and go to its field."""
        number = self.query_one("#operator", Field)
        number.show_error(words)
        self.query_one(Form).go_to(number)

    def again(self, words: Said) -> None:
        """Say why it was not taken, and ask for the password once more."""
        password = self.query_one("#password", Field)
        password.value = ""
        password.show_error(words)
        self.query_one(Form).go_to(password)

    @on(Form.Finished)
    def _finished(self, message: Form.Finished) -> None:
        message.stop()
        form = self.query_one(Form)
        if form.judge() is None:
            values = form.values()
            self.post_message(self.Given(sign_in_name(values["operator"]), values["password"]))


def _needed(words: Callable[[], str]) -> Callable[[str], str]:
    return lambda text: "" if text.strip() else words()
