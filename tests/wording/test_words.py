"""Which language is spoken, and what `tr` says in it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wording import detect_language, language, mark, sentences, set_language, tr, trn

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    yield
    set_language("zh")


def test_the_words_change_with_the_language():
    set_language("en")
    assert tr("Save") == "Save"
    set_language("zh")
    assert tr("Save") == "保存送审"
    assert language() == "zh"


def test_words_without_a_translation_and_no_words_stay_as_they_are():
    set_language("zh")
    assert tr("a text that nobody wrote") == "a text that nobody wrote"
    assert tr("") == ""
    assert mark("Save") == "Save"


def test_sentences_are_joined_as_their_language_does_it():
    set_language("en")
    assert sentences("One.", "", "Two.") == "One. Two."
    set_language("zh")
    assert sentences("一。", "", "二。") == "一。二。"


def test_one_is_said_otherwise_than_many_in_english_and_alike_in_chinese():
    ids = ("{count} draft waits here for an operator who has signed out",
           "{count} drafts wait here for operators who have signed out")  # fmt: skip
    set_language("en")
    assert [trn(*ids, count) for count in (0, 1, 2)] == [ids[1], ids[0], ids[1]]
    set_language("zh")
    assert {trn(*ids, count) for count in (0, 1, 2)} == {tr(ids[0])}
    assert "草稿" in trn(*ids, 1)


def test_a_third_language_is_refused():
    set_language("zh")
    with pytest.raises(ValueError, match="zh or en"):
        set_language("de")
    assert language() == "zh"


@pytest.mark.parametrize(
    ("option", "setting", "environ", "spoken"),
    [
        ("en", "zh", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, "en", {"LANG": "zh_CN.UTF-8"}, "en"),
        (None, None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        (None, None, {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "en"),
        (None, None, {"LANG": "C"}, "zh"),
        (None, None, {"LANG": "de_DE.UTF-8"}, "zh"),
        (None, None, {}, "zh"),
        ("", "", {"LANG": "English_United States.1252"}, "en"),
    ],
)
def test_the_language_comes_from_the_option_then_the_settings_then_the_locale(option, setting, environ, spoken):
    assert detect_language(option, setting, environ) == spoken


def test_words_cost_the_start_next_to_nothing():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, wording; wording.tr('Save'); print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout.split()
    assert not {"babel", "textual", "pydantic", "asyncio"} & {*loaded}
