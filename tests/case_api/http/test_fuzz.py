"""Schemathesis over the API's own document: whatever it makes up, no answer is a defect and each is as documented.

Seeded, so that it repeats.
"""

import base64
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.schemas import APIOperation

from case_api.accounts.displays import add_display
from case_api.centre import Centre
from case_api.storage.engine import writing
from hotline.wire import PROBLEM_PREFIX
from tests.deadline import PATIENCE_S
from tests.soak import times

from .conftest import PASSWORD
from .seat import bearer, enrolment
from .serving import listening

Operation = APIOperation[Any, Any, Any, Any]

EXAMPLES = times(8, 60)
ENDLESS = {"GET /v1/sync/events", "GET /v1/wall/events"}
"""An event stream does not end; `test_events` and `test_wall` have them."""
TAKES_NOTHING = {"GET /v1/health", "GET /v1/ca", "GET /v1/wall"}
NOT_ASKED = {
    "positive_data_acceptance": "what is right in shape may still be unknown, run out or not allowed",
    "negative_data_rejection": "unknown query parameters are left alone, and a removed token is put back here",
    "ignored_auth": "test_sessions, test_enrolment and test_cases have it",
    "use_after_free": "nothing is deleted but sessions",
    "ensure_resource_availability": "nothing that is made has an address of its own",
    "object_level_authorization": "test_events and test_cases have it",
}


def _fuzz(operation: Operation, mode: GenerationMode, headers: dict[str, str], address: str) -> None:
    load_all_checks()
    checks = CHECKS.get_by_names([name for name in CHECKS.get_all_names() if name not in NOT_ASKED])

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Any) -> None:
        response = case.call(base_url=address, headers=headers, timeout=PATIENCE_S)
        if response.status_code >= 400:
            said = response.json()
            assert said["type"].startswith(PROBLEM_PREFIX)
            assert said["status"] == response.status_code < 500
        case.validate_response(response, checks=checks)

    call()


def _device_token(client: httpx.Client, code: str) -> str:
    key, nonce = Ed25519PrivateKey.generate(), "0123456789abcdef"
    device_id = client.post("/v1/enrol", json=enrolment(code, key)).json()["device_id"]
    signature = base64.b64encode(key.sign(f"{device_id}\nnow\n{nonce}".encode())).decode()
    request = {"device_id": device_id, "at": "now", "nonce": nonce, "signature": signature}
    token: str = client.post("/v1/devices/token", json=request).json()["token"]
    return token


def _headers(client: httpx.Client, operation: Operation, device: str, display: str) -> dict[str, str]:
    """Return tokens of those whom an operation is for, fresh, since one of them ends sessions."""
    body = {"operator_id": "admin" if "users" in operation.label else "op-lead", "password": PASSWORD}
    session = client.post("/v1/sessions", json=body, headers=bearer(device)).json()["token"]
    security = str(operation.definition.raw.get("security", ""))
    if "display token" in security:
        return bearer(display)
    for_devices = "device token" in security
    return {**bearer(device if for_devices else session), "X-Device-Token": device}


@pytest.mark.long
def test_every_operation(
    app: FastAPI,
    centre: Centre,
    code_for: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    subtests: pytest.Subtests,
) -> None:
    async def never_woken(*_: object) -> bool:
        return False

    monkeypatch.setattr("case_api.http.routes_sync._woken", never_woken)
    schema = schemathesis.openapi.from_dict(app.openapi())
    with listening(app) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        device = _device_token(client, code_for("0042"))
        with writing(centre.engine) as conn:
            display = add_display(conn, "hall", at=centre.now())
        for result in schema.get_all_operations():
            operation = result.ok()
            for mode in GenerationMode:
                spoils_nothing = mode is GenerationMode.NEGATIVE and operation.label in TAKES_NOTHING
                if operation.label in ENDLESS or spoils_nothing:
                    continue
                with subtests.test(operation=operation.label, mode=mode.value):
                    _fuzz(operation, mode, _headers(client, operation, device, display), address)


def test_every_operation_says_what_it_is_and_shows_an_example(app: FastAPI) -> None:
    document = app.openapi()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation["description"], (method, path)
            assert {"401", "503"} <= operation["responses"].keys(), (method, path)
            for media in operation.get("requestBody", {}).get("content", {}).values():
                name = media["schema"].get("$ref", "").rpartition("/")[2]
                fields = document["components"]["schemas"].get(name, {}).get("properties", {}).values()
                assert "examples" in media or any("examples" in field for field in fields), (method, path)


def test_the_document_shows_nothing_of_fastapis_own_errors(app: FastAPI) -> None:
    text = str(app.openapi())
    assert "HTTPValidationError" not in text
    assert "application/problem+json" in text
