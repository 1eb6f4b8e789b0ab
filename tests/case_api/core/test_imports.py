"""Cases that were made elsewhere come in once, reach the seats and stand in the audit."""

from case_api.audit.verify import verify
from case_api.centre import Centre
from case_api.imports import Imported, import_cases
from tests.case_api.core.pushing import Seat, past_case
from tests.case_api.core.rows import doc_of


def test_past_cases_come_in_once_and_reach_the_seats(seat: Seat, centre: Centre) -> None:
    past = [past_case(centre, counter) for counter in range(1, 251)]
    assert import_cases(centre, past) == Imported(taken=250, known=0)
    assert import_cases(centre, past) == Imported(taken=0, known=250)
    again = past_case(centre, 1)
    assert import_cases(centre, [again, past_case(centre, 900), past_case(centre, 900)]) == Imported(taken=1, known=2)
    assert len(seat.pull().scopes["seat:0042"].rows) == 251
    assert doc_of(centre, past[0].order.id).order.caller_phone == "199****1234"
    assert [report.finding for report in verify(centre.engine, [])] == [None, None]
