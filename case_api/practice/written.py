"""The results of practice as sections of a report: by person, item, class and week."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from case_api.practice.groups import group_named
from case_api.practice.sum_pages import Part, Weeks, Whose, sum_page
from case_api.reports.names import class_name
from case_api.reports.sections import Cell, Column, Kind, Section, Written
from city_packs.model import CityPack
from hotline.practice_trainer_doc import Sum, SumsBy
from hotline.practice_words import ITEMS, named, weeks_words
from wording import tr


def practice_written(
    conn: Connection, pack: CityPack, hotline: str, weeks: Weeks, group_id: UUID | None, now: datetime
) -> Written:
    """Return the results of these weeks in the present language, of all or of a group.

    Raises `ProblemError` (not-found) for a group that is not there.
    """
    whose = Whose(group_id=group_id)
    of = group_named(conn, group_id).name if group_id is not None else tr("all trainees")
    moment = now.astimezone(ZoneInfo(pack.time_zone)).strftime("%Y-%m-%d %H:%M")

    def sums(by: SumsBy) -> tuple[Sum, ...]:
        return sum_page(conn, by, whose, Part(), weeks).sums

    return Written(
        title=tr("{hotline}: results of practice, {whose}").format(hotline=hotline, whose=of),
        words=(
            weeks_words(weeks.first, weeks.last),
            tr("as of {moment}").format(moment=moment),
            tr("Share of points = points got ÷ points there were to get"),
        ),
        sections=(
            _section(
                "people", tr("By person"), tr("Person"), [(f"{each.name} {each.key}", each) for each in sums("person")]
            ),
            _section(
                "items",
                tr("By item, the hardest first"),
                tr("Item"),
                [(named(ITEMS, each.key), each) for each in sums("item")],
            ),
            _section(
                "classes",
                tr("By class, the hardest first"),
                tr("Class"),
                [(class_name(pack, each.key), each) for each in sums("class")],
            ),
            _section("weeks", tr("By week"), tr("Week from"), [(each.key, each) for each in sums("week")]),
        ),
    )


def _section(code: str, title: str, first: str, rows: list[tuple[str, Sum]]) -> Section:
    columns = (
        Column(first), Column(tr("Share of points"), Kind.SHARE, drawn=True), Column(tr("Practice calls"), Kind.COUNT),
        Column(tr("Fatal errors"), Kind.COUNT),
    )  # fmt: skip
    cells: list[tuple[Cell, ...]] = [(name, each.share, each.calls, each.fatal) for name, each in rows]
    return Section(code, title, columns=columns, rows=tuple(cells), empty=tr("No result in these weeks"))


def last_weeks(now: datetime, pack: CityPack, count: int) -> Weeks:
    """Return the last `count` weeks by the city's calendar, the present one included."""
    today = now.astimezone(ZoneInfo(pack.time_zone)).date()
    return Weeks.around(today - timedelta(weeks=count - 1), today)
