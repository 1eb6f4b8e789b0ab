"""Every way to spoil a pack is found and named by file, line and field, all in one go."""

from pathlib import Path

import pytest

from city_packs.check import check
from city_packs.errors import PackErrors
from city_packs.reader import read_pack
from tests.city_packs.pack_folder import PackFolder

# (file, words replaced, words put in their place, words of the line that the error names, field)
SPOILT_OWN_FILES = [
    ("territory.csv", "150602001,150602,3,交通街道", "150602001,150699,3,交通街道", "150602001,150699", "parent"),
    ("territory.csv", "150602001,150602,3,交通街道", "150602001,150602,4,交通街道", "150602001,150602,4", "level"),
    ("territory.csv", "150602001,150602,3,交通街道", "150602001,150602,7,交通街道", "150602001,150602,7", "level"),
    ("territory.csv", "150602001,150602,3,交通街道", "150602001,150602,3,", "150602001,150602,3,", "name"),
    ("territory.csv", "150602001,150602,3,交通街道", "150602002,150602,3,交通街道", "150602002,150602,3,公园", "code"),
    ("territory.csv", "150602001,150602,3,交通街道", "150602001,150602,3", "150602001,150602,3", ""),
    ("territory.csv", "150602,1506,2,东胜区", "150602,,2,东胜区", "150602,,2", "parent"),
    ("territory.csv", "code,parent,level,name", "code,parent,level,nom", "code,parent", "nom"),
    ("clocks.toml", 'code = "137"', "codename = 137", "codename", "codename"),
    ("clocks.toml", "[[profile]]", "[rules]\n[[profile]]", "[rules]", "rules"),
    ("pack.toml", 'name = "东胜区"', 'name = "东胜区"\nmayor = "x"', "mayor", "mayor"),
    ("pack.toml", 'part = "units"', 'part = "units"\nauthor = "x"', "author", "author"),
    (
        "units.csv",
        "东胜区住建局,Dongsheng Housing and Urban-Rural Development Bureau",
        "东胜区住建局,",
        "东胜区住建局",
        "name_en",
    ),
    ("units.csv", "150602-urban,urban", "150602-housing,urban", "150602-housing,urban", "code"),
    ("units.csv", "150602-urban,urban", "150602-urban,housing", "150602-urban,housing", "kind"),
    ("units.csv", "local,3,150602001,", "local,3,150602777,", "150602777", "area_code"),
    ("units.csv", "local,3,150602001,", "local,2,150602001,", "local,2,150602001", "level"),
    ("sub_centres.csv", "0001-0020", "0020-0001", "0020-0001", "seats"),
    ("sub_centres.csv", "0001-0020", "1-20", "1-20", "seats"),
    ("sub_centres.csv", "0001-0020", "0001-0020 0007", "0007", "seats"),
    ("sub_centres.csv", ",150602,", ",150602 150603,", "150603", "areas"),
    ("sub_centres.csv", ",150602,", ",150602 150602001,", "150602001", "areas"),
    ("sub_centres.csv", "Dongsheng Hotline Centre", "", "0001-0020", "name_en"),
    ("clocks.toml", "length = 3", "length = -3", "length = -3", "length"),
    ("clocks.toml", "length = 3", "length = 0", "length = 0", "length"),
    ("clocks.toml", "length = 3", 'length = "3"', 'length = "3"', "length"),
    ("clocks.toml", "red = 24", "red = 10", "red = 10", "red"),
    ("clocks.toml", 'stop = "reply"', 'stop = "reprimand"', "reprimand", "stop"),
    ("clocks.toml", 'stop = "reply"', 'stop = "dispatch"', 'stop = "dispatch"', "stop"),
    ("clocks.toml", 'unit = "natural_hours"', 'unit = "moons"', "moons", "unit"),
    ("clocks.toml", 'time_class = "emergency"', 'time_class = "soon"', "soon", "time_class"),
    ("clocks.toml", '"caller_material"', '"holiday"', "holiday", "pause_reasons"),
    ("clocks.toml", 'time_class = "emergency"', "lenght = 3", "lenght", "lenght"),
    ("clocks.toml", 'code = "handle_historic"', 'code = "handle_emergency"', 'code = "handle_emergency"', "code"),
    ("clocks.toml", 'code = "137"', 'code = "137', 'code = "137', "code"),
    ("pack.toml", 'name_en = "Dongsheng"', 'name_en = ""', 'name_en = ""', "name_en"),
    ("pack.toml", 'city = "dongsheng"', 'city = "../etc"', "../etc", "city"),
    ("pack.toml", "Asia/Shanghai", "Asia/Atlantis", "Atlantis", "time_zone"),
    ("pack.toml", 'default_profile = "137"', 'default_profile = "138"', '"138"', "default_profile"),
    ("pack.toml", "callback_share = 0.1", "callback_share = 1.5", "1.5", "callback_share"),
    ("pack.toml", "callback_share = 0.1", "callback_share = nan", "nan", "callback_share"),
    ("pack.toml", "callback_share = 0.1", "callback_share = inf", "inf", "callback_share"),
    ("clocks.toml", "length = 3", "length = nan", "length = nan", "length"),
    ("clocks.toml", "red = 24", "red = inf", "red = inf", "red"),
    ("pack.toml", 'name = "东胜区"', 'name = "东胜\\u0000区"', "u0000", "name"),
    ("pack.toml", 'phone_area_codes = ["0477"]', 'phone_area_codes = ["04\\u0000"]', "u0000", "phone_area_codes"),
    ("territory.csv", "交通街道", "交通\0街道", "交通\0街道", "name"),
    ("territory.csv", "code,parent,level,name", "code,parent,level,name,name", "code,parent", "name"),
    ("sub_centres.csv", "0001-0020", "0001-0020 9999", "9999", "seats"),
    ("sub_centres.csv", "0001-0020", "0001-0020 9990-9999", "9999", "seats"),
    ("sub_centres.csv", "0001-0020", "0000-0020", "0000", "seats"),
    ("pack.toml", "callback_tries = 3", "callback_tries = 2.5", "2.5", "callback_tries"),
    ("pack.toml", "callback_tries = 3", "callback_trys = 3", "callback_trys", "callback_trys"),
    ("pack.toml", '"18:00"', '"25:00"', '"25:00"', "working_day_end"),
    ("pack.toml", 'phone_area_codes = ["0477"]', "phone_area_codes = [477]", "[477]", "phone_area_codes"),
    ("pack.toml", 'part = "units"', 'part = "weather"', 'part = "weather"', "part"),
    ("pack.toml", "[falls_back.phrases]", "[falls_back.territory]", "[falls_back.territory]", "territory"),
    ("pack.toml", "[settings]", "[setings]", "[setings]", "setings"),
]
# The same with codes that no address, column or terminal would take for what they are.
BAD_CODES = [
    ("territory.csv", "150602001,150602,3,交通街道", "150602/1,150602,3,交通街道", "150602/1", "code"),
    ("units.csv", "150602-urban,urban", "BAD CODE,urban", "BAD CODE", "code"),
    ("units.csv", "150602-urban,urban", "１５０６０２-urban,urban", "１５０６０２-urban", "code"),
    ("units.csv", "150602-urban,urban", "\x1b[31m,urban", "\x1b[31m", "code"),
    ("units.csv", "150602-urban,urban", "x" * 65 + ",urban", "x" * 65, "code"),
    ("sub_centres.csv", "01,", "0 1,", "0 1,", "code"),
    ("sub_centres.csv", "0001-0020", "０００１-0020", "０００１", "seats"),
    ("clocks.toml", 'code = "handle_historic"', 'code = "handle historic"', "handle historic", "code"),
    ("clocks.toml", 'code = "137"', 'code = "1 37"', "1 37", "code"),
    ("pack.toml", 'version = "', 'version = "a b', "a b", "version"),
    ("pack.toml", 'phone_area_codes = ["0477"]', 'phone_area_codes = ["4 77"]', "4 77", "phone_area_codes"),
    ("pack.toml", '"18:00"', '"１8:00"', "１8:00", "working_day_end"),
]
BAD_SHARED_CODES = [
    ("phrases.toml", 'code = "calm_first"', 'code = "calm first"', "calm first", "code"),
    ("refusal_reasons.toml", 'code = "judgment"', 'code = "法院判"', "法院判", "code"),
    ("code_lists.csv", "return_reason,", "return_reason,a b", "a b", "code"),
    ("classes.csv", "010101,", "０10101,", "０10101,", "code"),
    ("merged_lines.csv", "12333,", "１2333,", "１2333,", "number"),
]
SPOILT_SHARED_FILES = [
    ("classes.csv", "010101,小区停水", "010102,小区停水", "010102,水压不足", "code"),
    ("classes.csv", "010101,小区停水", "01010,小区停水", "01010,小区停水", "code"),
    ("classes.csv", "010101,小区停水", "019901,小区停水", "019901,小区停水", "code"),
    ("classes.csv", "0101,供水", "0188,供水", "0188,供水", "code"),
    ("classes.csv", "water_supply,QZ,urgent,emergency", "aqueduct,QZ,urgent,emergency", "aqueduct", "unit_kind"),
    ("classes.csv", "water_supply,QZ,urgent,emergency", ",QZ,urgent,emergency", "010101", "unit_kind"),
    ("classes.csv", "water_supply,QZ,urgent,emergency", "water_supply,ZZ,urgent,emergency", "ZZ", "case_type"),
    ("classes.csv", "water_supply,QZ,urgent,emergency", "water_supply,QZ,now,emergency", ",now,", "urgency"),
    ("classes.csv", "water_supply,QZ,urgent,emergency", "water_supply,QZ,urgent,now", "urgent,now", "time_class"),
    ("classes.csv", "Water cut in a residential area", "", "010101", "name_en"),
    ("classes.csv", "0101,供水,Water supply,,,,,", "0101,供水,Water supply,,housing,,,", "0101,供水", "unit_kind"),
    ("code_lists.csv", "urgency,urgent,紧急", "urgency,hasty,紧急", "hasty", "code"),
    ("code_lists.csv", "urgency,urgent,紧急", "urgencies,urgent,紧急", "urgencies", "list"),
    ("code_lists.csv", "urgency,urgent,紧急", "urgency,critical,紧急", "critical,紧急", "code"),
    ("code_lists.csv", ",紧急,Urgent", ",紧急,", "urgency,urgent", "name_en"),
    ("phrases.toml", 'classes = ["010301"]', 'classes = ["010399"]', "010399", "classes"),
    ("phrases.toml", 'kind = "calm"', 'kind = "calming"', "calming", "kind"),
    ("phrases.toml", 'title_en = "Calming"', 'english = "Calming"', "english", "english"),
    ("refusal_reasons.toml", 'route = "lawsuit"', 'route = "complaining"', "complaining", "route"),
    ("refusal_reasons.toml", 'kind = "out_of_scope"', 'kind = "annoying"', "annoying", "kind"),
    ("refusal_reasons.toml", 'code = "judgment"', 'code = "in_court"', 'code = "in_court"', "code"),
    ("emergency_lines.csv", "122,", "911,", "911,", "number"),
    ("merged_lines.csv", "12333,", "1-2333,", "1-2333", "number"),
    ("merged_lines.csv", "Human resources and social security,yes", "Human resources,perhaps", "perhaps", "hand_over"),
]

