"""The commands without a screen, on a real seat without a line: results, exit codes, and a console that is running."""

import io
import json
import re
import shutil
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from city_packs.shipped import shipped_packs
from hotline.order_number import OrderNumber, grouped
from local_cache import encrypted, keystore, meta, recovery, sessions
from local_cache.encrypted import connect
from local_cache.first_look import first_look
from local_cache.folder import SeatFolder
from local_cache.handoff import Reception
from seat_console import cli
from seat_console.exit_codes import Exit
from seat_console.headless.handed_over import answered
from seat_console.headless.jobs import answer
from seat_console.start import open_seat
from tests.local_cache.conftest import settle
from tests.seat_console.given import PASSWORD, enrol_without_centre, give_grant
from wording import set_language

GOOD = {
    "ref": "A-1",
    "intake": {
        "case_type": "QZ",
        "class_code": "010101",
        "area_code": "130203006004",
        "content": "停水",
        "caller_phone": "19900001234",
    },
}
NUMBERS = [str(OrderNumber("0042", 1, counter)) for counter in (1, 2)]


@pytest.fixture(autouse=True)
def _english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('language = "en"\n', encoding="utf-8")
    monkeypatch.setenv("SEAT_CONSOLE_SETTINGS", str(settings))


@pytest.fixture
def seat(tmp_path: Path) -> SeatFolder:
    return enrol_without_centre(tmp_path / "seat")


def run(folder: SeatFolder, *words: str) -> int:
    return cli.main(["--folder", str(folder.root), *words])


def lines(path: Path, *found: object) -> Path:
    path.write_text(
        "".join((each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)) + "\n" for each in found),
        encoding="utf-8",
    )
    return path


def results(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_good_lines_become_cases_and_bad_ones_are_named_and_kept(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad_json, bad_class = "{", GOOD | {"ref": "A-3", "intake": GOOD["intake"] | {"class_code": "999999"}}  # type: ignore[operator]
    source = lines(tmp_path / "in.jsonl", GOOD, bad_json, bad_class, GOOD | {"ref": "A-4"})
    rejects = tmp_path / "rejects.jsonl"
    assert run(seat, "case", "file", "--from", str(source), "--rejects", str(rejects)) == Exit.PARTLY
    told = results(capsys)
    assert [(each["line"], each["ref"], each["ok"]) for each in told] == [
        (1, "A-1", True),
        (2, None, False),
        (3, "A-3", False),
        (4, "A-4", True),
    ]
    assert [each["number"] for each in told if each["ok"]] == [NUMBERS[0], NUMBERS[1]]
    assert told[0]["state"] == "on_this_seat"
    assert told[2]["field"] == "intake.class_code"
    assert all(each["do"] for each in told if not each["ok"])
    assert rejects.read_text(encoding="utf-8").splitlines() == [bad_json, json.dumps(bad_class, ensure_ascii=False)]
    assert run(seat, "status", "--json") == Exit.DONE
    assert results(capsys)[0]["unsent"] == 2


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ({"op": "answer_directly", "answer": ""}, "answer", "must not be empty"),
        ({"op": "answer_directly"}, "answer", "add this field"),
        (
            {"op": "propose_refusal", "refusal": "out_of_scope", "reason": "nothing", "legal_route": "petition"},
            "reason",
            "code of this city",
        ),
        ({"dispatch_advice": "nobody"}, "dispatch_advice", "code of this city"),
        ({"intake": GOOD["intake"] | {"content": " \n"}}, "intake.content", "must not be empty"),  # type: ignore[operator]
        ({"intake": GOOD["intake"] | {"caller_phone": ""}}, "intake.contact_phone", '"anonymous": true'),  # type: ignore[operator]
    ],
)
def test_what_is_wrong_is_named_as_the_line_spells_it(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: dict[str, Any], field: str, words: str
) -> None:
    source = lines(tmp_path / "in.jsonl", "", {"intake": GOOD["intake"]} | line)
    assert run(seat, "case", "file", "--from", str(source)) == Exit.PARTLY
    [told] = results(capsys)
    assert (told["line"], told["ok"], told["field"]) == (2, False, field)
    assert words in told["do"]


