"""The line of one simulated seat to the centre: its device's token, its event stream, and what is said at its desk."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from case_api.simulated_people.desk_manners import DeskAct, DeskActKind
from case_api.simulated_people.lean_http import Answer, EventStream, LineDownError, Requests
from case_api.simulated_people.seat_devices import SeatDevice
from hotline.desk_doc import DeskNews
from hotline.lead_acts_doc import ClaimRequest, MissedCallers, OrderDone, Tried

_MISSED = "/v1/missed-callers"
_NOTHING_MORE = {DeskActKind.READ: "notices", DeskActKind.SEEN: "hands"}


class SeatLine:
    """`stream` is the event stream while it is open. `poked` says that the desk has news that were not fetched."""

    def __init__(self, device: SeatDevice, requests: Requests) -> None:
        self.device = device
        self.stream: EventStream | None = None
        self.opening = False
        self.beating = False
        self.poked = False
        self.opens_at = 0.0
        self.asks_desk_at = 0.0
        self._requests = requests
        self._token = ""
        self._grant = str(device.grant_id or "")

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Ask with the device's token, and once more with a new one. Raises `LineDownError`."""
        answer = Answer(401, b"")
        if self._token:
            answer = await self._requests.ask(method, path, self._token, body, grant=self._grant)
        if answer.status == 401:
            asked = self.device.token_request(datetime.now(UTC))
            given = await self._requests.ask("POST", "/v1/devices/token", body=asked)
            if given.status != 200:
                return given
            self._token = json.loads(given.body)["token"]
            answer = await self._requests.ask(method, path, self._token, body, grant=self._grant)
        return answer

    async def open_stream(self, hear: Callable[[str, bytes], None], ended: Callable[[], None]) -> None:
        """Open the event stream; `ended` is called when it is no more, also where it could not be opened."""

        def over(status: int) -> None:
            self.stream = None
            if status == 401:
                self._token = ""
            ended()

        self.opening = True
        try:
            self.stream = await EventStream.open(self._requests, "/v1/sync/events", self._token, hear, over)
        except LineDownError:
            over(0)
        finally:
            self.opening = False

    async def news(self) -> DeskNews | None:
        """Return what the centre wants to be seen at the desk, None where it does not say. Raises `LineDownError`."""
        answer = await self.ask("GET", "/v1/desk")
        return DeskNews.model_validate_json(answer.body) if answer.status == 200 else None

    async def say(self, act: DeskAct) -> UUID | None:
        """Say something at the desk, and return the caller whom it claimed, None for none. Raises `LineDownError`."""
        if not self._grant:  # nobody has signed in here
            return None
        match act.kind:
            case DeskActKind.READ | DeskActKind.SEEN:
                await self.ask("POST", f"/v1/desk/{_NOTHING_MORE[act.kind]}/{act.about}/{act.kind}")
            case DeskActKind.DONE:
                done = OrderDone().model_dump_json().encode()
                await self.ask("POST", f"/v1/desk/orders/{act.about}/done", done)
            case DeskActKind.TRIED:
                tried = Tried(reached=act.reached).model_dump_json().encode()
                await self.ask("POST", f"{_MISSED}/{act.about}/tried", tried)
            case DeskActKind.CLAIM if act.about is not None:
                return await self._claim(act.about)
            case DeskActKind.PICK:
                return await self._pick()
        return None

    async def _pick(self) -> UUID | None:
        answer = await self.ask("GET", _MISSED)
        if answer.status != 200:
            return None
        for caller in MissedCallers.model_validate_json(answer.body).callers:
            if not caller.seat:
                return await self._claim(caller.call_id)
        return None

    async def _claim(self, call_id: UUID) -> UUID | None:
        answer = await self.ask("POST", f"{_MISSED}/{call_id}/claim", ClaimRequest().model_dump_json().encode())
        return call_id if answer.status == 200 else None