# The same with the words of the message, where another error stands at the same place.
SPOILT_WITH_WORDS = [
    ("pack.toml", 'name = "东胜区"', "name = 5", "name = 5", "name", "must be a text in quotes"),
    ("sub_centres.csv", "0001-0020", "1-20", "1-20", "seats", "1-20 is no seat"),
    ("sub_centres.csv", "0001-0020", "", "150602", "seats", "at least one seat"),
    ("territory.csv", "150602,1506,2,", "150602,,1,", "鄂尔多斯市", "level", "exactly one area"),
]


def test_an_unspoilt_pack_has_no_error(dongsheng: PackFolder) -> None:
    assert dongsheng.errors() == []
    for name in ("classes.csv", "code_lists.csv", "phrases.toml", "refusal_reasons.toml", "merged_lines.csv"):
        dongsheng.take_over(name)
    assert dongsheng.errors() == []


def _assert_named(pack: PackFolder, name: str, marker: str, field: str) -> None:
    assert (name, pack.line_of(name, marker), field) in pack.places()


@pytest.mark.parametrize(("name", "old", "new", "marker", "field"), SPOILT_OWN_FILES + BAD_CODES)
def test_an_error_names_file_line_and_field(
    dongsheng: PackFolder, name: str, old: str, new: str, marker: str, field: str
) -> None:
    dongsheng.replace(name, old, new)
    _assert_named(dongsheng, name, marker, field)


