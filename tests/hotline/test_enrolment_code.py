"""The enrolment code: as it is printed, typed and checked."""

import pytest

from hotline.enrolment_code import EnrolmentCodeError, new_code, parse


def test_a_code_reads_back_as_typed() -> None:
    code = new_code(b"authority")
    assert parse(str(code)) == code
    assert parse(f" {str(code).lower().replace('-', ' ')} ") == code
    assert len(str(code).split("-")) == 10


def test_a_code_without_tls_is_short_and_trusts_nobody() -> None:
    code = new_code(None)
    assert len(str(code)) == 19
    assert parse(str(code)) == code
    assert not code.fits(b"authority")


def test_only_the_authority_it_was_made_for_fits() -> None:
    code = new_code(b"authority")
    assert code.fits(b"authority")
    assert not code.fits(b"another")


def test_letters_that_look_like_digits_are_taken_as_those() -> None:
    assert parse("OOOO-IIII-LLLL-0000").secret == "0000111111110000"


@pytest.mark.parametrize("text", ["", "0042", "U" * 16, "路" * 16, "0" * 17, "0" * 39])
def test_what_is_no_code_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(EnrolmentCodeError) as refused:
        parse(text)
    assert not text or text not in str(refused.value)
