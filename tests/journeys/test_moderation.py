"""What moderators remove is gone from every page at once, its author is told and may appeal, and may win."""

import pytest

from livefair.governance import appeal, decide, decide_appeal, report
from livefair.kernel import SYSTEM, Actor, Database
from livefair.kernel.runner import run_due_now
from livefair.people import actor_of, give_role, sign_up
from livefair.web.mall.reporting import shown_to
from tests.web.conftest import Browse, Browser, bearer, enter
from tests.web.town import Town, built


@pytest.fixture
def town(db: Database) -> Town:
    return built(db)


@pytest.fixture
def second_moderator(db: Database, town: Town) -> Actor:
    person_id = db.write_now(
        sign_up, SYSTEM, email="second@example.org", name="second", password_hash="none", locale="en"
    )
    db.write_now(give_role, SYSTEM, person_id, "moderator")
    return db.read_now(actor_of, person_id)


def remove(db: Database, town: Town, kind: str, subject_id: str) -> str:
    """Somebody reports it, a moderator removes it. Returns the case's id."""
    reporter = town.people["researcher"]
    shown = db.read_now(shown_to, reporter, kind, subject_id)
    receipt = db.write_now(report, reporter, shown, reason="danger", note="", key=f"report:{subject_id}")
    found = {"outcome": "remove", "rule_code": "spam", "reason": "It is dangerous."}
    db.write_now(decide, town.people["moderator"], receipt.case_id, **found)
    run_due_now(db)
    return receipt.case_id


def overturn(db: Database, author: Actor, case_id: str, judge: Actor) -> None:
    asked = db.write_now(appeal, author, case_id, text="Please look again.")
    db.write_now(decide_appeal, judge, asked.id, outcome="overturned", reason="It is not.")
    run_due_now(db)


async def statuses(browser: Browser, *paths: str) -> list[int]:
    return [(await browser.get(path)).status_code for path in paths]


async def test_a_removed_product_is_nowhere_and_an_overturned_one_is_everywhere_again(
    db: Database, browse: Browse, town: Town, second_moderator: Actor
) -> None:
    customer = enter(db, browse(), town.people["customer"])
    program = browse(**bearer(db, town.people["customer"]), accept="application/json")
    pages = {
        "feed": "/",
        "room": f"/live/{town.room_id}",
        "goods": f"/live/{town.room_id}/goods",
        "video": f"/v/{town.video_id}",
        "reviews": f"/u/{town.people['customer'].id}",
    }

    async def showing() -> set[str]:
        return {name for name, path in pages.items() if town.product_id in (await customer.get(path)).text}

    async def pinned() -> object:
        return (await program.get(f"/api/rooms/{town.room_id}")).json()["show"]["pin"]

    product = (f"/p/{town.product_id}", f"/api/products/{town.product_id}", f"/api/products/{town.product_id}/reviews")
    shown_before = await showing()
    assert shown_before >= {"feed", "room", "goods", "video"}
    assert await pinned() is not None
    case_id = remove(db, town, "product", town.product_id)
    assert (await showing(), await pinned()) == (set(), None)
    assert await statuses(customer, product[0]) == [404]
    assert await statuses(program, *product[1:]) == [404, 404]
    answer = await customer.post_form("/cart/lines", {"sku_id": town.sku_id, "quantity": 1})
    assert answer.status_code == 404
    # What was bought stays readable; the brand sees its product with the reason, and its owner is told.
    assert await statuses(customer, f"/orders/{town.order_id}") == [200]
    brand = enter(db, browse(), town.people["brand"])
    assert "Removed by moderators" in (await brand.get("/desk/products")).text
    assert case_id in (await brand.get("/me/notifications")).text
    overturn(db, town.people["brand"], case_id, second_moderator)
    assert await statuses(customer, product[0]) == [200]
    # The pin came down for good: the host may pin it again.
    assert (await showing(), await pinned()) == (shown_before, None)


async def test_a_removed_person_is_nowhere_cannot_act_and_may_appeal_once(
    db: Database, browse: Browse, town: Town, second_moderator: Actor
) -> None:
    host_id = town.people["host"].id
    customer, host = enter(db, browse(), town.people["customer"]), enter(db, browse(), town.people["host"])
    program = browse(**bearer(db, town.people["host"]), accept="application/json")
    pages = (f"/u/{host_id}", f"/v/{town.video_id}", f"/live/{town.room_id}")
    assert await statuses(customer, *pages) == [200, 200, 200]
    case_id = remove(db, town, "person", host_id)
    assert await statuses(customer, *pages) == [404, 404, 404]
    feed = (await customer.get("/")).text
    assert town.video_id not in feed
    assert town.room_id not in feed
    # They may look, and read why; they may not act, neither by pages nor by programs.
    assert await statuses(host, "/", "/studio/statement", f"/cases/{case_id}") == [200, 200, 200]
    refused = await host.post_form(f"/u/{town.people['customer'].id}/follow")
    assert refused.status_code == 403
    assert "Moderators have removed this account" in refused.text
    refused = await program.post("/api/rooms", json={"title": "A new one"})
    assert (refused.status_code, refused.json()["code"]) == (403, "account_removed")
    assert (await host.post_form(f"/cases/{case_id}/appeal", {"text": "It was somebody else."})).status_code == 303
    assert (await host.post_form(f"/cases/{case_id}/appeal", {"text": "Once more."})).status_code == 422


async def test_a_reversed_decision_brings_a_person_back(
    db: Database, browse: Browse, town: Town, second_moderator: Actor
) -> None:
    buyer = town.people["customer"]
    guest, customer = browse(), enter(db, browse(), buyer)
    pages = (f"/u/{buyer.id}", f"/r/{town.review_id}")
    before = await statuses(guest, *pages)
    case_id = remove(db, town, "person", buyer.id)
    assert (await guest.get(f"/u/{buyer.id}")).status_code == 404
    assert "Light and quick." not in (await guest.get(f"/p/{town.product_id}")).text
    overturn(db, buyer, case_id, second_moderator)
    assert await statuses(guest, *pages) == before
    assert "Light and quick." in (await guest.get(f"/p/{town.product_id}")).text
    assert (await customer.post_form(f"/u/{town.people['host'].id}/follow")).status_code == 303