@pytest.mark.parametrize(("name", "old", "new", "marker", "field"), SPOILT_SHARED_FILES + BAD_SHARED_CODES)
def test_an_error_in_a_part_of_its_own_is_named_too(
    dongsheng: PackFolder, name: str, old: str, new: str, marker: str, field: str
) -> None:
    dongsheng.take_over(name)
    dongsheng.replace(name, old, new)
    _assert_named(dongsheng, name, marker, field)


def test_a_ring_of_parents_is_found_and_does_not_hang(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "150602001,150602,3", "150602001,150602001001,3")
    messages = {
        error.message for error in dongsheng.errors() if error.line == dongsheng.line_of("territory.csv", "交通街道")
    }
    assert "the parents of 150602001 run in a ring" in messages


def test_a_seat_or_a_district_in_two_sub_centres_is_named(dongsheng: PackFolder) -> None:
    dongsheng.append("sub_centres.csv", "02,东分中心,East Sub-centre,150602,0020-0021\n")
    line = dongsheng.line_of("sub_centres.csv", "东分中心")
    assert {("sub_centres.csv", line, "seats"), ("sub_centres.csv", line, "areas")} <= dongsheng.places()
    assert {"seats of 0020-0021 stand elsewhere too: 0020 in line 2", "150602 stands here already in line 2"} == {
        error.message for error in dongsheng.errors()
    }


