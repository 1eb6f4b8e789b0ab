"""The line of one simulated person to the centre: signing in, lists, cases and commands over HTTP, and nothing else."""

from typing import Any
from uuid import UUID

import httpx

from case_api.demo_people import DEMO_PASSWORD
from case_api.http.models import Health
from hotline.case_doc import CaseDoc
from hotline.codes import State
from hotline.commands import SCHEMA, Command, payload_of
from hotline.likely_doc import LikelyCases
from hotline.queue_doc import QueueName, QueuePage
from hotline.work_order import WorkOrder
from wording import tr

_LINES = 200
"""Lines of a work list that a person looks at: more than anybody reads."""
_FOUND = 50


class NotADemoError(RuntimeError):
    """The centre is no demo centre, not the one that was meant, or not as a demo is made; the message says which."""


class TurnedDownError(RuntimeError):
    """The centre did not take a command: somebody was faster, as a rule. `code` is why."""

    def __init__(self, code: str) -> None:
        """Take the reason, a code."""
        super().__init__(code)
        self.code = code


def check_demo(client: httpx.Client, city: str) -> None:
    """Ask the centre whether it is a demo centre of this city, before anybody signs in or does anything.

    Raises `NotADemoError`, and `httpx.HTTPError` where it does not answer.
    """
    answer = client.get("/v1/health")
    answer.raise_for_status()
    health = Health.model_validate_json(answer.content)
    if not health.demo:
        raise no_demo(health.centre)
    if health.city != city:
        words = tr("the centre at {address} is of the city {found}, and this folder's of {city}: name its own folder")
        raise NotADemoError(words.format(address=client.base_url, found=health.city, city=city))


def no_demo(centre: str) -> NotADemoError:
    """Return that a centre of this name is no demo centre."""
    words = tr(
        "{centre} is no demo centre: simulated people work only where `case-api init --demo` has made the centre"
    )
    return NotADemoError(words.format(centre=centre))


class PersonalLine:
    """One person's line. `client` is shared; whoever is turned away signs in again, if it still is a demo centre."""

    def __init__(self, client: httpx.Client, operator_id: str, city: str) -> None:
        self._client = client
        self._operator_id = operator_id
        self._city = city
        self._token = ""

    def queue(self, name: QueueName) -> QueuePage:
        """Return the first page of a work list."""
        return QueuePage.model_validate_json(self._ask("GET", f"/v1/queues/{name}?limit={_LINES}").content)

    def found(self, state: State) -> list[WorkOrder]:
        """Return the newest cases in a state."""
        answer = self._ask("POST", "/v1/cases/search", {"state": state.value, "limit": _FOUND})
        return [CaseDoc.model_validate(each).order for each in answer.json()["cases"]]

    def same_caller(self, case_id: UUID) -> list[WorkOrder]:
        """Return the live cases of the same caller, likeliest first."""
        answer = self._ask("GET", f"/v1/cases/{case_id}/likely")
        return [each.order for each in LikelyCases.model_validate_json(answer.content).cases if each.same_caller]

    def give(self, case_id: UUID, key: UUID, command: Command, base_revision: int | None) -> None:
        """Give a command under a key. Raises `TurnedDownError`."""
        body: dict[str, Any] = {"op": command.op, "schema": SCHEMA, "payload": payload_of(command)}
        if base_revision is not None:
            body["base_revision"] = base_revision
        self._ask("POST", f"/v1/cases/{case_id}/commands", body, {"Idempotency-Key": str(key)})

    def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Send with the session's token, and once more with a new one. Raises `TurnedDownError`, `httpx.HTTPError`."""
        for again in (False, True):
            if again or not self._token:
                self._token = self._signed_in()
            sent = {**(headers or {}), "Authorization": f"Bearer {self._token}"}
            answer = self._client.request(method, path, json=body, headers=sent)
            if answer.status_code != httpx.codes.UNAUTHORIZED:
                break
        if answer.status_code in (httpx.codes.CONFLICT, httpx.codes.NOT_FOUND, httpx.codes.UNPROCESSABLE_ENTITY):
            raise TurnedDownError(str(answer.json().get("code", answer.status_code)))
        answer.raise_for_status()
        return answer

    def _signed_in(self) -> str:
        check_demo(self._client, self._city)
        asked = {"operator_id": self._operator_id, "password": DEMO_PASSWORD}
        answer = self._client.post("/v1/sessions", json=asked)
        if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.TOO_MANY_REQUESTS):
            words = tr(
                "{person} cannot sign in with the demo's password: set it again, or name other roles with --role"
            )
            raise NotADemoError(words.format(person=self._operator_id))
        answer.raise_for_status()
        return str(answer.json()["token"])
