"""The real console in a pty, at the desk of a seat whose cache holds a seeded city."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import END, Told
from benchmarks.seats import SESSION, enrol, fill
from benchmarks.terminal import TerminalProgram
from local_cache import drafts
from local_cache.encrypted import FileSecret, connect
from local_cache.folder import SeatFolder
from local_cache.model import Draft, Phase
from local_cache.seat import utc_now

NARRATIVE_LENGTH = 600
"""Characters that are in the narrative before the first key."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A seat's folder ready for a console, with what its callers told."""

    folder: SeatFolder
    secret: FileSecret
    told: list[Told]

    def put_draft(self, draft: Draft) -> None:
        """Leave a draft as a crashed console would."""
        work = connect(self.folder.work, self.secret)
        drafts.put(work, draft)
        work.close()

    def console(self, *, columns: int = 120, rows: int = 40, module: str = "seat_console") -> TerminalProgram:
        """Start the console on the folder, or a `module` that wraps it."""
        return TerminalProgram(
            [sys.executable, "-m", module, "--folder", str(self.folder.root), "--language", "zh"],
            environment={"LANG": "C.UTF-8"},
            columns=columns,
            rows=rows,
        )


@contextmanager
def prepared(cases: int) -> Iterator[Prepared]:
    """Yield a seat's folder with `cases` cached cases and operator 1042 signed in."""
    with TemporaryDirectory(prefix="seat-bench-") as root:
        folder = SeatFolder(Path(root))
        secret = enrol(folder)
        yield Prepared(folder, secret, [told for told, _ in fill(folder, secret, cases)])


def draft_of(told: Told, content: str) -> Draft:
    """Return a draft of a matter in a call that goes on, with its clock; the caret at the end of its narrative."""
    fields: dict[str, str | bool] = {
        "contact_phone": told.phone,
        "class_code": told.class_code,
        "area_code": told.area_code,
        "address_text": told.spot,
        "caller_name": told.name,
        "content": content,
    }
    call = {"answered_at": utc_now().isoformat()}
    return Draft(
        "bench", SESSION.operator_id, fields, Phase.TALKING, call, "", False, False, "content", len(content), END, END
    )  # fmt: skip
