"""Results as a seat posts them, and people who ask."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from pydantic import BaseModel

from hotline.codes import PracticeKind
from hotline.practice_doc import PracticeResult, ResultCall, ResultItem
from tests.case_api.board.acts import signed_in
from tests.case_api.http.conftest import START

Model = TypeVar("Model", bound=BaseModel)


def marked(scenario: str, total: float, *, class_code: str = "030201", fatal: tuple[str, ...] = ()) -> ResultCall:
    """Return a call with this total: all that it lacks is lost on the class, and on the address beyond that."""
    lost = 100 - total
    on_class = min(lost, 8.0)
    items = (
        ResultItem(item="class", of=8, got=8 - on_class, losses=("other_class",) if on_class else ()),
        ResultItem(item="address", of=92, got=92 - (lost - on_class)),
    )
    return ResultCall(
        scenario=scenario, version=1, rubric=1, class_code=class_code, total=0 if fatal else total, fatal=fatal,
        items=items, first_key_s=1.2, save_s=95.0, wrap_up_s=20.5,
    )  # fmt: skip


def result(
    trainee: str, *calls: ResultCall, ended: datetime = START, assignment: UUID | None = None, kind: str = "drill"
) -> PracticeResult:
    return PracticeResult(
        session=uuid4(), trainee=trainee, kind=PracticeKind(kind), assignment=assignment,
        began=ended - timedelta(minutes=10), ended=ended, calls=calls,
    )  # fmt: skip


@dataclass
class Asking:
    """Somebody who is signed in."""

    http: httpx.AsyncClient
    headers: dict[str, str]

    @classmethod
    async def by(cls, http: httpx.AsyncClient, operator_id: str) -> "Asking":
        return cls(http, await signed_in(http, operator_id))

    async def post(self, path: str, said: BaseModel | dict[str, Any] | None = None) -> httpx.Response:
        body = said.model_dump(mode="json") if isinstance(said, BaseModel) else said
        return await self.http.post(f"/v1/practice/{path}", json=body, headers=self.headers)

    async def ask(self, path: str, model: type[Model], **asked: str) -> Model:
        answer = await self.http.get(f"/v1/practice/{path}", params=asked, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return model.model_validate_json(answer.content)

    async def done(self, path: str, said: BaseModel | dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await self.post(path, said)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told
