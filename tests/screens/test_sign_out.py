"""The end of a shift when the operator is faster than the seat's disk."""

from concurrent.futures import Future

from local_cache.model import Draft
from screens.desk.screen import DeskScreen
from screens.services import Go, SignedOut
from screens.sign_out import SignOutScreen
from wording import set_language

from .host import NARROW, Host, a_draft, press, until


async def test_enter_before_the_drafts_are_read_signs_out_and_keeps_each_of_them() -> None:
    set_language("en")
    app = Host(SignOutScreen())
    on_its_way: Future[list[Draft]] = Future()
    app.seat.drafts = lambda operator: on_its_way  # type: ignore[method-assign]
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "enter", "enter")
        assert app.seat.disposals == []
        on_its_way.set_result([a_draft(id="d0"), a_draft(id="d1")])
        await until(pilot, lambda: app.asked)
        assert app.seat.disposals == [{"d0": "keep", "d1": "keep"}]
        assert isinstance(app.asked[0], SignedOut)


async def test_the_desk_is_left_once_what_was_typed_last_is_on_disk() -> None:
    set_language("en")
    app = Host(DeskScreen())
    on_disk: Future[None] = Future()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter", "ctrl+g", "0", *"water")
        written: list[Draft] = []

        def put_draft(draft: Draft) -> Future[None]:
            written.append(draft)
            return on_disk

        app.seat.put_draft = put_draft  # type: ignore[method-assign]
        await press(pilot, "ctrl+q")
        assert written[-1].fields["content"] == "water"
        assert app.asked == []
        on_disk.set_result(None)
        await until(pilot, lambda: app.asked)
        assert isinstance(app.asked[0], Go)
        assert app.asked[0].place == "sign_out"
