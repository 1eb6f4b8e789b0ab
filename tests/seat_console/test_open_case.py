"""From an entry that needs a decision to its case, in the real console: Enter opens it in find, or says why not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from textual.pilot import Pilot

from hotline.codes import Role
from hotline.order_number import grouped
from local_cache import needs
from local_cache.folder import SeatFolder
from local_cache.model import Saved
from local_cache.needs import Kind
from screens.parts.scroll_rows import ScrollRows
from screens.services import Go
from seat_console.app import ConsoleApp
from seat_console.opening import utc_now
from tests.local_cache.given import filing
from tests.pressing import press
from tests.seat_console.given import OPERATOR, enrol_without_centre
from tests.seat_console.test_app import console, opened, shown, until
from wording import set_language

FAR = UUID(int=99)
CONTENTS = ("first of them", "second of them", "third of them")


@pytest.fixture(params=["zh", "en"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> SeatFolder:
    set_language(request.param)
    return enrol_without_centre(tmp_path / "seat")


def with_entries(folder: SeatFolder, *case_ids: Callable[[list[Saved]], UUID | None]) -> list[Saved]:
    """File three cases and put entries on the needs-you list; each names its case from those that were filed."""
    seat = opened(folder)
    try:
        saved = [seat.save(filing(each), session=OPERATOR).result() for each in CONTENTS]
        for place, case_id in enumerate(case_ids):
            detail = {"op": "amend_case", "fields": [{"field": "title", "base": "", "mine": "a", "theirs": "b"}]}
            named = str(case_id(saved))
            seat._files.on_work(
                lambda work, place=place, named=named, detail=detail: needs.add(
                    work, f"m{place}", named, Kind.CONFLICT, detail, utc_now()
                )
            )
    finally:
        seat.close()
    return saved


def case_in_find(app: ConsoleApp) -> str:
    """Return the case that find shows beside its list, empty where there is none."""
    return "\n".join(pane.text for pane in app.screen.query(ScrollRows))


async def at_needs_you(app: ConsoleApp, pilot: Pilot[int]) -> None:
    await until(pilot, lambda: app.services.pack is not None)
    await press(pilot, "ctrl+y")
    await until(pilot, lambda: app.current_mode == "needs_you" and "F4" in shown(app))


async def test_enter_opens_the_case_in_find_also_where_find_was_open_before(folder: SeatFolder) -> None:
    saved = with_entries(folder, lambda saved: saved[0].case_id, lambda saved: saved[1].case_id)
    async with console(folder) as (app, pilot):
        await at_needs_you(app, pilot)
        for place in (0, 1):
            await press(pilot, *["down"] * place, "enter")
            await until(pilot, lambda: app.current_mode == "find")
            number = grouped(saved[place].number)
            await until(pilot, lambda number=number: number in shown(app))  # type: ignore[misc]
            await until(pilot, lambda place=place: CONTENTS[place] in shown(app))  # type: ignore[misc]
            assert not any(each in shown(app) for each in CONTENTS if each != CONTENTS[place])
            await press(pilot, "ctrl+y")
            await until(pilot, lambda: app.current_mode == "needs_you")
        assert app.is_running


async def test_a_case_that_is_not_kept_here_is_said_and_the_operator_stays(folder: SeatFolder) -> None:
    with_entries(folder, lambda _: FAR)
    async with console(folder) as (app, pilot):
        app.services.session = replace(OPERATOR, roles=frozenset({Role.LEAD}))
        await at_needs_you(app, pilot)
        await press(pilot, "enter")
        await until(
            pilot,
            lambda: any(
                words in shown(app).replace(" ", "") for words in ("nolinetoaskthecentre", "没有线路可向中心查")
            ),
        )
        assert app.current_mode == "needs_you"


async def test_a_place_that_is_shown_is_made_anew_for_another_case(folder: SeatFolder) -> None:
    saved = with_entries(folder)
    async with console(folder) as (app, pilot):
        await until(pilot, lambda: app.services.pack is not None)
        for place in (0, 2):
            app.screen.post_message(Go("find", case_id=str(saved[place].case_id)))
            await until(pilot, lambda place=place: CONTENTS[place] in case_in_find(app))  # type: ignore[misc]
            assert app.current_mode == "find"
