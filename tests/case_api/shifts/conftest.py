"""What the tests of shifts over HTTP share with those of the board: a centre, a seat and a lead."""

from tests.case_api.board.conftest import (
    _passwords_are_cheap,
    app,
    centre,
    client,
    code_for,
    lead,
    no_pace,
    registry,
    seat,
    settings,
    url,
)

__all__ = (
    "_passwords_are_cheap", "app", "centre", "client", "code_for", "lead", "no_pace", "registry", "seat", "settings",
    "url",
)  # fmt: skip
