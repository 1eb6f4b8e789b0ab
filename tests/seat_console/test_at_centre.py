"""`queue` and `give` on a seat of a real centre: a case goes from the desk to a unit and back by commands alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from case_api.accounts.users import add_user
from case_api.storage.engine import writing
from hotline.codes import Role
from local_cache.enrol import enrol
from local_cache.errors import NotKnown
from local_cache.folder import SeatFolder
from local_cache.handoff import NobodyThere, Reception
from local_cache.seat import Seat
from seat_console import cli
from seat_console.exit_codes import Exit
from seat_console.headless import jobs
from seat_console.headless.given_fields import GIVEN, Wrong, read_command
from seat_console.headless.handed_over import answered
from seat_console.start import open_seat
from tests.deadline import PATIENCE_S
from tests.local_cache_sync.real_centre import OPERATOR, PASSWORD, RealCentre

UNIT = "W"
PEOPLE = {"2001": ([Role.DISPATCHER], ""), "4001": ([Role.UNIT], UNIT), "4002": ([Role.UNIT], "V")}
LINE = {
    "intake": {
        "case_type": "QZ", "class_code": "010101", "area_code": "9101", "content": "全楼停水", "title": "停水",
        "caller_name": "李小明", "caller_phone": "19900001234",
    },
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealCentre]:
    monkeypatch.setattr("case_api.http.events.BEAT_SECONDS", 0.05)  # a seat that closes waits for the next beat
    with RealCentre.listening(tmp_path) as real:
        with writing(real.centre.engine) as conn:
            for name, (roles, unit) in PEOPLE.items():
                book = real.registry.passwords
                add_user(conn, book, name, name, roles, PASSWORD, unit=unit, at=real.now())
        yield real


class Headless:
    """A seat of the centre, worked by commands. `as_` signs somebody in for one command."""

    def __init__(self, centre: RealCentre, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = SeatFolder(root / "seat")
        enrol(self.folder, centre.url, centre.code(), device_name="DESK", app_version="1", system_store=False)
        self._root, self._capsys = root, capsys
        (root / "password").write_text(PASSWORD, encoding="utf-8")

    def run(self, *words: str) -> tuple[int, str, str]:
        code = cli.main(["--folder", str(self.folder.root), *words])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def as_(self, operator: str, *words: str) -> tuple[int, str, str]:
        return self.run(*words, "--operator", operator, "--password-file", str(self._root / "password"))

    def filed(self) -> str:
        """File a case and return its number once it is at the centre."""
        (self._root / "in.jsonl").write_text(json.dumps(LINE), encoding="utf-8")
        code, out, _ = self.as_(OPERATOR, "case", "file", "--from", str(self._root / "in.jsonl"))
        assert code == Exit.DONE
        assert self.run("sync")[0] == Exit.DONE
        return str(json.loads(out)["number"])

    def queue(self, operator: str, name: str) -> dict[str, Any]:
        code, out, _ = self.as_(operator, "queue", name, "--json")
        assert code == Exit.DONE
        return dict(json.loads(out))


@pytest.fixture
def headless(centre: RealCentre, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Headless:
    return Headless(centre, tmp_path, capsys)


def test_a_case_goes_through_the_hands_of_dispatcher_and_unit_by_commands_alone(headless: Headless) -> None:
    number = headless.filed()
    page = headless.queue("2001", "dispatch")
    [waits] = page["lines"]
    assert (waits["number"], waits["state"], waits["title"]) == (number, "to_dispatch", "停水")
    assert (page["counts"]["waiting"], page["next"]) == (1, None)
    assert "19900001234" not in json.dumps(page)
    code, out, _ = headless.as_("2001", "queue", "dispatch")
    first, second = out.splitlines()
    assert code == Exit.DONE
    assert "waiting 1" in first
    assert re.match(r"\d{4}-\d\d-\d{6}-\d .*停水", second)

    code, out, _ = headless.as_("2001", "give", number, "assign", f"unit={UNIT}")
    assert code == Exit.DONE
    assert "Dispatch: done" in out
    assert headless.queue("2001", "dispatch")["lines"] == []
    [mine] = headless.queue("4001", "unit")["lines"]
    assert (mine["state"], mine["at_unit"]) == ("to_sign", UNIT)
    assert headless.queue("4002", "unit")["lines"] == []

    revision = str(mine["revision"])
    code, out, _ = headless.as_("4001", "give", mine["case_id"], "sign", "--json", "{}", "--revision", revision)
    assert code == Exit.DONE
    told = json.loads(out)
    assert (told["outcome"], told["state"], told["number"]) == ("applied", "handling", number)


def test_what_the_rules_do_not_allow_is_refused_with_its_reason_and_a_code_of_its_own(headless: Headless) -> None:
    number = headless.filed()
    headless.as_("2001", "give", number, "assign", f"unit={UNIT}")
    code, out, err = headless.as_("2001", "give", number, "assign", f"unit={UNIT}")
    assert (code, out) == (Exit.REFUSED, "")
    assert "moved on" in err
    code, out, err = headless.as_("2001", "give", number, "assign", "--json", json.dumps({"unit": UNIT}))
    told = json.loads(out)
    assert (code, told["code"], told["state"]) == (Exit.REFUSED, "wrong_state", "to_sign")
    assert headless.as_("4002", "give", number, "sign")[0] == Exit.REFUSED  # not their case: they do not even see it
    assert headless.as_("4001", "queue", "dispatch")[0] == Exit.REFUSED
    assert headless.as_("2001", "give", "0042019999990", "sign")[0] == Exit.REFUSED


def test_a_scenario_is_drafted_from_a_case_once_nothing_personal_is_left(headless: Headless, tmp_path: Path) -> None:
    line = {"intake": {**LINE["intake"], "content": "我叫李小明，电话139 1234 5678，阳光花园全楼停水。"}}
    (tmp_path / "in.jsonl").write_text(json.dumps(line), encoding="utf-8")
    out = headless.as_(OPERATOR, "case", "file", "--from", str(tmp_path / "in.jsonl"))[1]
    number = json.loads(out)["number"]
    assert headless.run("sync")[0] == Exit.DONE
    assert headless.run("practice", "from-case", number)[0] == Exit.NOT_SIGNED_IN
    code, _, err = headless.as_("4001", "practice", "from-case", "0042019999990")
    assert (code, "A call that made no case has no number" in err) == (Exit.REFUSED, True)
    code, _, err = headless.as_(OPERATOR, "practice", "from-case", "0000-01-000001-6")
    assert (code, "is a number of practice" in err) == (Exit.REFUSED, True)

    file = tmp_path / "no-water.toml"
    code, out, err = headless.as_(OPERATOR, "practice", "from-case", number, "--to", str(file))
    assert code == Exit.INVALID
    assert out == "content:23: looks like a place by which somebody can be found: 阳光花园\n"
    assert "Nothing was written" in err
    assert not file.exists()

    code, _, err = headless.as_(
        OPERATOR, "practice", "from-case", number, "--to", str(file), "--instead", "阳光花园=某小区"
    )
    assert code == Exit.DONE
    drafted = file.read_text(encoding="utf-8")
    assert "某小区全楼停水" in drafted
    for personal in ("李小明", "5678", "阳光"):
        assert personal not in drafted
    code, out, err = headless.as_(OPERATOR, "practice", "from-case", number, "--none", "content:999")
    assert (code, out) == (Exit.INVALID, "")
    assert "content:999 is no place that was named: give content:23" in err
    assert headless.as_(OPERATOR, "practice", "from-case", number, "--none", "content:23")[1].count("阳光花园") > 0
    assert (
        headless.as_(OPERATOR, "practice", "from-case", number, "--to", str(file), "--none", "content:23")[0]
        == Exit.USAGE
    )


def test_what_cannot_be_read_is_named_before_anything_is_asked(headless: Headless) -> None:
    for words, says in (
        (("assign",), "unit: add this field"),
        (("assign", "unit"), "FIELD=VALUE"),
        (("assign", "unit=W", "unit=V"), "unit: it stands twice"),
        (("assign", "unit=W", "to=W"), "use one of: unit, co_units"),
        (("sign", "unit=W"), "has no fields"),
        (("assign", "unit=W", "--json", "{}"), "one by one"),
        (("assign", "--json", "[]"), "--json: write a JSON object"),
        (("file_case",), "no such command for a case"),
        (("reveal", "field=caller_phone"), "no such command for a case"),
    ):
        code, _, err = headless.run("give", "x", *words)
        assert (code, says in err) == (Exit.USAGE, True), err
    code, _, err = headless.run("queue", "desk")
    assert (code, "dispatch, lead, unit" in err) == (Exit.USAGE, True)


def test_nobody_works_there_unless_somebody_is_signed_in(headless: Headless) -> None:
    assert headless.run("queue", "dispatch")[0] == Exit.NOT_SIGNED_IN
    assert headless.run("give", "0042019999990", "sign")[0] == Exit.NOT_SIGNED_IN


def test_a_running_console_does_it_as_who_sits_there(headless: Headless) -> None:
    number = headless.filed()
    seat = open_seat(headless.folder)
    reception = Reception(headless.folder, lambda asked: answered(_answer_of(seat), asked, headless.folder.console_log))
    try:
        seat.sign_in("2001", PASSWORD).result(PATIENCE_S)
        assert headless.run("queue", "dispatch")[0] == Exit.DONE
        assert headless.as_("4001", "queue", "unit")[0] == Exit.NOT_SIGNED_IN
        assert headless.run("give", number, "assign", f"unit={UNIT}")[0] == Exit.DONE
        seat.lock_session().result(PATIENCE_S)
        assert headless.run("queue", "dispatch")[0] == Exit.NOT_SIGNED_IN
    finally:
        reception.close()
        seat.close()


def _answer_of(seat: Seat) -> Any:
    return lambda asked: jobs.answer(seat, asked)


def test_an_answer_that_never_came_says_that_nobody_knows(headless: Headless, monkeypatch: pytest.MonkeyPatch) -> None:
    number = headless.filed()

    def lost(*_: object, **__: object) -> object:
        raise NotKnown("assign")

    monkeypatch.setattr("local_cache.given_once.given_once", lost)
    code, _, err = headless.as_("2001", "give", number, "assign", f"unit={UNIT}")
    assert (code, "not known" in err) == (Exit.NOT_KNOWN, True)


def test_a_console_that_ends_in_the_middle_leaves_it_open_too(
    headless: Headless, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> object:
        raise NobodyThere

    monkeypatch.setitem(jobs._JOBS, "give", gone)
    code, _, err = headless.as_("2001", "give", "x", "sign")
    assert (code, "look at the case" in err) == (Exit.NOT_KNOWN, True)


@pytest.mark.parametrize(
    ("op", "fields", "said"),
    [
        ("supervise", ["kind=order", "text=办", "due=2026-11-25T18:00+08:00", "units=W"],
         "a joint supervision names the other units, and no other kind does"),
        ("assign", ["unit=W", "co_units=W"], "a unit stands twice among lead unit and co-units; name each once"),
        ("review_reply", ["accept=false"], "say what the reply lacks, in the field reason"),
        ("record_callback", ["reached=true"],
         "a caller who was reached has results: give solved and satisfied, not not_reached"),
        ("record_callback", ["reached=false", "solved=solved"],
         "a caller who was not reached has a reason and no results: give not_reached alone"),
        ("request_extension", ["days=99", "reason=x"], "days: write 60 at most"),
        ("request_extension", ["days=0", "reason=x"], "days: write more than 0"),
    ],
)  # fmt: skip
def test_fields_that_do_not_go_together_say_the_rule_and_a_number_its_bound(
    op: str, fields: list[str], said: str
) -> None:
    with pytest.raises(Wrong) as wrong:
        read_command(op, fields, None)
    assert str(wrong.value) == said


def test_fields_are_read_as_they_are_meant() -> None:
    assert read_command("assign", ["unit=W", "co_units=A", "co_units=B", "note=a=b"], None) == {
        "unit": "W", "co_units": ["A", "B"], "note": "a=b",
    }  # fmt: skip
    assert read_command("decide_return", ["accept=false", "reason=是其职责"], None)["accept"] is False
    assert read_command("split", ["content=一", "keeps=二"], None)["new_id"]
    with pytest.raises(Wrong, match=r"days: "):
        read_command("request_extension", ["days=many", "reason=x"], None)


def test_every_command_of_people_for_a_case_can_be_given() -> None:
    assert {"assign", "sign", "reply", "record_callback", "supervise", "decide_refusal"} <= set(GIVEN)
    assert not {"file_case", "log_call", "file_away", "reveal"} & set(GIVEN)
