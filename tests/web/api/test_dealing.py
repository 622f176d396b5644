"""Contracts and commissions by programs."""

import pytest

from livefair.kernel import Database
from tests.web.conftest import Browse, Browser, bearer
from tests.web.town import Town, built


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def programs(db: Database, town: Town, browse: Browse) -> dict[str, Browser]:
    return {role: browse(**bearer(db, who), accept="application/json") for role, who in town.people.items()}


async def test_a_contract_is_offered_agreed_and_ended(db: Database, programs: dict[str, Browser], town: Town) -> None:
    mcn, host = programs["mcn"], programs["host"]
    assert (await host.post(f"/api/contracts/{town.contract_id}/end")).status_code == 204
    body = {"host_id": town.people["host"].id, "share_bp": 2_500, "ends_at_ms": db.clock() + 10**9}
    made = await mcn.post("/api/contracts", json=body)
    assert made.status_code == 201, made.text
    contract_id = made.json()["id"]
    for who in (mcn, host):
        [offered] = [one for one in (await who.get("/api/contracts")).json() if one["id"] == contract_id]
        assert (offered["share_bp"], offered["accepted_at_ms"]) == (2_500, None)
    assert (await host.post(f"/api/contracts/{contract_id}/accept")).status_code == 204
    assert (await host.post(f"/api/contracts/{contract_id}/accept")).json()["code"] == "already_under_contract"
    assert (await mcn.post(f"/api/contracts/{contract_id}/end")).status_code == 204


async def test_only_a_host_is_offered_a_contract(db: Database, programs: dict[str, Browser], town: Town) -> None:
    body = {"host_id": town.people["customer"].id, "share_bp": 2_500, "ends_at_ms": db.clock() + 10**9}
    answer = await programs["mcn"].post("/api/contracts", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_host")


async def test_a_brand_offers_a_commission_and_hosts_see_the_latest(programs: dict[str, Browser], town: Town) -> None:
    at = f"/api/products/{town.product_id}/commission"
    [offer] = (await programs["host"].get("/api/commissions")).json()["offers"]
    assert (offer["product_id"], offer["commission_bp"]) == (town.product_id, 2_000)
    assert (await programs["brand"].put(at, json={"commission_bp": 1_500})).status_code == 204
    found = (await programs["host"].get("/api/commissions")).json()
    assert ([one["commission_bp"] for one in found["offers"]], found["cursor"]) == ([1_500], None)
    assert (await programs["brand"].put(at, json={"commission_bp": 10_000})).status_code == 400
    assert (await programs["brand"].put(at, json={"commission_bp": 0})).status_code == 204
    assert (await programs["host"].get("/api/commissions")).json()["offers"] == []
