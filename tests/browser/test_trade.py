"""A season of a brand from its first table of goods to its statement; others act behind the scenes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from livefair.catalog.permits import decide_permit, set_permit_policy, waiting_permits
from livefair.kernel import GUEST, SYSTEM
from livefair.live import assort, open_room, plan_show, start_show
from livefair.live.restocks import ask_for_more
from livefair.people import actor_of, give_role, sign_up
from livefair.shop import Claim, ask_refund, confirm_receipt
from livefair.shop.price_protection import claim_price_difference
from livefair.shop.queries import order_card
from livefair.supply.deals import deals_of_host
from livefair.web.labels import label
from livefair.world import invariants
from tests.browser.fair import DESKTOP, PHONE, Visitor, peopled, running
from tests.browser.trading import EN, Behind, acting, mail_of, opened, registers
from tests.community.corner import reviewed
from tests.community.inventing import idea
from tests.stall import buy
from tests.supply.agreeing import Fair, earn, sign_newest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOODS = b"""product_code,sku_code,title_zh,title_en,category,variant,price,stock
mug,mug-1,\xe6\x9d\xaf\xe5\xad\x90,Mug,kitchen,Blue,99.00,40
bag,bag-1,\xe5\xb8\x83\xe5\x8c\x85,Bag,bags,Grey,dear,5
"""


def test_a_season_of_a_brand_from_its_first_table_of_goods_to_its_statement(chromium: Browser, tmp_path: Path) -> None:
    people = peopled(tmp_path, locale=EN)
    with running(tmp_path) as address, opened(tmp_path) as db:
        brand = Visitor(chromium, address, "brand", DESKTOP, locale=EN)
        registers(brand, "brand", "House of Clay")
        brings_in_goods(brand)
        made = Behind(db, people, acting(db, "House of Clay"), *what_was_made(brand))
        files_a_permit(brand, made)
        says_where_it_lies(brand)
        states_a_fact(brand, made)
        agrees_with_a_host(brand, made)
        promises_more_while_the_show_runs(brand, made)
        order_id = sends_in_two_parcels(brand, made)
        takes_a_piece_back(brand, made, order_id)
        protects_a_price(brand, made)
        takes_up_an_idea(brand, made)
        advertises_with_a_review(brand, made)
        brand.page.goto("/desk/statement")
        brand.sees(brand.page.locator("li.posting").first)
        reads_it_on_a_phone(Visitor(chromium, address, "ana", PHONE, locale=EN), order_id)
        assert brand.wrong == []
        assert db.read_now(invariants.breaches) == []


def brings_in_goods(brand: Visitor) -> None:
    """First as a trial, which names the wrong row; then for real, without it."""
    brand.page.goto("/desk/imports")
    table: FilePayload = {"name": "autumn.csv", "mimeType": "text/csv", "buffer": GOODS}
    brand.page.locator("[name=file]").set_input_files(table)
    brand.button("Upload").click()
    brand.sees(brand.page.get_by_text("dear"))
    brand.button("Bring it in for real").click()
    brand.sees(brand.link("To the products")).click()
    brand.sees(brand.page.get_by_text("Mug"))


def what_was_made(brand: Visitor) -> tuple[str, str]:
    """(product, SKU)"""
    product = brand.page.get_by_role("link", name="Mug").first.get_attribute("href") or ""
    brand.page.goto("/desk/stock")
    shelf = brand.page.get_by_role("link", name="Mug").get_attribute("href") or ""
    return product.rsplit("/", 1)[1], shelf.rsplit("/", 1)[1]


def files_a_permit(brand: Visitor, made: Behind) -> None:
    """Mugs need one from now on: they are off sale until a moderator has seen the paper."""
    db, people = made.db, made.people
    db.write_now(set_permit_policy, people["operator"], ["kitchen"], warn_days=30)
    brand.page.goto("/desk/permits")
    brand.sees(brand.page.get_by_text("1 product waits"))
    brand.page.locator("[name=number]").fill("JY13301")
    brand.page.locator("[name=authority]").fill("Market authority")
    brand.page.locator("[name=expires_on]").fill("2060-01-01")
    brand.button("File it").click()
    brand.sees(brand.page.get_by_text(label("permit", "waiting", EN)))
    [permit] = db.read_now(waiting_permits)
    moderator = db.write_now(sign_up, GUEST, email=mail_of("Mo"), name="Mo", password_hash="none", locale=EN)
    db.write_now(give_role, SYSTEM, moderator, "moderator")
    db.write_now(decide_permit, db.read_now(actor_of, moderator), permit.id, is_approved=True)
    brand.page.reload()
    brand.sees(brand.page.get_by_text(label("permit", "approved", EN)))


def says_where_it_lies(brand: Visitor) -> None:
    brand.page.goto("/desk/locations")
    brand.page.locator("[name=name]").fill("North")
    brand.button("Add").click()
    brand.sees(brand.page.get_by_role("rowheader", name="North"))
    brand.page.goto("/desk/stock")
    brand.page.get_by_role("link", name="Mug").click()
    brand.page.locator("[name=pieces]").fill("30")
    brand.page.locator("#f-note").fill("unpacked")
    brand.button("Move").click()
    brand.sees(brand.page.get_by_text("unpacked"))


def states_a_fact(brand: Visitor, made: Behind) -> None:
    brand.page.goto(f"/desk/products/{made.product_id}")
    for name, text in (("fact_name_en", "Weight"), ("fact_value_en", "300 g"), ("fact_source", "own scales")):
        brand.page.locator(f"[name={name}]").fill(text)
    brand.button("Add", brand.page.locator("form[action$='/facts']")).click()
    brand.sees(brand.page.get_by_text("own scales"))


def agrees_with_a_host(brand: Visitor, made: Behind) -> None:
    """An offer by invitation; the host signs it as it is."""
    brand.page.goto("/desk/deals/new")
    brand.type_in("Name of the offer", "Autumn")
    brand.page.locator("[name=commission]").fill("15")
    brand.page.get_by_role("checkbox", name="Mug").check()
    brand.button("Sign and publish").click()
    brand.sees(brand.heading("Terms"))
    brand.page.locator("[name=emails]").fill("host@fair.example")
    brand.button("Invite", brand.page.locator("form[action$='/invite']")).click()
    brand.sees(brand.page.get_by_text("Lin", exact=True).first)
    host = made.people["host"]
    [deal] = made.db.read_now(deals_of_host, host.id)
    sign_newest(Fair(made.stall, host, host), host, deal.id)
    brand.page.goto(f"/desk/deals/{deal.id}")
    brand.sees(brand.page.get_by_text(brand.words("In force: version %(n)s", n=1)))


def promises_more_while_the_show_runs(brand: Visitor, made: Behind) -> None:
    db, host = made.db, made.people["host"]
    room = db.write_now(open_room, host, title="Clay tonight")
    show = db.write_now(plan_show, host, room, title="Clay tonight")
    db.write_now(assort, host, show, made.product_id)
    db.write_now(start_show, host, show)
    db.write_now(ask_for_more, host, room, made.sku_id, wanted=300)
    brand.page.goto("/desk/live")
    row = brand.page.locator("#desk-live tr", has_text="Mug")
    expect(row.locator("[name=pieces]").first).to_have_value("300")
    row.get_by_role("button", name=brand.words("Add"), exact=True).click()
    brand.sees(brand.page.get_by_text(brand.words("Added %(n)s", n="300")))
    brand.page.goto(f"/desk/stock/{made.sku_id}")
    brand.sees(brand.page.get_by_text("340", exact=True))


def sends_in_two_parcels(brand: Visitor, made: Behind) -> str:
    """The first from the warehouse by the carrier that tells where it is, the second by another."""
    order_id = buy(made.stall, made.people["ana"], quantity=3)
    brand.page.goto("/desk/orders")
    brand.page.get_by_text(brand.words("Only a part in this parcel")).click()
    brand.page.locator("[name=pieces]").fill("2")
    brand.page.locator("[name=location_id]").select_option(label="North")
    brand.page.locator("[name=carrier]").fill("Fair Express")
    brand.button("Ship").click()
    brand.sees(brand.page.get_by_text(brand.words("Partly sent")))
    expect(brand.page.locator("[name=pieces]")).to_have_value("1")
    brand.page.locator("[name=carrier]").fill("SF")
    brand.page.locator("[name=number]").fill("SF100")
    brand.button("Ship").click()
    brand.page.goto("/desk/orders?tab=shipped")
    brand.sees(brand.page.get_by_text("SF100"))
    return order_id


def takes_a_piece_back(brand: Visitor, made: Behind, order_id: str) -> None:
    db, ana = made.db, made.people["ana"]
    db.write_now(confirm_receipt, ana, order_id)
    card = db.read_now(order_card, order_id)
    assert card
    claim = Claim([card.lines[0].id], "changed_mind", "too blue", pieces={card.lines[0].id: 1})
    db.write_now(ask_refund, ana, order_id, claim, key="return-1")
    brand.page.goto("/desk/orders?tab=returns")
    brand.sees(brand.page.get_by_text("too blue"))
    accepting = brand.page.locator("form[action$='/accept']")
    accepting.locator("[name=condition]").select_option("opened")
    accepting.locator("[name=location_id]").select_option(label="North")
    accepting.get_by_role("button").click()
    expect(brand.page.get_by_text("too blue")).to_have_count(0)
    brand.page.goto(f"/desk/stock/{made.sku_id}")
    brand.sees(brand.page.get_by_text(label("stock_change", "returned", EN)).first)


def protects_a_price(brand: Visitor, made: Behind) -> None:
    """What somebody has just paid falls, and the difference is theirs."""
    order_id = buy(made.stall, made.people["ben"], key="ben")
    card = made.db.read_now(order_card, order_id)
    assert card
    brand.page.goto(f"/desk/products/{made.product_id}")
    pricing = brand.page.locator("form[action$='/price']").first
    pricing.locator("[name=price]").fill("89.00")
    pricing.get_by_role("button").click()
    expect(pricing.locator("[name=price]")).to_have_value(re.compile("^89"))
    made.db.write_now(claim_price_difference, made.people["ben"], order_id, card.lines[0].id)
    brand.page.goto("/desk/orders?tab=all")
    brand.sees(brand.page.get_by_text(order_id[-8:]))


def takes_up_an_idea(brand: Visitor, made: Behind) -> None:
    idea_id = idea(made.stall, made.people["ana"])
    brand.page.goto(f"/desk/ideas/{idea_id}")
    brand.picks(brand.words("We will try"))
    brand.page.locator("[name=text]").fill("A fine lid. We will make it.")
    brand.button("Answer").click()
    brand.page.goto(f"/desk/ideas/{idea_id}")
    brand.page.locator("[name=product_id]").select_option(label="Mug")
    brand.button("Bind it to this product").click()
    brand.page.goto(f"/ideas/{idea_id}")
    brand.sees(brand.page.get_by_text("A fine lid. We will make it."))


def advertises_with_a_review(brand: Visitor, made: Behind) -> None:
    review_id = reviewed(made.stall, made.people["ben"], key="review-1")
    earn(Fair(made.stall, made.people["host"], made.people["host"]), 5_000)
    brand.page.goto(f"/desk/reviews/{review_id}")
    brand.page.locator("[name=fee]").fill("20")
    brand.page.locator("[name=note]").fill("On our posters")
    brand.button("Ask the author").click()
    brand.sees(brand.page.get_by_text(label("licence", "asked", EN)).first)


def reads_it_on_a_phone(ana: Visitor, order_id: str) -> None:
    ana.signs_in(f"/orders/{order_id}")
    ana.sees(ana.page.get_by_text("Fair Express"))
    ana.sees(ana.page.get_by_text("SF100"))
    width = ana.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    assert ana.wrong == []
