"""What a person did at the telephone itself: the console is asked to take it for its own state, and says so then."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection
from uuid_utils import uuid7

from case_api.storage.rows import insert
from case_api.storage.tables_board import seat_orders
from case_api.telephony.switch import TelephonePause
from hotline.codes import AgentState


def order_pauses(conn: Connection, pauses: Sequence[TelephonePause], board_n: int) -> None:
    """Leave an order for each seat whose telephone was paused, or taken out of its pause, by hand."""
    insert(
        conn,
        seat_orders,
        [
            {
                "order_id": UUID(bytes=uuid7().bytes),
                "seat": pause.seat,
                "kind": "state",
                "value": str(AgentState.PAUSED if pause.paused else AgentState.READY),
                "reason": pause.reason,
                "given_by": "",
                "given_at": pause.at,
                "done_at": None,
                "refused": "",
                "board_n": board_n,
            }
            for pause in pauses
            if pause.seat
        ],
    )
