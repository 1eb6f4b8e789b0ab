"""What was taken down is read out of the commands as the seat makes them, by the names that scenarios use."""

from typing import get_args

from city_packs.scenario_fields import NEEDED, VALUES
from hotline.codes import CaseType, EmergencyLine, Urgency
from hotline.commands import AnswerDirectly, Command, FileCase, HandOff, payload_of
from hotline.work_order import Intake
from practice.record import Act
from practice.taken import taken_of
from tests.practice.scenarios import SCENARIO

_INTAKE = Intake(
    case_type=CaseType.COMPLAINT, class_code="030601", content="夜里施工", urgency=Urgency.URGENT, anonymous=True
)


def test_every_value_of_a_scenario_is_a_field_of_its_command() -> None:
    models = {model.model_fields["op"].default: model for model in get_args(Command)}
    for op, names in VALUES.items():
        fields = models[op].model_fields.keys()
        known = fields | Intake.model_fields.keys() if "intake" in fields else fields
        assert names <= known, op
        assert {*NEEDED.get(op, ())} <= names


def test_commands_are_read_with_what_stands_at_its_default() -> None:
    filed = FileCase(number="1", intake=_INTAKE, pack_version="1", dispatch_advice="370402-urban")
    handed = HandOff(number="2", intake=Intake(), pack_version="1", line=EmergencyLine.FIRE, three_way=True)
    told = AnswerDirectly(number="3", intake=Intake(content="几点"), pack_version="1", answer="九点")
    acts = [Act(place, each.op, payload_of(each), f"c{place}") for place, each in enumerate((filed, handed, told))]
    first, second, third = taken_of(acts, SCENARIO)
    assert (first.value("case_type"), first.value("urgency"), first.value("anonymous")) == ("TS", "urgent", True)
    assert (first.value("confidential"), first.value("area_code"), first.value("dispatch_advice")) == (
        False, "", "370402-urban",
    )  # fmt: skip
    assert (second.value("line"), second.value("three_way"), second.value("urgency")) == ("119", True, "normal")
    assert "几点" in third.text
    assert "九点" in third.text
