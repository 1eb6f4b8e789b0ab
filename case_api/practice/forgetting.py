"""Erases the results of one person: whoever leaves, or asks for it, need not stand in a trainer's lists for good.

What stays is that somebody acted: rows of the write audit, which hold no words; and what was set for them.
"""

from sqlalchemy import delete, select

from case_api.audit.administration import note_administration
from case_api.cases.purge import sweep_files
from case_api.centre import Centre
from case_api.practice import sums
from case_api.storage.engine import writing
from case_api.storage.sweep import note_erased
from case_api.storage.tables_practice import practice_appeals, practice_calls, practice_notes, practice_sessions


def forget_results(centre: Centre, operator_id: str) -> int:
    """Erase somebody's results with all that was written under them, here and in the files, and take them out of sums.

    Return how many practice sessions it were; with none nothing is noted. Raises `ProblemError` (busy).
    """
    with writing(centre.engine) as conn:
        sums.take_lock(conn)
        of_theirs = practice_sessions.c.operator_id == operator_id
        theirs = select(practice_sessions.c.session_id).where(of_theirs)
        for table in (practice_notes, practice_appeals, practice_calls):
            conn.execute(delete(table).where(table.c.session_id.in_(theirs)))
        count = conn.execute(delete(practice_sessions).where(of_theirs)).rowcount
        if count:
            sums.forget_person(conn, operator_id)
            note_erased(conn)
            note_administration(conn, "practice_purge", operator_id, centre.now())
    if count:
        sweep_files(centre)
    return count
