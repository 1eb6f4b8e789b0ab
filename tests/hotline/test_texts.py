"""Texts are kept as typed and shown as themselves; numbers are masked and found by their hash."""

import pytest

from hotline.bigrams import contains, index_terms, query_terms
from hotline.masking import masked_name, masked_value
from hotline.phones import PhoneError, masked, normal, phone_key
from hotline.texts import unkeepable, visible


def test_control_signs_and_direction_marks_are_shown_and_never_obeyed() -> None:
    assert visible("a\x1b[31mb\u202ec\x00") == "a␛[31mb<RLO>c␀"


def test_line_feeds_tabs_emoji_and_rare_characters_stay() -> None:
    kept = "停水\n\t👨‍👩‍👧 𠮷野家 [/][red]"
    assert visible(kept) == kept


@pytest.mark.parametrize(("text", "sign"), [("a\x00b", "U+0000"), ("\ud83d", "U+D83D"), ("好", None)])
def test_only_what_no_database_keeps_is_named(text: str, sign: str | None) -> None:
    assert unkeepable(text) == sign


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("１３８ 0000-5678", "+8613800005678"),
        ("+86 138 0000 5678", "+8613800005678"),
        ("008613800005678", "+8613800005678"),
        ("0315-2800000", "+863152800000"),
        ("12345", "12345"),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: str) -> None:
    assert normal(typed) == number


@pytest.mark.parametrize("typed", ["", "没有", "12", "1" * 21, "138\x00"])
def test_what_is_no_number_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(PhoneError, match=r"^not a telephone number$"):
        normal(typed)


def test_masks_hide_the_middle() -> None:
    assert masked("+8613800005678") == "138****5678"
    assert masked("12345") == "****45"
    assert masked_name("欧阳小明") == "欧***"
    assert masked_name("李女士") == "李女士"
    assert masked_value("content", "138 0000 5678") == "138 0000 5678"
    assert masked_value("caller_phone", masked("+8613800005678")) == "138****5678"


def test_the_hash_needs_the_key() -> None:
    assert phone_key(b"a" * 32, "+8613800005678") != phone_key(b"b" * 32, "+8613800005678")


def test_search_terms_find_what_like_would_find() -> None:
    terms = set(index_terms("机场路112号楼 ABC"))
    assert set(query_terms("12号楼")) <= terms
    assert contains("机场路112号楼", "12号楼")
    assert not contains("机场路12号，3号楼", "12号楼")
    assert query_terms("水") == ["水"]
    assert query_terms("，。") == []
    assert contains("ＡＢＣ小区", "abc 小区")
