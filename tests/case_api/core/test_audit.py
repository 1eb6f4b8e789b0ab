"""The audit: nobody changes, removes, adds or swaps a row unseen, nor rebuilds a chain over one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, select

from case_api.audit.chain import CHAINS, READ_CHAIN, START, WRITE_CHAIN, Chain, row_hash
from case_api.audit.heads import read_heads, write_heads
from case_api.audit.shifts import Missed, missed_ends
from case_api.audit.signed_lines import SignatureError
from case_api.audit.verify import Finding, verify
from case_api.centre import Centre
from case_api.storage.engine import reading, writing
from case_api.storage.tables_audit import chain_heads
from hotline.shifts import Shifts
from tests.case_api.core.pushing import START as START_OF_TESTS
from tests.case_api.core.pushing import Clock, Seat, new_id

ROWS = 9
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def audited(seat: Seat, centre: Centre) -> Centre:
    """A centre with nine rows in each chain."""
    case_id = seat.file()
    seat.push(*[seat.mutation("reveal", case_id, field="caller_phone", reason="call_back") for _ in range(ROWS)])
    with writing(centre.engine) as conn:  # the filing is a row of the write audit too
        assert conn.execute(select(chain_heads.c.n).order_by(chain_heads.c.n)).scalars().all() == [ROWS, ROWS + 1]
    return centre


def _findings(centre: Centre, heads: Path | None = None) -> list[Finding]:
    written = read_heads(heads, KEY.public_key()) if heads else []
    return [report.finding for report in verify(centre.engine, written) if report.finding]


def _change(conn: Connection, chain: Chain) -> int:
    conn.execute(chain.table.update().where(chain.table.c.n == 4).values(operator_id="somebody-else"))
    return 4


def _change_moment(conn: Connection, chain: Chain) -> int:
    moved = conn.execute(select(chain.table.c.received_at).where(chain.table.c.n == 5)).scalar_one()
    conn.execute(chain.table.update().where(chain.table.c.n == 5).values(received_at=moved + timedelta(microseconds=1)))
    return 5


def _remove_first(conn: Connection, chain: Chain) -> int:
    conn.execute(chain.table.delete().where(chain.table.c.n == 1))
    return 1


def _remove(conn: Connection, chain: Chain) -> int:
    conn.execute(chain.table.delete().where(chain.table.c.n == 6))
    return 6


def _remove_last(conn: Connection, chain: Chain) -> int:
    last = conn.execute(select(chain.table.c.n).order_by(chain.table.c.n.desc()).limit(1)).scalar_one()
    conn.execute(chain.table.delete().where(chain.table.c.n == last))
    return int(last)


def _remove_all(conn: Connection, chain: Chain) -> int:
    conn.execute(chain.table.delete())
    return 1


def _insert_in_between(conn: Connection, chain: Chain) -> int:
    for n in range(ROWS + 1, 4, -1):
        conn.execute(chain.table.update().where(chain.table.c.n == n).values(n=n + 1))
    row = conn.execute(select(chain.table).where(chain.table.c.n == 4)).mappings().one()
    conn.execute(chain.table.insert(), {**row, "mutation_id": new_id(), "n": 5})
    return 5


def _insert_at_end(conn: Connection, chain: Chain) -> int:
    row = conn.execute(select(chain.table).order_by(chain.table.c.n.desc()).limit(1)).mappings().one()
    new = {**row, "n": row["n"] + 1, "mutation_id": new_id(), "prev_hash": row["hash"]}
    conn.execute(chain.table.insert(), {**new, "hash": row_hash(chain.fields, row["hash"], new)})
    return int(row["n"]) + 1


def _swap(conn: Connection, chain: Chain) -> int:
    for old, new in ((3, 99), (7, 3), (99, 7)):
        conn.execute(chain.table.update().where(chain.table.c.n == old).values(n=new))
    return 3


TAMPERINGS = [
    _change,
    _change_moment,
    _remove_first,
    _remove,
    _remove_last,
    _remove_all,
    _insert_in_between,
    _insert_at_end,
    _swap,
]


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__.strip("_"))
def test_the_first_row_that_does_not_fit_is_named(
    audited: Centre, tamper: Callable[[Connection, Chain], int], chain: Chain
) -> None:
    assert _findings(audited) == []
    with writing(audited.engine) as conn:
        first = tamper(conn, chain)
    [finding] = _findings(audited)
    assert (finding.chain, finding.n) == (chain.name, first)


def _rebuild(conn: Connection, chain: Chain, *, start: int) -> None:
    """Make every hash fit again from `start` on, the head in the database too."""
    rows = [dict(row) for row in conn.execute(select(chain.table).order_by(chain.table.c.n)).mappings()]
    last = START
    for row in rows:
        if row["n"] >= start:
            row["prev_hash"] = last
            row["hash"] = row_hash(chain.fields, last, row)
            hashes = {"prev_hash": row["prev_hash"], "hash": row["hash"]}
            conn.execute(chain.table.update().where(chain.table.c.n == row["n"]).values(**hashes))
        last = row["hash"]
    conn.execute(chain_heads.update().where(chain_heads.c.chain == chain.name).values(n=len(rows), hash=last))


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain.name)
def test_a_chain_rebuilt_whole_over_a_changed_row_does_not_fit_what_was_written_out(
    audited: Centre, seat: Seat, chain: Chain, tmp_path: Path
) -> None:
    heads = tmp_path / "elsewhere" / "heads.jsonl"
    write_heads(audited.engine, heads, KEY, audited.now())
    assert _findings(audited, heads) == []
    with writing(audited.engine) as conn:
        n = _change(conn, chain)
        _rebuild(conn, chain, start=n)
    assert _findings(audited) == []  # in itself the chain is whole
    [finding] = _findings(audited, heads)
    assert finding.chain == chain.name
    assert finding.n == (ROWS + 1 if chain is WRITE_CHAIN else ROWS)
    assert finding.about["row"] == 0


def test_rows_cut_off_behind_a_written_head_are_missed(audited: Centre, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    write_heads(audited.engine, heads, KEY, audited.now())
    with writing(audited.engine) as conn:
        conn.execute(READ_CHAIN.table.delete().where(READ_CHAIN.table.c.n > 5))
        _rebuild(conn, READ_CHAIN, start=99)
    assert _findings(audited) == []
    [finding] = _findings(audited, heads)
    assert (finding.chain, finding.n, finding.about["row"]) == ("read", 6, ROWS)
    assert "an older copy of the database" in finding.why


def test_a_head_that_the_centre_did_not_sign_is_named(audited: Centre, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    write_heads(audited.engine, heads, KEY, audited.now())
    lines = heads.read_text(encoding="utf-8").splitlines()
    heads.write_text("\n".join([lines[0], lines[1].replace('\\"n\\":9', '\\"n\\":8')]), encoding="utf-8")
    with pytest.raises(SignatureError, match="line 2"):
        read_heads(heads, KEY.public_key())
    with pytest.raises(SignatureError, match="line 1"):
        read_heads(heads, Ed25519PrivateKey.generate().public_key())


def test_half_a_line_that_a_cut_left_spoils_no_other(
    audited: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = tmp_path / "heads.jsonl"
    write_heads(audited.engine, heads, KEY, audited.now())
    whole = heads.read_bytes()
    heads.write_bytes(whole + whole[:40])
    write_heads(audited.engine, heads, KEY, audited.now())
    assert len(read_heads(heads, KEY.public_key())) == 4
    whole = heads.read_bytes()

    def full(_file: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("case_api.whole_files.os.fsync", full)
    with pytest.raises(OSError, match="full"):
        write_heads(audited.engine, heads, KEY, audited.now())
    assert heads.read_bytes() == whole


def test_the_work_goes_on_and_later_heads_are_compared_too(audited: Centre, seat: Seat, tmp_path: Path) -> None:
    heads = tmp_path / "heads.jsonl"
    write_heads(audited.engine, heads, KEY, audited.now())
    seat.file()
    write_heads(audited.engine, heads, KEY, audited.now())
    reports = {report.chain: report for report in verify(audited.engine, read_heads(heads, KEY.public_key()))}
    assert (reports["write"].rows, reports["write"].heads, reports["write"].finding) == (ROWS + 2, 2, None)
    assert reports["read"].finding is None
    with writing(audited.engine) as conn:
        last = ROWS + 2
        conn.execute(WRITE_CHAIN.table.update().where(WRITE_CHAIN.table.c.n == last).values(operator_id="x"))
        _rebuild(conn, WRITE_CHAIN, start=last)
    [finding] = _findings(audited, heads)
    assert finding.n == last
    assert finding.about["row"] == ROWS + 1


HOUR = timedelta(hours=1)
END = START_OF_TESTS + 6 * HOUR
"""The first end of a shift after the tests' first moment, by the clock of the city."""


