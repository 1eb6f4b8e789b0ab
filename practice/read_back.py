"""What is read back to a caller (复述): where it is taken down. Pure."""

from collections.abc import Iterator

from city_packs.scenario import Scenario
from city_packs.scenario_fields import NOT_READ_BACK

MATTER = ("content", "text")
"""Where the matter is written: at the desk, or in the question of a command that is given there."""
_PLACE = ("area_code", "address_text")
_NUMBER = ("contact_phone",)


def is_read_back(scenario: Scenario) -> bool:
    """Say whether anything of a call is read back: of one that is only logged or handed off nothing is."""
    return not all(record.op in NOT_READ_BACK for record in scenario.records)


def to_read_back(scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """Yield the fields of each thing that is read back, as far as the reference takes it down."""
    records = scenario.records
    yield MATTER
    if any(record.address or "area_code" in record.values for record in records):
        yield _PLACE
    if any(record.values.get("contact_phone") for record in records):
        yield _NUMBER
