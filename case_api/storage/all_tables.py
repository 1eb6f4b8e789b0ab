"""Every table of the centre in one MetaData: importing this module is what registers them."""

from case_api.storage import (
    tables_accounts,
    tables_audit,
    tables_board,
    tables_calendar,
    tables_calls,
    tables_cases,
    tables_handovers,
    tables_practice,
    tables_reports,
    tables_shifts,
    tables_sync,
)
from case_api.storage.metadata import metadata

__all__ = [
    "metadata",
    "tables_accounts",
    "tables_audit",
    "tables_board",
    "tables_calendar",
    "tables_calls",
    "tables_cases",
    "tables_handovers",
    "tables_practice",
    "tables_reports",
    "tables_shifts",
    "tables_sync",
]
