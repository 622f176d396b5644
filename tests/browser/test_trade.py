"""A season of a brand and one of an agency, each from the first form to the books; others act behind the scenes."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from livefair.kernel import DAY_MS, GUEST, HOUR_MS, SYSTEM, Actor, Database, Money
from livefair.kernel.clock import wall_clock
from livefair.live import assort, open_room, plan_show, start_show
from livefair.live.restocks import ask_for_more
from livefair.people import actor_of, give_role, person_called, sign_up
from livefair.people.organisations import accept_contract, roster_of
from livefair.shop import Claim, ask_refund, confirm_receipt
from livefair.shop.price_protection import claim_price_difference
from livefair.shop.queries import order_card
from livefair.supply.deals import deals_of_host
from livefair.supply.offers import OfferDraft, publish_offer
from livefair.supply.resources import ResourceDraft, offer_resource
from livefair.web.labels import label
from livefair.world import invariants
from tests.browser.fair import DESKTOP, PASSWORD, PHONE, Visitor, peopled, running
from tests.community.corner import reviewed
from tests.community.inventing import idea
from tests.stall import Stall, buy, set_up
from tests.supply.agreeing import Fair, earn, sign_newest, terms

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOODS = b"""product_code,sku_code,title_zh,title_en,category,variant,price,stock
mug,mug-1,\xe6\x9d\xaf\xe5\xad\x90,Mug,kitchen,Blue,99.00,40
bag,bag-1,\xe5\xb8\x83\xe5\x8c\x85,Bag,bags,Grey,dear,5
"""
EN = "en"


class Behind(NamedTuple):
    """The same database, for whoever has no browser here."""

    db: Database
    people: dict[str, Actor]
    brand: Actor
    product_id: str = ""
    sku_id: str = ""

    @property
    def stall(self) -> Stall:
        return Stall(self.db, self.brand, self.product_id, self.sku_id)


class Ahead:
    """The program's own time, or a little later."""

    def __init__(self) -> None:
        self._ms = 0

    def __call__(self) -> int:
        return wall_clock() + self._ms

    def advance(self, ms: int) -> None:
        self._ms += ms


@contextmanager
def opened(home: Path) -> Iterator[Database]:
    db = Database(f"sqlite:///{home}/livefair.db", clock=Ahead())
    yield db
    db.close()


def test_a_season_of_a_brand_from_its_first_table_of_goods_to_its_statement(chromium: Browser, tmp_path: Path) -> None:
    people = peopled(tmp_path, locale=EN)
    with running(tmp_path) as address, opened(tmp_path) as db:
        brand = Visitor(chromium, address, "brand", DESKTOP, locale=EN)
        registers(brand, "brand", "House of Clay")
        brings_in_goods(brand)
        made = Behind(db, people, acting(db, "House of Clay"), *what_was_made(brand))
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


def registers(visitor: Visitor, role: str, name: str) -> None:
    page = visitor.page
    page.goto("/signup")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(mail_of(name))
    page.locator("[name=password]").fill(PASSWORD)
    visitor.picks(label("role", role, EN))
    page.locator("[name=terms]").check()
    visitor.button("Make the account").click()
    page.wait_for_url(re.compile("/(?!signup)[^/]*$"))


def mail_of(name: str) -> str:
    return f"{name.replace(' ', '').lower()}@fair.example"


def acting(db: Database, name: str) -> Actor:
    person_id = db.read_now(person_called, mail_of(name))
    assert person_id
    return db.read_now(actor_of, person_id)


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


def test_a_season_of_an_agency_from_its_first_host_to_its_books(chromium: Browser, tmp_path: Path) -> None:
    people = peopled(tmp_path, locale=EN)
    with running(tmp_path) as address, opened(tmp_path) as db:
        mcn = Visitor(chromium, address, "mcn", DESKTOP, locale=EN)
        registers(mcn, "mcn", "Bright Agency")
        agency = acting(db, "Bright Agency")
        hosts = new_hosts(db)
        invites(mcn, db, agency, hosts)
        applies_for_all(mcn, db, hosts)
        books_a_studio(mcn, db, people["brand"], hosts[0])
        hands_a_show_over(mcn, db, hosts)
        lets_a_host_go(mcn, hosts[2])
        takes_the_books_along(mcn)
        assert mcn.wrong == []
        assert db.read_now(invariants.breaches) == []


