"""JSON lines of calls: good ones become commands, others are named with what to do."""

import json

import pytest

from hotline.commands import AnswerDirectly, FileCase
from seat_console.headless.case_lines import LINE_BYTES, BadLine, CaseLine, read_line
from wording import set_language

GOOD = {"ref": "A-1", "intake": {"case_type": "QZ", "content": "[/] 停水 \u202e", "caller_phone": "19900001234"}}


def _bytes(found: object) -> bytes:
    return json.dumps(found, ensure_ascii=False).encode()


def _bad(found: object) -> BadLine:
    line = read_line(7, found if isinstance(found, bytes) else _bytes(found))
    assert isinstance(line, BadLine)
    assert line.line == 7
    assert line.do
    return line


def test_a_good_line_becomes_a_command_with_number_and_pack_version() -> None:
    line = read_line(1, _bytes(GOOD))
    assert isinstance(line, CaseLine)
    command = line.command("0042010000010", "tangshan-1")
    assert isinstance(command, FileCase)
    assert (line.ref, command.number, command.pack_version) == ("A-1", "0042010000010", "tangshan-1")
    assert command.intake.content == "[/] 停水 \u202e"


def test_another_outcome_is_named_by_op() -> None:
    line = read_line(1, _bytes({"op": "answer_directly", "answer": "今晚八点恢复供水", "intake": {}}))
    assert isinstance(line, CaseLine)
    assert isinstance(line.command("1", "1"), AnswerDirectly)


def test_a_byte_order_mark_from_windows_does_no_harm() -> None:
    assert isinstance(read_line(1, b"\xef\xbb\xbf" + _bytes(GOOD)), CaseLine)


@pytest.mark.parametrize(
    ("found", "field"),
    [
        (b"{", ""),
        (b"[]", ""),
        ("停水".encode("gbk"), ""),
        (b"[" * 60_000, ""),
        (b'{"intake": {"content": "' + b"a" * LINE_BYTES + b'"}}', ""),
        ({"ref": 1, "intake": {}}, "ref"),
        ({"ref": " ", "intake": {}}, "ref"),
        ({"ref": "x" * 101, "intake": {}}, "ref"),
        (b'{"ref": "\\ud800", "intake": {}}', "ref"),
        ({"op": "add_note", "intake": {}}, "op"),
        ({"op": ["file_case"], "intake": {}}, "op"),
        ({"number": "1", "intake": {}}, "number"),
        ({"pack_version": "1", "intake": {}}, "pack_version"),
        ({}, "intake"),
        ({"intake": []}, "intake"),
        ({"intake": {"colour": "red"}}, "intake.colour"),
        ({"intake": {"case_type": "XX"}}, "intake.case_type"),
        ({"intake": {"content": "x" * 4001}}, "intake.content"),
        ({"intake": {"content": "a\x00b"}}, "intake.content"),
        ({"intake": {"content": 4}}, "intake.content"),
        ({"intake": {"anonymous": "perhaps"}}, "intake.anonymous"),
        ({"intake": {"occurred_at": "yesterday"}}, "intake.occurred_at"),
        ({"intake": {"occurred_at": "2026-11-21T10:00:00"}}, "intake.occurred_at"),
        ({"op": "answer_directly", "intake": {}}, "answer"),
        ({"op": "answer_directly", "intake": {}, "answer": "a", "callback_share": 7}, "callback_share"),
        ({"op": "answer_directly", "intake": {}, "answer": "a", "callback_share": "0.5"}, "callback_share"),
        ({"op": "answer_directly", "intake": {}, "answer": " \n\u3000"}, "answer"),
        (
            {"op": "propose_refusal", "intake": {}, "refusal": "out_of_scope", "reason": "", "legal_route": "petition"},
            "reason",
        ),
        ({"intake": {"content": "\u3000 "}}, "intake.content"),
        ({"intake": {"occurred_at": 5}}, "intake.occurred_at"),
        ({"intake": {"content": "a"}, "call": 5}, "call"),
        (b'{"intake": {"content": "a\x00b"}}', ""),
        (b'{"intake": {"content": ' + b"9" * 5000 + b"}}", ""),
    ],
)
def test_a_bad_line_names_its_field_and_what_to_do(found: object, field: str) -> None:
    assert _bad(found).field == field


@pytest.mark.parametrize("found", [b'{"intake": {"content": "a\x00b"}}', {"intake": {"content": "a\x00b"}}])
def test_a_character_that_cannot_be_stored_is_named(found: object) -> None:
    set_language("en")
    assert _bad(found).do == "the character U+0000 cannot be stored; delete it"


def test_a_text_that_nothing_needs_may_be_blank() -> None:
    assert isinstance(read_line(1, _bytes({"intake": {"content": "停水", "title": " ", "address_text": ""}})), CaseLine)


def test_the_codes_to_choose_from_are_listed_in_the_language_that_is_spoken() -> None:
    set_language("zh")
    words = _bad({"intake": {"case_type": "XX"}}).do
    assert "、" in words
    assert " or " not in words


def test_words_about_a_bad_line_repeat_nothing_of_it() -> None:
    line = _bad({"intake": {"caller_phone": "199" + "0" * 40, "content": "李女士"}})
    assert "1990" not in repr(line)
    line = _bad({"intake": {"case_type": "李女士"}})
    assert "李女士" not in repr(line)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b'{"ref": "A-1", "ref": "A-2", "intake": {"content": "a"}}', "ref"),
        (b'{"intake": {"content": "a"}, "intake": {"content": "a"}}', "intake"),
        (b'{"intake": {"content": "a", "content": "b"}}', "intake.content"),
    ],
)
def test_a_field_that_stands_twice_is_refused_and_none_of_both_is_taken(raw: bytes, field: str) -> None:
    set_language("en")
    line = _bad(raw)
    assert (line.field, line.ref) == (field, None)
    assert "twice" in line.do


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b'{"intake": {"content": "a\\ud83db"}}', "intake.content"),
        (b'{"op": "answer_directly", "answer": "\\ud83d", "intake": {}}', "answer"),
        (b'{"intake": {"case_type": "\\ud83d"}}', "intake.case_type"),
        (b'{"intake": {"\\ud83d": "a"}}', "intake"),
        (b'{"\\ud83d": 1, "intake": {}}', ""),
    ],
)
def test_half_a_character_is_named_as_what_it_is(raw: bytes, field: str) -> None:
    set_language("en")
    line = _bad(raw)
    assert line.field == field
    assert "U+D83D is half of a character" in line.do
