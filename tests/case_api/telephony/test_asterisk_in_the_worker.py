"""The worker with an Asterisk: what is stored is what Asterisk's own log says, also with another worker after a gap."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine, func, select

from case_api.centre import Centre
from case_api.cipher import Cipher
from case_api.settings import Asterisk
from case_api.storage.engine import open_engine, reading
from case_api.storage.tables_calls import call_visits, calls
from case_api.telephony.asterisk.kept_calls import CallsInDatabase, KeptUnavailableError
from case_api.telephony.asterisk.making import asterisk_switch
from case_api.worker import Worker
from hotline.call_events import CallEvent
from tests.case_api.core.pushing import Grants
from tests.case_api.core.small_city import SMALL_CITY
from tests.case_api.telephony.listening import QUEUES, SEATS, listening
from tests.case_api.telephony.recordings import QUEUE_LOG, Stretch, recording, truth
from tests.case_api.telephony.replay_server import SECRET, USER, ReplayServer
from tests.case_api.telephony.test_asterisk_gaps import CAME_AND_WENT, GAVE_UP, NOW, T0, Kept
from tests.deadline import until


def test_each_worker_goes_on_where_the_one_before_ended(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASE_API_ASTERISK_SECRET", SECRET)
    engine = open_engine(sqlite_url)
    for stretch in recording("ami_mixed_run"):
        _work(engine, stretch)
    with reading(engine) as conn:
        ends = dict(conn.execute(select(call_visits.c.ended, func.count()).group_by(call_visits.c.ended)).all())  # type: ignore[arg-type]
        numbered = conn.scalar(select(func.count()).where(func.length(calls.c.number) > 0))
    engine.dispose()

    says = truth()["all_queues"]
    assert ends == {
        "answered": says["answered"],
        "abandoned": says["abandoned"],
        "flowed_out": says["left_by_timeout"],
    }
    assert numbered == says["offered"] - 1  # one caller was in two queues


def _work(engine: Engine, stretch: Stretch) -> None:
    """Let a worker of its own hear one stretch, until nothing comes any more."""
    server = ReplayServer((stretch,))
    settings = Asterisk(
        host="127.0.0.1", port=server.port, user=USER, queues=QUEUES, seats=SEATS, queue_log=str(QUEUE_LOG),
        silence_s=0.4,
    )  # fmt: skip
    after = datetime.fromtimestamp(float(stretch.events[-1]["Timestamp"]) + 1, UTC)
    centre = Centre(engine, Cipher(bytes(32)), SMALL_CITY, Grants(), now=lambda: after)
    worker = Worker(centre, asterisk_switch(settings, CallsInDatabase(engine)))

    def heard_out() -> bool:
        worker.step()
        return server.heard_out

    until(heard_out, "the end of the stretch")
    worker.step()
    server.close()
    worker.stop()
    worker.run()


class KeptAway:
    """What is kept, that cannot be read the first times."""

    def __init__(self) -> None:
        self.tries = 3

    def newest(self) -> datetime | None:
        """Return nothing."""
        return NOW

    def events(self, call_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[CallEvent]]:
        """Return nothing, when it can be read."""
        self.tries -= 1
        if self.tries > 0:
            raise KeptUnavailableError
        return Kept([]).events(call_ids)


def test_a_database_that_is_away_for_a_moment_costs_nothing(tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(CAME_AND_WENT)
    server = ReplayServer((Stretch(T0 + 60, [], GAVE_UP),))
    with listening(server.port, now=NOW, log=log, kept=KeptAway()) as heard:
        heard.begin()
        heard.hear(lambda: len(heard.records()) == 2, "both calls")
    server.close()


def test_an_event_that_we_cannot_deal_with_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    server = ReplayServer((Stretch(T0, [], [{**GAVE_UP[0], "Queue": "defect"}, *GAVE_UP]),))
    with listening(server.port, now=NOW) as heard:
        known = heard.switch._known.telephones.queue

        def breaks(name: str) -> object:
            if name == "defect":
                raise ZeroDivisionError
            return known(name)

        monkeypatch.setattr(heard.switch._known.telephones, "queue", breaks)
        heard.begin()
        heard.hear(lambda: any(call.ended_at for call in heard.records().values()), "the call")
    server.close()
