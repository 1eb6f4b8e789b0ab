"""A Textual program for the tests: a form as large as a desk, with a narrative of 600 Chinese signs in it."""

from textual.app import ComposeResult
from textual.screen import Screen

from widgets.field import Field
from widgets.form import Form
from widgets.key_line import KeyLine
from widgets.key_order import OrderedKeys
from widgets.lean_screen import LeanScreen
from widgets.message_line import MessageLine
from widgets.narrative import Narrative
from widgets.picker import Picker
from widgets.status_line import StatusLine
from widgets.theme import dress

STORY = ("昨晚八点起全楼停水,物业称主管爆裂,至今未修。家有老人,请尽快。" * 20)[:600]


class Desk(LeanScreen[None]):
    """Twenty entries around the narrative."""

    def compose(self) -> ComposeResult:
        yield StatusLine()
        with Form():
            for number in range(6):
                yield Field(id=f"field{number}", label="Name", number=str(number))
            for number in range(6):
                yield Picker(id=f"picker{number}", label="Place")
            yield Narrative(id="content", label="Content", number="9", rows=8, value=STORY)
        yield MessageLine()
        yield KeyLine()

    def on_mount(self) -> None:
        self.set_focus(self.query_one(Narrative))


class LongText(OrderedKeys[None]):
    """Shows the form."""

    def on_mount(self) -> None:
        dress(self, "seat-dark")

    def get_default_screen(self) -> Screen[None]:
        return Desk()


if __name__ == "__main__":
    LongText().run()
