"""What of a call is on file (已入库): so many things its reference needs there, and which one a command is. Pure.

A case that was filed is one, so is a call that was logged; and a past case to which the reference's command was given,
whatever was noted with it. Whatever else is done leaves nothing on file that was not there.
"""

from city_packs.scenario import Scenario
from city_packs.scenario_fields import FILING, ON_A_CASE

_LOGS = "log_call"


def things_needed(scenario: Scenario) -> int:
    """Return how many things the caller waits for to be on file; at least one."""
    made = sum(each.op in FILING or each.op == _LOGS for each in scenario.records)
    return max(1, made + len({each.case for each in scenario.records if each.op in ON_A_CASE}))


def thing_of(scenario: Scenario, op: str, case: str, mutation: str) -> str:
    """Return the name of the thing that a command has put on file, empty for none.

    `case` is the code of a past case or the id of another one.
    """
    if op in FILING:
        return case
    if op == _LOGS:
        return mutation
    wanted = {each.op for each in scenario.records if each.op in ON_A_CASE and each.case == case}
    return case if op in ON_A_CASE and (not wanted or op in wanted) else ""


def is_as_needed(scenario: Scenario, op: str, case: str) -> bool:
    """Say whether the reference has such a command, of a past case to that one; what it holds is for the marks.

    A caller who speaks of a lawful way or of his old number has heard of it only then.
    """
    return any(each.op == op and (op not in ON_A_CASE or each.case == case) for each in scenario.records)
