"""What the centre did though no answer came, or the console ended before it came, is not done a second time."""

from hotline.dispatch_commands import Split
from hotline.oversight_commands import Supervise
from wording import set_language

from .dispatch_list import at_work, shows, three_wait
from .host import NARROW, Host, paste, press, settled, until
from .loop_cases import listed
from .test_supervision import with_supervisor


def _ended(before: Host, app: Host) -> Host:
    """Let a console end and another begin with its drafts; the centre remembers what it did."""
    app.seat.kept, app.seat.done_once, app.seat.given = before.seat.kept, before.seat.done_once, before.seat.given
    return app


async def test_a_notice_that_got_no_answer_is_issued_once_and_may_be_taken_again_as_it_is() -> None:
    set_language("en")
    app = with_supervisor()
    app.seat.answers_lost = 1
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space", "1")
        await paste(pilot, "请速办")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "No answer came. Take it again as it is: it is done once" in app.text)
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "Notice issued" in app.text
        assert [type(command) for command, _ in app.seat.given] == [Supervise]


async def test_a_case_whose_split_was_done_when_the_console_ended_is_not_split_again() -> None:
    set_language("en")
    before = at_work()
    three_wait(before)
    before.seat.answers_lost = 1
    async with before.run_test(size=NARROW) as pilot:
        await shows(pilot, "Proposed")
        await press(pilot, "s")
        await paste(pilot, "井盖缺失")
        await until(pilot, lambda: before.seat.kept)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: before.seat.given)
    app = _ended(before, at_work())
    three_wait(app)
    async with app.run_test(size=NARROW) as pilot:
        await shows(pilot, "Half written")
        await press(pilot, "s", "ctrl+s")
        await until(pilot, lambda: not app.seat.kept)
        assert [type(command) for command, _ in app.seat.given] == [Split]
