"""What a sign-in costs tells nobody whether the person is known."""

from argon2 import extract_parameters

from case_api.accounts.passwords import PasswordBook
from case_api.settings import Passwords


def test_an_unknown_person_costs_what_a_known_one_does(monkeypatch) -> None:
    book = PasswordBook(Passwords())
    known = book.hash("唐山-12345-唐山")
    worked = []
    verify = type(book._hasher).verify
    monkeypatch.setattr(
        type(book._hasher), "verify", lambda self, kept, given: worked.append(kept) or verify(self, kept, given)
    )
    assert book.fits("唐山-12345-唐山", known)
    assert not book.fits("唐山-12345-唐山", None)
    one, other = (extract_parameters(kept) for kept in worked)
    assert one == other
    assert len(worked[0]) == len(worked[1])
