"""Cases that were made elsewhere come in once, reach the seats and stand in the audit."""

from case_api.audit.verify import verify
from case_api.centre import Centre
from case_api.imports import Imported, PastCase, import_cases
from hotline.codes import CaseType, HandleMode, State
from hotline.order_number import OrderNumber
from hotline.work_order import WorkOrder
from tests.case_api.core.pushing import PHONE, Seat, new_id
from tests.case_api.core.rows import doc_of


def _past(centre: Centre, counter: int) -> PastCase:
    at = centre.now()
    order = WorkOrder(
        id=new_id(),
        order_no=str(OrderNumber("0042", 1, counter)),
        revision=1,
        state=State.ANSWERED,
        state_since=at,
        origin_seat="0042",
        origin_operator="op-0042",
        follow_up="op-0042",
        created_at=at,
        updated_at=at,
        pack_version="1",
        handle_mode=HandleMode.DIRECT,
        case_type=CaseType.CONSULT,
        content="旧案",
        area_code="9101",
        caller_phone=PHONE,
    )
    return PastCase(order)


def test_past_cases_come_in_once_and_reach_the_seats(seat: Seat, centre: Centre) -> None:
    past = [_past(centre, counter) for counter in range(1, 251)]
    assert import_cases(centre, past) == Imported(taken=250, known=0)
    assert import_cases(centre, past) == Imported(taken=0, known=250)
    again = _past(centre, 1)
    assert import_cases(centre, [again, _past(centre, 900), _past(centre, 900)]) == Imported(taken=1, known=2)
    assert len(seat.pull().scopes["seat:0042"].rows) == 251
    assert doc_of(centre, past[0].order.id).order.caller_phone == "199****1234"
    assert [report.finding for report in verify(centre.engine, [])] == [None, None]