def test_a_district_in_no_sub_centre_is_named(dongsheng: PackFolder) -> None:
    dongsheng.append("territory.csv", "150603,1506,2,康巴什区\n")
    assert any("150603 康巴什区" in error.message and error.field == "areas" for error in dongsheng.errors())


def test_a_kind_that_a_district_lacks_is_named(dongsheng: PackFolder) -> None:
    dongsheng.replace("units.csv", "150602-housing,housing,2,,", "150602001-housing,housing,3,150602001,")
    assert any("no unit of kind housing for 东胜区" in error.message for error in dongsheng.errors())


def test_a_branch_with_nothing_below_it_is_named(dongsheng: PackFolder) -> None:
    dongsheng.take_over("classes.csv")
    dongsheng.append("classes.csv", "88,新大类,New branch,,,,,\n")
    _assert_named(dongsheng, "classes.csv", "新大类", "code")


def test_a_code_that_lost_its_name_is_named(dongsheng: PackFolder) -> None:
    dongsheng.take_over("code_lists.csv")
    dongsheng.replace("code_lists.csv", "urgency,critical,特急,Critical\n", "")
    assert any(error.message == "critical of the list urgency has no name" for error in dongsheng.errors())


@pytest.mark.parametrize("part", ["emergency_lines", "phrases", "refusal_reasons"])
def test_a_part_that_lacks_what_the_desk_needs_is_named(dongsheng: PackFolder, part: str) -> None:
    name = {"emergency_lines": "emergency_lines.csv"}.get(part, f"{part}.toml")
    dongsheng.take_over(name)
    if part == "emergency_lines":
        text = dongsheng.text(name)
        dongsheng.write(name, text[: text.index("119,")])
    else:
        text = dongsheng.text(name)
        dongsheng.write(name, text[: text.index("[[", text.index("[[") + 2)])
    assert any(file == name and line == 0 for file, line, _ in dongsheng.places())


