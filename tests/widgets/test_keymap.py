"""Keys: defaults that work, wishes that are judged in words, one table for everybody."""

from itertools import combinations
from string import ascii_lowercase

import pytest

from widgets.commands import BY_ID, COMMANDS, DEMO, DESK, DISPATCH, FIND, PRACTICE, commands_of
from widgets.keymap import (
    Keymap,
    KeymapError,
    _meet,
    bindings,
    free_keys,
    key_words,
    problems_of,
    why_not,
)
from wording import tr


def test_no_two_commands_of_a_screen_share_a_default_key():
    pairs = [(one, other) for one, other in combinations(COMMANDS, 2) if _meet(one, other)]
    assert [(key, one.id, other.id) for one, other in pairs for key in one.keys if key in other.keys] == []


def test_every_default_key_may_be_a_key():
    plain = [each for each in COMMANDS if not each.on_list]
    assert [(command.id, key, why_not(key)) for command in plain for key in command.keys if why_not(key)] == []


def test_letters_are_keys_on_lists_only_and_come_in_every_writing():
    on_list = [each for each in COMMANDS if each.on_list]
    assert {key for each in on_list for key in each.keys} <= {*ascii_lowercase, "space"}
    assert DESK not in {place for each in on_list for place in each.places}
    assert [each.id for each in on_list if FIND in each.places] == ["unmerge"]  # of the list of what was found
    pressed = {binding.id: binding.key for binding in bindings(DISPATCH)}
    assert pressed["merge"] == "m,M,ｍ,Ｍ"
    assert pressed["assign"] == "space"
    assert (key_words("m"), key_words("space")) == ("M", tr("Space"))


def test_every_command_has_a_name_of_its_own_and_a_key():
    assert len(BY_ID) == len(COMMANDS)
    assert all(command.keys for command in COMMANDS)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j"), "it arrives as Tab, Enter or Backspace"),
        (("f10", "f11"), "many terminals keep it"),
        (("ctrl+a", "ctrl+u", "ctrl+n", "ctrl+z"), "text fields edit with it"),
        (("ctrl+b",), "tmux keeps it"),
        (("ctrl+v",), "terminals paste with it"),
        (("shift+f5", "f13", "f17", "f24"), "with Shift, terminals send it differently"),
        (("ctrl+f1", "alt+f5", "ctrl+shift+f2", "alt+k", "alt+1"), "not every terminal sends it"),
        (("s", "7", "full_stop", "水"), "it types a character"),
        (("ctrl+shift+x",), "it arrives without Shift"),
        (("ctrl+[",), "it arrives as Esc"),
        (("enter", "tab", "shift+tab", "backspace", "space", "pageup"), "fields and lists need it"),
        (("nonsense", "ctrl+1"), "there is no such key here"),
    ],
)
def test_keys_that_do_not_arrive_as_themselves_are_refused_with_the_reason_and_others_are_proposed(keys, reason):
    for key in keys:
        (problem,) = problems_of({"save": key})
        assert problem.command == "save"
        assert key_words(problem.key) in problem.words
        assert tr(reason) in problem.words
        assert "Insert" in problem.instead


@pytest.mark.parametrize("command", sorted(BY_ID))
def test_every_command_has_keys_to_choose_from_and_takes_each_of_them(command):
    free = free_keys(command, {})
    assert len(free) >= 3
    assert [key for key in free if problems_of({command: key})] == []


def test_signs_may_be_written_as_themselves():
    assert Keymap({"language": "ctrl+]", "settings": "Ctrl+\\"}).wishes == {
        "language": "ctrl+right_square_bracket",
        "settings": "ctrl+backslash",
    }
    assert key_words("ctrl+right_square_bracket") == "Ctrl+]"


def test_a_free_key_is_not_proposed_twice():
    assert "insert" not in free_keys("save", {"language": "insert"})


def test_an_unknown_command_and_an_empty_wish_are_named():
    problems = problems_of({"fly": "f2", "save": " "})
    assert [problem.command for problem in problems] == ["fly", "save"]


def test_a_clash_names_the_other_command():
    with pytest.raises(KeymapError) as caught:
        Keymap({"save": "f2"})
    assert "Insert" in caught.value.problems[0].instead
    assert tr(BY_ID["next_call"].label) in str(caught.value)


def test_two_commands_may_change_places():
    keymap = Keymap({"save": "f2", "next_call": "ctrl+s"})
    assert keymap.keys("save") == ("f2",)
    assert keymap.keys("next_call") == ("ctrl+s",)


def test_a_key_of_another_screen_is_free():
    assert Keymap({"amend": "f12"}).keys("amend") == ("f12",)


def test_the_demos_keys_count_on_every_screen_of_the_demo():
    assert problems_of({"save": "insert"}, apart=DEMO)
    assert "insert" not in free_keys("save", {}, apart=DEMO)


def test_a_real_seat_has_no_command_of_the_demo_and_its_keys_are_free():
    keymap = Keymap({"save": "insert"})
    assert keymap.keys("save") == ("insert",)
    assert not {"cut_line", "restore_line", "next_person"} & {row[0] for row in keymap.table()}
    assert {"insert", "ctrl+right_square_bracket"} <= {*free_keys("save", {})}


def test_of_two_commands_on_one_key_each_may_have_another_and_the_other_keeps_it():
    keymap = Keymap({"hold": "insert"})
    assert keymap.wishes == {"hold": "insert"}
    assert keymap.overlay == {"hold": "insert", "call_missed": "ctrl+o"}


def test_several_keys_are_written_with_commas():
    assert Keymap({"save": "F12, ctrl+s", "emergency": "insert"}).keys("save") == ("f12", "ctrl+s")


def test_bindings_carry_the_ids_by_which_keys_are_changed():
    made = {binding.id: binding.key for binding in bindings(DESK)}
    assert made["save"] == "ctrl+s"
    assert {*made} == {command.id for command in commands_of(DESK)}


def test_only_what_reads_no_field_may_overtake_what_is_typed():
    assert not any(command.priority for command in COMMANDS)


def rows_of(table: list[tuple[str, str, str, str]]) -> list[str]:
    return [row[0] for row in table]


def test_the_table_has_a_row_for_every_command_and_for_those_of_demo_and_practice_only_there():
    rows = Keymap({"save": "f12", "emergency": "insert"}).table()
    practised = {"ask", "replay", "appeal"}
    assert {each.id for each in COMMANDS} - {*rows_of(rows)} >= practised | {"cut_line", "next_person"}
    assert practised <= {*rows_of(Keymap(apart=PRACTICE).table())}
    assert {*rows_of(Keymap(apart=PRACTICE).table()), *rows_of(Keymap(apart=DEMO).table())} == {*BY_ID}
    assert ("save", "F12", tr("Save"), tr("File the case.")) in rows


@pytest.mark.parametrize(
    ("key", "words"),
    [
        *(("f2", "F2"), ("f12", "F12"), ("ctrl+s", "Ctrl+S"), ("shift+f1", "Shift+F1"), ("f17", "Shift+F5")),
        *(("question_mark", "?"), ("minus", "-"), ("fullwidth_comma", "，"), ("shift+tab", "Shift+Tab")),
    ],
)
def test_keys_are_read_as_they_are_printed_on_a_keyboard(key, words):
    assert key_words(key) == words
