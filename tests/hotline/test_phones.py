"""Numbers that most callers have, read without the library, come out as the library writes them."""

import random

import phonenumbers
import pytest

from hotline.commands import AmendCase, LogCall
from hotline.phones import masked, normal
from hotline.work_order import Intake


def test_mobile_numbers_are_written_as_phonenumbers_writes_them() -> None:
    draw = random.Random(12345)
    for start in range(130, 200):
        for _ in range(20):
            number = f"{start}{draw.randrange(10**8):08}"
            parsed = phonenumbers.parse(number, "CN")
            if phonenumbers.is_possible_number(parsed):
                written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
                for typed in (number, f"+86 {number}", f"0086{number}", f"86-{number}"):
                    assert normal(typed) == written, typed


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("１３９１２３４５６７８", "13912345678", "139****5678"),
        ("139 1234-5678", "13912345678", "139****5678"),
        ("＋８６ 139 1234 5678", "+8613912345678", "139****5678"),
        ("（0315）123 4567", "03151234567", "031****4567"),
        ("１３９****５６７８", "139****5678", "139****5678"),
        ("ask the neighbour", "ask the neighbour", "ask****bour"),
        ("", "", ""),
    ],
)
def test_a_number_is_kept_in_one_writing_whichever_way_it_comes_and_is_masked_in_any(
    typed: str, kept: str, shown: str
) -> None:
    for field in ("caller_phone", "contact_phone", "respondent_phone"):
        assert getattr(Intake.model_validate({field: typed}), field) == kept
        changes = AmendCase.model_validate({"changes": {field: [typed, typed]}}).changes
        assert changes == {field: (kept, kept)}
    assert LogCall.model_validate({"outcome": "silent", "caller_phone": typed}).caller_phone == kept
    assert masked(typed) == masked(kept) == shown
