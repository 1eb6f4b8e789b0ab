"""The reference played with one mistake."""

from dataclasses import replace

from city_packs.scenario import Scenario, Trap, Words
from practice.reference import as_reference


def test_a_matter_that_is_filed_instead_of_refused_says_no_reason(noise: Scenario) -> None:
    told = {"refusal": "out_of_scope", "reason": "consumer_private", "legal_route": "consumer"}
    record = replace(noise.records[0], op="propose_refusal", values={**noise.records[0].values, **told})
    filed = Trap("filed", "act", 28, Words("", ""), when={"op": "file_case"})
    (act,) = as_reference(replace(noise, records=(record,), traps=(filed,)), filed).acts
    assert (act.op, act.payload.keys() & told.keys()) == ("file_case", set())


def test_a_mistake_is_made_in_the_record_whose_command_has_the_field(noise: Scenario, urged: Scenario) -> None:
    both = replace(noise, records=(urged.records[0], *noise.records))
    wrong = Trap("near", "class", 4, Words("", ""), when={"class_code": "030602"})
    urge, filed = as_reference(replace(both, traps=(wrong,)), wrong).acts
    assert ("intake" in urge.payload, filed.payload["intake"]["class_code"]) == (False, "030602")


def test_a_mistake_of_two_values_is_made_in_the_case_whose_class_it_names(noise: Scenario) -> None:
    other = replace(noise.records[0], values={**noise.records[0].values, "case_type": "QZ", "class_code": "030302"})
    wrong = Trap("wrong", "case_type", 4, Words("", ""), when={"case_type": "TS", "class_code": "030302"})
    first, second = as_reference(replace(noise, records=(noise.records[0], other), traps=(wrong,)), wrong).acts
    assert first.payload["intake"]["class_code"] == noise.records[0].values["class_code"]
    assert second.payload["intake"]["case_type"] == "TS"
