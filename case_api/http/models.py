"""What the API takes and answers beyond the wire format of `hotline.wire`, with examples for its document."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from case_api.accounts.passwords import LONGEST
from hotline.case_doc import AlertDoc
from hotline.codes import Channel, Role, State
from hotline.grants import SignedGrant
from hotline.order_number import LAST_SERIAL
from hotline.work_order import Intake
from hotline.work_order_text import Code, Name

_CASE = "01930f2c-8a51-7c3e-9d53-0f6f2f7b9a10"
_DEVICE = "01930f2c-0000-7a00-8000-000000000042"


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class _Answered(BaseModel):
    model_config = ConfigDict(frozen=True)


Trouble = Literal["audit_heads_late", "certificate_ends_soon"]


class Health(_Answered):
    """How the centre is; `now` lets a seat see how far its clock is off. `troubles` keep nobody from working, and an
    administrator is to see to them: `audit_heads_late` (the heads of the audit were not written out at the last
    shift's end: no worker runs, or it cannot write them), `certificate_ends_soon` (the server's, which could not be
    renewed, or the authority's, which seats have pinned and which ends within a year). `demo` says that it was made by
    `case-api init --demo`, with people whose password is known: simulated people work there, and nowhere else.
    """

    status: Literal["ok", "trouble"] = "ok"
    troubles: tuple[Trouble, ...] = ()
    version: str = Field(examples=["0.1.0"])
    epoch: str = Field(examples=["01930f2c8a517c3e"])
    now: AwareDatetime
    centre: str = Field(examples=["唐山市12345政务服务便民热线"])
    city: str = Field(examples=["tangshan"])
    demo: bool = False


class EnrolRequest(_Asked):
    """A one-time code and the public half of a key pair that never leaves the device."""

    code: Annotated[Code, Field(examples=["K7QF-2MPX-9RTB-4H6W"])]
    device_public_key: Annotated[Code, Field(examples=["MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqo="])]
    device_name: Annotated[Name, Field(examples=["DESK-0042"])]
    app_version: Annotated[Code, Field(examples=["0.1.0"])]


class EnrolAnswer(_Answered):
    """What a seat keeps from its enrolment. `serial` goes into every case number it mints."""

    device_id: UUID = Field(examples=[_DEVICE])
    seat: str = Field(examples=["0042"])
    serial: int = Field(ge=1, le=LAST_SERIAL)
    sub_centre: str
    centre: str
    city: str
    phone_hash_key: str = Field(description="32 bytes in base64, for looking callers up by the whole number")
    grant_key: str = Field(description="raw Ed25519 public key in base64, for checking grants")
    pack_version: str


class TokenRequest(_Asked):
    """A signature (base64) of the device's key over `device_id`, `at` and `nonce`, with line feeds between them."""

    device_id: UUID = Field(examples=[_DEVICE])
    at: Annotated[Code, Field(examples=["2026-11-21T10:03:12Z"])]
    nonce: Annotated[Code, Field(min_length=16, examples=["9f0c6b1e5d8a4b7c"])]
    signature: Annotated[str, Field(max_length=128)]


class TokenAnswer(_Answered):
    """A short token for the device."""

    token: str
    expires_at: AwareDatetime


class SignInRequest(_Asked):
    """A person's name of sign-in and password."""

    operator_id: Annotated[Code, Field(min_length=1, examples=["op-088"])]
    password: Annotated[str, Field(min_length=1, max_length=LONGEST, examples=["correct horse battery staple"])]


class OperatorOut(_Answered):
    """Who signed in. `unit` is the code of the unit that they work for, empty for people of the hotline itself."""

    operator_id: str
    name: str
    roles: frozenset[Role]
    unit: str = Field(examples=["1302-housing"])


class SignInAnswer(_Answered):
    """A session. `grant` lets the same person sign in at the same seat without a line; None without a seat."""

    session_id: UUID
    token: str
    expires_at: AwareDatetime
    operator: OperatorOut
    grant: SignedGrant | None


class GrantsAnswer(_Answered):
    """A grant for everybody on the seat's roster."""

    grants: tuple[SignedGrant, ...]


class EndedAnswer(_Answered):
    """How many sessions ended, and at how many seats a grant was taken back that was still good."""

    ended: int
    seats: int


class AskingAnswer(_Answered):
    """Who asks, the roles that they have at this seat, and the unit that they work for, empty for none."""

    operator_id: str
    roles: frozenset[Role]
    unit: str = Field(examples=["1302-housing"])


class RevealRequest(_Asked):
    """Names a `reveal` that the centre has applied in the last minutes: its mutation id, or its idempotency key."""

    mutation_id: UUID = Field(examples=["01930f2c-2222-7a00-8000-000000000018"])


class RevealAnswer(_Answered):
    """One personal field in the clear."""

    field: str = Field(examples=["caller_phone"])
    value: str = Field(examples=["19900001234"])


class CommandRequest(_Asked):
    """A command of a person without a seat; the table of commands says what each `payload` holds."""

    op: Annotated[Code, Field(examples=["amend_case"])]
    schema_: Annotated[int, Field(alias="schema", ge=1, le=10_000)] = 1
    base_revision: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None
    payload: dict[str, Any] = Field(examples=[{"changes": {"title": ["路灯不亮", "友谊路路灯不亮"]}}])


class ChannelCase(_Asked):
    """A demand that came in by another channel, with the number by which that channel knows it."""

    intake: Intake = Field(
        examples=[
            {
                "channel": "wechat",
                "outside_no": "WX-20261121-000417",
                "case_type": "QZ",
                "class_code": "010101",
                "area_code": "130203",
                "content": "友谊路与北新道交叉口的路灯不亮已有三天。",
                "caller_phone": "19900001234",
            }
        ]
    )

    @field_validator("intake")
    @classmethod
    def _names_its_channel(cls, intake: Intake) -> Intake:
        if intake.channel is Channel.PHONE:
            raise ValueError("cases of the telephone come from seats; name another channel")
        if not intake.outside_no.strip():
            raise ValueError("outside_no is empty: give the number by which the channel knows the case")
        return intake


class FiledAnswer(_Answered):
    """The case of a channel: `known` says that it was here before, and nothing was changed."""

    case_id: UUID
    number: str = Field(examples=["0000010000171"])
    state: State
    known: bool


class AlertsAnswer(_Answered):
    """What leads are told, newest first."""

    alerts: tuple[AlertDoc, ...]


PUSH_EXAMPLE: dict[str, Any] = {
    "protocol": 1,
    "client_id": "01930f2c-1111-7a00-8000-00000000c0de",
    "app_version": "0.1.0",
    "sent_at": "2026-11-21T10:03:12.412Z",
    "mutations": [
        {
            "seq": 17,
            "mutation_id": "01930f2c-2222-7a00-8000-000000000017",
            "op": "file_case",
            "schema": 1,
            "case_id": _CASE,
            "operator_id": "op-088",
            "session_id": "01930f2c-3333-7a00-8000-000000000001",
            "made_at": "2026-11-21T09:58:01.100Z",
            "payload": {
                "number": "0042030000171",
                "intake": {
                    "case_type": "QZ",
                    "class_code": "010101",
                    "area_code": "130203",
                    "content": "友谊路与北新道交叉口的路灯不亮已有三天。",
                    "caller_phone": "19900001234",
                },
                "pack_version": "1",
            },
        }
    ],
}
SEARCH_EXAMPLE: dict[str, Any] = {"text": "友谊路 路灯", "area_code": "130203", "state": "to_dispatch", "limit": 50}
PULL_EXAMPLE: dict[str, Any] = {
    "client_id": "01930f2c-1111-7a00-8000-00000000c0de",
    "schema": 1,
    "scopes": {"seat:0042": {"epoch": "e1", "pos": 91822}, "area:ZX01": None},
    "limit": 500,
    "wait_s": 20,
}
