"""Push: what a seat gets answered, and what is in the centre afterwards."""


from hotline.wire import MutationOutcome
from tests.case_api.core.pushing import Seat


def test_a_filed_case_is_at_the_centre_with_its_number(seat: Seat) -> None:
    mutation = seat.filing()
    answer = seat.push(mutation)
    assert [result.outcome for result in answer.results] == [MutationOutcome.APPLIED]
    assert answer.last_seq == 1
    pulled = seat.pull().scopes["seat:0042"]
    assert [row.id for row in pulled.rows] == [mutation.case_id]
    assert pulled.rows[0].doc is not None
    assert pulled.rows[0].doc["order"]["order_no"] == mutation.payload["number"]
    assert pulled.rows[0].doc["order"]["caller_phone"] == "199****1234"


def test_the_same_batch_twice_has_one_effect_and_the_same_answer(seat: Seat) -> None:
    batch = [seat.filing(), seat.filing()]
    first = seat.push(*batch)
    second = seat.push(*batch)
    assert [result.model_copy(update={"replayed": False}) for result in second.results] == list(first.results)
    assert all(result.replayed for result in second.results)
    assert len(seat.pull().scopes["seat:0042"].rows) == 2
