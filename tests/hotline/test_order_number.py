"""The number that is read to a caller: made at the seat, checked wherever it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.order_number import NumberError, OrderNumber, check_digit, grouped, is_number, parse

numbers = st.builds(
    OrderNumber,
    st.integers(0, 9999).map("{:04}".format),
    st.integers(1, 99),
    st.integers(1, 999_999),
)


def test_it_is_shown_in_groups_and_holds_no_date() -> None:
    assert grouped(str(OrderNumber("0042", 3, 17))) == "0042-03-000017-1"


def test_the_check_digit_is_that_of_iso_7064() -> None:
    assert check_digit("0794") == "5"  # the worked example of ISO/IEC 7064 for MOD 11,10


@given(numbers)
def test_it_is_read_back_however_it_is_written(number: OrderNumber) -> None:
    assert parse(grouped(str(number))) == number
    assert parse("　".join(chr(ord(digit) + 0xFEE0) for digit in str(number))) == number


@given(numbers, st.integers(0, 12), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number: OrderNumber, place: int, shift: int) -> None:
    digits = list(str(number))
    digits[place] = str((int(digits[place]) + shift) % 10)
    with pytest.raises(NumberError):
        parse("".join(digits))


@pytest.mark.parametrize("parts", [("42", 1, 1), ("0042", 0, 1), ("0042", 100, 1), ("0042", 1, 0), ("0042", 1, 10**6)])
def test_a_number_that_does_not_fit_is_never_made(parts: tuple[str, int, int]) -> None:
    with pytest.raises(NumberError):
        OrderNumber(*parts)


def test_a_short_number_is_refused_in_words() -> None:
    with pytest.raises(NumberError, match="13 digits, this has 3"):
        parse("12-3")


@given(numbers)
def test_a_whole_number_is_told_from_a_part_of_one(number: OrderNumber) -> None:
    assert is_number(grouped(str(number)))
    assert not is_number(str(number)[1:])
    assert not is_number(str(number)[:-1] + str((int(str(number)[-1]) + 1) % 10))
