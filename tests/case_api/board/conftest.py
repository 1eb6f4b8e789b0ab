"""A centre with a board on both engines, and a clock that stands still until it is moved."""

import pytest

from tests.case_api.http.conftest import (
    _passwords_are_cheap,
    app,
    centre,
    client,
    clock,
    code_for,
    registry,
    seat,
    settings,
)

__all__ = ("_passwords_are_cheap", "app", "centre", "client", "clock", "code_for", "registry", "seat", "settings")


@pytest.fixture
def url(database_url: str) -> str:
    return database_url
