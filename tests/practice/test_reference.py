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
