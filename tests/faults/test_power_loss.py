"""The power goes at every sync of a shift's saves: what was called saved is there, whole, and once."""

import json
import random
import shutil
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from local_cache import enrolment, opening, outbox, recovery, saving
from local_cache.backup import Backups
from local_cache.drafts import of_operator
from local_cache.encrypted import Connection, connect, is_sound
from local_cache.folder import SeatFolder
from local_cache.keystore import file_secret, load
from local_cache.model import Saved
from local_cache.overlay import Surroundings
from local_cache.packs import PackShelf
from local_cache.seat import Seat
from tests.faults.recording_vfs import Record, hurried, put_image, recording
from tests.faults.saved_by_a_seat import AT, BALLAST, OPERATOR, Shift, filing, work_a_shift
from tests.seat_console.given import enrol_without_centre
from tests.soak import times

CASES = times(100, 1_000)
SEED = 12345
OPENED_WHOLE_EVERY = 25
"""The cache follows the work file; that it does is looked at in some of the images only."""


def recorded(root: Path, cases: int) -> tuple[SeatFolder, Record, Shift, int]:
    """Work a shift on a recorded disk; also returns how many steps its enrolment took."""
    with recording() as record:
        folder = enrol_without_centre(root / "seat")
        (folder.packs / "tangshan.pack").unlink()  # reading it for every image would be all that this test does
        begun = len(record.steps)
        shift = work_a_shift(folder, record, cases)
    return folder, record, shift, begun


def after_the_cut(image: dict[str, bytes], live: SeatFolder, root: Path) -> SeatFolder:
    """Put an image into a folder of its own, beside the keys of the live one."""
    shutil.rmtree(root, ignore_errors=True)
    folder = SeatFolder(root)
    folder.make()
    put_image(image, live.root, root)
    for each in (live.salt, live.key_file):
        shutil.copyfile(each, root / each.name)
    return folder


def found_wrong(folder: SeatFolder, shift: Shift, cut: int) -> str:
    """Open the work file as the program does and say what is not as it must be, or nothing."""
    secret = file_secret(folder, load(folder))
    with hurried(), closing(opening.open_work(folder, secret, Backups(folder, secret), lambda: AT)) as work:
        if recovery.told(work) is not None:
            return "the work file was damaged"
        return _wrong_with(work, folder, shift, cut)


def _wrong_with(work: Connection, folder: SeatFolder, shift: Shift, cut: int) -> str:
    drafts = {draft.id for draft in of_operator(work, OPERATOR.operator_id)}
    payloads = [json.loads(row.payload) for row in outbox.everything(work)]
    titles = [payload["intake"]["title"] for payload in payloads]
    numbers = [payload["number"] for payload in payloads]
    said = {told.number for told in shift.matters if told.saved_at is not None and told.saved_at <= cut}
    if len(set(titles)) != len(titles) or len(set(numbers)) != len(numbers):
        return "a case is there twice"
    if not said <= set(numbers):
        return f"{len(said - set(numbers))} saved cases are gone"
    for told in shift.matters:
        here = (told.draft_id in drafts) + (told.draft_id in titles)
        drafted = told.draft_at is not None and told.draft_at <= cut
        if here == 2 or (drafted and here == 0):
            return f"{told.draft_id} is there {here} times, as a draft and as a case"
    next_number = _save_one_more(work, folder).number
    if next_number in said | set(numbers):
        return f"{next_number} is given twice"
    return "" if is_sound(work) else "quick_check finds damage"


def _save_one_more(work: Connection, folder: SeatFolder) -> Saved:
    here = enrolment.read(work)
    assert here is not None
    around = Surroundings(PackShelf(folder.packs, here.city).facts(), here.seat, here.phone_hash_key, {})
    request = saving.Request(filing("next"), OPERATOR)
    work.execute("BEGIN IMMEDIATE")
    saved = saving.save(
        work, request, known=lambda _: None, around=around, enrolment=here, line_up=False, now=lambda: AT
    )
    work.execute("COMMIT")
    return saved


def opens_as_a_whole(folder: SeatFolder) -> bool:
    """Open the seat itself, its cache too, and say whether it shows every case of the outbox."""
    with hurried(), closing(Seat.open(folder, now=lambda: AT, start_sync=False, ballast_size=BALLAST)) as seat:
        kept = seat._files.on_work(outbox.kept_cases)
        seat._files.on_cache(lambda _: None)  # what the cache lacked has been shown by now
        return all(seat.case(case_id).result(60) for case_id in kept)


@pytest.mark.long
def test_a_power_cut_at_any_sync_loses_nothing_that_was_called_saved(tmp_path: Path) -> None:
    live, record, shift, begun = recorded(tmp_path, CASES)
    assert sum(told.saved_at is not None for told in shift.matters) == CASES - CASES // 5
    cuts = 0
    for cut, image in record.power_cuts(random.Random(SEED)):
        if cut >= begun:
            cuts += 1
            folder = after_the_cut(image, live, tmp_path / "after")
            wrong = found_wrong(folder, shift, cut)
            assert not wrong, f"power cut after step {cut} of {len(record.steps)}: {wrong}"
            assert cuts % OPENED_WHOLE_EVERY or opens_as_a_whole(folder)
    assert cuts > 4 * CASES


def test_a_disk_that_is_not_told_to_sync_each_commit_does_lose_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test of the test above: with the setting that is said to be as good, it must find what is lost."""
    with monkeypatch.context() as careless:
        careless.setattr(opening, "connect", partial(connect, synchronous="NORMAL"))
        live, record, shift, begun = recorded(tmp_path, 100)
    wrong = [
        found_wrong(after_the_cut(image, live, tmp_path / "after"), shift, cut)
        for cut, image in record.power_cuts(random.Random(SEED))
        if cut >= begun
    ]
    assert any("saved cases are gone" in each for each in wrong), wrong
