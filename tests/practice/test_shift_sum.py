"""Where most was lost in a session of several calls."""

from hotline.practice_doc import ResultCall, ResultItem
from practice.shift_sum import ItemLost, most_lost


def call(*items: tuple[str, float, float]) -> ResultCall:
    return ResultCall(
        scenario="noise", version=1, rubric=1, total=50,
        items=tuple(ResultItem(item=item, of=of, got=got) for item, of, got in items),
    )  # fmt: skip


def test_items_stand_by_what_was_lost_on_them_in_all_calls_and_of_as_much_as_in_the_rubric() -> None:
    calls = (
        call(("class", 12, 12), ("address", 12, 6), ("contact", 6, 4), ("words", 5, 5)),
        call(("class", 12, 0), ("address", 12, 8), ("contact", 6, 6), ("greeting", 5, 3)),
    )
    assert most_lost(calls) == (
        ItemLost("class", 12, 24, 1), ItemLost("address", 10, 24, 2), ItemLost("contact", 2, 12, 1),
        ItemLost("greeting", 2, 5, 1),
    )  # fmt: skip
    assert most_lost(()) == ()
