"""Nothing is untranslated, nothing is lost in translation, and it fits where it stands."""

import ast
import functools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from rich.cells import cell_len

from widgets.commands import COMMANDS, DESK, commands_of
from wording import extract, set_language, tr

ROOT = Path(__file__).parents[2]
LABEL_CELLS = 14
"""The key line of 80 cells holds at least five labels of this length with their keys."""
AS_IT_IS = {"110 119 120", "中文 / English"}
"""Messages that are the same in both languages."""


said = functools.cache(extract.messages)
"""What the program says; looked for by the first test that asks, not by each worker that only counts its tests."""


@functools.cache
def english() -> dict[str, list[str]]:
    return {words: files for msgid, files in said().items() for words in extract.texts(msgid)}


@functools.cache
def chinese() -> dict[str, str]:
    return {
        words: extract.texts(message.string)[0]
        for message in extract.read_catalogue()
        if message.id
        for words in extract.texts(message.id)
    }


@functools.cache
def on_screen() -> set[str]:
    return {
        words for words, files in english().items() if any(file.startswith(("screens/", "widgets/")) for file in files)
    }


@pytest.fixture(params=["zh", "en"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    set_language(request.param)
    yield request.param
    set_language("zh")


def test_every_message_has_chinese_with_the_same_placeholders_and_none_is_left_over():
    assert list(extract.problems(extract.read_catalogue(), said())) == []


def test_no_words_are_handed_to_a_translator_that_is_called_later_where_the_catalogue_does_not_find_them():
    files = (file for package in extract.PACKAGES for file in (ROOT / package).rglob("*.py"))
    handed_on = re.compile(r"\(\s*trn?,\s*[\"']")
    assert [file.name for file in files if handed_on.search(file.read_text(encoding="utf-8"))] == []


def test_the_chinese_is_chinese():
    foreign = {
        msgid
        for msgid, words in chinese().items()
        if words and re.search("[A-Za-z]", re.sub(r"{.*?}", "", msgid)) and not re.search("[\u4e00-\u9fff]", words)
    }
    assert foreign - AS_IT_IS == set()


def test_blanks_at_the_ends_are_the_same_where_they_part_two_texts():
    assert [words for words in english() if _lead(words) != _lead(chinese()[words])] == []


HALF_WIDTH_BETWEEN_HAN = re.compile(
    "[\u4e00-\u9fff}]\\s*[,:;!?(](?!/)|[),:;!?]\\s*[\u4e00-\u9fff]|[\u4e00-\u9fff]\\s*\\.(?![\\w.])"
)
"""Half-width marks that stand in a Chinese sentence; `{name}` counts as Han, the `:` of an address does not."""


def test_chinese_sentences_have_full_width_marks_and_none_begins_with_one():
    in_chinese = {words for words in chinese().values() if re.search("[\u4e00-\u9fff]", words)}
    assert {words for words in in_chinese if HALF_WIDTH_BETWEEN_HAN.search(words)} == set()
    assert {words for words in in_chinese if words[0] in "。，、；：！？）"} == set()


@pytest.mark.parametrize(
    ("words", "wrong"),
    [("命令:路径", True), ("{count}件,已存", True), ("停水(小区", True), ("停水)小区", True), ("完成.", True),
     ("完成。", False), ("形如 https://centre.example:8443", False), ("language = \"zh\"，见 docs/a.md", False)],
)  # fmt: skip
def test_half_width_marks_are_found(words, wrong):
    assert bool(HALF_WIDTH_BETWEEN_HAN.search(words)) is wrong


def test_one_thing_has_one_name_in_chinese():
    other_names = {"坐席": "座席", "整理": "话后", "登记码": "注册码", "登录": "签入", "签退": "签出"}
    found = {words for words in chinese().values() for other in other_names if other in words}
    assert found == set()


def test_english_calls_characters_characters():
    """What it calls a sign is a mark beside a word, signing in and out, or a name under a handover."""
    of_people = "name of sign-in|[Ss]igns? (?:in|out|for|as|now|first|here)|[Ss]ign-in"
    counted = {words for words in english() if re.search(r"\b[Ss]igns?\b", re.sub(rf"{{.*?}}|{of_people}", "", words))}
    assert counted == {"Sign"}  # the command by which a unit takes a case on


COUNTED = re.compile(
    r"{\w+} (?:[a-z]+ )??(?!(?:is|was|has|does|needs|brings|hangs|stands|belongs|comes|lists)\b)[a-z-]+s\b"
)
"""A number and the name of many; verbs of one thing that has a name are not meant."""
NEVER_ONE = {
    "shorten the line to {count} bytes",
    "shorten it to {count} characters",
    "a password has at least {count} characters, and at most {most}",
    "the name of a hotline is one line of 1 to {most} characters",
    "the name of a display is one line of 1 to {most} characters",
    "{length} characters are too many to paste, so none was taken. Paste less.",
    "{count} cases are at the centre.",
    "{count} errors",
    "must be text of {least} to {most} characters",
    "has more than {most} bytes: bring in fewer days",
    "has more than {most} characters",
    "at seat {seat} somebody answers then already: line {line}",
    "{who} answers from now on ({hours} by the rota)",
    "{who} answers no more",
    "The shift ends at {at}: J on the board opens its journal; {goes} signs for who goes, {comes} for who comes",
    "{name} answers now; you do all else. Numbers masked. End: {key}",
    "{name} answers: {words}   Read: {key}",
    "the last day is not before the first, and they are at most {days} days",
    "{path} holds something else: name another folder for practice",
}
"""What is said only of more than one, or counts nothing."""


def test_what_may_be_one_is_counted_with_words_for_one():
    counted = {msgid for msgid in said() if isinstance(msgid, str) and COUNTED.search(msgid)}
    assert counted - NEVER_ONE == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [("{count} calls before", True), ("{count} more rows", True), ("{n} cases, {m} left", True),
     ("{count} unsent", False), ("{file} is there", False), ("{key} again hangs up", False)],
)  # fmt: skip
def test_words_for_many_are_found(words, found):
    assert bool(COUNTED.search(words)) is found


def _lead(words: str) -> int:
    return len(words) - len(words.lstrip(" "))


def test_the_catalogue_is_as_the_extraction_writes_it(tmp_path):
    written = tmp_path / "zh_CN" / "LC_MESSAGES" / "seat_console.po"
    written.parent.mkdir(parents=True)
    extract.write_catalogue(extract.update(extract.read_catalogue(), said()), written)
    assert written.read_text(encoding="utf-8") == extract.CATALOGUE.read_text(encoding="utf-8")


def test_no_words_on_screen_have_signs_whose_width_depends_on_the_terminal():
    shown = on_screen() | {chinese()[words] for words in on_screen()}
    assert {sign for words in shown for sign in words if unicodedata.east_asian_width(sign) == "A"} == set()


def test_words_are_given_as_plain_literals_so_that_the_extraction_finds_them():
    torn: list[str] = []
    for package in extract.PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in ("tr", "mark", "trn")
                ):
                    asked = node.args[0]
                    if isinstance(asked, ast.JoinedStr | ast.BinOp) or (node.func.id == "mark" and not _literal(asked)):
                        torn.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert torn == []


