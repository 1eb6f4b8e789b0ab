"""An operator amends what the screen shows, and the screen shows personal data masked."""

from typing import Any

import pytest

from hotline.case_doc import masked_order
from hotline.codes import Role
from hotline.commands import AmendCase, FileCase
from hotline.masking import masked_value
from hotline.outcome import Applied, Outcome, Refusal, RefusalCode
from hotline.rulebook import apply
from hotline.work_order import WorkOrder
from tests.hotline.given import INTAKE, NUMBER, context_of

FILED = apply(None, FileCase(number=NUMBER, intake=INTAKE, pack_version="2026.1"), context_of())


def _amended(base: str, mine: str) -> Applied:
    assert isinstance(FILED, Applied)
    outcome = apply(FILED.order, AmendCase(changes={"caller_name": (base, mine)}), context_of(Role.OPERATOR, minutes=1))
    assert isinstance(outcome, Applied)
    return outcome


def test_a_masked_old_value_is_the_value_that_it_masks() -> None:
    done = _amended("李**", "李晓明")
    assert done.order is not None
    assert (done.order.caller_name, done.conflicts) == ("李晓明", ())


def test_a_masked_old_value_of_somebody_else_is_a_conflict() -> None:
    done = _amended("王**", "李晓明")
    assert [(each.field, each.theirs) for each in done.conflicts] == [("caller_name", "李小明")]


def _order(**fields: str) -> WorkOrder:
    assert isinstance(FILED, Applied)
    assert FILED.order is not None
    return FILED.order.model_copy(update=fields)


def _given(order: WorkOrder, **changes: tuple[Any, Any]) -> Outcome:
    return apply(order, AmendCase(changes=changes), context_of(minutes=1))


@pytest.mark.parametrize("starred", ["199****9999", "19900005678*", "*"])
@pytest.mark.parametrize("masked", [False, True], ids=["at the centre", "at a seat"])
def test_a_number_with_stars_never_takes_the_place_of_a_whole_one(starred: str, masked: bool) -> None:
    order = _order(contact_phone="199 0000 1234")
    outcome = _given(masked_order(order) if masked else order, contact_phone=("199****1234", starred))
    assert outcome == Refusal(RefusalCode.BAD_PHONE, "contact_phone")


STARRED = ["李**", "王*", "*", "王＊", "王小明*"]


@pytest.mark.parametrize("starred", STARRED[1:])
@pytest.mark.parametrize("field", ["caller_name", "respondent_name"])
@pytest.mark.parametrize("masked", [False, True], ids=["at the centre", "at a seat"])
def test_a_name_with_stars_never_takes_the_place_of_a_whole_one(starred: str, field: str, masked: bool) -> None:
    order = _order(respondent_name="李大力")
    outcome = _given(masked_order(order) if masked else order, **{field: ("李**", starred)})
    assert outcome == Refusal(RefusalCode.BAD_NAME, field)


@pytest.mark.parametrize("starred", STARRED)
def test_a_case_is_not_filed_under_a_name_with_stars(starred: str) -> None:
    filing = FileCase(number=NUMBER, intake=INTAKE.model_copy(update={"caller_name": starred}), pack_version="2026.1")
    assert apply(None, filing, context_of()) == Refusal(RefusalCode.BAD_NAME, "caller_name")


@pytest.mark.parametrize(("field", "mask"), [("caller_phone", "199****5678"), ("caller_name", "李**")])
def test_what_the_screen_shows_masked_given_back_as_new_changes_nothing(field: str, mask: str) -> None:
    order = _order()
    assert _given(order, **{field: (getattr(order, field), mask)}) == Applied(order, ())


def test_other_fields_are_amended_where_every_number_and_name_is_known_masked_only() -> None:
    known = _order(contact_phone="199 0000 1234", respondent_phone="199 0000 4321", respondent_name="王大力")
    given = {"contact_phone": ("199****1234", "199 0000 7777"), "respondent_name": ("王**", "王小力")}
    outcome = _given(masked_order(known), address_text=("", "12号楼"), **given)
    assert isinstance(outcome, Applied)
    assert outcome.order is not None
    assert (outcome.order.address_text, outcome.order.contact_phone) == ("12号楼", "19900007777")
    assert (outcome.order.caller_name, outcome.order.respondent_name) == ("李**", "王小力")


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [("caller_phone", "13800005678*", "138****678*"), ("caller_name", "王小明*", "王***")],
)
def test_a_star_typed_behind_a_value_does_not_keep_it_from_being_masked(field: str, typed: str, shown: str) -> None:
    assert masked_value(field, typed) == shown


@pytest.mark.parametrize("number", ["110", "12345", "5550123", "62345678", "0755123456", "13800005678", "+85212345678"])
@pytest.mark.parametrize("name", ["李", "李明", "欧阳小明", "李女士"])
def test_masking_what_is_masked_changes_nothing(number: str, name: str) -> None:
    for field, value in (("caller_phone", number), ("caller_name", name)):
        once = masked_value(field, value)
        assert masked_value(field, once) == once
