"""Takes away all that practice has kept in its folder; what has still to go to the centre may stay.

The proof of an exam stays whatever is wiped (`practice.exams`): an exam is sat once.
"""

import shutil

from local_cache import keystore
from local_cache.practice_exchange import APPEALS, REFUSED, RESULTS
from practice.exams import keep_sat
from practice.folder import FOLDERS, PracticeFolder

_UNSENT = frozenset({RESULTS, APPEALS, REFUSED})


def wipe(folder: PracticeFolder, *, unsent: bool) -> None:
    """Wipe the practice folder, keys first; the caller holds its lock. `unsent`: what has still to go goes too.

    Raises `practice.folder.NotForPractice`, and `OSError` where the system keeps something.
    """
    folder.check()
    keep_sat(folder)
    for session in folder.all_begun():
        keystore.forget(session.seat)
    for name in FOLDERS:
        if (folder.root / name).exists() and (unsent or name not in _UNSENT):
            shutil.rmtree(folder.root / name)
    folder.make()
