"""A scenario of practice is read whole, or every error in it is named by file, line and field, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from city_packs.errors import PackError, PackErrors
from city_packs.model import CityPack
from city_packs.read_scenario import read_scenario, read_scenarios
from city_packs.scenario import KeyAt, Mood, Question
from city_packs.shipped import shipped_packs
from wording import set_language

_EXAMPLE = shipped_packs()["zaozhuang"] / "scenarios" / "construction-noise-at-night.toml"
_TEXT = _EXAMPLE.read_text(encoding="utf-8")
_CONCRETE = next(line for line in _TEXT.split("\n") if line.startswith('any_of = ["混凝土"'))
_PAST = """
[[case]]
code = "before"
days_ago = 3
phone = "19900001234"
caller_name = "李秀兰"
case_type = "TS"
class_code = "030601"
area_code = "370402004028"
text = "夜间施工"
text_en = "noise at night"
"""
_LOOP = 'after = "child"\ntext = "我孩子'
_REFUSAL = 'op = "propose_refusal"\nrefusal = "against_policy"\nreason = "in_court"\nlegal_route = "petition"'

# (words replaced, words put in their place, words of the line that the error names, field, words of the message)
_SPOILT = [
    ('city = "zaozhuang"', 'city = "atlantis"', "atlantis", "city", "no city"),
    ("level = 2", "level = 4", "level = 4", "level", "at most 3"),
    ("minutes = 4.0", "minutes = 0", "minutes = 0", "minutes", "at least 0.5"),
    ("version = 2", "version = 1.5", "version = 1.5", "version", "whole number"),
    ('title_en = "', 'titel_en = "', "titel_en", "titel_en", "title_en is missing"),
    ('phone = "19900001234"', 'phone = "13912345678"', "13912345678", "phone", "no fictional number"),
    ("就打这个电话", "打13912345678", "13912345678", "text", "no fictional number"),
    ('mood = "impatient"', 'mood = "cross"', "cross", "mood", "is not one of abusive"),
    ('mood = "impatient"', 'mood = "abusive"', "[caller]", "abuse", "1 to 5"),
    ("erratic = 1", "erratic = 2", "erratic = 2", "erratic", "is 2; replies"),
    ("wrong = true", "wrong = 1", "wrong = 1", "wrong", "true or false"),
    ('after = "where"', 'after = "when"', 'after = "when"', "after", "no line, question or event"),
    ('after = "where"', 'after = "child"', 'after = "child"', "after", "waits for itself"),
    ("at = 1.5", "at = 480", "at = 480", "at", "has left by then"),
    ("silence = 20", "silence = 900", "silence = 900", "silence", "has left by then"),
    ("wait = 2\n", "wait = 5\n", "wait = 5", "wait", "he stays for 4 s"),
    ("at = 1.5\n", "", 'text = "喂，12345', "at", "released by one of"),
    ("at = 1.5", "at = 1.5\nsilence = 4", "silence = 4", "silence", "released by one of"),
    ('code = "opening"', 'code = "where"', 'code = "where"', "code", "name of a question"),
    ('code = "hurry"', 'code = "child"', 'code = "child"', "code", "stands here already"),
    ('to = "who"', 'to = "why"', 'to = "why"', "to", "is not one of done"),
    ('text_en = "Li, Li Xiulan."', "", 'to = "who"', "text_en", "is missing"),
    ('class_code = "030601"\narea', 'class_code = "0306"\narea', 'class_code = "0306"', "class_code", "no class of"),
    ('case_type = "TS"\nclass', 'case_type = "XX"\nclass', 'case_type = "XX"', "case_type", "is not one of BY"),
    ('validity = "reasonable"', 'validity = "fair"', 'validity = "fair"', "validity", "is not one of"),
    ('validity = "reasonable"', 'validity = "out_of_scope"', "out_of_scope", "validity", "no record refuses"),
    ('validity = "reasonable"', 'validity = "reasonable"\nemergency = "119"', "119", "emergency", "no record hands"),
    ('validity = "reasonable"', 'validity = "reasonable"\nrepeats = "x"', "repeats", "repeats", "no past case"),
    (
        'validity = "reasonable"',
        'validity = "reasonable"\ncases = 2',
        "cases = 2",
        "cases",
        "by the truth: 2, by the records: 1",
    ),
    ("[[record]]\n", '[[record]]\ncase = "old"\n', 'case = "old"', "case", "no past case of this"),
    ('op = "file_case"', 'op = "file"', 'op = "file"', "op", "is not one of add_note"),
    ('op = "file_case"', 'op = "hand_off"\nline = "119"', 'line = "119"', "line", "emergency is none"),
    ('op = "file_case"', _REFUSAL, "propose_refusal", "op", "by the truth the demand is reasonable"),
    ('op = "file_case"', _REFUSAL, "against_policy", "refusal", "the reason in_court has out_of_scope"),
    ('op = "file_case"', _REFUSAL, "petition", "legal_route", "the reason in_court has lawsuit"),
    ('contact_phone = ""', 'contact_phone = ""\nline = "119"', 'line = "119"', "line", "not a field"),
    ('contact_phone = ""', "contact_phone = 5", "contact_phone = 5", "contact_phone", "text in quotes"),
    (_CONCRETE, "any_of = []", "any_of = []", "any_of", "list of texts"),
    (_CONCRETE, 'any_of = "concrete"', 'any_of = "concrete"', "any_of", "list of texts"),
    ('omits = "greet"', 'says = "last sunday"', 'says = "last sunday"', "says", "list of texts"),
    ('sources = ["Z9", "Z1", "Z11"]', 'sources = ["Z9", ""]', '["Z9", ""]', "sources", "list of texts"),
    (_CONCRETE, 'any_of = ["混凝土"]', 'any_of = ["混凝土"]', "any_of", "own text_en"),
    (_CONCRETE, 'any_of = ["浇筑", "concrete"]', 'any_of = ["浇筑"', "any_of", "whatever is said of 浇筑"),
    ('"北门", "north gate"', '"南门"', 'any_of = ["南门"]', "any_of", "own address_text"),
    ('item = "address"', 'item = "place"', 'item = "place"', "item", "is not one of act"),
    ("costs = 4", "costs = 0", "costs = 0", "costs", "at least 0.5"),
    ('fatal = "fact_distorted"', 'fatal = "rude"', 'fatal = "rude"', "fatal", "is not one of emergency_kept"),
    ('omits = "greet"', 'omits = "smile"', 'omits = "smile"', "omits", "is not one of calm"),
    ('omits = "greet"', "", 'code = "no_greeting"', "when", "one of when, says and omits"),
    ('when = { case_type = "ZX" }', 'when = { color = "red" }', "color", "when", "no value of a record"),
    ('when = { case_type = "ZX" }', "when = 3", "when = 3", "when", "in braces"),
    ('title = "', 'title = "一\\n', 'title = "一', "title", "one line"),
    ('title_en = "', 'title_en = "One\\t', 'title_en = "One', "title_en", "one line"),
    ('sources = ["Z9"', 'sources = ["Z\\n9"', "sources = ", "sources", "one line"),
    ('\nname = "李秀兰"\n', '\nname = "李\\n秀兰"\n', "李\\n秀兰", "name", "one line"),
    ('\nname = "李秀兰"\n', f'\nname = "{"李" * 51}"\n', "李李李", "name", "characters 51, at most 50"),
    ('name_en = "Li Xiulan"', 'name_en = "Li\\nXiulan"', "Li\\nXiulan", "name_en", "one line"),
    ("They pour concrete", "They work", 'any_of = ["混凝土"', "any_of", "own English for it: "),
    ('address_text = "', 'address_text = "北\\n门', "北\\n门", "address_text", "one line"),
    ('address_text = "', f'address_text = "{"北" * 200}', "北北北", "address_text", "at most 200"),
    ('any_of = ["混凝土"', 'any_of = ["混\\n凝土", "混凝土"', "混\\n", "any_of", "one line"),
    ('omits = "greet"\ntext = "', 'omits = "greet"\ntext = "\\u202e一', "u202e", "text", "one line"),
    ("0.8  enter", "0.8  entr", "0.8  entr", "keys", "entr is no key"),
    ("5.0  ctrl+g", "soon ctrl+g", "soon ctrl+g", "keys", "soon is no moment"),
    ("8.0  insert 2", "1.0 insert 2", "1.0 insert 2", "keys", "before the line above"),
    ('22.0 ctrl+g 4 "whlxsq"', '22.0 ctrl+g 4 "whlxsq', '"whlxsq enter', "keys", "quote is not closed"),
    ("[truth]", '[truth]\nvalidity = "reasonable"\n[truth]', "", "truth", "has one truth"),
    ("[truth]", "[[truth]]", "[[truth]]", "truth", "must be a table"),
    ("[session]", "[session", "[session", "session", "not proper TOML"),
]


@pytest.fixture(scope="module")
def pack_of(packs: dict[str, CityPack]) -> Callable[[str], CityPack | None]:
    """Gives each shipped pack."""
    return packs.get


PackOf = Callable[[str], CityPack | None]


def _errors(path: Path, pack_of: PackOf) -> list[PackError]:
    with pytest.raises(PackErrors) as found:
        read_scenario(path, pack_of)
    return found.value.errors


def test_the_example_is_read_as_it_says(pack_of: PackOf) -> None:
    read = read_scenario(_EXAMPLE, pack_of)
    scenario = read.scenario
    assert (scenario.code, scenario.city, scenario.level, scenario.minutes) == (_EXAMPLE.stem, "zaozhuang", 2, 4.0)
    assert scenario.caller.mood is Mood.IMPATIENT
    assert [reply.to for reply in scenario.caller.replies if reply.wrong] == [Question.WHERE]
    assert [fact.code for fact in scenario.records[0].facts] == ["since", "hours", "what", "permit"]
    assert scenario.records[0].values["contact_phone"] == ""
    assert scenario.keys[:4] == (KeyAt(0.8, "enter"), KeyAt(2.0, "insert"), KeyAt(2.0, "0"), KeyAt(5.0, "ctrl+g"))
    assert KeyAt(31.0, "秀") in scenario.keys
    assert _TEXT.split("\n")[read.cost_lines["noise_of_daily_life"] - 1] == "costs = 8"


@pytest.mark.parametrize(("old", "new", "line", "field", "says"), _SPOILT, ids=[f"{s[3]}: {s[4]}" for s in _SPOILT])
def test_each_error_names_line_and_field(
    old: str, new: str, line: str, field: str, says: str, tmp_path: Path, pack_of: PackOf
) -> None:
    assert _TEXT.count(old) >= 1
    path = tmp_path / "spoilt.toml"
    text = _TEXT.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    errors = [error for error in _errors(path, pack_of) if says in error.message]
    assert [(error.file, error.field) for error in errors] == [(str(path), field)], errors
    assert errors[0].line > 0
    set_language("zh")
    assert all(says not in error.message for error in _errors(path, pack_of))
    set_language("en")
    named = text.split("\n")[errors[0].line - 1]
    assert line in named or line in "\n".join(text.split("\n")[errors[0].line - 1 :]).split("\n\n")[0]


def test_a_line_of_several_that_wait_in_a_circle_is_never_said(tmp_path: Path, pack_of: PackOf) -> None:
    path = tmp_path / "circle.toml"
    text = _TEXT.replace('after = "where"', 'after = "thanks"').replace('after = "saved"', 'after = "child"')
    path.write_text(text, encoding="utf-8")
    assert [error.message for error in _errors(path, pack_of)] == [
        "this line waits for itself, so it is never said"
    ] * 2


def test_a_repeat_that_is_filed_again_contradicts_its_truth(tmp_path: Path, pack_of: PackOf) -> None:
    path = tmp_path / "repeat.toml"
    text = _TEXT.replace('validity = "reasonable"', 'validity = "reasonable"\nrepeats = "before"') + _PAST
    path.write_text(text.replace("[session]", _PAST + "[session]").replace(_PAST, "", 1), encoding="utf-8")
    assert [(error.field, error.message) for error in _errors(path, pack_of)] == [
        ("cases", "new cases by the truth: 0, by the records: 1"),
        ("repeats", "no record is an urge or a note for before"),
    ]


def test_a_past_case_has_the_number_without_which_none_is_filed(tmp_path: Path, pack_of: PackOf) -> None:
    past = _PAST.replace('phone = "19900001234"', 'phone = ""')
    found = _errors(_written(tmp_path / "past.toml", (_TEXT + past).encode()), pack_of)
    assert [(error.field, error.message) for error in found] == [("phone", "is missing")]


def test_a_past_case_is_kept_as_a_case_is_with_its_names_on_one_line(tmp_path: Path, pack_of: PackOf) -> None:
    past = _PAST.replace("李秀兰", "李\\n秀兰") + f'address_text = "{"北" * 201}"\n'
    past = past.replace('text = "夜间施工"', 'text = "夜间\\n施工"')  # what somebody wrote may have lines
    found = _errors(_written(tmp_path / "past.toml", (_TEXT + past).encode()), pack_of)
    assert [error.field for error in found] == ["caller_name", "address_text"]
    assert "one line" in found[0].message
    assert "characters 201, at most 200" in found[1].message


def _written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("large.toml", _TEXT.encode() + b"#" * 1024 * 1024, "has 1030 KB: a scenario has 64 KB at most"),
        ("gbk.toml", _TEXT.encode("gbk"), "is not UTF-8 (GBK, perhaps): save the file as UTF-8"),
        ("wide.toml", _TEXT.encode("utf-16"), "is UTF-16 (what Windows calls Unicode): save the file as UTF-8"),
        ("Night Noise.toml", _TEXT.encode(), "the name of the file is the scenario's code"),
        ("empty.toml", b"", "is missing"),
        ("deep.toml", b"a = " + b"[" * 3000 + b"]" * 3000, "is not proper TOML"),
    ],
)
def test_a_file_that_is_none_is_one_clear_error(
    name: str, raw: bytes, says: str, tmp_path: Path, pack_of: PackOf
) -> None:
    found = _errors(_written(tmp_path / name, raw), pack_of)
    assert len(found) == 1
    assert says in found[0].message


def test_a_folder_gives_its_good_scenarios_and_all_errors(tmp_path: Path, pack_of: PackOf) -> None:
    _written(tmp_path / "good.toml", _TEXT.encode())
    _written(tmp_path / "gbk.toml", _TEXT.encode("gbk"))
    _written(tmp_path / "notes.txt", b"no scenario")
    _written(tmp_path / "saved.toml.txt", _TEXT.encode())
    good, errors = read_scenarios(tmp_path, pack_of)
    assert [each.scenario.code for each in good] == ["good"]
    assert [Path(error.file).name for error in errors] == ["saved.toml.txt", "gbk.toml"]


def test_a_folder_without_scenarios_is_said(tmp_path: Path, pack_of: PackOf) -> None:
    assert "no scenario in this folder" in str(read_scenarios(tmp_path, pack_of)[1][0])
    assert "no such folder" in str(read_scenarios(tmp_path / "x", pack_of)[1][0])
    assert "its name must end in .toml" in str(read_scenarios(Path(__file__), pack_of)[1][0])
    set_language("zh")
    assert "此文件夹中没有情景" in str(read_scenarios(tmp_path, pack_of)[1][0])
