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