def new_hosts(db: Database) -> list[Actor]:
    found = []
    for name in ("Ida", "Jo", "Kai"):
        person = db.write_now(sign_up, GUEST, email=mail_of(name), name=name, password_hash="none", locale=EN)
        db.write_now(give_role, SYSTEM, person, "host")
        found.append(db.read_now(actor_of, person))
    return found


def invites(mcn: Visitor, db: Database, agency: Actor, hosts: list[Actor]) -> None:
    """Three by their address, one after another; each accepts."""
    mcn.page.goto("/studio/roster")
    for name in ("Ida", "Jo", "Kai"):
        mcn.page.locator("[name=email]").fill(mail_of(name))
        mcn.page.locator("[name=share]").fill("25")
        mcn.button("Invite").click()
        mcn.sees(row_of(mcn, name))
    by_host = {contract.host_id: contract.id for contract in db.read_now(roster_of, agency.organisation_id or "")}
    for host in hosts:
        db.write_now(accept_contract, host, by_host[host.id])
    mcn.page.reload()
    expect(mcn.page.get_by_text(mcn.words("Invited"), exact=True)).to_have_count(0)
    expect(mcn.page.get_by_text("25%")).to_have_count(3)


def row_of(mcn: Visitor, name: str) -> Locator:
    return mcn.page.get_by_role("row", name=name)


def applies_for_all(mcn: Visitor, db: Database, hosts: list[Actor]) -> None:
    """For an open offer; each host has it to sign."""
    stall = set_up(db, joiner(db), name="maker")
    agreed = terms(Fair(stall, hosts[0], hosts[1]))
    db.write_now(publish_offer, stall.brand, OfferDraft("Spring", agreed))
    mcn.page.goto("/studio/deals")
    form = mcn.page.locator("form[action$='/apply']")
    for name in ("Ida", "Jo", "Kai"):
        form.get_by_role("checkbox", name=name).check()
    mcn.button("Apply for these hosts").click()
    mcn.page.wait_for_url(re.compile("/studio/deals$"))
    for host in hosts:
        [deal] = db.read_now(deals_of_host, host.id)
        sign_newest(Fair(stall, host, host), host, deal.id)


def joiner(db: Database) -> Callable[..., Actor]:
    """As the fixture of tests/conftest.py."""

    def make(name: str, *_roles: str) -> Actor:
        person = db.write_now(sign_up, GUEST, email=mail_of(name), name=name, password_hash="none", locale=EN)
        return db.read_now(actor_of, person)

    return make


def books_a_studio(mcn: Visitor, db: Database, owner: Actor, host: Actor) -> None:
    resource = db.write_now(offer_resource, owner, ResourceDraft("studio", "Studio North", "", Money(0)))
    mcn.page.goto(f"/resources/{resource}")
    tomorrow = (wall_clock() + 2 * DAY_MS) // HOUR_MS * HOUR_MS
    at = mcn.page.evaluate(
        "ms => new Date(ms - new Date(ms).getTimezoneOffset() * 60000).toISOString().slice(0, 16)", tomorrow
    )
    mcn.page.locator("[name=starts_at]").fill(at)
    mcn.page.locator("[name=host_id]").select_option(host.id)
    mcn.button("Book").click()
    mcn.sees(mcn.page.get_by_text("Ida").first)


def hands_a_show_over(mcn: Visitor, db: Database, hosts: list[Actor]) -> None:
    """Ida is ill: her show is Jo's."""
    rooms = [db.write_now(open_room, host, title=f"Room {n}") for n, host in enumerate(hosts)]
    at_ms = wall_clock() + DAY_MS
    db.write_now(plan_show, hosts[0], rooms[0], title="Tea at eight", planned_at_ms=at_ms)
    mcn.page.goto("/studio/roster")
    form = mcn.page.locator("form[action='/studio/roster/shows']")
    form.locator("[name=host_id]").select_option(label="Jo")
    mcn.button("Hand over").click()
    mcn.sees(mcn.page.locator("li", has_text="Tea at eight").get_by_text("· Jo"))


def lets_a_host_go(mcn: Visitor, host: Actor) -> None:
    mcn.page.locator("tr", has_text="Kai").get_by_role("button").click()
    expect(mcn.page.locator("tr", has_text="Kai")).to_have_count(0)


def takes_the_books_along(mcn: Visitor) -> None:
    with mcn.page.expect_download() as coming:
        mcn.link("Export the books").click()
    assert coming.value.suggested_filename == "livefair-books.csv"
    mcn.page.goto("/studio/statement")
    mcn.sees(mcn.page.get_by_role("main"))
