import hashlib

from livefair.kernel import DAY_MS, Database
from tests.web.conftest import Browse, bearer
from tests.web.town import Town, built


def terms(db: Database, town: Town, **changed: object) -> dict[str, object]:
    now_ms = db.clock()
    return {
        "product_ids": [town.product_id],
        "commission_bp": 1_200,
        "starts_at_ms": now_ms,
        "ends_at_ms": now_ms + 5 * DAY_MS,
        **changed,
    }


async def test_programs_offer_answer_and_sign_the_text_whose_hash_they_computed(db: Database, browse: Browse) -> None:
    town, program = built(db), browse()
    brand, host = bearer(db, town.people["brand"]), bearer(db, town.people["host"])
    offer = {"name": "By program", "terms": terms(db, town)}
    offer_id = (await program.post("/api/offers", json=offer, headers=brand)).json()["id"]
    listed = (await program.get("/api/offers", headers=host)).json()["offers"]
    assert offer_id in {one["id"] for one in listed}
    deal_id = (await program.post(f"/api/offers/{offer_id}/take", headers=host)).json()["id"]
    answer = {"terms": terms(db, town, commission_bp=2_000), "seen": 1, "note": "please"}
    assert (await program.post(f"/api/deals/{deal_id}/versions", json=answer, headers=host)).json() == {"version": 2}
    deal = (await program.get(f"/api/deals/{deal_id}", headers=brand)).json()
    newest = deal["versions"][-1]
    signing = {"version": 2, "terms_hash": newest["terms_hash"]}
    assert (await program.post(f"/api/deals/{deal_id}/sign", json=signing, headers=brand)).status_code == 204
    deal = (await program.get(f"/api/deals/{deal_id}", headers=host)).json()
    assert (deal["deal"]["state"], deal["deal"]["signed_version"], newest["host"]["by"]) == (
        "signed",
        2,
        town.people["host"].id,
    )


async def test_the_hash_is_that_of_the_terms_as_they_are_sent(db: Database, browse: Browse) -> None:
    town, program = built(db), browse()
    host = bearer(db, town.people["host"])
    text = (await program.get(f"/api/offers/{town.offer_id}", headers=host)).text
    body = text.partition('"terms":')[2].partition(',"terms_hash"')[0]
    assert hashlib.sha256(body.encode()).hexdigest() in text


async def test_other_hosts_are_refused_a_deal_that_is_not_theirs(db: Database, browse: Browse) -> None:
    town, program = built(db), browse()
    brand = bearer(db, town.people["brand"])
    mcn = bearer(db, town.people["mcn"])
    assert (await program.get(f"/api/deals/{town.deal_id}", headers=mcn)).status_code == 200  # the host is theirs
    assert (await program.post(f"/api/deals/{town.deal_id}/sign", json={}, headers=brand)).status_code == 400
