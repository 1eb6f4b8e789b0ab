"""Who may read reports: people who lead, supervise, review and dispatch read all; a unit its own rates only."""

from collections.abc import Collection

from hotline.codes import Role

READS_ALL_REPORTS = frozenset({Role.LEAD, Role.SUPERVISOR, Role.LEADER, Role.QUALITY, Role.DISPATCHER})
"""Roles that read reports on all units."""


def reads_all_reports(roles: Collection[Role]) -> bool:
    """Say whether somebody with these roles reads reports on all units."""
    return bool(READS_ALL_REPORTS & {*roles})