@pytest.mark.parametrize("start", ["0", "-1", "1.5", "2"])
def test_a_line_to_begin_at_that_the_file_does_not_have_is_no_success(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], start: str
) -> None:
    source = lines(tmp_path / "in.jsonl", GOOD)
    try:
        code = run(seat, "case", "file", "--from", str(source), f"--start-at={start}")
    except SystemExit as ended:
        code = int(str(ended.code))
    told = capsys.readouterr()
    assert (code, told.out) == (Exit.USAGE, "")
    assert "line" in told.err.splitlines()[-2 if start != "2" else -1]


def test_an_error_that_nobody_foresaw_has_its_own_code_and_no_traceback(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seat_console.headless.jobs.read_line", lambda *_: 1 / 0)
    assert run(seat, "case", "file", "--from", str(lines(tmp_path / "in.jsonl", GOOD))) == Exit.BROKEN
    told = capsys.readouterr()
    assert "error of its own" in told.err
    assert "Traceback" not in told.err
    assert "ZeroDivisionError" in seat.console_log.read_text("utf-8")


def test_filed_and_repeated_are_counted_apart(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(seat, "case", "file", "--from", str(lines(tmp_path / "in.jsonl", GOOD, GOOD)))
    assert "cases filed: 1, filed before: 1, lines not taken: 0" in capsys.readouterr().err


def test_the_status_reads_the_oldest_unsent_in_words_and_in_the_time_of_the_seat(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(seat, "case", "file", "--from", str(lines(tmp_path / "in.jsonl", GOOD)))
    run(seat, "status", "--json")
    made = datetime.fromisoformat(results(capsys)[-1]["oldest_unsent_at"])
    run(seat, "status")
    there = made.astimezone(timezone(timedelta(hours=8)))
    assert f"1 unsent  the oldest since {there:%Y-%m-%d %H:%M}\n" in capsys.readouterr().out


def test_the_status_counts_the_questions_of_dispatchers(
    seat: SeatFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local_cache.counting.asked_back", lambda *_: ["欠薪", "停水"])
    run(seat, "status", "--json")
    assert results(capsys)[-1]["questions"] == 2
    run(seat, "status")
    assert "questions 2\n" in capsys.readouterr().out


def test_the_status_says_when_the_cache_last_heard_from_the_centre_while_no_console_runs(
    seat: SeatFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = "2026-11-20T08:00:00+00:00"
    with closing(open_seat(seat)) as opened:
        opened._files.on_cache(lambda cache: meta.put(cache, meta.AS_OF, heard))
    run(seat, "status", "--json")
    assert results(capsys)[-1]["cache_as_of"] == heard


def test_the_status_says_all_that_the_documents_promise_and_whether_there_is_room_in_reserve(
    seat: SeatFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(seat.root)
    for free, room in ((0, False), (1 << 40, True)):
        monkeypatch.setattr("shutil.disk_usage", lambda _, free=free: usage._replace(free=free))
        assert run(seat, "status", "--json") == Exit.DONE
        [told] = results(capsys)
        assert (told["disk_ok"], told["reserve_ok"]) == (True, room)
    words = Path("docs/headless.md").read_text("utf-8").partition("## How the seat stands")[2].partition("## ")[0]
    named = [
        name for row in words.splitlines() if row.startswith("| `") for name in re.findall("`(.*?)`", row.split("|")[1])
    ]
    assert sorted(named) == sorted(told)


def test_lines_come_from_standard_input_too(
    seat: SeatFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode() + b"\n"))
    monkeypatch.setattr(sys, "stdin", given)
    assert run(seat, "case", "file", "--from", "-") == Exit.DONE
    assert results(capsys)[0]["ok"]


def test_a_run_that_was_broken_off_goes_on_from_a_line(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lines(tmp_path / "in.jsonl", GOOD, GOOD | {"ref": "A-2"}, GOOD | {"ref": "A-3"})
    assert run(seat, "case", "file", "--from", str(source), "--start-at", "3") == Exit.DONE
    assert [each["line"] for each in results(capsys)] == [3]


def test_the_same_file_again_files_nothing_twice_and_prints_the_same_numbers(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other_order = {"intake": dict(reversed(GOOD["intake"].items())), "ref": "A-1"}  # type: ignore[attr-defined]
    assert run(seat, "case", "file", "--from", str(lines(tmp_path / "in.jsonl", GOOD))) == Exit.DONE
    first = results(capsys)
    source = lines(tmp_path / "in.jsonl", other_order, GOOD | {"ref": "A-2"})
    assert run(seat, "case", "file", "--from", str(source)) == Exit.DONE
    again, new = results(capsys)
    assert again == first[0] | {"repeated": True}
    assert (new["number"], new["repeated"]) == (NUMBERS[1], False)
    run(seat, "status", "--json")
    assert results(capsys)[0]["unsent"] == 2


def test_a_run_killed_between_save_and_result_may_be_given_again(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_words: object, **_how: object) -> None:
        raise KeyboardInterrupt

    source = lines(tmp_path / "in.jsonl", GOOD)
    with monkeypatch.context() as patched:
        patched.setattr("builtins.print", killed)
        assert run(seat, "case", "file", "--from", str(source)) == Exit.INTERRUPTED
    assert results(capsys) == []
    assert run(seat, "case", "file", "--from", str(source)) == Exit.DONE
    [told] = results(capsys)
    assert (told["number"], told["repeated"]) == (NUMBERS[0], True)
    run(seat, "status", "--json")
    assert results(capsys)[0]["unsent"] == 1


def test_a_known_reference_with_other_content_files_nothing(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = GOOD | {"intake": GOOD["intake"] | {"content": "停电"}}  # type: ignore[operator]
    assert run(seat, "case", "file", "--from", str(lines(tmp_path / "in.jsonl", GOOD, changed))) == Exit.PARTLY
    taken, turned_away = results(capsys)
    assert taken["ok"]
    assert (turned_away["ok"], turned_away["field"]) == (False, "ref")
    assert grouped(NUMBERS[0]) in turned_away["do"]
    run(seat, "status", "--json")
    assert results(capsys)[0]["unsent"] == 1


def test_lines_without_a_reference_are_cases_each_time(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nameless = {"intake": GOOD["intake"]}
    assert run(seat, "case", "file", "--from", str(lines(tmp_path / "in.jsonl", nameless, nameless))) == Exit.DONE
    assert [each["number"] for each in results(capsys)] == NUMBERS


def test_nobody_signed_in_files_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seat = enrol_without_centre(tmp_path / "seat", signed_in=False)
    source = lines(tmp_path / "in.jsonl", GOOD)
    assert run(seat, "case", "file", "--from", str(source)) == Exit.NOT_SIGNED_IN
    assert "line 1" in capsys.readouterr().err
    assert run(seat, "status", "--json") == Exit.DONE
    assert results(capsys)[0]["unsent"] == 0


def lock(folder: SeatFolder) -> None:
    held = open_seat(folder)
    held.lock_session().result()
    held.close()


@pytest.fixture
def locked(seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SeatFolder:
    """Return a seat with one unsent case whose operator locked it and went away."""
    run(seat, "case", "file", "--from", str(lines(tmp_path / "before.jsonl", GOOD)))
    lock(seat)
    capsys.readouterr()
    return seat


def test_in_the_name_of_an_operator_who_locked_the_seat_nothing_is_filed(
    locked: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lines(tmp_path / "in.jsonl", GOOD | {"ref": "A-2"})
    assert run(locked, "case", "file", "--from", str(source)) == Exit.NOT_SIGNED_IN
    told = capsys.readouterr()
    assert told.out == ""
    assert all(words in told.err for words in ("line 1", "locked", "--operator"))
    assert run(locked, "status", "--json") == Exit.DONE
    [status] = results(capsys)
    assert (status["operator"], status["locked"], status["unsent"]) == ("1042", True, 1)


def test_whoever_signs_in_for_a_run_leaves_the_lock_and_the_session_behind_it_as_they_are(
    locked: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give_grant(locked)
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    who = ("--operator", "1042", "--password-file", str(tmp_path / "password"))
    source = lines(tmp_path / "in.jsonl", GOOD | {"ref": "A-2"})
    before = first_look(locked, datetime.now(UTC))
    seen = []
    monkeypatch.setattr(sys.stdout, "flush", lambda: seen.append(first_look(locked, datetime.now(UTC))))
    assert run(locked, "case", "file", "--from", str(source), *who) == Exit.DONE
    assert results(capsys)[0]["number"] == NUMBERS[1]
    assert seen[0] == before  # a run that is killed leaves no seat open to whoever comes by
    assert first_look(locked, datetime.now(UTC)) == before
    assert before.locked


def test_a_locked_seat_sends_counts_and_exports_what_is_unsent(
    locked: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(locked, "status") == Exit.DONE
    told = capsys.readouterr().out
    assert "1042 (locked)" in told
    assert "1 unsent" in told
    assert run(locked, "sync") == Exit.NO_LINE  # for want of a line, not of a session
    assert run(locked, "outbox", "export", str(tmp_path / "work.jsonl")) == Exit.DONE
    assert "1 unsent" in capsys.readouterr().out


def test_a_console_that_is_locked_in_the_middle_of_a_run_files_no_further_line(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = open_seat(seat)

    def lock_after_the_first(request: dict[str, Any]) -> dict[str, Any]:
        told = answer(held, request)
        if request["job"] == "file_line":
            held.lock_session().result()
        return told

    reception = Reception(seat, lock_after_the_first)
    source = lines(tmp_path / "in.jsonl", GOOD, GOOD | {"ref": "A-2"})
    try:
        for who in ((), ("--operator", "1042")):
            assert run(seat, "case", "file", "--from", str(source), *who) == Exit.NOT_SIGNED_IN
        told = capsys.readouterr()
        assert [json.loads(line)["number"] for line in told.out.splitlines()] == NUMBERS[:1]
        assert "go on with --start-at 2" in told.err
        settle(held)
        assert held.status.unsent == 1
    finally:
        reception.close()
        held.close()


def test_a_seat_that_was_left_for_the_time_that_locks_it_counts_as_locked(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lines(tmp_path / "in.jsonl", GOOD)
    touched(seat, datetime.now(UTC) - timedelta(minutes=10))
    assert run(seat, "case", "file", "--from", str(source)) == Exit.NOT_SIGNED_IN
    assert "locked" in capsys.readouterr().err
    touched(seat, datetime.now(UTC) + timedelta(minutes=10))  # the clock was set back since
    assert run(seat, "case", "file", "--from", str(source)) == Exit.DONE


def touched(folder: SeatFolder, at: datetime) -> None:
    with closing(connect(folder.work, keystore.file_secret(folder, keystore.load(folder)))) as work, work:
        sessions.touch(work, at)


def test_a_folder_without_a_seat_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(SeatFolder(tmp_path / "none"), "status") == Exit.NOT_ENROLLED
    assert "seat-console enrol" in capsys.readouterr().err


def test_a_work_file_that_another_program_keeps_locked_is_said_in_words(
    seat: SeatFolder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = encrypted.sqlcipher.connect
    monkeypatch.setattr(
        encrypted.sqlcipher, "connect", lambda *given, **named: patient(*given, **named | {"timeout": 0})
    )
    with closing(connect(seat.work, keystore.file_secret(seat, keystore.load(seat)))) as scanner:
        scanner.execute("PRAGMA locking_mode = EXCLUSIVE")
        scanner.execute("BEGIN EXCLUSIVE")
        assert run(seat, "status") == Exit.BUSY
    assert "Another program holds" in capsys.readouterr().err


def test_a_work_file_that_the_system_does_not_open_is_said_in_words(
    seat: SeatFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    seat.work.unlink()
    seat.work.mkdir()
    assert run(seat, "status") == Exit.NOT_SAVED
    assert "cannot be opened" in capsys.readouterr().err


def test_no_line_is_an_exit_code_of_its_own(seat: SeatFolder) -> None:
    assert run(seat, "sync") == Exit.NO_LINE


def test_a_missing_file_is_named(seat: SeatFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(seat, "case", "file", "--from", "nowhere.jsonl") == Exit.USAGE
    assert "nowhere.jsonl" in capsys.readouterr().err


def test_a_running_console_does_the_work_and_no_second_writer_is_opened(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lines(tmp_path / "in.jsonl", GOOD)
    held = open_seat(seat)
    reception = Reception(seat, lambda request: answer(held, request))
    try:
        assert run(seat, "case", "file", "--from", str(source)) == Exit.DONE
        assert results(capsys)[0]["number"] == NUMBERS[0]
        settle(held)
        assert held.status.unsent == 1
        assert run(seat, "status", "--json") == Exit.DONE
        assert results(capsys)[0]["console"] is True
        assert run(seat, "case", "file", "--from", str(source), "--operator", "1099") == Exit.NOT_SIGNED_IN
        assert "Somebody else, or nobody, is signed in at the console that runs here" in capsys.readouterr().err
        assert held.status.unsent == 1
    finally:
        reception.close()
        held.close()


def test_a_console_answers_in_the_language_of_who_asks(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt = lines(tmp_path / "spoilt.jsonl", "{}")
    source = lines(tmp_path / "in.jsonl", {"intake": {"colour": "red"}})
    note = recovery.RecoveryNote("", datetime.now(UTC).isoformat(), 0, True, "")
    with closing(connect(seat.work, keystore.file_secret(seat, keystore.load(seat)))) as work, work:
        meta.put(work, meta.RECOVERY, json.dumps(asdict(note)))
    set_language("en")
    held = open_seat(seat)

    def in_english(request: dict[str, Any]) -> dict[str, Any]:
        with monkeypatch.context() as console:  # it is a program of its own, and speaks what its operator chose
            console.setattr("wording._language", "en")
            return answered(partial(answer, held), request, seat.console_log)

    reception = Reception(seat, in_english)
    try:
        assert run(seat, "--language", "zh", "outbox", "import", str(spoilt)) == Exit.INVALID
        assert "重新导出" in capsys.readouterr().err
        assert run(seat, "--language", "zh", "case", "file", "--from", str(source)) == Exit.PARTLY
        assert "没有这个字段" in results(capsys)[0]["do"]
        assert run(seat, "--language", "zh", "status", "--json") == Exit.DONE
        assert "座席" in results(capsys)[0]["recovered"]
    finally:
        reception.close()
        held.close()


def test_a_console_that_cannot_do_what_it_was_handed_says_so_notes_where_and_goes_on(
    seat: SeatFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    reception = Reception(seat, lambda request: answered(lambda _: {"never": 1 / 0}, request, seat.console_log))
    held = open_seat(seat)
    try:
        for _ in range(2):
            assert run(seat, "status") == Exit.BROKEN
            assert "error of its own" in capsys.readouterr().err
        assert seat.console_log.read_text("utf-8").count("ZeroDivisionError") == 2
    finally:
        reception.close()
        held.close()


def test_unsent_work_travels_as_a_file_and_arrives_once(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(seat, "case", "file", "--from", str(lines(tmp_path / "in.jsonl", GOOD, GOOD | {"ref": "A-2"})))
    capsys.readouterr()
    assert run(seat, "outbox", "export", str(tmp_path / "work.jsonl")) == Exit.DONE
    assert "2 unsent" in capsys.readouterr().out
    assert run(seat, "outbox", "export", str(tmp_path / "work.jsonl")) == Exit.USAGE
    assert "work.jsonl" in capsys.readouterr().err
    other = enrol_without_centre(tmp_path / "other")
    for taken in (2, 0):
        assert run(other, "outbox", "import", str(tmp_path / "work.jsonl")) == Exit.DONE
        assert f"{taken} taken" in capsys.readouterr().out
    spoilt = tmp_path / "spoilt.jsonl"
    spoilt.write_bytes((tmp_path / "work.jsonl").read_bytes().replace(b"QZ", b"TS"))
    assert run(other, "outbox", "import", str(spoilt)) == Exit.INVALID


def test_a_holder_that_does_not_answer_is_named(seat: SeatFolder, capsys: pytest.CaptureFixture[str]) -> None:
    held = open_seat(seat)
    try:
        assert run(seat, "status") == Exit.BUSY
        assert "Another program" in capsys.readouterr().err
    finally:
        held.close()


def test_a_pack_with_errors_has_its_own_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pack.toml").write_text('city = "nowhere"\n', encoding="utf-8")
    assert cli.main(["pack", "check", str(tmp_path)]) == Exit.INVALID
    assert "pack.toml" in capsys.readouterr().out
    assert cli.main(["pack", "check", "city_packs/data/tangshan"]) == Exit.DONE


def test_a_file_that_a_pack_does_not_know_is_told_and_the_pack_is_good(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(shipped_packs()["dongsheng"], folder)
    (folder / "unitz.csv").write_text("code\n", encoding="utf-8")
    assert run(SeatFolder(tmp_path / "none"), "pack", "check", str(folder)) == Exit.DONE
    told = capsys.readouterr()
    assert "unitz.csv" in told.err
    assert "units.csv" in told.err
    assert told.out == "the pack is good\n"


def test_keys_are_listed_as_they_are_set_on_this_seat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text('language = "en"\n[keys]\npark = "insert"\n', encoding="utf-8")
    assert cli.main(["keys"]) == Exit.DONE
    assert any("park" in row and "Insert" in row for row in capsys.readouterr().out.splitlines())
    (tmp_path / "settings.toml").write_text('language = "en"\n[keys]\npark = "ctrl+m"\n', encoding="utf-8")
    assert cli.main(["keys"]) == Exit.USAGE


def test_wrong_settings_end_every_command_with_the_line_to_mend(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text('theme = "pink"\n', encoding="utf-8")
    assert cli.main(["keys"]) == Exit.USAGE
    assert "theme" in capsys.readouterr().err


def test_the_language_option_goes_before_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--language", "en", "--help"])
    assert "exit codes:" in capsys.readouterr().out


def test_a_line_too_long_for_the_pipe_is_shortened_beside_a_console_as_it_is_alone(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    too_long = json.dumps({"ref": "A-0", "intake": {"content": "水" * 200_000}}, ensure_ascii=False)
    source, rejects = lines(tmp_path / "in.jsonl", too_long, GOOD), tmp_path / "rejects.jsonl"
    assert run(seat, "case", "file", "--from", str(source)) == Exit.PARTLY
    alone = results(capsys)[0]
    held = open_seat(seat)
    reception = Reception(seat, lambda request: answer(held, request))
    try:
        assert run(seat, "case", "file", "--from", str(source), "--rejects", str(rejects)) == Exit.PARTLY
        beside, good = results(capsys)
        assert beside == alone
        assert good["ok"]
        assert rejects.read_text(encoding="utf-8") == too_long + "\n"
    finally:
        reception.close()
        held.close()


def test_a_console_that_ends_in_the_middle_of_a_run_leaves_the_line_to_go_on_from(
    seat: SeatFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = open_seat(seat)

    def end_before_the_second_answer(request: dict[str, Any]) -> dict[str, Any]:
        told = answer(held, request)
        if request["job"] == "file_line" and request["line"] == 2:
            raise OSError
        return told

    reception = Reception(seat, end_before_the_second_answer)
    source = lines(tmp_path / "in.jsonl", GOOD, GOOD | {"ref": "A-2"}, GOOD | {"ref": "A-3"})
    try:
        assert run(seat, "case", "file", "--from", str(source)) == Exit.BUSY
    finally:
        reception.close()
        held.close()
    told = capsys.readouterr()
    assert [json.loads(line)["line"] for line in told.out.splitlines()] == [1]
    assert "go on with --start-at 2" in told.err
    assert "Another program holds" not in told.err  # it has gone
    assert run(seat, "case", "file", "--from", str(source), "--start-at", "2") == Exit.DONE
    assert [(each["line"], each["repeated"]) for each in results(capsys)] == [(2, True), (3, False)]
