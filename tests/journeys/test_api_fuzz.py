"""The interface for programs, attacked from its own description: a clear refusal, never a 500."""

import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from litestar import Litestar

from livefair.kernel import Database
from tests.web.conftest import Browse, Browser, bearer
from tests.web.town import built

EXAMPLES = 8


@pytest.fixture
def programs(db: Database, browse: Browse) -> dict[str, Browser]:
    town = built(db)
    return {
        role: browse(**bearer(db, town.people[role]), accept="application/json")
        for role in ("customer", "host", "brand")
    }


def described(app: Litestar) -> dict[str, Any]:
    return json.loads(json.dumps(app.openapi_schema.to_schema()))


async def test_the_description_is_openapi_and_names_every_route(app: Litestar, guest: Browser) -> None:
    answer = await guest.get("/api/openapi.json")
    assert answer.status_code == 200
    schema = answer.json()
    assert schema["openapi"].startswith("3.1")
    assert set(schema["paths"]) >= {"/api/me", "/api/checkout", "/api/rooms/{room_id}/tickets"}
    assert all(path.startswith("/api/") for path in schema["paths"])


async def test_hostile_requests_get_a_clear_refusal(app: Litestar, programs: dict[str, Browser]) -> None:
    schema = schemathesis.openapi.from_dict(described(app))
    faults: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()
        for case in examples_of(operation):
            for program in programs.values():
                answer = await send(program, case)
                if answer.status_code >= 500 and answer.status_code != 503:
                    faults.append(f"{case.method} {case.path}: {answer.text[:300]}")
                elif answer.status_code >= 400:
                    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert faults == []


def examples_of(operation: Any) -> list[Any]:
    """A few generated cases of one operation, the same ones each time."""
    cases: list[Any] = []

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def collect(case: Any) -> None:
        cases.append(case)

    collect()
    return cases[:EXAMPLES]


async def send(program: Browser, case: Any) -> httpx.Response:
    path = case.formatted_path
    body = None if isinstance(case.body, schemathesis.core.NotSet) else json.dumps(case.body, default=str)
    return await program.request(
        case.method,
        path,
        params={name: str(text) for name, text in (case.query or {}).items()},
        content=body,
        headers={"content-type": "application/json"},
    )


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "1e999", '{"a":' * 200, '{"sku_id": "\\u0000"}', "\\ud800", "💥"]
)
async def test_a_broken_body_is_a_problem(programs: dict[str, Browser], body: str) -> None:
    for path in ("/api/cart/lines", "/api/checkout", "/api/reports", "/api/addresses"):
        answer = await programs["customer"].post(
            path, content=body.encode(), headers={"content-type": "application/json"}
        )
        assert 400 <= answer.status_code < 500, (path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
