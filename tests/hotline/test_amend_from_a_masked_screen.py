"""An operator amends what the screen shows, and the screen shows personal data masked."""

from hotline.codes import Role
from hotline.commands import AmendCase, FileCase
from hotline.outcome import Applied
from hotline.rulebook import apply
from tests.hotline.given import INTAKE, NUMBER, context_of

FILED = apply(None, FileCase(number=NUMBER, intake=INTAKE, pack_version="2026.1"), context_of())


def _amended(base: str, mine: str) -> Applied:
    assert isinstance(FILED, Applied)
    outcome = apply(FILED.order, AmendCase(changes={"caller_name": (base, mine)}), context_of(Role.OPERATOR, minutes=1))
    assert isinstance(outcome, Applied)
    return outcome


def test_a_masked_old_value_is_the_value_that_it_masks() -> None:
    done = _amended("李**", "李晓明")
    assert done.order is not None
    assert (done.order.caller_name, done.conflicts) == ("李晓明", ())


def test_a_masked_old_value_of_somebody_else_is_a_conflict() -> None:
    done = _amended("王**", "李晓明")
    assert [(each.field, each.theirs) for each in done.conflicts] == [("caller_name", "李小明")]
