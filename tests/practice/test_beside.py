"""What was taken down stands beside what a good record holds."""

from dataclasses import replace

from city_packs.scenario import Scenario
from practice.beside import Beside, beside
from practice.record import Act
from practice.reference import as_reference
from tests.screens.practised import scenario, session


def test_the_values_of_an_item_stand_side_by_side() -> None:
    acts = session("first_place").calls[0].call.acts
    assert beside("address", scenario(), acts)[0] == Beside("area_code", "370402004034", "370402004028")
    assert beside("case_type", scenario(), acts) == (Beside("case_type", "TS", "TS"),)
    [text] = beside("facts", scenario(), acts)
    assert "混凝土" in str(text.own)
    assert text.good == scenario().records[0].text
    assert beside("greeting", scenario(), acts) == ()


def test_a_record_that_is_not_there_is_nothing_and_a_needless_one_has_no_counterpart() -> None:
    acts = as_reference(scenario()).acts
    assert beside("act", scenario(), []) == (Beside("op", None, "file_case"),)
    assert beside("class", scenario(), [])[0].own is None
    assert beside("act", scenario(), [*acts, *acts]) == (
        Beside("op", "file_case", "file_case"),
        Beside("op", "file_case", None),
    )


def test_a_command_that_another_record_wants_does_not_stand_for_one_that_is_missing(urged: Scenario) -> None:
    both = replace(urged, records=(urged.records[0], *scenario().records))
    filed = as_reference(scenario()).acts
    assert [row.own for row in beside("act", both, filed)] == [None, "file_case"]
    noted = Act(9_000, "add_note", {"text": "路面结冰"}, "leak", call=1, seq=9)
    assert [row.own for row in beside("act", both, [*filed, noted])] == ["add_note", "file_case"]


def test_where_the_good_record_has_no_value_the_commands_stand_side_by_side(urged: Scenario) -> None:
    noted = Act(9_000, "add_note", {"text": "路面结冰"}, "leak", call=1, seq=9)
    only = replace(urged, records=urged.records[:1])
    assert beside("case_type", only, [noted]) == (Beside("op", "add_note", "urge"),)
    assert [row.field for row in beside("facts", only, [noted])] == ["text"]


def test_of_two_cases_each_stands_beside_the_one_that_it_is_nearest_to() -> None:
    [noise] = scenario().records
    lamp = replace(noise, values={**noise.values, "class_code": "030302"})
    both = replace(scenario(), records=(noise, lamp))
    acts = as_reference(both).acts
    turned = [replace(acts[1], ms=1), replace(acts[0], ms=2)]
    assert [(row.own, row.good) for row in beside("class", both, turned)] == [
        (noise.values["class_code"],) * 2, ("030302", "030302")
    ]  # fmt: skip