def test_a_profile_that_leaves_a_case_without_promise_is_named(dongsheng: PackFolder) -> None:
    text = dongsheng.text("clocks.toml")
    dongsheng.write("clocks.toml", text[: text.rindex("[[profile.clock]]")])
    errors = [error for error in dongsheng.errors() if error.field == "clock"]
    assert errors
    assert "ordinary" in errors[0].message


def test_a_file_in_gbk_is_named_with_its_line(dongsheng: PackFolder) -> None:
    lines = dongsheng.text("units.csv").splitlines(keepends=True)
    raw = "".join(lines[:30]).encode() + "".join(lines[30:]).encode("gbk")
    (dongsheng.folder / "units.csv").write_bytes(raw)
    found = [error for error in dongsheng.errors() if error.file.endswith("units.csv") and "GBK" in error.message]
    assert [error.line for error in found] == [31]


def test_a_file_with_the_mark_that_spreadsheets_write_is_read(dongsheng: PackFolder) -> None:
    dongsheng.write("units.csv", "\ufeff" + dongsheng.text("units.csv").replace("\n", "\r\n"))
    assert dongsheng.errors() == []


def test_an_open_quote_is_named(dongsheng: PackFolder) -> None:
    dongsheng.append("units.csv", '150602-x,x,2,,"东胜区某局,Some Bureau\n')
    assert any(file == "units.csv" and line > 50 for file, line, _ in dongsheng.places())


def test_a_part_from_nowhere_is_named(dongsheng: PackFolder) -> None:
    (dongsheng.folder / "units.csv").unlink()
    dongsheng.take_over("clocks.toml")
    (dongsheng.folder / "clocks.toml").unlink()
    assert {("pack.toml", 0, "units"), ("pack.toml", 0, "clocks")} <= dongsheng.places()


def test_all_errors_come_at_once_in_order(dongsheng: PackFolder) -> None:
    dongsheng.replace("territory.csv", "150602001,150602,3,交通街道", "150602001,150602,9,交通街道")
    dongsheng.replace("pack.toml", "Asia/Shanghai", "Asia/Atlantis")
    dongsheng.replace("clocks.toml", "length = 7", "length = -7")
    errors = dongsheng.errors()
    assert {Path(error.file).name for error in errors} >= {"territory.csv", "pack.toml", "clocks.toml"}
    assert errors == sorted(errors, key=lambda error: (error.file, error.line, error.field))
    with pytest.raises(PackErrors) as caught:
        read_pack(dongsheng.folder)
    assert caught.value.errors == errors


def test_an_error_reads_as_file_line_field_and_message(dongsheng: PackFolder) -> None:
    dongsheng.replace("pack.toml", "Asia/Shanghai", "Asia/Atlantis")
    line = dongsheng.line_of("pack.toml", "Atlantis")
    expected = f"{dongsheng.folder / 'pack.toml'}:{line}: time_zone: Asia/Atlantis is not a known time zone"
    assert [str(error) for error in dongsheng.errors()] == [expected]


def test_an_error_shows_what_a_terminal_would_obey(dongsheng: PackFolder) -> None:
    dongsheng.replace("units.csv", "150602-urban,urban", "\x1b[31m\u202e,urban")
    [error] = map(str, dongsheng.errors())
    assert "␛[31m<RLO> is no code" in error