def _literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_labels_of_keys_fit_the_key_line(spoken):
    wide = {command.id: tr(command.label) for command in COMMANDS if cell_len(tr(command.label)) > LABEL_CELLS}
    assert wide == {}


def test_no_two_commands_of_a_screen_are_called_the_same(spoken):
    labels = [tr(command.label) for command in commands_of(DESK)]
    assert len(labels) == len({*labels})


def test_a_message_without_chinese_a_left_over_one_and_other_placeholders_are_all_found():
    catalogue = Catalog(locale="zh_CN")
    catalogue.add("kept {count}", "保留{number}")
    catalogue.add("gone", "不用")
    catalogue.add("empty", "")
    found = list(extract.problems(catalogue, {"kept {count}": ["a.py"], "empty": ["b.py"], "new": ["c.py"]}))
    assert len(found) == 4
    assert [line.split(":")[0] for line in found[:3]] == ["a.py", "b.py", "c.py"]
    assert found[3] == "nobody says 'gone'"


def test_the_extraction_finds_words_in_a_new_file(tmp_path):
    screen = tmp_path / "screens" / "new.py"
    screen.parent.mkdir()
    screen.write_text(
        'from wording import mark, tr\nA = mark("one")\nB = tr(\n    "two " "parts"\n)\n', encoding="utf-8"
    )
    assert extract.messages(tmp_path) == {"one": ["screens/new.py"], "two parts": ["screens/new.py"]}


def test_the_extraction_finds_words_for_one_and_many_and_asks_for_their_chinese(tmp_path):
    screen = tmp_path / "screens" / "new.py"
    screen.parent.mkdir()
    screen.write_text('from wording import trn\nA = trn("{n} case", "{n} cases", 3)\n', encoding="utf-8")
    said = extract.messages(tmp_path)
    assert said == {("{n} case", "{n} cases"): ["screens/new.py"]}
    catalogue = extract.update(Catalog(locale="zh_CN"), said)
    assert [line.split(":")[1] for line in extract.problems(catalogue, said)] == [
        " no Chinese for ('{n} case', '{n} cases')"
    ]
    catalogue.get("{n} case").string = ("{n}张",)
    assert list(extract.problems(extract.update(catalogue, said), said)) == []
