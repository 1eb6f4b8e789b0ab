"""Keys: defaults that work, wishes that are judged in words, one table for everybody."""

import pytest

from widgets.commands import BY_ID, COMMANDS, DESK, commands_of
from widgets.keymap import Keymap, KeymapError, bindings, default_clashes, key_words, problems_of, why_not
from wording import tr


def test_no_two_commands_of_a_screen_share_a_default_key():
    assert default_clashes() == []


def test_every_default_key_may_be_a_key():
    assert [(command.id, key, why_not(key)) for command in COMMANDS for key in command.keys if why_not(key)] == []


def test_every_command_has_a_name_of_its_own_and_a_key():
    assert len(BY_ID) == len(COMMANDS)
    assert all(command.keys for command in COMMANDS)


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (("ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j"), "a terminal sends it for Tab, Enter or Backspace"),
        (("f10", "f11"), "many terminals keep it for themselves"),
        (("ctrl+a", "ctrl+u", "ctrl+n", "ctrl+z"), "text fields use it for editing"),
        (("ctrl+b",), "tmux keeps it for itself"),
        (("ctrl+v",), "terminals paste with it"),
    ],
)
def test_keys_that_terminals_or_fields_need_are_refused_with_the_reason(keys, reason):
    for key in keys:
        (problem,) = problems_of({"save": key})
        assert (problem.command, problem.key) == ("save", key)
        assert key_words(key) in problem.words
        assert tr(reason) in problem.words


@pytest.mark.parametrize("key", ["s", "alt+1", "enter", "tab", "nonsense", "ctrl+1", "space", "backspace"])
def test_keys_that_are_typed_or_unknown_are_refused(key):
    assert key in problems_of({"save": key})[0].words


def test_an_unknown_command_and_an_empty_wish_are_named():
    problems = problems_of({"fly": "f2", "save": " "})
    assert [problem.command for problem in problems] == ["fly", "save"]


def test_a_clash_names_the_other_command():
    with pytest.raises(KeymapError) as caught:
        Keymap({"save": "f2"})
    assert tr(BY_ID["next_call"].label) in str(caught.value)


def test_two_commands_may_change_places():
    keymap = Keymap({"save": "f2", "next_call": "ctrl+s"})
    assert keymap.keys("save") == ("f2",)
    assert keymap.keys("next_call") == ("ctrl+s",)


def test_a_key_of_another_screen_is_free():
    assert Keymap({"amend": "f2"}).keys("amend") == ("f2",)


def test_the_demos_keys_count_on_every_screen():
    assert problems_of({"save": "ctrl+w"})


def test_several_keys_are_written_with_commas():
    assert Keymap({"save": "F12, ctrl+s", "emergency": "shift+f3"}).keys("save") == ("f12", "ctrl+s")


def test_bindings_carry_the_ids_by_which_keys_are_changed():
    made = {binding.id: binding.key for binding in bindings(DESK)}
    assert made["save"] == "ctrl+s"
    assert {*made} == {command.id for command in commands_of(DESK)}


def test_only_what_reads_no_field_may_overtake_what_is_typed():
    assert not any(command.priority for command in COMMANDS)


def test_the_table_has_a_row_for_every_command():
    rows = Keymap({"save": "f12", "emergency": "shift+f3"}).table()
    assert len(rows) == len(COMMANDS)
    assert ("save", "F12", tr("Save"), tr("File the case.")) in rows


@pytest.mark.parametrize(
    ("key", "words"), [("f2", "F2"), ("f12", "F12"), ("ctrl+s", "Ctrl+S"), ("shift+f1", "Shift+F1")]
)
def test_keys_are_read_as_they_are_printed_on_a_keyboard(key, words):
    assert key_words(key) == words
