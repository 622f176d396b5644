"""An MCN's list of hosts, and the videos of one of them, with true numbers."""

from livefair.kernel import DAY_MS, SYSTEM, Database
from livefair.kernel.clock import SetClock
from livefair.people import contract_in_force
from livefair.people.organisations import roster_of
from livefair.shop import Notification, Source, add_address, add_to_cart, check_out, settle_notification
from livefair.shop.addresses import addresses_of
from livefair.shop.queries import sold_under_mcn
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.supply.rules.deals import Terms
from tests.web.conftest import Browse, enter
from tests.web.town import PLACE, Town, built


def buys(db: Database, town: Town, source: Source, key: str) -> None:
    buyer = town.people["researcher"]
    db.write_now(add_to_cart, buyer, town.sku_id, quantity=1, source=source)
    if not db.read_now(addresses_of, buyer):
        db.write_now(add_address, buyer, PLACE)
    address_id = db.read_now(addresses_of, buyer)[0].id
    paying = db.write_now(check_out, buyer, address_id=address_id, expected_minor=10_000, provider="local", key=key)
    db.write_now(settle_notification, SYSTEM, Notification(paying, "succeeded", 10_000, "CNY"))


async def test_sales_of_a_host_under_contract_are_shown_to_their_mcn(db: Database, browse: Browse) -> None:
    town = built(db)
    host_id = town.people["host"].id
    mcn, host = enter(db, browse(), town.people["mcn"]), enter(db, browse(), town.people["host"])
    before = (await mcn.get("/studio/roster")).text
    assert "¥0" in before
    assert f'href="/u/{host_id}"' in before
    for number in (1, 2):
        buys(db, town, Source(video_id=town.video_id, host_id=host_id), f"click-{number}")
    assert "¥200" in (await mcn.get("/studio/roster")).text
    assert "2 orders" in (await host.get("/studio/videos")).text


async def test_an_agency_applies_for_its_hosts_and_takes_its_books_along(db: Database, browse: Browse) -> None:
    town = built(db)
    mcn, host = enter(db, browse(), town.people["mcn"]), enter(db, browse(), town.people["host"])
    offer_id = db.write_now(publish_offer, town.people["brand"], OfferDraft("For agencies", whole_terms(db, town)))
    assert "For agencies" in (await mcn.get("/studio/deals")).text
    applied = await mcn.post_form(f"/studio/offers/{offer_id}/apply", {"host_ids": town.people["host"].id})
    assert applied.is_redirect
    assert "For agencies" in (await host.get("/studio/deals")).text
    books = await mcn.get("/studio/roster/books.csv")
    assert books.text.lstrip("\ufeff").startswith("seq,at,account")


async def test_a_contract_ends_on_the_day_that_was_agreed_and_so_do_its_splits(
    db: Database, browse: Browse, clock: SetClock
) -> None:
    town = built(db)
    mcn = enter(db, browse(), town.people["mcn"])
    form = {"email": "host@example.org", "share": "12.5", "ends_on": "2026-10-01"}
    assert (await mcn.post_form("/studio/roster", form)).is_redirect
    newest = db.read_now(roster_of, town.people["mcn"].organisation_id)[-1]
    assert (newest.share_bp, newest.ends_at_ms) == (1_250, 1_790_899_200_000)
    [agreed] = [one for one in db.read_now(roster_of, newest.mcn_id) if one.accepted_at_ms is not None]
    clock.advance(agreed.ends_at_ms - db.clock() - 1)
    assert db.read_now(contract_in_force, town.people["host"].id) is not None
    clock.advance(1)
    buys(db, town, Source(video_id=town.video_id, host_id=town.people["host"].id), "after-the-end")
    assert db.read_now(contract_in_force, town.people["host"].id) is None
    assert db.read_now(sold_under_mcn, newest.mcn_id).get(town.people["host"].id, 0) == 0


def whole_terms(db: Database, town: Town) -> Terms:
    now_ms = db.clock()
    window = {"starts_at_ms": now_ms, "ends_at_ms": now_ms + DAY_MS}
    return Terms(product_ids=(town.product_id,), commission_bp=1_000, **window)