def test_what_is_no_pack_at_all_is_one_error_about_itself(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for name, words in (("nowhere", "check the name"), ("file", "name the folder"), ("folder", "no city pack")):
        [error] = check(tmp_path / name)
        assert (error.file, error.line, error.field) == (str(tmp_path / name), 0, "")
        assert words in error.message


def test_a_head_that_cannot_be_read_is_the_only_error(dongsheng: PackFolder) -> None:
    dongsheng.write("pack.toml", 'city = "dongsheng"\nname = \n')
    [error] = check(dongsheng.folder)
    assert (Path(error.file).name, error.line) == ("pack.toml", 2)


def test_a_citys_own_row_takes_the_place_of_the_shared_one(dongsheng: PackFolder) -> None:
    dongsheng.write(
        "merged_lines.csv", "number,name,name_en,hand_over\n12333,东胜人社热线,Personnel,no\n12312,新线,New,no\n"
    )
    pack = read_pack(dongsheng.folder)
    assert pack.merged_lines["12333"].name == "东胜人社热线"
    assert pack.merged_lines["12312"].name == "新线"
    assert pack.merged_lines["12348"].hand_over


def test_a_citys_own_reading_counts_last(dongsheng: PackFolder) -> None:
    dongsheng.write("readings.csv", "of,piece,reading\nplaces,罕台,xian tai\n")
    assert read_pack(dongsheng.folder).areas["150602101"].initials == "xtz"
    dongsheng.write("readings.csv", "of,piece,reading\nplaces,罕台,xian\n")
    assert ("readings.csv", 2, "reading") in dongsheng.places()


def test_a_missing_field_of_a_toml_entry_is_named_at_its_head(dongsheng: PackFolder) -> None:
    dongsheng.take_over("phrases.toml")
    dongsheng.replace("phrases.toml", 'title_en = "Calming"\n', "")
    head = dongsheng.line_of("phrases.toml", 'code = "calm_first"') - 1
    assert dongsheng.places() == {("phrases.toml", head, "title_en")}


@pytest.mark.parametrize(("name", "old", "new", "marker", "field", "words"), SPOILT_WITH_WORDS)
def test_an_error_says_what_is_wrong(
    dongsheng: PackFolder, name: str, old: str, new: str, marker: str, field: str, words: str
) -> None:
    dongsheng.replace(name, old, new)
    line = dongsheng.line_of(name, marker)
    said = [e.message for e in dongsheng.errors() if (Path(e.file).name, e.line, e.field) == (name, line, field)]
    assert any(words in message for message in said), said


def test_a_class_code_of_five_digits_is_named_beside_its_lost_parent(dongsheng: PackFolder) -> None:
    dongsheng.take_over("classes.csv")
    dongsheng.replace("classes.csv", "010101,小区停水", "01010,小区停水")
    assert any(error.message == "01010 is not 2, 4 or 6 digits" for error in dongsheng.errors())


def test_a_list_of_the_citys_own_may_not_be_empty(dongsheng: PackFolder) -> None:
    dongsheng.take_over("code_lists.csv")
    kept = [line for line in dongsheng.text("code_lists.csv").splitlines() if not line.startswith("pause_reason")]
    dongsheng.write("code_lists.csv", "\n".join(kept))
    assert dongsheng.places() == {("code_lists.csv", 0, "pause_reason")}


def test_a_profile_that_stands_twice_is_named(dongsheng: PackFolder) -> None:
    dongsheng.append("clocks.toml", dongsheng.text("clocks.toml"))
    assert dongsheng.places() == {("clocks.toml", dongsheng.line_of("clocks.toml", 'code = "137"'), "code")}


def test_a_misspelt_table_does_not_pass_as_an_empty_one(dongsheng: PackFolder) -> None:
    dongsheng.write("phrases.toml", '[[phrases]]\ncode = "greeting"\nkind = "song"\n')
    assert {("phrases.toml", 1, "phrases"), ("phrases.toml", 3, "kind")} <= dongsheng.places()
    dongsheng.write("phrases.toml", "phrase = 5\n")
    assert dongsheng.places() == {("phrases.toml", 1, "phrase")}
