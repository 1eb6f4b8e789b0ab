"""What practice and the ordinary console hand each other: plain files in the practice folder (练习文件夹).

Neither program opens the other's own files. Practice puts results and appeals there; the console takes them to the
centre, and puts there what it has brought back, for each trainee apart: several take turns at a seat. A file is there
whole or not at all.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from hotline.names import is_sign_in_name
from hotline.practice_doc import AssignedWork, PracticeAppeal, PracticeResult
from hotline.work_order_text import Frozen
from local_cache.whole_file import write_whole

MARK, FORMAT = "practice.json", 1
"""The file by which the folder is known as practice's, and what it says."""
RESULTS, APPEALS, ASSIGNED, REFUSED = "results", "appeals", "assigned", "refused"
_Model = TypeVar("_Model", bound=BaseModel)
_Said = TypeVar("_Said", PracticeResult, PracticeAppeal)
_log = logging.getLogger(__name__)


class Refusal(Frozen):
    """That the centre did not take a file when it was offered last, by which `problem`, at which `field` if it said.

    With `without` it has taken all but that field, which it is too old to know: the file stays for the field's sake.
    """

    problem: str
    field: str = ""
    without: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that is to go to the centre, and what it says; `refusal` is None while it was not refused."""

    file: Path
    said: PracticeResult | PracticeAppeal
    refusal: Refusal | None = None


class PracticeExchange:
    """The files below the practice folder `root`. Every method raises `OSError` where the disk does not do it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # --- practice puts there --------------------------------------------------------------------------------------

    def put_result(self, result: PracticeResult) -> None:
        """Leave a result for the centre."""
        self._put(RESULTS, str(result.session), result)

    def put_appeal(self, appeal: PracticeAppeal) -> None:
        """Leave an appeal for the centre."""
        self._put(APPEALS, str(appeal.appeal_id), appeal)

    def assigned(self, operator_id: str) -> AssignedWork | None:
        """Return what the centre said last to a trainee; None where it has said nothing that can be read."""
        if not is_sign_in_name(operator_id):
            return None
        return _read(self._file(ASSIGNED, operator_id), AssignedWork)

    def all_assigned(self) -> Iterator[tuple[str, AssignedWork]]:
        """Yield what the centre said last to each trainee, by name of sign-in."""
        for file in sorted((self.root / ASSIGNED).glob("*.json")):
            if (work := self.assigned(file.stem)) is not None:
                yield file.stem, work

    # --- the console takes and brings -----------------------------------------------------------------------------

    def waiting(self, operator_id: str = "") -> Iterator[Waiting]:
        """Yield what a trainee, or everybody, has left: results first, appeals are on one. What is damaged stays."""
        yield from self._of(RESULTS, PracticeResult, operator_id)
        yield from self._of(APPEALS, PracticeAppeal, operator_id)

    def done(self, waiting: Waiting) -> None:
        """Take away what the centre has."""
        waiting.file.unlink(missing_ok=True)
        self._refusal(waiting.file).unlink(missing_ok=True)

    def refused(self, waiting: Waiting, refusal: Refusal) -> None:
        """Note beside what the centre did not take why: it stays, and whose it is can be told."""
        self._put(REFUSED, self._refusal(waiting.file).stem, refusal)

    def put_assigned(self, operator_id: str, work: AssignedWork) -> None:
        """Leave for practice what the centre says to a trainee.

        The folder is made where there is none; into one that is not practice's nothing is written.
        """
        if not self.root.exists():
            self.mark()
        if (self.root / MARK).is_file() and is_sign_in_name(operator_id):
            self._put(ASSIGNED, operator_id, work)

    def mark(self) -> None:
        """Make the folder for its owner alone, and mark it as practice's."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.root / MARK).write_text(json.dumps({"format": FORMAT}), "utf-8")

    def _of(self, folder: str, model: type[_Said], operator_id: str) -> Iterator[Waiting]:
        for file in sorted((self.root / folder).glob("*.json")):
            said = _read(file, model)
            if said is not None and operator_id in ("", said.trainee):
                yield Waiting(file, said, _read(self._refusal(file), Refusal))

    def _file(self, folder: str, name: str) -> Path:
        return self.root / folder / f"{name}.json"

    def _refusal(self, file: Path) -> Path:
        return self._file(REFUSED, f"{file.parent.name}-{file.stem}")

    def _put(self, folder: str, name: str, said: BaseModel) -> None:
        file = self._file(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, said.model_dump_json().encode())


def _read(file: Path, model: type[_Model]) -> _Model | None:
    try:
        return model.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        _log.warning("a file of practice cannot be read: %s", type(error).__name__)
        return None
