"""What was chosen before a question is known again after the console ended, as what was written in the question is."""

from collections.abc import Callable

from textual.pilot import Pilot

from hotline.codes import Role, SuperviseKind
from hotline.oversight_commands import DecideExtension, Supervise
from hotline.unit_commands import AnswerSupervision
from wording import set_language

from .host import NARROW, NOON, Host, paste, press, settled, until
from .loop_cases import URBAN, at_unit, given, listed
from .test_supervision import ASKED, NAMED, with_supervisor
from .test_unit_desk import NOTICE, with_unit


async def _on_disk(app: Host, pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: any(words in map(str, each.fields.values()) for each in app.seat.kept.values()))


def _after(before: Host, make: Callable[[], Host]) -> Host:
    """Return a console that begins with what was on disk when the one before ended."""
    app = make()
    app.seat.kept = {**before.seat.kept}
    return app


async def test_a_notice_is_of_the_kind_again_that_it_was_begun_as() -> None:
    set_language("en")
    before = with_supervisor()
    async with before.run_test(size=NARROW) as pilot:
        await listed(before, pilot)
        await press(pilot, "space", "4")
        await paste(pilot, "请联合处理")
        await press(pilot, "enter", "ctrl+u", *"11-25 16:00", "enter", *"scgj")
        await _on_disk(before, pilot, URBAN)
    app = _after(before, with_supervisor)
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "space")
        assert "Supervise: how?" not in app.text
        await press(pilot, "ctrl+s")
        await settled(pilot)
        told = given(app)
        assert isinstance(told, Supervise)
        assert (told.kind, told.text, told.units) == (SuperviseKind.JOINT, "请联合处理", (URBAN,))
        await press(pilot, "space")
        assert "Supervise: how?" in app.text


async def test_an_answer_stands_again_under_the_notice_that_it_was_begun_for() -> None:
    set_language("en")
    both = at_unit(supervisions=(NOTICE, NOTICE.model_copy(update={"text": "请到现场"})))
    before = with_unit(both)
    async with before.run_test(size=NARROW) as pilot:
        await listed(before, pilot)
        await press(pilot, "v", "2")
        await paste(pilot, "明天到现场")
        await _on_disk(before, pilot, "明天到现场")
    app = _after(before, lambda: with_unit(both))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "v", "ctrl+s")
        await settled(pilot)
        assert given(app) == AnswerSupervision(index=1, answer="明天到现场")
    answered = both.supervisions[1].model_copy(update={"answer": "到过了", "answered_at": NOON})
    app = _after(before, lambda: with_unit(at_unit(supervisions=(NOTICE, answered))))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "v")
        assert "Answer the notice" in app.text
        assert "明天到现场" not in app.text  # another notice was answered so; the words wait among the drafts
        assert len(app.seat.kept) == 1


async def test_why_a_naming_is_agreed_to_is_not_taken_for_why_an_extension_is() -> None:
    set_language("en")
    asked = at_unit(naming=NAMED, extensions=(ASKED,))
    before = with_supervisor(asked, role=Role.LEADER)
    async with before.run_test(size=NARROW) as pilot:
        await listed(before, pilot)
        await press(pilot, "a")
        await paste(pilot, "屡次拖延")
        await _on_disk(before, pilot, "屡次拖延")
    app = _after(before, lambda: with_supervisor(at_unit(extensions=(ASKED,)), role=Role.LEAD))
    async with app.run_test(size=NARROW) as pilot:
        await listed(app, pilot)
        await press(pilot, "a")
        assert "The extension is granted: why?" in app.text
        assert "屡次拖延" not in app.text
        await paste(pilot, "属实")
        await press(pilot, "enter")
        await settled(pilot)
        assert given(app) == DecideExtension(grant=True, reason="属实")
