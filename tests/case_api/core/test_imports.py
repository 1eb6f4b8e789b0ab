"""Cases that were made elsewhere come in once, reach the seats and stand in the audit."""

from case_api.audit.verify import verify
from case_api.cases.purge import purge_case
from case_api.cases.purge_reason import PurgeReason
from case_api.centre import Centre
from case_api.imports import Imported, import_cases
from case_api.storage.tables_cases import cases
from tests.case_api.core.pushing import Seat, past_case
from tests.case_api.core.rows import doc_of, rows_of


def test_past_cases_come_in_once_and_reach_the_seats(seat: Seat, centre: Centre) -> None:
    past = [past_case(centre, counter) for counter in range(1, 251)]
    assert import_cases(centre, past) == Imported(taken=250, known=0)
    assert import_cases(centre, past) == Imported(taken=0, known=250)
    again = past_case(centre, 1)
    assert import_cases(centre, [again, past_case(centre, 900), past_case(centre, 900)]) == Imported(taken=1, known=2)
    assert len(seat.pull().scopes["seat:0042"].rows) == 251
    assert doc_of(centre, past[0].order.id).order.caller_phone == "199****1234"
    assert [report.finding for report in verify(centre.engine, [])] == [None, None]


def test_an_erased_case_does_not_come_back_with_the_next_import(centre: Centre) -> None:
    past = [past_case(centre, counter) for counter in (500, 501)]
    assert import_cases(centre, past) == Imported(taken=2, known=0)
    assert purge_case(centre, past[0].order.id, "admin", PurgeReason.CITIZEN_ASKED)
    assert import_cases(centre, [*past, past_case(centre, 502)]) == Imported(taken=1, known=2)
    assert past[0].order.id not in {row.id for row in rows_of(centre, cases)}