def _missed(centre: Centre, heads: Path) -> list[Missed]:
    shifts = Shifts.of(centre.pack.time_zone, ["00:00", "08:00", "16:00"])
    with reading(centre.engine) as conn:
        return missed_ends(conn, read_heads(heads, KEY.public_key()), shifts, centre.now())


def test_shifts_whose_heads_were_not_written_in_time_are_named(
    seat: Seat, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    heads = tmp_path / "heads.jsonl"

    def write() -> None:
        write_heads(centre.engine, heads, KEY, centre.now())

    clock.advance(hours=-30)
    write()
    clock.advance(hours=30)
    assert _missed(centre, heads) == []  # nothing was done in those shifts
    seat.file()
    clock.advance(hours=6, minutes=9)
    assert _missed(centre, heads) == []
    clock.advance(minutes=1)
    assert _missed(centre, heads) == [Missed(END, None)]
    clock.advance(hours=8)
    assert _missed(centre, heads) == [Missed(END, None), Missed(END + 8 * HOUR, None)]
    write()
    late = [Missed(END, clock()), Missed(END + 8 * HOUR, clock())]
    assert _missed(centre, heads) == late
    seat.file()
    clock.advance(hours=7, minutes=55)
    write()
    assert _missed(centre, heads) == late
    assert [each.end for each in _missed(centre, tmp_path / "none")] == [END + hours * HOUR for hours in (0, 8, 16)][:2]
