"""Numbers that most callers have, read without the library, come out as the library writes them."""

import random

import phonenumbers

from hotline.phones import normal


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
