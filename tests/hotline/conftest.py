"""A filed case for the rulebook's tests."""

import pytest

from hotline.commands import FileCase
from hotline.outcome import Applied
from hotline.rulebook import apply
from hotline.work_order import WorkOrder
from tests.hotline.given import INTAKE, NUMBER, context_of


@pytest.fixture
def filed() -> WorkOrder:
    """A case that operator 1042 filed at noon."""
    outcome = apply(None, FileCase(number=NUMBER, intake=INTAKE, pack_version="2026.1"), context_of())
    assert isinstance(outcome, Applied)
    assert outcome.order is not None
    return outcome.order
