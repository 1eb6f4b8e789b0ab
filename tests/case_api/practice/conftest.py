"""A centre on both engines with three trainees and a trainer, none of them at a seat."""

import pytest

from case_api.accounts.registry import Registry
from case_api.accounts.users import add_user
from case_api.storage.engine import writing
from hotline.codes import Role
from tests.case_api.board.conftest import (
    PASSWORD,
    Clock,
    _passwords_are_cheap,
    app,
    centre,
    client,
    clock,
    no_pace,
    settings,
    url,
)
from tests.case_api.board.conftest import registry as people
from tests.case_api.http.conftest import START

__all__ = (
    "_passwords_are_cheap",
    "app",
    "centre",
    "client",
    "clock",
    "no_pace",
    "people",
    "registry",
    "settings",
    "url",
)

ROLES = {
    "tr-1": ("孙丽", [Role.OPERATOR, Role.TRAINEE]),
    "tr-2": ("周军", [Role.TRAINEE]),
    "tr-3": ("吴敏", [Role.TRAINEE]),
    "teach": ("郑老师", [Role.TRAINER]),
}


@pytest.fixture
def registry(people: Registry) -> Registry:
    with writing(people.engine) as conn:
        for operator_id, (name, roles) in ROLES.items():
            add_user(conn, people.passwords, operator_id, name, roles, PASSWORD, places=["*"], at=START)
    return people


__all__ += ("Clock",)
